// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/servicetickets/terraform-provider-osm/internal/service/casemessage"
)

// FuzzImportID imports messages by arbitrary IDs: ticket and message are the non-empty parts around the first slash, and the
// group is the part after the last @. Anything else is an error.
func FuzzImportID(f *testing.F) {
	for _, seed := range []string{"TS-1/m1", "TS-1", "/", "TS-1/", "/m1", "a/b/c", "", " / ", "..//", "\x00/\xff",
		"TS-1/m1@group",
		"TS-1/m1@", "a@b/c@d", "@"} {
		f.Add(seed)
	}
	r, ok := casemessage.NewResource().(interface {
		resource.ResourceWithImportState
		resource.ResourceWithIdentity
	})
	if !ok {
		f.Fatal("a message can't be imported")
	}
	var schema resource.SchemaResponse
	var identity resource.IdentitySchemaResponse
	r.Schema(f.Context(), resource.SchemaRequest{}, &schema)
	r.IdentitySchema(f.Context(), resource.IdentitySchemaRequest{}, &identity)
	f.Fuzz(func(t *testing.T, id string) {
		if id == "" {
			return // an import by identity
		}
		resp := resource.ImportStateResponse{
			State: tfsdk.State{Schema: schema.Schema,
				Raw: tftypes.NewValue(schema.Schema.Type().TerraformType(t.Context()), nil)},
			Identity: &tfsdk.ResourceIdentity{Schema: identity.IdentitySchema,
				Raw: tftypes.NewValue(identity.IdentitySchema.Type().TerraformType(t.Context()), nil)},
		}
		r.ImportState(t.Context(), resource.ImportStateRequest{ID: id}, &resp)
		if resp.Diagnostics.HasError() {
			return
		}
		var ticket, message, group types.String
		resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("case_id"), &ticket)...)
		resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("id"), &message)...)
		resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("group_id"), &group)...)
		whole := ticket.ValueString() + "/" + message.ValueString()
		if !group.IsNull() {
			whole += "@" + group.ValueString()
		}
		if resp.Diagnostics.HasError() || ticket.ValueString() == "" || message.ValueString() == "" || whole != id ||
			group.Equal(types.StringValue("")) {
			t.Errorf("%q is message %s of ticket %s in group %s, %v", id, message, ticket, group, resp.Diagnostics)
		}
	})
}
