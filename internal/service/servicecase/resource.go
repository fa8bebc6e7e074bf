// SPDX-License-Identifier: MPL-2.0

// Package servicecase holds the ticket: the resource, its list, and the data sources that read tickets.
package servicecase

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var (
	_ resource.ResourceWithConfigure      = (*caseResource)(nil)
	_ resource.ResourceWithValidateConfig = (*caseResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*caseResource)(nil)
	_ resource.ResourceWithImportState    = (*caseResource)(nil)
	_ resource.ResourceWithIdentity       = (*caseResource)(nil)
	_ resource.ResourceWithMoveState      = (*caseResource)(nil)
)

// NewResource returns the resource osm_servicecase.
func NewResource() resource.Resource { return &caseResource{framework.Resource{Name: "servicecase"}} }

type caseResource struct{ framework.Resource }

// caseCodec returns the codec of osm_servicecase, which is built once.
var caseCodec = sync.OnceValue(func() *framework.Codec[caseModel] {
	ctx, resp := context.Background(), resource.SchemaResponse{}
	(*caseResource)(nil).Schema(ctx, resource.SchemaRequest{}, &resp)
	return framework.NewCodec[caseModel](ctx, resp.Schema)
})

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

func (*caseResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":       identityschema.StringAttribute{Description: "Ticket ID.", RequiredForImport: true},
		"group_id": identityschema.StringAttribute{Description: framework.GroupDescription, OptionalForImport: true},
	}}
}

// ImportState imports a ticket by ID, by ID and group (TS-123456@GROUP), or by identity.
func (*caseResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity identityModel
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		identity.ID, identity.GroupID = framework.CutGroup(req.ID)
	}
	if !isImportID(identity.ID) || !identity.GroupID.IsNull() && !isImportID(identity.GroupID.ValueString()) {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf("%q is not a ticket ID. Use an ID such as TS-123456. If the "+
			"ticket belongs to another member of an IAM user group, append @<group ID>.", cmp.Or(req.ID, identity.ID)))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), identity.GroupID)...)
	resp.Diagnostics.Append(privateState{Imported: true, Unread: true}.save(ctx, resp.Private)...)
}

// isImportID reports whether an ID can be one of the service, which documents only a maximum length. Blanks and separators are
// mistakes.
func isImportID(id string) bool {
	return id != "" && len(id) <= osm.MaxID && !strings.ContainsFunc(id, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("/?#@,", r)
	})
}

// Delete ends the ticket according to on_destroy. If the service rejects the call, the resource stays in the state.
func (r *caseResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state caseModel
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.State.Raw, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	id, group := state.ID.ValueString(), state.GroupID.ValueString()
	if state.OnDestroy.ValueString() == onDestroyAbandon {
		return // the plan has warned
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
	if apierror.IsNotFound(err) || framework.FailedTo(&resp.Diagnostics, "end ticket "+id, err) {
		return
	}
	if end.Status != osm.StatusDeleted && state.OnDestroy.ValueString() == onDestroyDelete {
		framework.FailedTo(&resp.Diagnostics, "delete ticket "+id, r.Client.DeleteCase(ctx, id, group))
	}
}

// Read refreshes the ticket. Only a definite not-found or the status deleted removes it from the state.
func (r *caseResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state caseModel
	resp.Diagnostics.Append(caseCodec().Decode(ctx, req.State.Raw, &state)...)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	id, private := state.ID.ValueString(), loadPrivateState(ctx, req.Private)
	// The identity comes first: Terraform requires one even if the resource is removed.
	resp.Diagnostics.Append(framework.KeepIdentity(ctx, resp.Identity, identityModel{ID: id, GroupID: state.GroupID})...)
	r.Client.Hold(id, state.SimpleDescription.ValueString())
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	detail, err := r.Client.Case(ctx, id, state.GroupID.ValueString())
	if apierror.IsNotFound(err) || err == nil && int64(*detail.Status) == osm.StatusDeleted {
		if err != nil && isLag(r.Client, private, id, &resp.Diagnostics) {
			return
		}
		if private.Unread {
			addImportError(id, detail, private.Moved, &resp.Diagnostics)
			return
		}
		resp.State.RemoveResource(ctx)
		return
	}
	if framework.FailedTo(&resp.Diagnostics, "read ticket "+id, err) {
		if private.Unread && !private.Moved && state.GroupID.IsNull() && osm.IsRejection(err) {
			resp.Diagnostics.AddError("Unable to import ticket "+id,
				fmt.Sprintf("If ticket %[1]s belongs to another member of an IAM "+
					"user group, import it as %[1]s@<group ID>, or set `group_id` in the identity of the import block.", id))
		}
		return
	}
	state.refresh(ctx, r.Client, detail, private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if private.Unread || private.Moved {
		if private.Unread {
			private.FoundLabels, private.FoundRelations = true, true
		} else {
			private.Moved = false
		}
		private.Unread = false
		resp.Diagnostics.Append(private.save(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(caseCodec().Encode(ctx, &state, &resp.State.Raw)...)
}

// addImportError adds the error of an import or a move of a ticket that does not exist, or that was deleted if it could be read.
func addImportError(id string, deleted *osmapi.IncidentDetailInfoV2, moved bool, diags *diag.Diagnostics) {
	if moved {
		cause := fmt.Sprintf("The service reports that ticket %s does not exist", id)
		if deleted != nil {
			cause = "The ticket was deleted"
		}
		diags.AddError("Unable to move ticket "+id, cause+". Check the account and site that the provider is configured for. If "+
			"the ticket belongs to another member of an IAM user group, replace the `moved` block with a `removed` block and an "+
			"`import` block. If the ticket is gone, remove the `moved` block and the old resource: `terraform state rm`.")
		return
	}
	if deleted != nil {
		diags.AddError("Unable to import ticket "+id,
			"The ticket was deleted. Remove its import block, or import another ticket.")
		return
	}
	diags.AddError("Unable to import ticket "+id, fmt.Sprintf("The service reports that ticket %[1]s does not exist. Check the "+
		"ID, the account and the site that the provider is configured for; the data source osm_cases lists the tickets. If the "+
		"ticket belongs to another member of an IAM user group, import it as %[1]s@<group ID>.", id))
}

// lagAfterCreate is how long after its creation a ticket that is not found is assumed not to be visible yet.
const lagAfterCreate = 5 * time.Minute

// isLag reports whether a not-found may be due to lag, and adds an error in that case.
func isLag(client *osm.Client, private privateState, id string, diags *diag.Diagnostics) bool {
	age := client.Now().Sub(private.Created)
	if private.Created.IsZero() || age > lagAfterCreate {
		return false
	}
	diags.AddError("Ticket "+id+" is not visible yet",
		fmt.Sprintf("The service reports that there is no such ticket, but it was opened only %s ago and may not be visible "+
			"yet, so it stays in the state. Try again; a ticket that is not found is only removed from the state %s after its "+
			"creation. To destroy a ticket that was deleted in the meantime, run `terraform destroy "+
			"-refresh=false`.", age.Round(time.Second), lagAfterCreate))
	return true
}

// refresh updates the computed attributes, arguments that may have drifted, and for an imported ticket all that the API reports.
func (m *caseModel) refresh(
	ctx context.Context, client *osm.Client, d *osmapi.IncidentDetailInfoV2, private privateState, diags *diag.Diagnostics,
) {
	m.setComputed(d)
	if private.Unread {
		m.SimpleDescription = framework.KeepEqual(framework.Text(d.SimpleDescription), m.SimpleDescription, osm.SameText)
		m.OnDestroy = types.StringValue(onDestroyClose)
		if m.SourceID.IsNull() {
			m.SourceID = types.StringValue(defaultSourceID)
		}
	}
	for i, reported := range osm.ContactOf(d) {
		v := m.contact()[i]
		switch {
		case reported == "":
			// The service clears the contact of tickets that were handled, which is not drift.
		case v.IsNull() && !private.Unread:
			// Never configured here: what the account has registered is not ours to store.
		case !v.IsNull() && osm.EqualsMasked(v.ValueString(), reported):
		default:
			*v = types.StringValue(reported)
		}
	}
	status := m.Status.ValueInt64()
	if m.Closed.ValueBool() && !osm.HasEnded(status) {
		// Configured and not done yet: the next plan shows it.
		m.Closed = types.BoolValue(false)
	}
	if !m.Score.IsNull() && !private.Scored && status == osm.StatusCompleted {
		// The rating waited for this: the next plan sends it.
		m.Score = types.ObjectNull(m.Score.AttributeTypes(ctx))
	}
	m.refreshLinks(ctx, client, private.Unread, diags)
}

// refreshLinks reads labels and relations if they are managed, or if the ticket was just imported. Those calls take no group: if
// a ticket of another member of a group is imported and they are rejected, labels and relations are left out.
func (m *caseModel) refreshLinks(ctx context.Context, client *osm.Client, imported bool, diags *diag.Diagnostics) {
	id := m.ID.ValueString()
	failed := func(what string, err error) bool {
		leftOut := imported && !m.GroupID.IsNull() && osm.IsRejection(err)
		return !leftOut && framework.FailedTo(diags, "read the "+what+" of ticket "+id, err)
	}
	if !m.LabelIDs.IsNull() || imported {
		labels, err := client.CaseLabels(ctx, id)
		if failed("labels", err) {
			return
		}
		ids := framework.Map(labels, func(l osmapi.CaseLabelInfo) attr.Value { return framework.Integer(l.LabelId) })
		m.LabelIDs = foundSet(ctx, types.Int64Type, m.LabelIDs, ids, diags)
	}
	if !m.RelatedCaseIDs.IsNull() || imported {
		related, err := client.Relations(ctx, id)
		if failed("relations", err) {
			return
		}
		ids := framework.Map(related, func(c osmapi.CaseRealtionInfo) attr.Value { return framework.Text(c.CaseId) })
		m.RelatedCaseIDs = foundSet(ctx, types.StringType, m.RelatedCaseIDs, ids, diags)
	}
}

// foundSet returns what was found as a set, without nulls. If nothing was found, null stays null.
func foundSet(ctx context.Context, element attr.Type, prior types.Set, found []attr.Value, diags *diag.Diagnostics) types.Set {
	found = slices.DeleteFunc(found, attr.Value.IsNull)
	if len(found) == 0 && prior.IsNull() {
		return prior
	}
	set, d := types.SetValueFrom(ctx, element, found)
	diags.Append(d...)
	return set
}

// privateState is what the provider remembers of a ticket beside the state that users see.
type privateState struct {
	// Imported is set by an import: the API reports no create-only arguments, so adding one does not change the ticket.
	Imported bool `json:"imported,omitempty"`
	// Unread is set from the import until the first Read.
	Unread bool `json:"fresh,omitempty"`
	// Moved is set from a move until the second Read. The plan in between records create-only arguments: those in the state are
	// from another provider, whose resource may have changed after it opened the ticket.
	Moved bool `json:"moved,omitempty"`
	// Created is when this provider opened the ticket, by the clock of this machine: for a while, not found counts as lag.
	Created time.Time `json:"created,omitzero"`
	// FoundLabels and FoundRelations are set while the state holds what the import found, which no omitted argument removes.
	FoundLabels    bool `json:"found_labels,omitempty"`
	FoundRelations bool `json:"found_relations,omitempty"`
	// Scored is set once the rating was sent.
	Scored bool `json:"scored,omitempty"`
}

const privateStateKey = "osm_servicecase"

// loadPrivateState returns the zero value if there is none or if it can't be read, which is no reason to fail.
func loadPrivateState(ctx context.Context, store framework.PrivateState) (p privateState) {
	data, _ := store.GetKey(ctx, privateStateKey)
	if json.Unmarshal(data, &p) != nil {
		return privateState{}
	}
	return p
}

func (p privateState) save(ctx context.Context, store framework.PrivateState) diag.Diagnostics {
	data, err := json.Marshal(p)
	if err != nil {
		return diag.Diagnostics{diag.NewWarningDiagnostic("Unable to save private state", err.Error())}
	}
	return store.SetKey(ctx, privateStateKey, data)
}
