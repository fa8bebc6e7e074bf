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
)

// maxCandidates is the number of entries that an error about a name shows.
const maxCandidates = 10

// Named is an entry of a list that can be looked up by its name.
type Named struct{ Name, ID string }

// NameArgument is the argument `name` of a look-up. what is the kind of entry with its article ("a region"), result the attribute that gets
// the id.
func NameArgument(what, result string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Name of %s: `%s` is then what it stands for. Exactly one entry must have it, "+
			"in the provider's `language`, letter case included; blanks around it don't count. It does not shorten the list.", what, result),
		Optional: true, Validators: []validator.String{stringvalidator.UTF8LengthAtLeast(1)},
	}
}

// IDByName gives the id of the one entry that has the name, null when no name was given. None or many is an error of the argument `name` that
// shows what was probably meant. kind is the entry's kind without an article ("region").
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
		diags.AddAttributeError(path.Root("name"), fmt.Sprintf("No %s has this name", kind), noneHas(wanted, kind, d.Client.Language(), entries))
	default:
		diags.AddAttributeError(path.Root("name"), fmt.Sprintf("More than one %s has this name", kind),
			fmt.Sprintf("%d entries are named %q, and which one is meant can't be told. Narrow the look-up if it has further arguments, "+
				"or write the id in place of the look-up:%s", len(found), wanted, listed(found)))
	}
	return types.StringNull()
}

// matching gives the entries of that name, each id once. An entry without an id can't be what is looked for.
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

func noneHas(wanted, kind, language string, entries []Named) string {
	if len(entries) == 0 {
		return fmt.Sprintf("%q was looked for, but the service lists no %s at all for these arguments and this account.", wanted, kind)
	}
	return fmt.Sprintf("There is no %q among the %d entries that the service lists in the language %s. "+
		"Names are compared letter by letter. Nearest first:%s", wanted, len(entries), language, listed(nearest(wanted, entries)))
}

// nearest sorts a copy of the entries by how much their names are like the wanted one; letter case counts only between equals.
func nearest(wanted string, entries []Named) []Named {
	out := slices.Clone(entries)
	folded := strings.ToLower(wanted)
	likeness := make(map[string]float64, len(out))
	for _, e := range out {
		likeness[e.Name] = levenshtein.Similarity(folded, strings.ToLower(strings.TrimSpace(e.Name)), nil)
	}
	slices.SortStableFunc(out, func(a, b Named) int {
		return cmp.Or(cmp.Compare(likeness[b.Name], likeness[a.Name]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// listed writes the first entries, a line each, and how many more there are.
func listed(entries []Named) string {
	var b strings.Builder
	for _, e := range entries[:min(len(entries), maxCandidates)] {
		fmt.Fprintf(&b, "\n  - %s (%s)", e.Name, e.ID)
	}
	if more := len(entries) - maxCandidates; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}
