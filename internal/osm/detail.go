// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"fmt"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// unknownOutcomes are the words for each write whose outcome may stay unknown: what the service may have done, to what, and what
// to do next.
var unknownOutcomes = map[string]struct{ done, object, next string }{
	"CreateCases": {"opened the ticket", "ticket", "Check the service's console before the next apply, which would open another " +
		"ticket. If the ticket is there, import it:\n  terraform import <address of the resource> <ticket ID>\nWith `adopt_existing " +
		"= true` the next apply looks for it first."},
	"CreateMessages": {"accepted the message", "message", "Check the ticket in the service's console before the next apply, which " +
		"would send the message again. If it is there, import it:\n  terraform import <address of the resource> <ticket ID>/<message " +
		"ID>"},
	"AttachToCase": {"attached the files", "message with these files", "The next apply reads the ticket first, and attaches only " +
		"what is missing."},
	"CreateLabels": {"created the label", "label", "If the label exists, the next apply reports its ID."},
}

// Detail returns what the service may have done, what to do next, and why the outcome is unknown.
func (e *UnknownOutcomeError) Detail() string {
	words := unknownOutcomes[e.Op]
	var b strings.Builder
	switch {
	case e.NotFound:
		fmt.Fprintf(&b, "The service did not confirm that it %s, and no such %s was found within a minute of each attempt. The next "+
			"apply tries again.", words.done, words.object)
	case len(e.Candidates) == 0:
		fmt.Fprintf(&b, "The service may have %s: it did not confirm it, and the %s could not be looked up. "+
			"%s", words.done, words.object, words.next)
	default:
		fmt.Fprintf(&b, "The service may have %s: it did not confirm it, and these tickets may be the result:%s\n\nCheck them before "+
			"the next apply, which would open another ticket, and import the right one:\n  terraform import <address of the resource> "+
			"%s", words.done,
			bullets(e.Candidates), e.Candidates[0].ID)
	}
	for _, err := range []error{e.Err, e.Look} {
		if err != nil {
			b.WriteString("\n\n" + apierror.Detail(err))
		}
	}
	return b.String()
}

// Detail lists the candidates and what to do with them.
func (e *ExistingCasesError) Detail() string {
	return fmt.Sprintf("`adopt_existing` is true, and several open tickets may be the one to adopt, so none was "+
		"opened:%s\n\nImport the right one, close the others, or change `simple_description`:\n  terraform import <address of the "+
		"resource> %s",
		bullets(e.Candidates), e.Candidates[0].ID)
}

// Detail returns why the attachments may have been rejected, then what the service reports.
func (e *AttachmentRejectedError) Detail() string {
	return fmt.Sprintf("The service rejected the message that carries %s. If they were uploaded for a ticket, that may be the "+
		"cause, since files that are added later are sent in a message. Set `accessory_from = \"message\"` on these osm_accessory "+
		"resources. ",
		strings.Join(e.IDs, ", ")) + apierror.Detail(e.Err)
}

func bullets(candidates []Candidate) string {
	var b strings.Builder
	for _, c := range candidates {
		fmt.Fprintf(&b, "\n  - %s, created %s", c.ID, c.CreateTime)
	}
	return b.String()
}
