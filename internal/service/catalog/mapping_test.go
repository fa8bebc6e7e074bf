// SPDX-License-Identifier: MPL-2.0

package catalog

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

func TestCaseCategoryFromAPI(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]caseCategoryModel{
		`{}`: {ProductCategories: []productModel{}},
		`{"incident_sub_type_id": "1", "incident_sub_type_name": "Technical", "incident_product_category_list": [{
			"incident_product_category_id": "p1", "incident_product_category_name": "Elastic Cloud Server",
			"incident_product_category_desc": "", "incident_product_category_acronym": "ECS", "can_use_support_plan": false}]}`: {
			IncidentSubTypeID:   types.StringValue("1"),
			IncidentSubTypeName: types.StringValue("Technical"),
			ProductCategories: []productModel{{
				ID:                types.StringValue("p1"),
				Name:              types.StringValue("Elastic Cloud Server"),
				Desc:              types.StringValue(""),
				Acronym:           types.StringValue("ECS"),
				CanUseSupportPlan: types.BoolValue(false),
			}},
		},
	} {
		var c osmapi.IncidentSubTypeV2Do
		if err := json.Unmarshal([]byte(in), &c); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, caseCategoryFromAPI(c)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func TestAccessoryLimitsFromAPI(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   osm.Limits
		want accessoryLimitsModel
	}{
		"unreported limits": {osm.Limits{}, accessoryLimitsModel{FileTypes: []types.String{}}},
		"all limits": {
			osm.Limits{Count: 3, Size: 4 << 20, FileTypes: []string{"jpg", "log"}},
			accessoryLimitsModel{
				LimitCount:     types.Int64Value(3),
				LimitSize:      types.Int64Value(4),
				LimitSizeBytes: types.Int64Value(4194304),
				LimitFileType:  types.StringValue("jpg,log"),
				FileTypes:      []types.String{types.StringValue("jpg"), types.StringValue("log")},
			},
		},
	} {
		if diff := cmp.Diff(c.want, accessoryLimitsFromAPI(&c.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
