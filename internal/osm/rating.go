// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
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
