// SPDX-License-Identifier: MPL-2.0

// Package servicecase holds the ticket: the resource, its list, and the data sources that read tickets.
package servicecase

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

var (
	_ resource.ResourceWithConfigure   = (*caseResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*caseResource)(nil)
	_ resource.ResourceWithImportState = (*caseResource)(nil)
	_ resource.ResourceWithIdentity    = (*caseResource)(nil)
)

// NewResource returns the resource osm_servicecase.
func NewResource() resource.Resource { return &caseResource{} }

type caseResource struct{ framework.Resource }

// Time limits of the operations unless timeouts sets others.
const (
	createTimeout = 10 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 10 * time.Minute
	deleteTimeout = 5 * time.Minute
)

// identityModel is the resource identity of a ticket. GroupID is set only if an import or a list needed it to find the ticket.
type identityModel struct {
	ID      string       `tfsdk:"id"`
	GroupID types.String `tfsdk:"group_id"`
}

func (*caseResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "servicecase"
	// The ID of a ticket never changes.
	resp.ResourceBehavior.MutableIdentity = false
}

func (*caseResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":       identityschema.StringAttribute{Description: "Ticket ID.", RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: groupDescription, OptionalForImport: true},
	}}
}

// ImportState imports a ticket by ID, by ID and group (TS-123456@GROUP), or by identity. The private state tells Read and later
// plans that the API never reported some arguments.
func (*caseResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		identity.ID, identity.GroupID = framework.CutGroup(req.ID)
		if identity.ID == "" || identity.GroupID.Equal(types.StringValue("")) {
			resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q must have the form case_id or case_id@group_id.", req.ID))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), identity.GroupID)...)
	resp.Diagnostics.Append(privateState{Imported: true, Unread: true}.save(ctx, resp.Private)...)
}

// Delete ends the ticket as on_destroy says. If the service rejects that, the resource stays in the state.
func (r *caseResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state caseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, group := state.ID.ValueString(), state.GroupID.ValueString()
	if state.OnDestroy.ValueString() == onDestroyAbandon {
		resp.Diagnostics.AddWarning("Ticket was not closed",
			fmt.Sprintf("`on_destroy` is \"abandon\": ticket %s was only removed from the state.", id))
		return
	}
	if r.Client.WasAdopted(id) {
		resp.Diagnostics.AddWarning("Ticket was not closed",
			fmt.Sprintf("Ticket %s was to be replaced, but the new resource adopted it. To open another ticket, change "+
				"`simple_description`, or apply without `adopt_existing` and `create_before_destroy`.", id))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	end, err := r.Client.EndCase(ctx, id, osm.EndCaseInput{GroupID: group})
	if apierror.IsNotFound(err) {
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "end ticket "+id, err)
		return
	}
	if end.Status == osm.StatusDeleted || state.OnDestroy.ValueString() != onDestroyDelete {
		return
	}
	if err := r.Client.DeleteCase(ctx, id, group); err != nil {
		framework.AddError(&resp.Diagnostics, "delete ticket "+id, err)
	}
}
