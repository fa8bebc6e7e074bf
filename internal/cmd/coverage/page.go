// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/coverage/operations"
)

// coverage is the list of operations with the types that use them.
type coverage struct {
	operations []operations.Operation
	uses       map[string][]use
}

// gaps returns an error per operation without a row, and per row that says neither where the operation is used nor why not.
func (c coverage) gaps() (errs []error) {
	known := map[string]bool{}
	for _, o := range c.operations {
		known[o.Name] = true
		if o.Unused == "" && len(c.uses[o.Name]) == 0 {
			errs = append(errs, fmt.Errorf("%s: no type of the provider uses it. Set Unused to the reason", o.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.uses)) {
		if !known[name] && !isLogin[name] {
			errs = append(errs, fmt.Errorf("%s: the %s uses it. Add a row", name, c.uses[name][0].servedType))
		}
	}
	return errs
}

// isLogin holds the operations of the login service, which are not part of the list.
var isLogin = map[string]bool{"CreateToken": true, "KeystoneListAuthDomains": true, "KeystoneListProjects": true}

// complete replaces the markers of the page.
func (c coverage) complete(page string) (string, error) {
	rows := slices.SortedStableFunc(slices.Values(c.operations), func(a, b operations.Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	used, unused := &strings.Builder{}, &strings.Builder{}
	usedCount := 0
	used.WriteString("| Operation | Request | Used by |\n|---|---|---|\n")
	unused.WriteString("| Operation | Request | Why not |\n|---|---|---|\n")
	for _, o := range rows {
		table, last := unused, o.Unused
		if uses := c.uses[o.Name]; len(uses) > 0 {
			table, last = used, usedBy(uses)
			usedCount++
		}
		fmt.Fprintf(table, "| `%s` | `%s %s` | %s |\n", o.Name, o.Method, o.Path, last)
	}
	counts := fmt.Sprintf("The client has %d operations: the provider uses %d and leaves out %d.\n", len(rows), usedCount,
		len(rows)-usedCount)
	for _, m := range []struct{ marker, text string }{
		{"counts", counts}, {"used", used.String()}, {"unused", unused.String()}, {"version", operations.SDK},
	} {
		marker := "<!-- coverage: " + m.marker + " -->"
		if strings.Count(page, marker) != 1 {
			return "", fmt.Errorf("the marker %q must occur once", marker)
		}
		page = strings.Replace(page, marker, strings.TrimSpace(m.text), 1)
	}
	return page, nil
}

// usedBy returns the types of an operation with links to their pages, kind by kind.
func usedBy(uses []use) string {
	var parts []string
	last := ""
	for _, u := range uses {
		link := fmt.Sprintf("[%#q](../%s/%s.md)", u.name, folders[u.kind], strings.TrimPrefix(u.name, "osm_"))
		if u.atPlan {
			link += " (at plan)"
		}
		if u.kind == last {
			parts[len(parts)-1] += ", " + link
			continue
		}
		parts = append(parts, u.kind+" "+link)
		last = u.kind
	}
	return strings.Join(parts, "; ")
}
