// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
)

// TestEveryArgumentIsASetting shows that each setting is an argument of the schema, and each argument but plan_checks a setting.
func TestEveryArgumentIsASetting(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	(&osmProvider{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	missing := map[string]bool{}
	for name := range resp.Schema.Attributes {
		missing[name] = name != "plan_checks"
	}
	for _, block := range []string{"assume_role", "assume_role_with_oidc"} {
		nested := resp.Schema.Blocks[block].GetNestedObject()
		for name := range nested.GetAttributes() {
			missing[block+"."+name] = true
		}
	}
	config.FromBlock(1, func(name string) (string, bool) {
		name = strings.Replace(name, "assume_role.0.", "assume_role.", 1)
		root, key, _ := strings.Cut(name, ".")
		if root == "endpoints" {
			name = root
		}
		if _, ok := missing[name]; !ok {
			t.Errorf("%s (%s) is not in the schema", root, key)
		}
		missing[name] = false
		return "", true
	})
	for name, isMissing := range missing {
		if isMissing {
			t.Errorf("%s is not a setting", name)
		}
	}
}

func TestArgument(t *testing.T) {
	t.Parallel()
	agency := func(duration types.Int64) attr.Value {
		return types.ObjectValueMust(map[string]attr.Type{"duration": types.Int64Type},
			map[string]attr.Value{"duration": duration})
	}
	agencies := func(elements ...attr.Value) types.List {
		return types.ListValueMust(types.ObjectType{AttrTypes: map[string]attr.Type{"duration": types.Int64Type}}, elements)
	}
	values := map[string]attr.Value{
		"user_name":             types.StringValue("u"),
		"token":                 types.StringUnknown(),
		"insecure":              types.BoolValue(true),
		"region":                types.StringNull(),
		"endpoints":             types.MapValueMust(types.StringType, map[string]attr.Value{"osm": types.StringValue("o")}),
		"assume_role":           agencies(agency(types.Int64Value(900)), agency(types.Int64Unknown())),
		"assume_role_with_oidc": agencies(agency(types.Int64Value(901))),
		"unknown":               types.ListUnknown(types.StringType),
	}
	kinds := map[string]attr.Type{}
	for name, v := range values {
		kinds[name] = v.Type(t.Context())
	}
	block := types.ObjectValueMust(kinds, values)
	for name, want := range map[string]string{
		"user_name":                      "u",
		"token":                          "unknown",
		"insecure":                       "true",
		"region":                         "",
		"endpoints.osm":                  "o",
		"endpoints.iam":                  "",
		"assume_role.0.duration":         "900",
		"assume_role.1.duration":         "unknown",
		"assume_role.2.duration":         "",
		"assume_role_with_oidc.duration": "901",
		"unknown.0.duration":             "unknown",
	} {
		got, isKnown := argument(block, name)
		if !isKnown {
			got = "unknown"
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
