// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/errgroup"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ list.ListResourceWithConfigure = (*caseList)(nil)

// NewCaseList makes the list resource osm_servicecase.
func NewCaseList() list.ListResource { return &caseList{} }

type caseList struct{ framework.ListResource }

func (*caseList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "servicecase"
}

// listReaders is how many tickets are read at a time when their arguments are asked for. The service publishes no limit of calls; this is the
// number of resources that Terraform itself reads at once, less two.
const listReaders = 8

// List gives the tickets one by one, and asks for a page only when it is needed.
func (l *caseList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m caseListModel
	diags := req.Config.Get(ctx, &m)
	filter := m.filter(ctx, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	filter.Limit = int(req.Limit)
	ahead := 1
	if req.IncludeResource {
		ahead = listReaders
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var waiting []osmapi.IncidentInfoV2
		going := true
		err := l.Client.EachCase(ctx, filter, func(i osmapi.IncidentInfoV2) bool {
			if !canBeImported(i) {
				return true
			}
			if waiting = append(waiting, i); len(waiting) == ahead {
				going = l.push(ctx, req, waiting, push)
				waiting = nil
			}
			return going
		})
		if going {
			going = l.push(ctx, req, waiting, push)
		}
		if err != nil && going {
			var diags diag.Diagnostics
			framework.AddError(&diags, "list tickets", err)
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// canBeImported leaves out what no import finds: a ticket without an id, and one that the service lists although it is deleted.
func canBeImported(i osmapi.IncidentInfoV2) bool {
	return framework.Value(i.IncidentId) != "" && (i.Status == nil || int64(*i.Status) != statusDeleted)
}

// push makes the results of some tickets at once and gives them in order. It reports whether more are wanted.
func (l *caseList) push(ctx context.Context, req list.ListRequest, tickets []osmapi.IncidentInfoV2, push func(list.ListResult) bool) bool {
	results := make([]*list.ListResult, len(tickets))
	var group errgroup.Group
	for i, t := range tickets {
		group.Go(func() error {
			results[i] = l.result(ctx, req, t)
			return nil
		})
	}
	_ = group.Wait()
	for _, r := range results {
		// After an error nothing more is asked: what failed once fails for the rest too.
		if r != nil && (!push(*r) || r.Diagnostics.HasError()) {
			return false
		}
	}
	return true
}

// result makes the result of a ticket, nil when it has gone since it was listed.
func (l *caseList) result(ctx context.Context, req list.ListRequest, i osmapi.IncidentInfoV2) *list.ListResult {
	id := *i.IncidentId
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(i)
	var group types.String
	result.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &group)...)
	result.Diagnostics.Append(result.Identity.Set(ctx, caseIdentity{ID: id, GroupID: group})...)
	if !req.IncludeResource {
		return &result
	}
	var m caseModel
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), id)...)
	result.Diagnostics.Append(result.Resource.Get(ctx, &m)...)
	if result.Diagnostics.HasError() {
		return &result
	}
	m.GroupID = group
	gone, err := l.read(ctx, &m, &result.Diagnostics)
	if gone {
		return nil
	}
	if err != nil {
		framework.AddError(&result.Diagnostics, "read ticket "+id, err)
	}
	if !result.Diagnostics.HasError() {
		result.Diagnostics.Append(result.Resource.Set(ctx, &m)...)
	}
	return &result
}

// read fills in the ticket as an import and the Read after it do, so that a configuration which is generated from it plans no change.
func (l *caseList) read(ctx context.Context, m *caseModel, diags *diag.Diagnostics) (gone bool, err error) {
	detail, err := l.Client.Case(ctx, m.ID.ValueString(), m.GroupID.ValueString())
	if err != nil {
		return apierror.IsNotFound(err), err
	}
	mark := marks{Imported: true, Fresh: true}
	m.fromDetail(detail)
	m.refresh(ctx, detail, mark)
	(&caseResource{framework.Resource{Data: l.Data}}).refreshLinks(ctx, m, mark, diags)
	return false, nil
}

// maxTitle is how many characters of the description a display name shows.
const maxTitle = 60

// displayName gives "id · status · first words of the description".
func displayName(i osmapi.IncidentInfoV2) string {
	parts := []string{*i.IncidentId}
	if i.Status != nil {
		parts = append(parts, statusName(int64(*i.Status)))
	}
	if words := firstWords(framework.Value(i.SimpleDescription)); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " · ")
}

// firstWords gives the beginning of a text on one line, cut between words where there are any.
func firstWords(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= maxTitle {
		return text
	}
	cut := string(runes[:maxTitle])
	if at := strings.LastIndex(cut, " "); at > len(cut)/2 && runes[maxTitle] != ' ' {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ") + "…"
}
