// SPDX-License-Identifier: MPL-2.0

package framework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

const maxCandidates = 10

// Named is an entry of a list that can be looked up by its name.
type Named struct{ Name, ID string }

// NameArgument returns the argument `name` of a look-up. what is the kind of entry with its article, such as "a region".
func NameArgument(what string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Name of " + what + " in the provider's `language`. Must match exactly one entry (case-sensitive; " +
			"surrounding spaces are ignored). Does not filter the list.",
		Optional: true, Validators: []validator.String{stringvalidator.UTF8LengthAtLeast(1)},
	}
}

// NamedID returns the attribute for the ID of the entry that NameArgument names. argument is the ticket's argument for it.
func NamedID(kind, argument string) schema.StringAttribute {
	return ReadString("ID of the " + kind + " with this `name`, for `" + argument + "` of a ticket. Null without `name`.")
}

// IDByName returns the ID of the one entry with that name, null if no name is set. Any other number of matches is an error of
// the argument `name` that lists candidates. kind is the kind of entry without an article, such as "region".
func (d *Data) IDByName(diags *diag.Diagnostics, kind string, name types.String, entries []Named) types.String {
	if !IsKnown(name) {
		return types.StringNull()
	}
	wanted := strings.TrimSpace(name.ValueString())
	found := matching(wanted, entries)
	switch len(found) {
	case 1:
		return types.StringValue(found[0].ID)
	case 0:
		diags.AddAttributeError(path.Root("name"), fmt.Sprintf("No %s has this name", kind),
			notFound(wanted, kind, d.Client.Language(), entries))
	default:
		diags.AddAttributeError(path.Root("name"), fmt.Sprintf("More than one %s has this name", kind),
			fmt.Sprintf("%d entries are named %q. Narrow the look-up with its other arguments, or replace it with the right "+
				"ID:%s",
				len(found), wanted, bulleted(found)))
	}
	return types.StringNull()
}

func matching(wanted string, entries []Named) []Named {
	var out []Named
	for _, e := range entries {
		known := slices.ContainsFunc(out, func(o Named) bool { return o.ID == e.ID })
		if e.ID != "" && strings.TrimSpace(e.Name) == wanted && !known {
			out = append(out, e)
		}
	}
	return out
}

func notFound(wanted, kind, language string, entries []Named) string {
	if len(entries) == 0 {
		return fmt.Sprintf("%q was not found: the service lists no %s for these arguments and this account.", wanted, kind)
	}
	return fmt.Sprintf("%q is not among the %d entries that the service lists in the language %s. Names are case-sensitive. "+
		"Set `name` to one of these, nearest first:%s", wanted, len(entries), language, bulleted(nearest(wanted, entries)))
}

// nearest returns the entries sorted by the similarity of their names to the wanted one, ignoring case.
func nearest(wanted string, entries []Named) []Named {
	out := slices.Clone(entries)
	folded := strings.ToLower(wanted)
	similarity := make(map[string]float64, len(out))
	for _, e := range out {
		similarity[e.Name] = levenshtein.Similarity(folded, strings.ToLower(strings.TrimSpace(e.Name)), nil)
	}
	slices.SortStableFunc(out, func(a, b Named) int {
		return cmp.Or(cmp.Compare(similarity[b.Name], similarity[a.Name]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func bulleted(entries []Named) string {
	var b strings.Builder
	for _, e := range entries[:min(len(entries), maxCandidates)] {
		fmt.Fprintf(&b, "\n  - %s (%s)", e.Name, e.ID)
	}
	if more := len(entries) - maxCandidates; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}

// NewLookup is NewDataSource for one look-up. what describes it in the error "Unable to …".
func NewLookup[M any](
	name, what string, s schema.Schema, read func(ctx context.Context, c *osm.Client, m *M) error,
) datasource.DataSource {
	return NewDataSource(name, s, func(ctx context.Context, d *Data, m *M, diags *diag.Diagnostics) {
		FailedTo(diags, what, read(ctx, d.Client, m))
	})
}

// Entries returns items as entries for IDByName.
func Entries[T any](items []T, entry func(T) (name, id types.String)) []Named {
	return Map(items, func(item T) Named {
		name, id := entry(item)
		return Named{Name: name.ValueString(), ID: id.ValueString()}
	})
}
