// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

const maxCandidates = 10

// NameRule describes in schema descriptions how names are matched.
const NameRule = "Names are in the provider's `language`; letter case is ignored if only one entry matches."

// NameArgument returns the argument `name` of a look-up. what is the kind of entry with its article, such as "a region".
func NameArgument(what string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Name, acronym or ID of " + what + ". Must match exactly one entry. " + NameRule +
			" Does not filter the list.",
		Optional: true, Validators: []validator.String{stringvalidator.UTF8LengthAtLeast(1)},
	}
}

// NamedID returns the attribute for the ID of the entry that NameArgument names. argument is the ticket's argument for it.
func NamedID(kind, argument string) schema.StringAttribute {
	return ReadString("ID of the " + kind + " with this `name`, for `" + argument + "` of a ticket. Null without `name`.")
}

// Name is an argument that names an entry of a list.
type Name struct {
	// Argument is the name of the argument, such as `region`.
	Argument string
	// Kind is the kind of entry without an article, such as "region".
	Kind string
	// IDArgument is the argument for the ID of an entry that is not in the list; "" if there is none.
	IDArgument string
}

// IDByName returns the ID of the one entry with that `name`, null if no name is set. Any other number of matches is an error
// that lists candidates. kind is the kind of entry without an article, such as "region".
func (d *Data) IDByName(diags *diag.Diagnostics, kind string, name types.String, entries []osm.Named) types.String {
	return d.FindID(diags, Name{Argument: "name", Kind: kind}, name, entries)
}

// FindID is IDByName for any argument. The candidates of one name are listed once in a run, however many tickets have it.
func (d *Data) FindID(diags *diag.Diagnostics, n Name, name types.String, entries []osm.Named) types.String {
	if !IsKnown(name) {
		return types.StringNull()
	}
	wanted, at := strings.TrimSpace(name.ValueString()), path.Root(n.Argument)
	found := osm.MatchName(wanted, entries)
	summary := fmt.Sprintf("Unknown %s", n.Kind)
	switch {
	case len(found) == 1:
		return types.StringValue(found[0].ID)
	case len(found) > 1:
		summary = fmt.Sprintf("More than one %s has this name", n.Kind)
	}
	switch {
	case !d.IsFirst(fmt.Sprint(n, wanted, entries)):
		diags.AddAttributeError(at, summary, fmt.Sprintf("%q: another error of this run lists the candidates.", wanted))
	case len(found) == 0:
		diags.AddAttributeError(at, summary, d.notFound(n, wanted, entries))
	default:
		diags.AddAttributeError(at, summary,
			fmt.Sprintf("%q matches %d entries. %s:%s", wanted, len(found), n.narrowHint(), Candidates(found)))
	}
	return types.StringNull()
}

func (n Name) narrowHint() string {
	if n.IDArgument == "" {
		return fmt.Sprintf("Narrow the search with the other arguments, or set %#q to the ID of one of these", n.Argument)
	}
	return fmt.Sprintf("Set %#q to the ID of one of these", n.Argument)
}

func (d *Data) notFound(n Name, wanted string, entries []osm.Named) string {
	if len(entries) == 0 {
		text := fmt.Sprintf("%q was not found: the service lists no %s for these arguments and this account.", wanted, n.Kind)
		if n.IDArgument != "" {
			text += fmt.Sprintf(" Remove %#q, or set %#q if you know the ID.", n.Argument, n.IDArgument)
		}
		return text
	}
	text := fmt.Sprintf("No %s has the name or ID %q. Set %#q to one of these, closest first (%d in total, names in %s):%s",
		n.Kind, wanted, n.Argument, len(entries), d.Client.Language(), Candidates(Nearest(wanted, entries)))
	if n.IDArgument != "" {
		text += fmt.Sprintf("\nTo use an ID that is not in the list, set %#q instead.", n.IDArgument)
	}
	return text
}

// Nearest returns the entries sorted by their similarity to the wanted name or ID, ignoring case: first those that contain it.
func Nearest(wanted string, entries []osm.Named) []osm.Named {
	wanted = strings.ToLower(strings.TrimSpace(wanted))
	similarity := make(map[osm.Named]float64, len(entries))
	for _, e := range entries {
		for _, text := range []string{e.Name, e.Acronym, e.ID} {
			text = strings.ToLower(strings.TrimSpace(text))
			score := levenshtein.Similarity(wanted, text, nil)
			if wanted != "" && strings.Contains(text, wanted) {
				score++
			}
			similarity[e] = max(similarity[e], score)
		}
	}
	return slices.SortedStableFunc(slices.Values(entries), func(a, b osm.Named) int {
		return cmp.Or(cmp.Compare(similarity[b], similarity[a]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// Candidates returns a list of entries for the text of a diagnostic, cut after ten.
func Candidates(entries []osm.Named) string {
	var b strings.Builder
	for _, e := range entries[:min(len(entries), maxCandidates)] {
		fmt.Fprintf(&b, "\n  - %s (%s)", e.Name, e.ID)
	}
	if more := len(entries) - maxCandidates; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}
