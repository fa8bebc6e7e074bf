// SPDX-License-Identifier: MPL-2.0

package tfbase

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/client"
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
	var unknown *client.UnsettledError
	if errors.As(err, &unknown) {
		return explainUnsettled(unknown)
	}
	e := apierror.As(err)
	var refused *client.AttachmentRefusedError
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

// unsettled are the words for each operation whose outcome may stay unknown: what the service may have done, and where to look for it.
var unsettled = map[string]struct{ done, thing, look string }{
	"CreateCases": {"opened the ticket", "ticket", "Look for the ticket in the service's console. If it is there, take it into the state before the next apply, " +
		"which would open another:\n  terraform import <address of the resource> <ticket id>"},
	"CreateMessages": {"took the message", "message", "Look at the ticket in the service's console. If the message is there, take it into the state before the next " +
		"apply, which would send it again:\n  terraform import <address of the resource> <ticket id>/<message id>"},
	"AttachToCase": {"attached the files", "message with these files", "The next apply looks at the ticket first, and attaches only what is missing."},
	"CreateLabels": {"made the label", "label", "The next apply says so if the label exists, and gives its id."},
}

func explainUnsettled(u *client.UnsettledError) string {
	words := unsettled[u.Op]
	var b strings.Builder
	fmt.Fprintf(&b, "It is not known whether the service %s, and it could not be found out, so nothing was sent again.", words.done)
	if u.Absent {
		b.Reset()
		fmt.Fprintf(&b, "The service gave no usable answer three times, and after each time no such %s was found. The next apply tries again.", words.thing)
	}
	for i, c := range u.Candidates {
		if i == 0 {
			b.WriteString("\n\nThese tickets may be the one that was asked for:")
		}
		fmt.Fprintf(&b, "\n  - %s, created %s", c.ID, c.CreateTime)
	}
	switch {
	case len(u.Candidates) > 0:
		b.WriteString("\n\nLook at them, then take the right one into the state before the next apply, which would open another:\n" +
			"  terraform import <address of the resource> " + u.Candidates[0].ID)
	case !u.Absent:
		b.WriteString("\n\n" + words.look)
	}
	for _, err := range []error{u.Err, u.Look} {
		if err != nil {
			b.WriteString("\n\n" + Explain(err))
		}
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
