// SPDX-License-Identifier: MPL-2.0

// Package caseaction holds the actions on a ticket: close, cancel, expedite, rate and mark as read.
package caseaction

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// model holds the arguments common to all actions on a ticket.
type model struct {
	CaseID  types.String `tfsdk:"case_id"`
	GroupID types.String `tfsdk:"group_id"`
}

func newSchema(description string, own map[string]schema.Attribute) schema.Schema {
	id := framework.Length(1, osm.MaxID)
	attributes := map[string]schema.Attribute{
		"case_id":  schema.StringAttribute{MarkdownDescription: "Ticket ID.", Required: true, Validators: id},
		"group_id": schema.StringAttribute{MarkdownDescription: framework.GroupDescription, Optional: true, Validators: id},
	}
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

type endModel struct {
	model
	OperateDesc types.String `tfsdk:"operate_desc"`
}

// NewClose returns the action osm_case_close.
func NewClose() action.Action {
	return newEnd("case_close", false, "Ends a ticket, like `closed = true` of `osm_servicecase`: cancels it if nobody is "+
		"handling it yet, and closes it otherwise. A ticket can't be reopened.")
}

// NewCancel returns the action osm_case_cancel.
func NewCancel() action.Action {
	return newEnd("case_cancel", true, "Cancels a ticket that nobody is handling yet. The service rejects the call for a ticket "+
		"that is being handled, which is an error: use `osm_case_close` to end a ticket in any status.")
}

func newEnd(name string, cancelOnly bool, description string) action.Action {
	const repeated = " Safe to repeat: a ticket that has already ended is left unchanged, and the action succeeds."
	return framework.NewAction(name, newSchema(description+repeated, map[string]schema.Attribute{
		"operate_desc": schema.StringAttribute{
			MarkdownDescription: "Reason (up to 400 characters).", Optional: true, Validators: framework.Length(1,
				osm.MaxReason)},
	}), func(ctx context.Context, d *framework.Data, m *endModel, resp *action.InvokeResponse) {
		id := m.CaseID.ValueString()
		result, err := d.Client.EndCase(ctx, id, osm.EndCaseInput{
			GroupID:    m.GroupID.ValueString(),
			Reason:     m.OperateDesc.ValueString(),
			CancelOnly: cancelOnly,
		})
		status := osm.StatusName(result.Status)
		switch {
		case err != nil:
			framework.AddError(&resp.Diagnostics, "end ticket "+id, err)
		case result.Action == osm.ActionCancel:
			framework.Report(resp, "Ticket %s (%s) was cancelled.", id, status)
		case result.Action == osm.ActionClose:
			framework.Report(resp, "Ticket %s (%s) was closed.", id, status)
		default:
			framework.Report(resp, "Ticket %s has already ended (%s).", id, status)
		}
	})
}

const pressRepeated = "Safe to repeat: the service rejects a second call within an interval, which counts as " +
	"success, and a ticket that has already ended is left unchanged. Expediting a ticket that is too new is an error"

// press expedites a ticket and returns a sentence about what was done.
func press(ctx context.Context, c *osm.Client, id, groupID string) (string, error) {
	status, result, err := c.PressCase(ctx, id, groupID)
	name := osm.StatusName(status)
	switch {
	case err != nil:
		return "", err
	case result == osm.NotPressed:
		return fmt.Sprintf("Ticket %s has already ended (%s), so it was not expedited.", id, name), nil
	case result == osm.PressedRecently:
		return fmt.Sprintf("Ticket %s (%s) was expedited a short while ago; the service does not accept another call yet.",
			id, name), nil
	}
	return fmt.Sprintf("Ticket %s (%s) was expedited.", id, name), nil
}

// NewPress returns the action osm_case_press.
func NewPress() action.Action {
	return framework.NewAction("case_press", newSchema("Expedites a ticket. "+pressRepeated+".", nil),
		invoke("expedite ticket ", press))
}

// invoke returns the invocation of an action that reports a sentence about what it did. what ends before the ticket's ID.
func invoke(
	what string, do func(ctx context.Context, c *osm.Client, id, groupID string) (string, error),
) func(context.Context, *framework.Data, *model, *action.InvokeResponse) {
	return func(ctx context.Context, d *framework.Data, m *model, resp *action.InvokeResponse) {
		id := m.CaseID.ValueString()
		done, err := do(ctx, d.Client, id, m.GroupID.ValueString())
		if !framework.FailedTo(&resp.Diagnostics, what+id, err) {
			framework.Report(resp, "%s", done)
		}
	}
}

type scoreModel struct {
	model
	Judgement types.String  `tfsdk:"judgement"`
	Ratings   []ratingModel `tfsdk:"incident_satisfaction_list"`
}

type ratingModel struct {
	ID    types.Int64 `tfsdk:"satisfaction_id"`
	Value types.Int64 `tfsdk:"satisfaction_value"`
}

// NewScore returns the action osm_case_score.
func NewScore() action.Action {
	const description = "Rates a completed ticket, like `score` of `osm_servicecase`. Safe to repeat: a rating that the ticket " +
		"already has is not sent again. A different rating is sent; the service may reject it."
	return framework.NewAction("case_score", newSchema(description,
		map[string]schema.Attribute{
			"judgement": schema.StringAttribute{MarkdownDescription: "Rating in words (up to 400 characters).", Required: true,
				Validators: framework.Length(0, osm.MaxJudgement)},
			"incident_satisfaction_list": schema.ListNestedAttribute{
				MarkdownDescription: "Ratings by dimension; see the data source `osm_satisfaction_dimensions`.", Required: true,
				Validators: []validator.List{framework.Size{From: 1, To: osm.MaxRatings}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"satisfaction_id": schema.Int64Attribute{
						MarkdownDescription: "ID of the dimension: `satisfaction_id` of the data source " +
							"`osm_satisfaction_dimensions`.",
						Required: true, Validators: []validator.Int64{framework.Between(0, osm.MaxDimensionID)}},
					"satisfaction_value": schema.Int64Attribute{
						MarkdownDescription: "Rating. The best is `value` of the same entry.",
						Required:            true, Validators: []validator.Int64{framework.Between(0, osm.MaxRating)}},
				}},
			},
		}), score)
}

func score(ctx context.Context, d *framework.Data, m *scoreModel, resp *action.InvokeResponse) {
	in := osm.RateCaseInput{GroupID: m.GroupID.ValueString(), Judgement: m.Judgement.ValueString()}
	for _, r := range m.Ratings {
		in.Ratings = append(in.Ratings, osm.Rating{DimensionID: r.ID.ValueInt64(), Value: r.Value.ValueInt64()})
	}
	id := m.CaseID.ValueString()
	result, err := d.Client.RateCase(ctx, id, in)
	switch {
	case err != nil && result.Status != osm.StatusCompleted && result.Read:
		framework.AddError(&resp.Diagnostics, fmt.Sprintf("rate ticket %s, whose status is %s instead of %s", id,
			osm.StatusName(result.Status), osm.StatusName(osm.StatusCompleted)), err)
	case err != nil:
		framework.AddError(&resp.Diagnostics, "rate ticket "+id, err)
	case result.Sent:
		framework.Report(resp, "Ticket %s was rated.", id)
	default:
		framework.Report(resp, "Ticket %s already has this rating.", id)
	}
}
