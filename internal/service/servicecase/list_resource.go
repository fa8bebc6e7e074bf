// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ list.ListResourceWithConfigure = (*caseList)(nil)

// NewListResource returns the list resource osm_servicecase.
func NewListResource() list.ListResource { return &caseList{framework.Resource{Name: "servicecase"}} }

type caseList struct{ framework.Resource }

// ListResourceConfigSchema has the filters of osm_cases. Schemas of list resources have no sets, so those are lists here.
func (*caseList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	filter := func(description string, longest int) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: framework.Length(1, longest)}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tickets that match all filters, in the service's order. Pages are read until `limit` tickets are " +
			"found. Deleted tickets are omitted. With `include_resource`, and when configuration is generated, each ticket is " +
			"read as during an import, which takes three calls per ticket.",
		Attributes: map[string]schema.Attribute{
			"search_key": schema.ListAttribute{
				MarkdownDescription: searchKeyDescription, Optional: true, ElementType: types.StringType,
				Validators: []validator.List{framework.Size{From: 1}, framework.NoNull{}, searchWords{}}},
			"app_key": filter(appKeyDescription, maxAppKey),
			"label_ids": schema.ListAttribute{
				MarkdownDescription: labelIDsDescription, Optional: true, ElementType: types.Int64Type,
				Validators: []validator.List{framework.Size{From: 1, To: maxLabels}, framework.Unique{}, framework.NoNull{},
					listvalidator.ValueInt64sAre(framework.Between(0, maxLabelID))}},
			"statuses": schema.ListAttribute{
				MarkdownDescription: statusesDescription, Optional: true, ElementType: types.StringType,
				Validators: []validator.List{framework.Size{From: 1}, framework.Unique{}, framework.NoNull{},
					listvalidator.ValueStringsAre(isStatus)}},
			"incident_id": filter("Filters by ticket ID.", osm.MaxID),
			"query_start_time": schema.StringAttribute{
				MarkdownDescription: startTimeDescription, Optional: true, Validators: startTimeRules},
			"query_end_time": schema.StringAttribute{
				MarkdownDescription: endTimeDescription, Optional: true, Validators: endTimeRules},
			"x_customer_id":   filter(xCustomerIDDescription, 64),
			"x_customer_name": filter(xCustomerNameDescription, 64),
			"group_id":        filter(framework.GroupDescription, osm.MaxID),
		},
	}
}

// concurrentReads is how many tickets are read at once. No rate limit is published; Terraform reads ten resources at once.
const concurrentReads = 8

// List streams the tickets and reads a page only when it is needed.
func (l *caseList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m filterModel[types.List]
	if diags := req.Config.Get(ctx, &m); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	filter := m.toAPI()
	filter.Limit = int(req.Limit)
	batchSize := 1
	if req.IncludeResource {
		batchSize = concurrentReads
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var batch []osmapi.IncidentInfoV2
		wanted := true
		_, err := l.Client.EachCase(ctx, filter, func(i osmapi.IncidentInfoV2) bool {
			if !isImportable(i) {
				return true
			}
			if batch = append(batch, i); len(batch) == batchSize {
				wanted = l.push(ctx, req, batch, push)
				batch = nil
			}
			return wanted
		})
		if wanted {
			wanted = l.push(ctx, req, batch, push)
		}
		if err != nil && wanted {
			var diags diag.Diagnostics
			framework.AddError(&diags, "list tickets", err)
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// isImportable reports whether an import finds a ticket: it has an ID and is not listed as deleted.
func isImportable(i osmapi.IncidentInfoV2) bool {
	return framework.Value(i.IncidentId) != "" && (i.Status == nil || int64(*i.Status) != osm.StatusDeleted)
}

// push builds the results of some tickets concurrently and pushes them in order. It reports whether more are wanted.
func (l *caseList) push(
	ctx context.Context, req list.ListRequest, tickets []osmapi.IncidentInfoV2, push func(list.ListResult) bool,
) bool {
	results := make([]*list.ListResult, len(tickets))
	var group sync.WaitGroup
	for i, t := range tickets {
		group.Go(func() { results[i] = l.result(ctx, req, t) })
	}
	group.Wait()
	for _, r := range results {
		// After an error nothing more is read: the rest would fail for the same reason.
		if r != nil && (!push(*r) || r.Diagnostics.HasError()) {
			return false
		}
	}
	return true
}

// result builds the result of a ticket, nil if it no longer exists.
func (l *caseList) result(ctx context.Context, req list.ListRequest, i osmapi.IncidentInfoV2) *list.ListResult {
	id := *i.IncidentId
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(i)
	var group types.String
	result.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &group)...)
	result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{ID: id, GroupID: group})...)
	if !req.IncludeResource {
		return &result
	}
	var m caseModel
	if framework.Failed(&result.Diagnostics, result.Resource.SetAttribute(ctx, path.Root("id"), id),
		result.Resource.Get(ctx, &m)) {
		return &result
	}
	m.GroupID = group
	// Read as after an import, so that a configuration generated from it plans no change.
	detail, err := l.Client.Case(ctx, id, group.ValueString())
	if apierror.IsNotFound(err) {
		return nil
	}
	if framework.FailedTo(&result.Diagnostics, "read ticket "+id, err) {
		return &result
	}
	m.refresh(ctx, l.Client, detail, privateState{Imported: true, Unread: true}, &result.Diagnostics)
	if !result.Diagnostics.HasError() {
		result.Diagnostics.Append(result.Resource.Set(ctx, &m)...)
	}
	return &result
}

// displayName returns "ID · status · first words of the description".
func displayName(i osmapi.IncidentInfoV2) string {
	parts := []string{*i.IncidentId}
	if i.Status != nil {
		parts = append(parts, osm.StatusName(int64(*i.Status)))
	}
	if words := framework.FirstWords(framework.Value(i.SimpleDescription)); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " · ")
}
