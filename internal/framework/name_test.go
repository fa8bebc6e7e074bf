// SPDX-License-Identifier: MPL-2.0

package framework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

var regions = []osm.Named{
	{Name: "CN North-Beijing4", ID: "cn-north-4"},
	{Name: "CN South-Guangzhou", ID: "cn-south-1"},
	{Name: " AP-Singapore ", ID: "ap-southeast-3"},
	{Name: "Twin", ID: "twin-1"},
	{Name: "Twin", ID: "twin-2"},
	{Name: "Listed twice", ID: "once"},
	{Name: "Listed twice", ID: "once"},
	{Name: "Without ID"},
	{Name: "Elastic Cloud Server", Acronym: "ECS", ID: "server"},
	{Name: "Same letters", ID: "lower"},
	{Name: "SAME LETTERS", ID: "upper"},
	{Name: "华北-北京四", ID: "cn-north-4-zh"},
}

// newData returns the data of a provider whose client makes no calls.
func newData(t *testing.T) *framework.Data {
	t.Helper()
	carrier, err := transport.New(transport.Config{})
	if err != nil {
		t.Fatal(err)
	}
	api, err := osm.New(osm.Config{Endpoint: "https://osm.example.com", Transport: carrier, Language: "en-us"})
	if err != nil {
		t.Fatal(err)
	}
	return &framework.Data{Client: api}
}

// lookUp returns the ID and the diagnostics of a look-up.
func lookUp(t *testing.T, name types.String, entries []osm.Named) (types.String, diag.Diagnostics) {
	t.Helper()
	source := newData(t)
	var diags diag.Diagnostics
	id := source.IDByName(&diags, "region", name, entries)
	return id, diags
}

func TestIDByName_one(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"CN North-Beijing4":     "cn-north-4",
		"  CN North-Beijing4\t": "cn-north-4",
		"AP-Singapore":          "ap-southeast-3",
		"Listed twice":          "once",
		"cn north-beijing4":     "cn-north-4",
		"cn-south-1":            "cn-south-1",
		"CN-SOUTH-1":            "cn-south-1",
		"ecs":                   "server",
		"TWIN-1":                "twin-1",
		"华北-北京四":                "cn-north-4-zh",
	} {
		if id, diags := lookUp(t, types.StringValue(name), regions); id.ValueString() != want || diags.HasError() {
			t.Errorf("%q: got %s and %v, want %q", name, id, diags, want)
		}
	}
}

func TestIDByName_unset(t *testing.T) {
	t.Parallel()
	for _, name := range []types.String{types.StringNull(), types.StringUnknown()} {
		if id, diags := lookUp(t, name, regions); !id.IsNull() || diags.HasError() {
			t.Errorf("%s: got %s and %v, want null", name, id, diags)
		}
	}
}

func TestIDByName_noneOrMany(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		entries       []osm.Named
		summary, text string
	}{
		"CN North-Beijing5": {regions, "Unknown region", "No region has the name or ID \"CN North-Beijing5\". " +
			"Set `name` to one of these, closest first (12 in total, names in en-us):\n  - CN North-Beijing4 (cn-north-4)\n"},
		"华北-北京":        {regions, "Unknown region", "names in en-us):\n  - 华北-北京四 (cn-north-4-zh)\n"},
		"cloud":        {regions, "Unknown region", "names in en-us):\n  - Elastic Cloud Server (server)\n"},
		"Without ID":   {regions, "Unknown region", "closest first"},
		"Twin":         {regions, "More than one region has this name", "\"Twin\" matches 2 entries. Narrow the search"},
		"same letterS": {regions, "More than one region has this name", "\"same letterS\" matches 2 entries."},
		"Any":          {nil, "Unknown region", "the service lists no region for these arguments"},
	} {
		id, diags := lookUp(t, types.StringValue(name), c.entries)
		if !id.IsNull() || len(diags.Errors()) != 1 {
			t.Errorf("%q: got %s and %v, want one error", name, id, diags)
			continue
		}
		got := diags.Errors()[0]
		if got.Summary() != c.summary || !strings.Contains(got.Detail(), c.text) {
			t.Errorf("%q: got\n%s: %s\nwant\n%s: … %s", name, got.Summary(), got.Detail(), c.summary, c.text)
		}
		if at, ok := got.(diag.DiagnosticWithPath); !ok || !at.Path().Equal(path.Root("name")) {
			t.Errorf("%q: the error has not the path of the argument name", name)
		}
	}
}

// TestIDByName_onceInARun shows that the candidates of a name are listed for the first of many resources.
func TestIDByName_onceInARun(t *testing.T) {
	t.Parallel()
	source := newData(t)
	lists := 0
	for _, name := range []string{"Mars", "Mars", "Venus", "Mars"} {
		var diags diag.Diagnostics
		source.IDByName(&diags, "region", types.StringValue(name), regions)
		if !diags.HasError() {
			t.Errorf("%q was found", name)
		} else if strings.Contains(diags[0].Detail(), "closest first") {
			lists++
		}
	}
	if lists != 2 {
		t.Errorf("%d lists of candidates, want one for each name", lists)
	}
}

// TestIDByName_tenCandidates shows that a long list is cut after the ten nearest, and that the others are counted.
func TestIDByName_tenCandidates(t *testing.T) {
	t.Parallel()
	var entries, twins []osm.Named
	for i := range 250 {
		entries = append(entries, osm.Named{Name: fmt.Sprintf("Entry %d", i), ID: fmt.Sprintf("id-%d", i)})
		twins = append(twins, osm.Named{Name: "Twin", ID: fmt.Sprintf("id-%d", i)})
	}
	for name, list := range map[string][]osm.Named{"Entrey 117": entries, "Twin": twins} {
		_, diags := lookUp(t, types.StringValue(name), list)
		detail := diags.Errors()[0].Detail()
		lines := slices.DeleteFunc(strings.Split(detail, "\n"), func(s string) bool { return !strings.HasPrefix(s, "  - ") })
		if len(lines) != 10 || !strings.HasSuffix(detail, "\n  and 240 more") {
			t.Errorf("%q shows %d candidates:\n%s", name, len(lines), detail)
		}
		if name != "Twin" && lines[0] != "  - Entry 117 (id-117)" {
			t.Errorf("the nearest of %q is %q", name, lines[0])
		}
	}
}
