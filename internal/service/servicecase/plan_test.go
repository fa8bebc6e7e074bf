// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

func TestMaskedEchoIsTheSameContact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		echo, value string
		same        bool
	}{
		{"13800000000", "13800000000", true},
		{"138****0000", "13800000000", true},
		{"138****0001", "13800000000", false},
		{"139****0000", "13800000000", false},
		{"t***@example.com", "test@example.com", true},
		{"t***@example.com", "test@example.org", false},
		{"***@example.com", "test@example.com", true},
		{"138*****", "13800000000", true},
		{"****", "anything", true},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "a1c2b", false},
		{"", "x", false},
		{"13800000001", "13800000000", false},
		{"ab*ab", "ab", false},
	} {
		if got := masks(c.echo, c.value); got != c.same {
			t.Errorf("echo %q of %q: same is %t", c.echo, c.value, got)
		}
	}
}

func TestTextIsComparedWithoutWhatTheServiceMayChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"line\r\nline\r\n", "line\nline", true},
		{" text\n", "text", true},
		{"a\rb", "a\nb", true},
		{"a b", "ab", false},
		{"a", "A", false},
	} {
		if sameText(c.a, c.b) != c.same {
			t.Errorf("%q and %q: same is not %t", c.a, c.b, c.same)
		}
	}
}

func TestWhatReplacesATicket(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	base := caseModel{SimpleDescription: text("d"), BusinessTypeID: text("b"), SourceID: text(defaultSourceID)}
	imported := caseModel{SimpleDescription: text("d"), SourceID: text(defaultSourceID)}
	for name, c := range map[string]struct {
		prior    caseModel
		change   func(*caseModel)
		imported bool
		want     string
	}{
		"nothing":                             {base, func(*caseModel) {}, false, ""},
		"description":                         {base, func(m *caseModel) { m.SimpleDescription = text("e") }, false, "simple_description"},
		"description, line end":               {base, func(m *caseModel) { m.SimpleDescription = text("d\n") }, false, ""},
		"region added":                        {base, func(m *caseModel) { m.RegionID = text("r") }, false, "region_id"},
		"type removed":                        {base, func(m *caseModel) { m.BusinessTypeID = types.StringNull() }, false, "business_type_id"},
		"type not known":                      {base, func(m *caseModel) { m.BusinessTypeID = types.StringUnknown() }, false, "business_type_id"},
		"source":                              {base, func(m *caseModel) { m.SourceID = text("s") }, false, "source_id"},
		"two":                                 {base, func(m *caseModel) { m.SeverityID, m.ProjectID = text("s"), text("p") }, false, "project_id,severity_id"},
		"contact":                             {base, func(m *caseModel) { m.RemindMobile = text("1") }, false, ""},
		"group":                               {base, func(m *caseModel) { m.GroupID = text("g") }, false, ""},
		"imported, ids recorded":              {imported, func(m *caseModel) { m.BusinessTypeID, m.RegionID = text("b"), text("r") }, true, ""},
		"imported, recorded id changed":       {base, func(m *caseModel) { m.BusinessTypeID = text("c") }, true, "business_type_id"},
		"imported, description trimmed":       {imported, func(m *caseModel) { m.SimpleDescription = text("d\r\n") }, true, ""},
		"imported, description changed":       {imported, func(m *caseModel) { m.SimpleDescription = text("e") }, true, "simple_description"},
		"imported, description not known yet": {imported, func(m *caseModel) { m.SimpleDescription = types.StringUnknown() }, true, "simple_description"},
		"imported, id removed again":          {base, func(m *caseModel) { m.BusinessTypeID = types.StringNull() }, true, ""},
	} {
		plan, state := c.prior, c.prior
		c.change(&plan)
		plan.SimpleDescription = sameOrNew(plan.SimpleDescription, state.SimpleDescription)
		if got := strings.Join(replacedBy(&plan, &state, c.imported), ","); got != c.want {
			t.Errorf("%s: replaced by %q, want %q", name, got, c.want)
		}
	}
}

func TestEveryStatusHasOneEndingCall(t *testing.T) {
	t.Parallel()
	for status, want := range map[int64]string{
		0: osm.ActionCancel, 1: osm.ActionClose, 2: osm.ActionClose, 5: osm.ActionClose, 17: osm.ActionClose,
		3: "", 4: "", 12: "", 13: "", 21: osm.ActionClose, 30: osm.ActionClose,
	} {
		if got := endingAction(status); got != want {
			t.Errorf("status %d: %q, want %q", status, got, want)
		}
	}
}
