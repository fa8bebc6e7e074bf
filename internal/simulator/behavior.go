// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Behavior is one switch of Readings, for tests that cover all combinations and for programs that offer the choice.
type Behavior struct {
	// Name is the field of Readings in lower case, its words joined by hyphens.
	Name string
	// Values describes each value in one word. The first is what the zero Readings play.
	Values []string

	set func(r *Readings, value int)
}

// Set chooses the value with the given index in Values.
func (b Behavior) Set(r *Readings, value int) { b.set(r, value) }

// choice is the switch of an enumeration.
func choice[T ~int](name string, field func(*Readings) *T, values ...string) Behavior {
	return Behavior{Name: name, Values: values, set: func(r *Readings, value int) { *field(r) = T(value) }}
}

// Lag is how long a new ticket is hidden under the values of the switch "new-tickets".
const Lag = 3 * time.Second

// lags are what the values of the switch "new-tickets" set.
var lags = []Readings{
	{},
	{VisibleAfter: Lag},
	{ListedAfter: Lag},
	{ReadableAfter: Lag},
	{VisibleAfterLookups: 2},
}

// newTickets is the row "a ticket just created".
var newTickets = Behavior{
	Name:   "new-tickets",
	Values: []string{"visible", "hidden", "unlisted", "unreadable", "hidden-from-two-reads"},
	set: func(r *Readings, value int) {
		lag := lags[value]
		r.VisibleAfterLookups, r.VisibleAfter = lag.VisibleAfterLookups, lag.VisibleAfter
		r.ListedAfter, r.ReadableAfter = lag.ListedAfter, lag.ReadableAfter
	},
}

// clockAhead is how far the gateway's clock is ahead of the data base's.
var clockAhead = Behavior{
	Name:   "clock-ahead",
	Values: []string{"0s", "30s", "2m"},
	set: func(r *Readings, value int) {
		r.ClockAhead = []time.Duration{0, 30 * time.Second, 2 * time.Minute}[value]
	},
}

// Behaviors lists every switch of Readings.
func Behaviors() []Behavior {
	return slices.Concat(wireBehaviors(), listBehaviors(), ticketBehaviors(), labelBehaviors())
}

func wireBehaviors() []Behavior {
	return []Behavior{
		choice("refusals", func(r *Readings) *RefusalTravel { return &r.Refusals }, "200", "4xx"),
		choice("success", func(r *Readings) *SuccessEnvelope { return &r.Success },
			"no-code", "empty", "null", "zero-number", "zero-text", "all-zeros"),
		choice("nothing", func(r *Readings) *NothingAnswer { return &r.Nothing }, "object", "null", "no-body", "empty-code", "null-code"),
		choice("numbers", func(r *Readings) *NumberForm { return &r.Numbers }, "documented", "strings", "numbers"),
		choice("times", func(r *Readings) *TimeForm { return &r.Times },
			"utc", "zone-with-z", "zone-with-offset", "zone-without-z", "gmt+8-with-z"),
		choice("cc-emails", func(r *Readings) *CcEmailForm { return &r.CcEmails }, "object", "array"),
		choice("contact-ways", func(r *Readings) *ContactWayNumbers { return &r.ContactWays }, "from-zero", "from-one"),
		clockAhead,
	}
}

func listBehaviors() []Behavior {
	return []Behavior{
		choice("query-lists", func(r *Readings) *QueryLists { return &r.QueryLists }, "both", "comma", "repeated"),
		choice("total-key", func(r *Readings) *TotalKey { return &r.TotalKey }, "total_count", "count"),
		choice("totals", func(r *Readings) *TotalScope { return &r.Totals }, "list", "page"),
		choice("list-order", func(r *Readings) *ListOrder { return &r.ListOrder }, "newest-first", "oldest-first", "shuffled"),
		choice("windows", func(r *Readings) *WindowFilter { return &r.Windows }, "zone", "utc", "ignored"),
		choice("list-descriptions", func(r *Readings) *ListDescriptions { return &r.ListDescriptions }, "whole", "cut"),
		choice("verified-from", func(r *Readings) *VerifiedOffset { return &r.VerifiedFrom }, "one", "zero"),
	}
}

func ticketBehaviors() []Behavior {
	return []Behavior{
		newTickets,
		choice("deleted", func(r *Readings) *DeletedTicket { return &r.Deleted }, "gone", "status-13"),
		choice("ended", func(r *Readings) *EndedTicket { return &r.Ended }, "listed", "unlisted"),
		choice("contacts", func(r *Readings) *ContactEcho { return &r.Contacts }, "plain", "masked", "cleared-when-handled"),
		choice("absent-contact", func(r *Readings) *AbsentContact { return &r.AbsentContact }, "kept", "cleared"),
		choice("unregistered-contacts", func(r *Readings) *UnregisteredContacts { return &r.UnregisteredContacts },
			"accepted", "need-verification"),
		choice("authorized", func(r *Readings) *AuthorizedField { return &r.Authorized }, "absent", "present"),
		choice("statuses", func(r *Readings) *StatusNumbers { return &r.Statuses }, "named", "unnamed"),
		choice("problem-names", func(r *Readings) *ProblemNameEcho { return &r.ProblemNames }, "catalog", "localized", "path", "empty"),
		choice("rich-text", func(r *Readings) *RichTextEcho { return &r.RichText }, "as-sent", "removed", "escaped"),
		choice("description", func(r *Readings) *DescriptionEcho { return &r.Description }, "as-sent", "trimmed", "lf", "crlf"),
		choice("repeated-score", func(r *Readings) *RepeatedScore { return &r.RepeatedScore }, "replaces", "refused"),
	}
}

func labelBehaviors() []Behavior {
	return []Behavior{
		choice("label-names", func(r *Readings) *LabelNameMatch { return &r.LabelNames }, "fuzzy", "exact"),
		choice("label-uniqueness", func(r *Readings) *LabelUniqueness { return &r.LabelUniqueness }, "unique", "repeatable"),
		choice("label-spaces", func(r *Readings) *LabelSpaces { return &r.LabelSpaces }, "kept", "trimmed"),
		choice("label-colors", func(r *Readings) *LabelColors { return &r.LabelColors }, "as-sent", "lower-case"),
		choice("gone-labels", func(r *Readings) *GoneLabels { return &r.GoneLabels }, "accepted", "refused", "unknown"),
		choice("incident-uploads", func(r *Readings) *IncidentUploadInMessage { return &r.IncidentUploads }, "accepted", "refused"),
		choice("attached-deletion", func(r *Readings) *AttachedDeletion { return &r.AttachedDeletion }, "refused", "ignored"),
	}
}

// Choose sets a switch by its name and the name of a value. The error lists what there is to choose from.
func (r *Readings) Choose(name, value string) error {
	behaviors := Behaviors()
	at := slices.IndexFunc(behaviors, func(b Behavior) bool { return b.Name == name })
	if at < 0 {
		var names []string
		for _, b := range behaviors {
			names = append(names, b.Name)
		}
		return fmt.Errorf("unknown behavior %q: choose one of %s", name, strings.Join(names, ", "))
	}
	index := slices.Index(behaviors[at].Values, value)
	if index < 0 {
		return fmt.Errorf("unknown value %q of behavior %s: choose one of %s", value, name, strings.Join(behaviors[at].Values, ", "))
	}
	behaviors[at].Set(r, index)
	return nil
}
