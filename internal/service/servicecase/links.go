// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// syncLabels attaches the wanted labels to the ticket and detaches those of before that are not wanted; without a before, all
// others. It reads first what the ticket carries, so that a call whose response was lost is not made again, and reports whether
// it changed anything.
func (r *caseResource) syncLabels(ctx context.Context, id string, want, before []int64) (changed bool, err error) {
	carried, err := r.Client.CaseLabels(ctx, id)
	if err != nil {
		return false, err
	}
	has := make([]int64, 0, len(carried))
	for _, l := range carried {
		if l.LabelId != nil {
			has = append(has, int64(*l.LabelId))
		}
	}
	if before == nil {
		before = has
	}
	for _, label := range without(before, want) {
		if slices.Contains(has, label) {
			changed = true
			if err := r.Client.DetachLabel(ctx, id, label); err != nil {
				return changed, err
			}
		}
	}
	for _, label := range without(want, has) {
		changed = true
		if err := r.Client.AttachLabel(ctx, id, label); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// syncRelations does the same for related tickets.
func (r *caseResource) syncRelations(ctx context.Context, id, groupID string, want, before []string) (changed bool, err error) {
	related, err := r.Client.Relations(ctx, id)
	if err != nil {
		return false, err
	}
	has := make([]string, 0, len(related))
	for _, c := range related {
		if c.CaseId != nil {
			has = append(has, *c.CaseId)
		}
	}
	if before == nil {
		before = has
	}
	for _, other := range without(before, want) {
		if slices.Contains(has, other) {
			changed = true
			if err := r.Client.Unrelate(ctx, id, other, groupID); err != nil {
				return changed, err
			}
		}
	}
	if more := without(want, has); len(more) > 0 {
		return true, r.Client.Relate(ctx, id, more, groupID)
	}
	return changed, nil
}

func (r *caseResource) labelNew(ctx context.Context, m *caseModel, _ *marks) error {
	var diags diag.Diagnostics
	want := int64sOf(ctx, m.LabelIDs, &diags)
	if len(want) == 0 {
		return nil
	}
	_, err := r.syncLabels(ctx, m.ID.ValueString(), want, []int64{})
	return err
}

func (r *caseResource) relateNew(ctx context.Context, m *caseModel, _ *marks) error {
	var diags diag.Diagnostics
	want := stringsOf(ctx, m.RelatedCaseIDs, &diags)
	if len(want) == 0 {
		return nil
	}
	_, err := r.syncRelations(ctx, m.ID.ValueString(), m.GroupID.ValueString(), want, []string{})
	return err
}

func (r *caseResource) closeNew(ctx context.Context, m *caseModel, _ *marks) error {
	if !m.Closed.ValueBool() {
		return nil
	}
	_, err := endCase(ctx, r.Client, m.ID.ValueString(), m.GroupID.ValueString())
	return err
}

// rateNew sends the rating if the ticket is completed; else it waits for the plan after that. One that the ticket has already is not sent again: the
// answer to it was lost.
func (r *caseResource) rateNew(ctx context.Context, m *caseModel, mark *marks) error {
	if m.Score.IsNull() || mark.Scored {
		return nil
	}
	id, group := m.ID.ValueString(), m.GroupID.ValueString()
	detail, err := r.Client.Case(ctx, id, group)
	if err != nil || int64(*detail.Status) != statusCompleted {
		return err
	}
	body, err := scoreOf(ctx, m.Score)
	if err != nil {
		return err
	}
	if group != "" {
		body.GroupId = &group
	}
	if !osm.IsRated(detail, body) {
		if err := r.Client.Score(ctx, id, body); err != nil {
			return err
		}
	}
	mark.Scored = true
	return nil
}

// scoreModel is the argument score.
type scoreModel struct {
	Judgement types.String  `tfsdk:"judgement"`
	Ratings   []ratingModel `tfsdk:"incident_satisfaction_list"`
}

type ratingModel struct {
	ID    types.Int64 `tfsdk:"satisfaction_id"`
	Value types.Int64 `tfsdk:"satisfaction_value"`
}

func scoreOf(ctx context.Context, v types.Object) (osmapi.CreateScoreV2Req, error) {
	var m scoreModel
	if diags := v.As(ctx, &m, objectOptions); diags.HasError() {
		return osmapi.CreateScoreV2Req{}, framework.AsError(diags)
	}
	body := osmapi.CreateScoreV2Req{Judgement: m.Judgement.ValueString()}
	for _, r := range m.Ratings {
		body.IncidentSatisfactionList = append(body.IncidentSatisfactionList, osmapi.IncidentSatisfactionV2Do{
			SatisfactionId: int32(r.ID.ValueInt64()), SatisfactionValue: int32(r.Value.ValueInt64()),
		})
	}
	return body, nil
}
