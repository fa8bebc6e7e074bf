// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// Failed adds diagnostics to diags and reports whether any of them is an error.
func Failed(diags *diag.Diagnostics, more ...diag.Diagnostics) bool {
	for _, d := range more {
		diags.Append(d...)
	}
	return diags.HasError()
}

// AddError adds an error that states what failed in the user's words ("open the ticket"), then cause, next step and facts.
func AddError(diags *diag.Diagnostics, what string, err error) {
	diags.AddError("Unable to "+what, Explain(err))
}

// FailedTo is AddError for an error that may be nil. It reports whether it is not.
func FailedTo(diags *diag.Diagnostics, what string, err error) bool {
	if err == nil {
		return false
	}
	AddError(diags, what, err)
	return true
}

// AddWarning is AddError for a failure that does not end the operation; then describes the consequence for the user.
func AddWarning(diags *diag.Diagnostics, what, then string, err error) {
	diags.AddWarning("Unable to "+what, then+"\n\n"+Explain(err))
}

// Explain returns cause, next step and facts of an error.
func Explain(err error) string { return apierror.Detail(err) }

// AsError joins the errors of diagnostics, for code that returns an error.
func AsError(diags diag.Diagnostics) error {
	var errs []error
	for _, d := range diags.Errors() {
		errs = append(errs, fmt.Errorf("%s: %s", d.Summary(), d.Detail()))
	}
	return errors.Join(errs...)
}
