// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

type loginKey struct{}

// RefusalError is a refusal of the ticket service, or of the gateway before it, that is about who calls.
type RefusalError struct {
	// Text is cause and next step.
	Text string
	Err  *apierror.Error
}

func (e *RefusalError) Error() string { return e.Err.Error() }

// Unwrap gives the refusal.
func (e *RefusalError) Unwrap() error { return e.Err }

// Detail gives cause, next step and facts.
func (e *RefusalError) Detail() string {
	text := e.Text
	if e.Err.Message != "" {
		text += " The service said: " + e.Err.Message
	}
	return text + "\n\n" + e.Err.Facts()
}

// Refusal gives the error of a refused call as a *RefusalError if it is about the login that the call carried, else as it is.
func Refusal(resp *http.Response, err error) error {
	e := apierror.As(err)
	if e == nil || resp.Request == nil {
		return err
	}
	if l, ok := resp.Request.Context().Value(loginKey{}).(*Login); ok {
		if text, ok := l.Explain(e); ok {
			return &RefusalError{text, e}
		}
	}
	return err
}

// Explain gives cause and next step for a call of the ticket service that the gateway refused, in the words of this login: which setting led there,
// and where it came from. It reports false for what has nothing to do with the login.
func (l *Login) Explain(e *apierror.Error) (string, bool) {
	if e == nil || e.Kind != apierror.Refused {
		return "", false
	}
	if text, ok := l.settings.gateway(e); ok {
		return text, true
	}
	if strings.HasPrefix(e.Code, "CBC.") {
		return fmt.Sprintf("The account belongs to another site of the vendor than %s (%s). Set site, or endpoints.osm.", e.Host, l.settings.source("osm")),
			true
	}
	return "", false
}

// gateway explains the codes of the API gateway that are about who calls. They are written APIGW.0301 or APIG.0301: the number counts.
func (r *Resolved) gateway(e *apierror.Error) (string, bool) {
	prefix, number, found := strings.Cut(e.Code, ".")
	if !found || prefix != "APIGW" && prefix != "APIG" {
		return "", false
	}
	switch number {
	case "0301", "0303", "0305":
		return r.notProved(e), true
	case "0307":
		return fmt.Sprintf("The token was revoked, or is of another region than %s (%s). Tokens end when permissions change; a new login did not help. "+
			"Try again in some minutes, or check region and project.", e.Host, r.source("osm")), true
	case "0302", "0306", "0802":
		return fmt.Sprintf("The user of %s may not call the ticket service. Grant it the role Ticket Administrator.", r.proof()), true
	case "0310":
		return fmt.Sprintf("The %s is frozen or not available. Use another project.", r.scope()), true
	case "0401", "0402":
		return "This machine's address may not call the service: it is in the account's block list, or not in its allow list.", true
	case "0801":
		return fmt.Sprintf("The service is not offered at %s (%s). Set site or endpoints.osm to where it is.", e.Host, r.source("osm")), true
	case "0101", "0103":
		return fmt.Sprintf("%s answers, but not as the ticket service. Check endpoints.osm (the address came from %s). It is no proof that a ticket is "+
			"gone.", e.Host, r.source("osm")), true
	case "0501", "0502":
		return "The account's quota of calls is used up, or the account is frozen. Check for arrears.", true
	}
	return "", false
}

// notProved explains a refused token or signature by the gateway's text.
func (r *Resolved) notProved(e *apierror.Error) string {
	said := strings.ToLower(e.Message)
	has := func(words ...string) bool {
		for _, w := range words {
			if !strings.Contains(said, w) {
				return false
			}
		}
		return true
	}
	switch {
	case has("decrypt", "token"):
		return fmt.Sprintf("The token is of another site, cloud or region than %s, or is cut off. It came from %s; the login service is %s, the ticket "+
			"service is from %s.",
			e.Host, r.proof(), r.AuthURL, r.source("osm"))
	case has("security", "token"):
		return fmt.Sprintf("The security token of temporary keys has ended or does not belong to them (%s). Keys that were issued elsewhere are not "+
			"renewed: set new ones.%s",
			r.proof(), r.profileHint())
	case has("token", "expire"):
		if r.Method == MethodToken {
			return fmt.Sprintf("The token has ended. A token that was issued elsewhere is not renewed: set a new one (%s).", r.of("token"))
		}
		return fmt.Sprintf("The token has ended, and the one of a new login was refused too (%s).", r.proof())
	case has("token", "not found"), has("token", "missing"):
		return "The gateway saw no token, although one was sent. A proxy in between may take the header X-Auth-Token out; if there is none, please " +
			"report this as a fault of the provider."
	case has("timestamp"), has("x-sdk-date"), has(" time"), has("signature", "expire"):
		text := "The signature's time is off by more than 15 minutes: this machine's clock is wrong."
		if e.Date != "" {
			text += " The gateway's clock says " + e.Date + "."
		}
		return text
	case has("aksk"), has("signature"):
		return fmt.Sprintf("The signature is wrong: %s do not belong together, one of them was not copied whole, or a proxy changes headers. "+
			"Copy both again. A key that fails more than five times in a row is blocked for 5 minutes.%s", r.proof(), r.profileHint())
	case has("ak"):
		return fmt.Sprintf("The access key is not known at %s, or is disabled or blocked: %s. Keys of another site of the vendor are not known here.%s",
			e.Host, r.proof(), r.profileHint())
	}
	return fmt.Sprintf("The gateway did not accept %s: it is wrong, has ended, or is of another site.%s", r.proof(), r.profileHint())
}

// profileHint is added to refused keys that came from the command line tool's file: they may be encrypted in a way that can't be told.
func (r *Resolved) profileHint() string {
	if r.Level != LevelFile {
		return ""
	}
	return " Keys in the shared configuration file may be encrypted: hcloud configure set --cli-auth-encrypt=false, then enter them again. Keys of an " +
		"SSO login end after some hours."
}
