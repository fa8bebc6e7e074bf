// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

var _ action.ActionWithConfigure = (*scoreAction)(nil)

// NewScoreAction makes the action osm_case_score.
func NewScoreAction() action.Action { return &scoreAction{} }

type scoreAction struct{ caseAction }

type scoreActionModel struct {
	caseActionModel
	Judgement types.String `tfsdk:"judgement"`
	Ratings   types.List   `tfsdk:"incident_satisfaction_list"`
}

func (*scoreAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_score"
}

func (*scoreAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	dimension := schema.Int64Attribute{MarkdownDescription: "What is rated: `satisfaction_id` of the data source `osm_satisfaction_dimensions`.", Required: true, Validators: []validator.Int64{int64validator.Between(0, maxDimension)}}
	value := schema.Int64Attribute{MarkdownDescription: "Rating; the best is `value` of the same entry.", Required: true, Validators: []validator.Int64{int64validator.Between(0, maxRating)}}
	resp.Schema = actionSchema("Rates a ticket that is completed, as `score` of `osm_servicecase` does. Harmless when repeated: a rating that the ticket has "+
		"already is not sent again. Another rating is sent; the service may refuse it.",
		map[string]schema.Attribute{
			"judgement": schema.StringAttribute{
				MarkdownDescription: "Rating in words, up to 400 characters.", Required: true, Validators: length(0, maxScoreText)},
			"incident_satisfaction_list": schema.ListNestedAttribute{
				MarkdownDescription: "Ratings, see the data source `osm_satisfaction_dimensions`.", Required: true,
				Validators:   []validator.List{listvalidator.SizeBetween(1, maxScores)},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{"satisfaction_id": dimension, "satisfaction_value": value}},
			},
		})
}

// Invoke rates the ticket.
func (a *scoreAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m scoreActionModel
	var ratings []ratingModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(m.Ratings.ElementsAs(ctx, &ratings, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	body := osmapi.CreateScoreV2Req{Judgement: m.Judgement.ValueString(), GroupId: framework.Pointer(m.GroupID)}
	for _, r := range ratings {
		body.IncidentSatisfactionList = append(body.IncidentSatisfactionList, osmapi.IncidentSatisfactionV2Do{
			SatisfactionId: int32(r.ID.ValueInt64()), SatisfactionValue: int32(r.Value.ValueInt64()),
		})
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	id, say := m.CaseID.ValueString(), tell(resp)
	detail, err := a.Client.Case(ctx, id, m.GroupID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read ticket "+id, err)
		return
	}
	if osm.IsRated(detail, body) {
		say("Ticket %s has this rating already: nothing was sent.", id)
		return
	}
	what := "rate ticket " + id
	if status := int64(*detail.Status); status != statusCompleted {
		what += fmt.Sprintf(", whose status is %s (a rating takes %s)", statusName(status), statusName(statusCompleted))
	}
	if err := a.Client.Score(ctx, id, body); err != nil {
		framework.AddError(&resp.Diagnostics, what, err)
		return
	}
	say("Ticket %s was rated.", id)
}
