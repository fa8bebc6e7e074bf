// SPDX-License-Identifier: MPL-2.0

// Package servicecase holds the ticket and all that hangs on it: attachments, messages, waiting, and what is read of tickets.
package servicecase

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*caseResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*caseResource)(nil)
	_ resource.ResourceWithImportState = (*caseResource)(nil)
	_ resource.ResourceWithIdentity    = (*caseResource)(nil)
)

// NewCase makes the resource osm_servicecase.
func NewCase() resource.Resource { return &caseResource{} }

type caseResource struct{ framework.Resource }

// Bounds of the operations where `timeouts` does not say otherwise.
const (
	createTimeout = 10 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 10 * time.Minute
	deleteTimeout = 5 * time.Minute
)

// caseIdentity is what identifies a ticket. GroupID is set only where an import or a list needed it to find the ticket.
type caseIdentity struct {
	ID      string       `tfsdk:"id"`
	GroupID types.String `tfsdk:"group_id"`
}

func (*caseResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "servicecase"
	// Every action on a ticket is bound to its id, which never changes once it is there.
	resp.ResourceBehavior.MutableIdentity = false
}

// ImportState takes over a ticket by ID, by ID and group (TS-123456@GROUP), or by identity. The marks tell Read and later plans
// that the API never reported some arguments.
func (*caseResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity caseIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		identity.ID, identity.GroupID = splitGroup(req.ID)
		if identity.ID == "" || identity.GroupID.Equal(types.StringValue("")) {
			resp.Diagnostics.AddError("Not the ID of a ticket", fmt.Sprintf("%q is not of the form case_id or case_id@group_id.", req.ID))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), identity.GroupID)...)
	resp.Diagnostics.Append(marks{Imported: true, Fresh: true}.save(ctx, resp.Private)...)
}

// splitGroup splits an import ID at its last @. Without one the group is null.
func splitGroup(importID string) (id string, group types.String) {
	at := strings.LastIndex(importID, "@")
	if at < 0 {
		return importID, types.StringNull()
	}
	return importID[:at], types.StringValue(importID[at+1:])
}

// keepIdentity sets an identity where there is none yet. Terraform accepts no other identity for the same object, whereas
// group_id may change.
func keepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, value any) diag.Diagnostics {
	if !identity.Raw.IsFullyNull() {
		return nil
	}
	return identity.Set(ctx, value)
}
