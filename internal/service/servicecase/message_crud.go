// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// Create sends the message. Once the service took it, nothing makes Create fail: an error would have the next apply send it again.
func (r *messageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config messageResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, createTimeout)
	defer cancel()
	id := plan.CaseID.ValueString()
	in := osm.NewMessage{CaseID: id, GroupID: plan.GroupID.ValueString(), Content: plan.Content.ValueString(),
		AccessoryIDs: stringsOf(ctx, plan.AccessoryIDs, &resp.Diagnostics)}
	if !config.ContentWO.IsNull() {
		in.Content = config.ContentWO.ValueString()
	}
	message, err := r.Client.CreateMessage(ctx, in)
	switch {
	case errors.Is(err, osm.ErrMessageUnseen):
		framework.AddWarning(&resp.Diagnostics, "find the message in ticket "+id,
			"The service took the message. Its id is not known, so the state holds none; the message is not sent again.", err)
		message = &osmapi.IncidentMessageV2{}
	case err != nil:
		framework.AddError(&resp.Diagnostics, "send the message to ticket "+id, err)
		return
	}
	plan.ContentWO = types.StringNull()
	plan.ID, plan.CreateTime, plan.ReplierName = types.StringValue(framework.Value(message.MessageId)), framework.String(message.CreateTime), framework.String(message.ReplierName)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, messageIdentity{CaseID: id, ID: plan.ID.ValueString()})...)
}

// Read looks for the message in its ticket. It goes from the state when the ticket is gone, or when the ticket is there without it.
func (r *messageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state messageResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	caseID, id := state.CaseID.ValueString(), state.ID.ValueString()
	resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, messageIdentity{CaseID: caseID, ID: id, GroupID: state.GroupID})...)
	if id == "" {
		return // taken by the service, never seen: there is nothing to look for
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	detail, err := r.Client.Case(ctx, caseID, state.GroupID.ValueString())
	imported := state.Content.IsNull() && state.ContentWOVersion.IsNull()
	if apierror.IsNotFound(err) {
		// The message went with its ticket, and there is nowhere to send it again: it stays in the state until it is taken out of the configuration.
		if imported {
			resp.State.RemoveResource(ctx)
			return
		}
		resp.Diagnostics.AddWarning("Ticket not found", fmt.Sprintf("The service says that there is no ticket %s. Its message %s is kept in the state, so that it is not sent again.", caseID, id))
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("read message %s of ticket %s", id, caseID), err)
		return
	}
	for _, m := range framework.List(detail.MessageList) {
		if framework.Value(m.MessageId) == id {
			state.CreateTime, state.ReplierName = framework.String(m.CreateTime), framework.String(m.ReplierName)
			if imported {
				state.Content = framework.Text(m.Content)
				state.AccessoryIDs = accessoryIDs(ctx, m)
			}
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
			return
		}
	}
	if imported {
		resp.State.RemoveResource(ctx)
		return
	}
	// Withdrawn by somebody, or not listed for a while: sending it again is noise in a support thread, and never what was meant.
	resp.Diagnostics.AddWarning("Message not found", fmt.Sprintf("Ticket %s does not show message %s. It may have been withdrawn. It is kept in the state, so that it is not sent again.", caseID, id))
}

func accessoryIDs(ctx context.Context, m osmapi.IncidentMessageV2) types.List {
	var ids []string
	for _, a := range framework.List(m.AccessoryList) {
		ids = append(ids, framework.Value(a.AccessoryId))
	}
	if len(ids) == 0 {
		return types.ListNull(types.StringType)
	}
	out, _ := types.ListValueFrom(ctx, types.StringType, ids)
	return out
}

// Update only records: what changes a message replaces it.
func (*messageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan messageResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.ContentWO = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	identity := messageIdentity{CaseID: plan.CaseID.ValueString(), ID: plan.ID.ValueString(), GroupID: plan.GroupID}
	resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, identity)...)
}

// Delete makes no call: messages are not withdrawn.
func (*messageResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
