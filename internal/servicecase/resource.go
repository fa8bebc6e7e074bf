// SPDX-License-Identifier: MPL-2.0

// Package servicecase holds the ticket and all that hangs on it: attachments, messages, waiting, and what is read of tickets.
package servicecase

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/tfbase"
)

var (
	_ resource.ResourceWithConfigure   = (*caseResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*caseResource)(nil)
	_ resource.ResourceWithImportState = (*caseResource)(nil)
	_ resource.ResourceWithIdentity    = (*caseResource)(nil)
)

// NewCase makes the resource osm_servicecase.
func NewCase() resource.Resource { return &caseResource{} }

type caseResource struct{ tfbase.Resource }

// Bounds of the operations where `timeouts` does not say otherwise.
const (
	createTimeout = 10 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 10 * time.Minute
	deleteTimeout = 5 * time.Minute
)

// caseIdentity is what identifies a ticket.
type caseIdentity struct {
	ID string `tfsdk:"id"`
}

func (*caseResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = tfbase.TypePrefix + "servicecase"
	// Every action on a ticket is bound to its id, which never changes once it is there.
	resp.ResourceBehavior.MutableIdentity = false
}

// ImportState takes over a ticket by id or by identity. The marks tell Read and later plans that the API never told some arguments.
func (*caseResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(marks{Imported: true, Fresh: true}.save(ctx, resp.Private)...)
}
