// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// explained is an error that brings its own words, such as a refused login.
type explained interface {
	error
	Detail() string
}

// AddError says in the user's words that what could not be done ("open the ticket"), why, what to do next, and then the facts that
// support asks for.
func AddError(diags *diag.Diagnostics, what string, err error) {
	diags.AddError(summary(what), Explain(err))
}

// AddWarning is AddError for what does not end the operation; then says what that means for the user.
func AddWarning(diags *diag.Diagnostics, what, then string, err error) {
	diags.AddWarning(summary(what), then+"\n\n"+Explain(err))
}

func summary(what string) string { return "Could not " + what }

// Explain gives cause, next step and facts of an error.
func Explain(err error) string {
	var own explained
	if errors.As(err, &own) {
		return own.Detail()
	}
	var unknown *osm.UnknownOutcomeError
	if errors.As(err, &unknown) {
		return explainUnknownOutcome(unknown)
	}
	var existing *osm.ExistingCasesError
	if errors.As(err, &existing) {
		return fmt.Sprintf("`adopt_existing` is true, and several open tickets may be the one to adopt, so none was opened:%s\n\nImport the right one, close the "+
			"others, or give this ticket another `simple_description`:\n  terraform import <address of the resource> %s",
			bullets(existing.Candidates), existing.Candidates[0].ID)
	}
	e := apierror.As(err)
	var refused *osm.AttachmentRejectedError
	if errors.As(err, &refused) {
		return fmt.Sprintf("The service refused the message that carries %s. If they were uploaded for a ticket, that may be why: files that are added later "+
			"travel in a message, so set accessory_from = \"message\" on these osm_accessory resources. ", strings.Join(refused.IDs, ", ")) + Explain(refused.Err)
	}
	if e == nil {
		return upperFirst(err.Error()) + "."
	}
	text := cause(e)
	if facts := e.Facts(); facts != "" {
		text += "\n\n" + facts
	}
	return text
}

// unknownOutcomes are the words for each operation whose outcome may stay unknown: what the service may have done, and what to do next.
var unknownOutcomes = map[string]struct{ done, thing, next string }{
	"CreateCases": {"opened the ticket", "ticket", "Check the service's console before the next apply, which would open another ticket. If the ticket is there, import it:\n" +
		"  terraform import <address of the resource> <ticket ID>\nWith `adopt_existing = true` the next apply looks for it first."},
	"CreateMessages": {"accepted the message", "message", "Check the ticket in the service's console before the next apply, which would send the message again. If it is " +
		"there, import it:\n  terraform import <address of the resource> <ticket ID>/<message ID>"},
	"AttachToCase": {"attached the files", "message with these files", "The next apply reads the ticket first, and attaches only what is missing."},
	"CreateLabels": {"created the label", "label", "If the label exists, the next apply reports its ID."},
}

func explainUnknownOutcome(u *osm.UnknownOutcomeError) string {
	words := unknownOutcomes[u.Op]
	var b strings.Builder
	switch {
	case u.NotFound:
		fmt.Fprintf(&b, "The service did not confirm that it %s, and no such %s was found within a minute of each attempt. The next apply tries again.",
			words.done, words.thing)
	case len(u.Candidates) == 0:
		fmt.Fprintf(&b, "The service may have %s: it did not confirm it, and the %s could not be looked for. %s", words.done, words.thing, words.next)
	default:
		fmt.Fprintf(&b, "The service may have %s: it did not confirm it, and these tickets may be the result:%s\n\nCheck them before the next apply, which would "+
			"open another ticket, and import the right one:\n  terraform import <address of the resource> %s", words.done, bullets(u.Candidates), u.Candidates[0].ID)
	}
	for _, err := range []error{u.Err, u.Look} {
		if err != nil {
			b.WriteString("\n\n" + Explain(err))
		}
	}
	return b.String()
}

func bullets(candidates []osm.Candidate) string {
	var b strings.Builder
	for _, c := range candidates {
		fmt.Fprintf(&b, "\n  - %s, created %s", c.ID, c.CreateTime)
	}
	return b.String()
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// AsError makes one error of diagnostics, for code that gives errors.
func AsError(diags diag.Diagnostics) error {
	var errs []error
	for _, d := range diags.Errors() {
		errs = append(errs, fmt.Errorf("%s: %s", d.Summary(), d.Detail()))
	}
	return errors.Join(errs...)
}
