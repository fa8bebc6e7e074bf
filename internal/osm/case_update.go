// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// ContactFields are the API names of the fields of a Contact.
var ContactFields = [4]string{"area_code", "remind_mobile", "remind_mail", "remind_time"}

// Contact holds the contact fields of a ticket in the order of ContactFields; "" is none.
type Contact [4]string

// ContactOf returns the contact of a ticket as the service reports it.
func ContactOf(d *osmapi.IncidentDetailInfoV2) Contact {
	info := value(d.ExtInfo)
	return Contact{value(info.AreaCode), value(info.RemindMobile), value(info.RemindMail), value(info.RemindTime)}
}

// ContactChange is the result of changing a contact.
type ContactChange struct {
	// Cleared names the fields that the service cleared because they were reported masked and could therefore not be sent.
	Cleared []string
	// Unchecked is set if such a field was not sent and the ticket could not be read afterwards.
	Unchecked error
}

// ChangeContact sends the full contact, since the service may clear what is omitted; the ticket fills in what want leaves empty.
func (c *Client) ChangeContact(
	ctx context.Context, id, groupID string, want Contact, extension *map[string]any,
) (change ContactChange, err error) {
	detail, err := c.Case(ctx, id, groupID)
	if err != nil {
		return change, err
	}
	has := ContactOf(detail)
	body := osmapi.UpdateCaseContactInfoReq{ExtensionMap: extension, GroupId: optional(groupID)}
	var masked []int
	for i, field := range []**string{&body.AreaCode, &body.RemindMobile, &body.RemindMail, &body.RemindTime} {
		for _, v := range []string{has[i], want[i]} {
			if v != "" && !IsMasked(v) {
				*field = &v
			}
		}
		if *field == nil && has[i] != "" {
			masked = append(masked, i)
		}
	}
	if err := c.UpdateContact(ctx, id, body); err != nil || len(masked) == 0 {
		return change, err
	}
	var after *osmapi.IncidentDetailInfoV2
	if after, change.Unchecked = c.Case(ctx, id, groupID); after != nil {
		for _, i := range masked {
			if ContactOf(after)[i] == "" {
				change.Cleared = append(change.Cleared, ContactFields[i])
			}
		}
	}
	return change, nil
}

// IsMasked reports whether a contact is shown with asterisks.
func IsMasked(v string) bool { return strings.Contains(v, "*") }

// EqualsMasked reports whether echo is v, or v with parts of any length replaced by asterisks: 138****0000, t***@example.com.
func EqualsMasked(v, echo string) bool {
	equal, err := regexp.MatchString(`(?s)^`+strings.ReplaceAll(regexp.QuoteMeta(echo), `\*`, ".*")+`$`, v)
	return err == nil && equal
}

// UpdateContact sets the contact of a ticket. Pass all fields: it is not documented whether an omitted one is kept or cleared.
func (c *Client) UpdateContact(ctx context.Context, id string, body osmapi.UpdateCaseContactInfoReq) error {
	return c.doIdempotent(ctx, osmapi.NewUpdateCaseContactInfoRequest(c.server, id, body))
}

// SetExtends sets additional parameters of a ticket. No call reads them back in a documented form.
func (c *Client) SetExtends(ctx context.Context, id string, extends map[string]any, groupID string) error {
	body := osmapi.PutCaseExtParamReq{ExtendsMap: &extends, GroupId: optional(groupID)}
	return c.doIdempotent(ctx, osmapi.NewCreateCaseExtendsParamRequest(c.server, id, body))
}

// Relations lists the tickets that are related to a ticket.
func (c *Client) Relations(ctx context.Context, id string) ([]osmapi.CaseRealtionInfo, error) {
	out, err := get[osmapi.ListRelationResponse](ctx, c, osmapi.NewListRelationRequest(c.server, id))
	return value(out.CaseRelationList), err
}

// Relate relates tickets to a ticket, at most three. After an unknown outcome, only the missing ones are sent again.
func (c *Client) Relate(ctx context.Context, id string, related []string, groupID string) error {
	missing := related
	return c.reconcileRelations(ctx, id, func(has []string) bool {
		missing = Without(missing, has)
		return len(missing) == 0
	}, func(ctx context.Context) error {
		body := osmapi.CreateRelationsReq{RelatedIdList: missing, GroupId: optional(groupID)}
		return c.doOnce(ctx, transport.Call{}, osmapi.NewCreateRelationsRequest(c.server, id, body))
	})
}

// Unrelate removes the relation to one ticket and handles an unknown outcome like Relate.
func (c *Client) Unrelate(ctx context.Context, id, related, groupID string) error {
	reached := func(has []string) bool { return !slices.Contains(has, related) }
	return c.reconcileRelations(ctx, id, reached, func(ctx context.Context) error {
		body := osmapi.DeleteRelationsReq{RelatedId: related, GroupId: optional(groupID)}
		return c.doOnce(ctx, transport.Call{}, osmapi.NewDeleteRelationRequest(c.server, id, body))
	})
}

// reconcileRelations changes a ticket's relations. reached reports whether they are as they should be.
func (c *Client) reconcileRelations(
	ctx context.Context, id string, reached func(has []string) bool, send func(context.Context) error,
) error {
	return c.reconcile(ctx, write{
		repeatable: true,
		send:       send,
		look: func(ctx context.Context) (bool, error) {
			relations, err := c.Relations(ctx, id)
			return err == nil && reached(relatedIDs(relations)), err
		},
	})
}

// SetRelations relates the wanted tickets to a ticket and unrelates those of before that are not wanted; if before is nil, all
// others. It reads the relations first, so that a lost response causes no second call. changed reports whether it made one.
func (c *Client) SetRelations(ctx context.Context, id, groupID string, want, before []string) (changed bool, err error) {
	related, err := c.Relations(ctx, id)
	if err != nil {
		return false, err
	}
	return setAll(relatedIDs(related), want, before,
		func(other string) error { return c.Unrelate(ctx, id, other, groupID) },
		func(missing []string) error { return c.Relate(ctx, id, missing, groupID) })
}

func relatedIDs(relations []osmapi.CaseRealtionInfo) []string {
	known := slices.DeleteFunc(relations, func(r osmapi.CaseRealtionInfo) bool { return r.CaseId == nil })
	return mapped(known, func(r osmapi.CaseRealtionInfo) string { return *r.CaseId })
}

// setAll removes what is not wanted, if it is in before or before is nil, and adds what is missing.
func setAll[T comparable](has, want, before []T, remove func(T) error, add func([]T) error) (changed bool, err error) {
	for _, v := range Without(has, want) {
		if before != nil && !slices.Contains(before, v) {
			continue
		}
		changed = true
		if err := remove(v); err != nil {
			return changed, err
		}
	}
	if missing := Without(want, has); len(missing) > 0 {
		return true, add(missing)
	}
	return changed, nil
}

// Without returns the elements of a that are not in b.
func Without[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return slices.Contains(b, v) })
}

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

// RateCaseResult is the result of a rating.
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
	body.IncidentSatisfactionList = mapped(in.Ratings, func(r Rating) osmapi.IncidentSatisfactionV2Do {
		return osmapi.IncidentSatisfactionV2Do{SatisfactionId: int32(r.DimensionID), SatisfactionValue: int32(r.Value)}
	})
	if !isRated(detail, body) {
		err = c.Score(ctx, id, body)
		result.Sent = err == nil
	}
	result.Rated = err == nil
	return result, err
}

// Score rates a completed ticket.
func (c *Client) Score(ctx context.Context, id string, body osmapi.CreateScoreV2Req) error {
	return c.reconcile(ctx, write{
		repeatable: true,
		attempts:   1, // whether a second rating replaces the first is not documented
		send: func(ctx context.Context) error {
			_, err := c.doNoContent(ctx, transport.Call{}, osmapi.NewCreateScoresRequest(c.server, id, body))
			return err
		},
		look: func(ctx context.Context) (bool, error) {
			detail, err := c.Case(ctx, id, value(body.GroupId))
			return err == nil && isRated(detail, body), err
		},
	})
}

// isRated reports whether a ticket has a rating. The service may report the text alone, which then decides unless it is empty.
func isRated(d *osmapi.IncidentDetailInfoV2, want osmapi.CreateScoreV2Req) bool {
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
