// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// Limits of a rating (API reference: CreateScores). Lengths are in characters.
const (
	MaxJudgement   = 400
	MaxRatings     = 100
	MaxDimensionID = 9999
	MaxRating      = 65535
)

// RateCaseInput is a rating.
type RateCaseInput struct {
	GroupID, Judgement string
	Ratings            []Rating
	// Completed sends the rating only if the ticket is completed.
	Completed bool
}

// Rating is the rating of one dimension (API reference: ListSatisfactionDimensions).
type Rating struct{ DimensionID, Value int64 }

// RateCaseResult is what came of a rating.
type RateCaseResult struct {
	// Status is the status of the ticket if Read is true. Only a completed one can be rated.
	Status int64
	Read   bool
	// Sent reports whether the rating was sent now, Rated whether the ticket has it.
	Sent, Rated bool
}

// RateCase rates a ticket. A rating that the ticket already has is not sent again.
func (c *Client) RateCase(ctx context.Context, id string, in RateCaseInput) (RateCaseResult, error) {
	detail, err := c.Case(ctx, id, in.GroupID)
	if err != nil {
		return RateCaseResult{}, err
	}
	result := RateCaseResult{Status: int64(*detail.Status), Read: true}
	if in.Completed && result.Status != StatusCompleted {
		return result, nil
	}
	body := osmapi.CreateScoreV2Req{Judgement: in.Judgement, GroupId: optional(in.GroupID)}
	for _, r := range in.Ratings {
		body.IncidentSatisfactionList = append(body.IncidentSatisfactionList, osmapi.IncidentSatisfactionV2Do{
			SatisfactionId: int32(r.DimensionID), SatisfactionValue: int32(r.Value),
		})
	}
	if !IsRated(detail, body) {
		if err := c.Score(ctx, id, body); err != nil {
			return result, err
		}
		result.Sent = true
	}
	result.Rated = true
	return result, nil
}

// Score rates a completed ticket. Whether a second rating replaces the first is not documented: after an unknown outcome the
// rating is looked for, and not sent again.
func (c *Client) Score(ctx context.Context, id string, body osmapi.CreateScoreV2Req) error {
	r := osmapi.NewCreateScoresRequest(c.server, id, body)
	return c.reconcile(ctx, write{
		op:         r.Op,
		repeatable: true,
		attempts:   1,
		send: func(ctx context.Context) error {
			_, err := c.doNoContent(ctx, transport.Call{}, r)
			return err
		},
		look: func(ctx context.Context) (bool, error) {
			detail, err := c.Case(ctx, id, value(body.GroupId))
			return err == nil && IsRated(detail, body), err
		},
	})
}

// IsRated reports whether a ticket has a rating. The service may report the words alone, which then decide, unless they are
// empty.
func IsRated(d *osmapi.IncidentDetailInfoV2, want osmapi.CreateScoreV2Req) bool {
	has := value(d.IncidentSatisfaction)
	if !SameText(value(d.Judgement), want.Judgement) || len(has) == 0 && want.Judgement == "" {
		return false
	}
	return len(has) == 0 || !slices.ContainsFunc(want.IncidentSatisfactionList, func(w osmapi.IncidentSatisfactionV2Do) bool {
		return !slices.ContainsFunc(has, func(h osmapi.IncidentSatisfactionAnswer) bool {
			return value(h.SatisfactionId) == osmapi.Integer(w.SatisfactionId) &&
				value(h.SatisfactionValue) == osmapi.Integer(w.SatisfactionValue)
		})
	})
}
