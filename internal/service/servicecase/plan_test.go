// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

func TestReplacedBy(t *testing.T) {
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
		"nothing": {base, func(*caseModel) {}, false, ""},
		"description": {base, func(m *caseModel) { m.SimpleDescription = text("e") }, false,
			"simple_description"},
		"description, line end": {base, func(m *caseModel) { m.SimpleDescription = text("d\n") }, false, ""},
		"region added":          {base, func(m *caseModel) { m.RegionID = text("r") }, false, "region_id"},
		"type removed": {base, func(m *caseModel) { m.BusinessTypeID = types.StringNull() }, false,
			"business_type_id"},
		"type not known": {base, func(m *caseModel) { m.BusinessTypeID = types.StringUnknown() }, false,
			"business_type_id"},
		"source": {base, func(m *caseModel) { m.SourceID = text("s") }, false, "source_id"},
		"two": {base, func(m *caseModel) { m.SeverityID, m.ProjectID = text("s"), text("p") }, false,
			"project_id,severity_id"},
		"contact": {base, func(m *caseModel) { m.RemindMobile = text("1") }, false, ""},
		"group":   {base, func(m *caseModel) { m.GroupID = text("g") }, false, ""},
		"imported, ids recorded": {imported, func(m *caseModel) { m.BusinessTypeID, m.RegionID = text("b"), text("r") },
			true, ""},
		"imported, recorded id changed": {base, func(m *caseModel) { m.BusinessTypeID = text("c") }, true, "business_type_id"},
		"imported, description trimmed": {imported, func(m *caseModel) { m.SimpleDescription = text("d\r\n") }, true, ""},
		"imported, description changed": {imported, func(m *caseModel) { m.SimpleDescription = text("e") }, true,
			"simple_description"},
		"imported, description not known yet": {imported, func(m *caseModel) { m.SimpleDescription = types.StringUnknown() },
			true,
			"simple_description"},
		"imported, id removed again": {base, func(m *caseModel) { m.BusinessTypeID = types.StringNull() }, true, ""},
	} {
		plan, state := c.prior, c.prior
		c.change(&plan)
		plan.SimpleDescription = framework.KeepEqual(plan.SimpleDescription, state.SimpleDescription, osm.EqualText)
		if got := strings.Join(replacedBy(&plan, &state, privateState{Imported: c.imported}), ","); got != c.want {
			t.Errorf("%s: replaced by %q, want %q", name, got, c.want)
		}
	}
}
