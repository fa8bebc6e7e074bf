// SPDX-License-Identifier: MPL-2.0

package caseaction

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
)

var _ action.ActionWithConfigure = (*scoreAction)(nil)

// NewScore returns the action osm_case_score.
func NewScore() action.Action { return &scoreAction{} }

type scoreAction struct{ framework.Action }

type scoreModel struct {
	model
	Judgement types.String `tfsdk:"judgement"`
	Ratings   types.List   `tfsdk:"incident_satisfaction_list"`
}

type ratingModel struct {
	ID    types.Int64 `tfsdk:"satisfaction_id"`
	Value types.Int64 `tfsdk:"satisfaction_value"`
}

func (*scoreAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_score"
}

func (*scoreAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = newSchema("Rates a completed ticket, like `score` of `osm_servicecase`. Safe to repeat: a rating that the "+
		"ticket already has is not sent again. A different rating is sent; the service may reject it.",
		map[string]schema.Attribute{
			"judgement": schema.StringAttribute{MarkdownDescription: "Rating in words (up to 400 characters).", Required: true,
				Validators: framework.Length(0, osm.MaxJudgement)},
			"incident_satisfaction_list": schema.ListNestedAttribute{
				MarkdownDescription: "Ratings by dimension, see the data source `osm_satisfaction_dimensions`.", Required: true,
				Validators: []validator.List{listvalidator.SizeBetween(1, osm.MaxRatings)},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"satisfaction_id": schema.Int64Attribute{
						MarkdownDescription: "ID of the dimension: `satisfaction_id` of the data source `osm_satisfaction_dimensions`.",
						Required:            true, Validators: []validator.Int64{int64validator.Between(0, osm.MaxDimensionID)}},
					"satisfaction_value": schema.Int64Attribute{
						MarkdownDescription: "Rating. The best is `value` of the same entry.",
						Required:            true, Validators: []validator.Int64{int64validator.Between(0, osm.MaxRating)}},
				}},
			},
		})
}

// Invoke rates the ticket.
func (a *scoreAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m scoreModel
	var ratings []ratingModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(m.Ratings.ElementsAs(ctx, &ratings, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	in := osm.RateCaseInput{GroupID: m.GroupID.ValueString(), Judgement: m.Judgement.ValueString()}
	for _, r := range ratings {
		in.Ratings = append(in.Ratings, osm.Rating{DimensionID: r.ID.ValueInt64(), Value: r.Value.ValueInt64()})
	}
	ctx, cancel := context.WithTimeout(ctx, actionTimeout)
	defer cancel()
	id := m.CaseID.ValueString()
	result, err := a.Client.RateCase(ctx, id, in)
	switch {
	case err != nil && result.Status != osm.StatusCompleted && result.Read:
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("rate ticket %s, whose status is %s instead of %s", id,
			osm.StatusName(result.Status), osm.StatusName(osm.StatusCompleted)), err)
	case err != nil:
		framework.AddError(&resp.Diagnostics, "rate ticket "+id, err)
	case result.Sent:
		report(resp, "Ticket %s was rated.", id)
	default:
		report(resp, "Ticket %s already has this rating.", id)
	}
}
