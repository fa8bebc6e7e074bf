// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/coverage/operations"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var root = filepath.Join("..", "..", "..")

// analysis analyzes the repository once.
var analysis = sync.OnceValues(func() (*graph, error) { return load(root) })

func current(t *testing.T) (*graph, coverage) {
	t.Helper()
	g, err := analysis()
	if err != nil {
		t.Fatal(err)
	}
	return g, coverage{operations.All, uses(g, served(t.Context()))}
}

// outdated returns an error per row with a reason why an operation is not used, although it is.
func (c coverage) outdated() (errs []error) {
	for _, o := range c.operations {
		if uses := c.uses[o.Name]; o.Unused != "" && len(uses) > 0 {
			errs = append(errs, fmt.Errorf("%s: the %s uses it. Clear Unused, which is %q", o.Name, uses[0].servedType, o.Unused))
		}
	}
	return errs
}

// TestListMatchesProvider fails on each operation that the provider has begun or ceased to use.
func TestListMatchesProvider(t *testing.T) {
	t.Parallel()
	_, c := current(t)
	for _, err := range slices.Concat(c.gaps(), c.outdated()) {
		t.Error(err)
	}
}

// TestListMatchesDocument shows that the operations in use are those of the API document, with the same address, and that some
// type uses each of them.
func TestListMatchesDocument(t *testing.T) {
	t.Parallel()
	_, c := current(t)
	doc, err := openapi3.NewLoader().LoadFromData(osmapi.Document)
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]string{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if !isLogin[operation.OperationID] {
				documented[operation.OperationID] = method + " " + path
			}
		}
	}
	for _, o := range c.operations {
		call, found := documented[o.Name]
		delete(documented, o.Name)
		switch {
		case found != (len(c.uses[o.Name]) > 0):
			t.Errorf("%s is in openapi.yaml: %t, types that use it: %v", o.Name, found, c.uses[o.Name])
		case found && call != o.Method+" "+o.Path:
			t.Errorf("%s is %s %s in the list and %s in openapi.yaml", o.Name, o.Method, o.Path, call)
		}
	}
	for name := range documented {
		t.Errorf("%s is in openapi.yaml and not in the list", name)
	}
}

// TestUses checks the analysis for one type of each kind, and that it does not find what a type does not do.
func TestUses(t *testing.T) {
	t.Parallel()
	g, _ := current(t)
	types := served(t.Context())
	for of, want := range map[servedType]struct{ always, never string }{
		{"resource", "osm_label"}:                       {"CreateLabels DeleteLabels ListLabels UpdateLabels", "CreateCases"},
		{"resource", "osm_servicecase"}:                 {"CreateCases ListCases ShowCaseDetail UpdateCases", "DeleteLabels"},
		{"data source", "osm_regions"}:                  {"ListRegions", "ListAreaCodes ListProblemTypes"},
		{"action", "osm_case_close"}:                    {"ShowCaseStatus UpdateCases", "CreateScores CreateMessages"},
		{"list resource", "osm_label"}:                  {"ListLabels", "CreateLabels"},
		{"ephemeral resource", "osm_accessory_content"}: {"DownloadAccessories", "DeleteAccessories"},
	} {
		always, _ := g.reach(types[of])
		for name := range strings.FieldsSeq(want.always) {
			if !always[name] {
				t.Errorf("%v does not use %s", of, name)
			}
		}
		for name := range strings.FieldsSeq(want.never) {
			if always[name] {
				t.Errorf("%v uses %s", of, name)
			}
		}
	}
	always, atPlan := g.reach(types[servedType{"resource", "osm_servicecase"}])
	if always["ListCaseQuotas"] || !atPlan["ListCaseQuotas"] {
		t.Errorf("ListCaseQuotas is used always (%t), at plan (%t)", always["ListCaseQuotas"], atPlan["ListCaseQuotas"])
	}
}

// TestProblems shows what a wrong row leads to.
func TestProblems(t *testing.T) {
	t.Parallel()
	label := []use{{servedType{"resource", "osm_label"}, false}}
	c := coverage{
		operations: []operations.Operation{
			{Name: "UsedNow", Unused: "Not supported yet."},
			{Name: "UnusedNow"},
			{Name: "Fine"},
			{Name: "LeftOut", Unused: "Deprecated."},
		},
		uses: map[string][]use{"UsedNow": label, "Fine": label, "Missing": label, "CreateToken": label},
	}
	var got []string
	for _, err := range slices.Concat(c.gaps(), c.outdated()) {
		got = append(got, err.Error())
	}
	want := []string{
		"UnusedNow: no type of the provider uses it. Set Unused to the reason",
		"Missing: the resource osm_label uses it. Add a row",
		`UsedNow: the resource osm_label uses it. Clear Unused, which is "Not supported yet."`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPage completes a page, and rejects one without a marker.
func TestPage(t *testing.T) {
	t.Parallel()
	c := coverage{
		operations: []operations.Operation{
			{Name: "Update", Method: "PUT", Path: "/b"},
			{Name: "Create", Method: "POST", Path: "/a", Unused: "Outdated."},
			{Name: "Old", Method: "GET", Path: "/c", Unused: "Deprecated."},
		},
		uses: map[string][]use{
			"Create": {
				{servedType{"resource", "osm_a"}, true}, {servedType{"resource", "osm_b"}, false},
				{servedType{"action", "osm_b"}, false},
			},
			"Update": {{servedType{"data source", "osm_c"}, false}},
		},
	}
	const markers = "<!-- coverage: version -->\n<!-- coverage: counts -->\n<!-- coverage: used -->\n<!-- coverage: unused -->\n"
	got, err := c.complete(markers)
	if err != nil {
		t.Fatal(err)
	}
	want := operations.SDK + `
The client has 3 operations: the provider uses 2 and leaves out 1.
| Operation | Request | Used by |
|---|---|---|
| ` + "`Create` | `POST /a` | resource [`osm_a`](../resources/a.md) (at plan), [`osm_b`](../resources/b.md); action " +
		"[`osm_b`](../actions/b.md) |\n| `Update` | `PUT /b` | data source [`osm_c`](../data-sources/c.md) |" + `
| Operation | Request | Why not |
|---|---|---|
| ` + "`Old` | `GET /c` | Deprecated. |\n"
	if got != want {
		t.Errorf("page:\n%s\nwant:\n%s", got, want)
	}
	if _, err := c.complete(got); err == nil {
		t.Error("a page without markers is completed")
	}
}

// TestRun completes the template in a folder of its own: the result is the committed page but for what tfplugindocs adds.
func TestRun(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile(filepath.Join(root, "templates", "guides", "api-coverage.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "api-coverage.md")
	if err := os.WriteFile(page, template, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(root, page); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(got), "| `CreateCases` | `POST /v2/servicerequest/cases` | resource [`osm_servicecase`]") {
		t.Errorf("page:\n%s", got)
	}
	if err := run(root, page); err == nil {
		t.Error("a page is completed twice")
	}
	if err := run(t.TempDir(), page); err == nil {
		t.Error("a folder without the provider is accepted")
	}
}
