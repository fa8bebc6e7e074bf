// SPDX-License-Identifier: MPL-2.0

package casemessage

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ list.ListResourceWithConfigure = (*messageList)(nil)

// NewListResource returns the list resource osm_case_message.
func NewListResource() list.ListResource {
	return &messageList{framework.Resource{Name: "case_message"}}
}

type messageList struct{ framework.Resource }

type listModel struct {
	CaseID  types.String `tfsdk:"case_id"`
	GroupID types.String `tfsdk:"group_id"`
}

func (*messageList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	id := framework.Length(1, osm.MaxID)
	resp.Schema = schema.Schema{
		MarkdownDescription: "The customer's messages in a ticket, in the service's order. Replies from support, the first " +
			"message, which is the description of the ticket, and messages without text are omitted.",
		Attributes: map[string]schema.Attribute{
			"case_id":  schema.StringAttribute{MarkdownDescription: "Ticket ID.", Required: true, Validators: id},
			"group_id": schema.StringAttribute{MarkdownDescription: framework.GroupDescription, Optional: true, Validators: id},
		},
	}
}

// List reads the ticket once: lists of messages have no IDs.
func (l *messageList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m listModel
	if diags := req.Config.Get(ctx, &m); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	id := m.CaseID.ValueString()
	stream.Results = func(push func(list.ListResult) bool) {
		detail, err := l.Client.Case(ctx, id, m.GroupID.ValueString())
		if err != nil {
			var diags diag.Diagnostics
			framework.AddError(&diags, "list the messages of ticket "+id, err)
			push(list.ListResult{Diagnostics: diags})
			return
		}
		pushed := int64(0)
		for _, message := range framework.Value(detail.MessageList) {
			if !isManageable(message) {
				continue
			}
			if pushed++; !push(m.result(ctx, req, message)) || pushed == req.Limit {
				return
			}
		}
	}
}

// isManageable reports whether a message can be a resource: the customer sent it, it is not the ticket itself, and it has a text.
func isManageable(m osmapi.IncidentMessageV2) bool {
	return framework.Value(m.MessageId) != "" && framework.Value(m.Type) == 0 && framework.Value(m.IsFirstMessage) == 0 &&
		strings.TrimSpace(framework.Value(m.Content)) != ""
}

// result returns the result for a message, displayed as "ID · time · first words", with its arguments as after an import.
func (m *listModel) result(ctx context.Context, req list.ListRequest, message osmapi.IncidentMessageV2) list.ListResult {
	result := req.NewListResult(ctx)
	id := framework.Value(message.MessageId)
	result.DisplayName = strings.Join([]string{id, framework.Value(message.CreateTime),
		framework.FirstWords(framework.Value(message.Content))}, " · ")
	result.Diagnostics.Append(result.Identity.Set(ctx,
		identityModel{CaseID: m.CaseID.ValueString(), ID: id, GroupID: m.GroupID})...)
	if !req.IncludeResource {
		return result
	}
	state := model{CaseID: m.CaseID, GroupID: m.GroupID, ID: types.StringValue(id)}
	state.refresh(ctx, message, true)
	result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	return result
}
