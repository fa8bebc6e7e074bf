// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// passwordLogin logs in an IAM user by password, with a one-time code if one is set (IAM API reference: "Obtaining a User Token
// Through Password Authentication", "… and Virtual MFA Authentication").
type passwordLogin struct {
	caller *caller

	mu sync.Mutex
	// used reports that the one-time code may have reached the service.
	used bool
}

func (l *passwordLogin) body() object {
	c := l.caller.config
	account := byIDOrName("", c.DomainID.Value, c.DomainName.Value)
	user := object{"name": c.UserName.Value, "password": c.Password.Value.Reveal(), "domain": account}
	if c.UserID.IsSet() {
		user = object{"id": c.UserID.Value, "password": c.Password.Value.Reveal()}
	}
	methods, identity := []string{"password"}, object{"password": object{"user": user}}
	if c.Passcode.IsSet() {
		methods = append(methods, "totp")
		identity["totp"] = object{"user": object{"id": c.UserID.Value, "passcode": c.Passcode.Value.Reveal()}}
	}
	identity["methods"] = methods
	return tokenBody(identity, tokenScope(c.ProjectID.Value, c.ProjectName.Value, account))
}

func (l *passwordLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used {
		return nil, &LoginError{What: "log in again", Final: true,
			Text: "The token has expired, and its `passcode` was valid for " +
				"one login only. Run again with a new code. For runs that last longer than a token (24 hours, less if " +
				"permissions change), log in with `access_key` and `secret_key`."}
	}
	once := l.caller.config.Passcode.IsSet()
	s := step{op: opToken, what: "log in", body: l.body(), once: once, rejected: l.rejected}
	g, err := l.caller.token(ctx, l.caller.login(s, tokenPath))
	if e := apierror.As(err); once && (e == nil || e.Sent) {
		l.used = true
	}
	return g, err
}

// oidcLogin exchanges an identity token, such as CI systems issue, for temporary keys.
type oidcLogin struct {
	caller *caller

	mu sync.Mutex
	// rejectedToken is a token from a file that was not accepted, and rejection the error.
	rejectedToken Secret
	rejection     error
}

func (l *oidcLogin) issue(ctx context.Context) (*grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	token, err := l.idToken()
	switch {
	case err != nil:
		return nil, err
	case l.rejection != nil && token.Reveal() == l.rejectedToken.Reveal():
		return nil, l.rejection
	}
	s := step{
		op:       "CreateUnscopedTokenWithIdToken",
		what:     "log in with an identity token",
		header:   map[string]string{"X-Idp-Id": l.caller.config.IDPID.Value},
		body:     object{"auth": object{"id_token": object{"id": token.Reveal()}}},
		rejected: l.rejected,
		secrets:  []Secret{token},
	}
	unscoped, err := l.caller.token(ctx, l.caller.login(s, "/v3.0/OS-AUTH/id-token/tokens"))
	if err != nil {
		return nil, l.remember(err, token)
	}
	s = step{op: "CreateTemporaryAccessKeyByToken", what: "get keys for an identity token", method: http.MethodPost, by: unscoped}
	by := object{"id": unscoped.token.Reveal(), "duration_seconds": int(DefaultDuration.Seconds())}
	s.body = tokenBody(object{"methods": []string{"token"}, "token": by}, nil)
	keys, err := l.caller.keys(ctx, l.caller.login(s, keysPath), DefaultDuration)
	if err != nil {
		return nil, err
	}
	keys.who = unscoped.who
	return keys, nil
}

// idToken returns the identity token. A file is read each time: CI systems write new tokens into it.
func (l *oidcLogin) idToken() (Secret, error) {
	c := l.caller.config
	if !c.IDTokenFile.IsSet() {
		return c.IDToken.Value, nil
	}
	fail := func(why string) error {
		return &LoginError{What: "read the identity token",
			Text: fmt.Sprintf("The file %s %s. Check %s.", c.IDTokenFile.Value, why,
				c.IDTokenFile.named("id_token_file"))}
	}
	data, err := ReadFile(c.IDTokenFile.Value)
	if err != nil {
		return Secret{}, fail(err.Error())
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return Secret{}, fail("is empty")
	}
	return NewSecret(token), nil
}

// ReadFile reads a file whose path may begin with "~/". Its error completes a sentence about the file.
func ReadFile(path string) ([]byte, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, errors.New("could not be found: the home directory is unknown")
		}
		path = filepath.Join(home, rest)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("could not be read: %w", errors.Unwrap(err))
	}
	return data, nil
}

// remember keeps the rejection of a token from a file: it is not sent again, but another one that is written there is.
func (l *oidcLogin) remember(err error, token Secret) error {
	var e *LoginError
	if l.caller.config.IDTokenFile.IsSet() && errors.As(err, &e) && e.Final {
		e.Final = false
		l.rejectedToken, l.rejection = token, err
	}
	return err
}

// metadata gets the temporary keys of the agency of a cloud server.
type metadata struct{ caller caller }

const (
	metadataURL = "http://169.254.169.254"
	// metadataTimeout bounds each call to the metadata service, which is on the same machine or does not exist.
	metadataTimeout = 3 * time.Second
)

func (m *metadata) issue(ctx context.Context) (*grant, error) {
	config := m.caller.config
	base := cmp.Or(config.MetadataURL, metadataURL)
	s := step{
		what:          "get keys from the metadata service",
		timeout:       metadataTimeout,
		addressSource: config.UseMetadata.named("use_ecs_metadata"),
		rejected:      m.rejected,
	}
	header, err := m.token(ctx, s, base)
	if err != nil {
		return nil, err
	}
	s.op, s.method, s.url, s.header = "ShowSecurityKey", http.MethodGet, base+"/openstack/latest/securitykey", header
	g, err := m.caller.keys(ctx, s, DefaultDuration)
	if err != nil {
		return nil, err
	}
	g.projectID, g.domainID = config.ProjectID.Value, config.DomainID.Value
	g.who = Identity{ProjectID: g.projectID, DomainID: g.domainID}
	return g, nil
}

// token returns the header that the newer version of the service requires; the older one has no such call.
func (m *metadata) token(ctx context.Context, s step, base string) (map[string]string, error) {
	s.op, s.method, s.url = "CreateMetadataToken", http.MethodPut, base+"/meta-data/latest/api/token"
	s.header = map[string]string{"X-Metadata-Token-Ttl-Seconds": "21600"}
	got, err := m.caller.do(ctx, s)
	if err != nil {
		if e := apierror.As(err); e != nil && (e.Status == 404 || e.Status == 405 || e.Status == 503) {
			return nil, nil
		}
		return nil, err
	}
	return map[string]string{"X-Metadata-Token": strings.TrimSpace(string(got.Body))}, nil
}

// assume assumes an agency. It fetches the credential for this each time, since it may have been renewed in the meantime.
type assume struct {
	caller *caller
	from   *source
	role   Role
}

const keysPath = "/v3.0/OS-CREDENTIAL/securitytokens"

func (a *assume) issue(ctx context.Context) (*grant, error) {
	for replays := 1; ; replays-- {
		from, err := a.from.get(ctx)
		if err != nil {
			return nil, err
		}
		g, err := a.assume(ctx, from)
		isFrom := func(current *grant) bool { return current == from }
		e := apierror.As(err)
		if replays == 0 || e == nil || e.Status != http.StatusUnauthorized || !a.from.drop(isFrom) {
			return g, err
		}
	}
}

// assume exchanges a token for a token of the agency, and keys for temporary keys.
func (a *assume) assume(ctx context.Context, from *grant) (*grant, error) {
	s := step{what: "assume " + a.role.String(), by: from, rejected: a.rejected}
	c, hasKeys := a.caller.config, from.token.IsZero()
	switch atSTS := hasKeys && a.role.DomainID != ""; {
	case atSTS && c.STS.Value == "":
		return nil, noAddress(s.what, "STS service", "endpoints.sts", "in the provider block")
	case !atSTS && c.AuthURL.Value == "":
		return nil, noAddress(s.what, "login service", "auth_url", "HW_AUTH_URL")
	case hasKeys:
		return a.keys(ctx, s)
	}
	return a.token(ctx, s)
}

// roleBody returns the body of a call that assumes the agency, with the role's fields besides those of its name and account.
func (a *assume) roleBody(role, scope object) object {
	role["agency_name"] = a.role.Agency
	maps.Copy(role, byIDOrName("domain_", a.role.DomainID, a.role.DomainName))
	return tokenBody(object{"methods": []string{"assume_role"}, "assume_role": role}, scope)
}

// token requests a token of the agency. The service determines its lifetime, so no duration is sent.
func (a *assume) token(ctx context.Context, s step) (*grant, error) {
	s.op = opToken
	account := byIDOrName("", a.role.DomainID, a.role.DomainName)
	// The project ID belongs to the account that logs in; the projects of regions have the same names in every account.
	s.body = a.roleBody(object{}, tokenScope("", a.caller.config.ProjectName.Value, account))
	return a.caller.token(ctx, a.caller.login(s, tokenPath))
}

// keys requests temporary keys of the agency: from IAM v3 by the account's name, or from STS (IAM v5) by its ID.
func (a *assume) keys(ctx context.Context, s step) (*grant, error) {
	s.method = http.MethodPost
	seconds := int(a.role.Duration.Seconds())
	if sts := a.caller.config.STS; a.role.DomainID != "" {
		s.op, s.url, s.addressSource = "AssumeAgency", sts.Value+"/v5/agencies/assume", sts.Source
		s.body = object{
			"agency_urn":          fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.Agency),
			"agency_session_name": "terraform-provider-osm", // for the vendor's audit log
			"duration_seconds":    seconds,
		}
	} else {
		s.op, s.body = "CreateTemporaryAccessKeyByAgency", a.roleBody(object{"duration_seconds": seconds}, nil)
		s = a.caller.login(s, keysPath)
	}
	g, err := a.caller.keys(ctx, s, a.role.Duration)
	if err != nil {
		return nil, err
	}
	g.domainID, g.who = a.role.DomainID, Identity{DomainID: a.role.DomainID, DomainName: a.role.DomainName}
	return g, nil
}
