// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

func TestDetailFromAPI(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   osmapi.IncidentDetailInfoV2
		want detailModel
	}{
		"empty": {},
		"full": {
			osmapi.IncidentDetailInfoV2{
				Status:            new(osmapi.Integer(osm.StatusCompleted)),
				BusinessTypeName:  new("Consulting"),
				IncidentTypeName:  new("Service request"),
				DcName:            new("Beijing"),
				CustomerId:        new("customer"),
				XcustomerId:       new("user-id"),
				XcustomerName:     new("user"),
				CreateTime:        new("2026-01-02T03:04:05Z"),
				SeverityName:      new("High"),
				SourceName:        new("API"),
				ResolveTime:       new(osmapi.Integer(0)),
				IsAuthorized:      new(osmapi.Integer(1)),
				BusinessOwnership: new(osmapi.Integer(2)),
				Judgement:         new(""),
			},
			detailModel{
				summaryModel: summaryModel{
					Status:           types.Int64Value(osm.StatusCompleted),
					StatusName:       types.StringValue("completed"),
					IsOpen:           types.BoolValue(false),
					BusinessTypeName: types.StringValue("Consulting"),
					IncidentTypeName: types.StringValue("Service request"),
					DCName:           types.StringValue("Beijing"),
					CustomerID:       types.StringValue("customer"),
					XCustomerID:      types.StringValue("user-id"),
					XCustomerName:    types.StringValue("user"),
					CreateTime:       types.StringValue("2026-01-02T03:04:05Z"),
				},
				SeverityName:      types.StringValue("High"),
				SourceName:        types.StringValue("API"),
				ResolveTime:       types.Int64Value(0),
				IsAuthorized:      types.Int64Value(1),
				BusinessOwnership: types.Int64Value(2),
				Judgement:         types.StringValue(""),
			},
		},
		"unknown status": {
			osmapi.IncidentDetailInfoV2{Status: new(osmapi.Integer(29))},
			detailModel{summaryModel: summaryModel{
				Status: types.Int64Value(29), StatusName: types.StringValue("29"), IsOpen: types.BoolValue(true)}},
		},
	} {
		if diff := cmp.Diff(c.want, detailFromAPI(&c.in), cmp.AllowUnexported(detailModel{}, summaryModel{})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestCaseToCreate(t *testing.T) {
	t.Parallel()
	bare := caseModel{
		SimpleDescription: types.StringValue("d"),
		BusinessTypeID:    types.StringValue("b"),
		SourceID:          types.StringValue("s"),
	}
	full := bare
	full.RegionID = types.StringValue("r")
	full.RemindMobile = types.StringValue("13800000000")
	full.AreaCode = types.StringUnknown()
	full.AccessoryIDs = types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown()})
	full.ExtendsMap = types.DynamicValue(types.MapValueMust(types.NumberType,
		map[string]attr.Value{"n": types.NumberValue(big.NewFloat(3))}))
	full.PhoneVerifiedID = types.StringValue("p")
	full.AdoptExisting = types.BoolValue(true)
	for name, c := range map[string]struct {
		in   caseModel
		want osm.CreateCaseInput
	}{
		"only what is required": {bare, osm.CreateCaseInput{
			Body: osmapi.CreateOrderIncidentV2Req{BusinessTypeId: "b", SimpleDescription: "d", SourceId: "s"}}},
		"more": {full, osm.CreateCaseInput{
			Body: osmapi.CreateOrderIncidentV2Req{
				BusinessTypeId:    "b",
				SimpleDescription: "d",
				SourceId:          "s",
				RegionId:          new("r"),
				RemindMobile:      new("13800000000"),
				AccessoryIds:      &[]string{"a"},
				ExtendsMap:        &map[string]any{"n": json.Number("3")},
			},
			PhoneVerifiedID: "p",
			AdoptExisting:   true,
		}},
	} {
		var diags diag.Diagnostics
		got := c.in.toCreate(&diags)
		if diff := cmp.Diff(c.want, got); diff != "" || diags.HasError() {
			t.Errorf("%s: %v (-want +got)\n%s", name, diags, diff)
		}
	}
}
