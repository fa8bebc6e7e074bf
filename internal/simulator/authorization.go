// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The documented statuses of a request from support for access.
const (
	AuthorizationInitial    = -1
	AuthorizationWaiting    = 0
	AuthorizationGranted    = 1
	AuthorizationRejected   = 2
	AuthorizationExpired    = 3
	AuthorizationRecalled   = 4
	AuthorizationCancelled  = 5
	AuthorizationInApproval = 6
	AuthorizationRefused    = 7
)

// GrantDelay is how long AuthorizationGrantsDelayed still shows a granted request as waiting.
const GrantDelay = 3 * time.Second

// authorization is a request from support for access.
type authorization struct {
	id       string
	ticket   *ticket
	status   int
	describe string
	created  time.Time
	from, to time.Time
	reason   string
	agencyID string
	grants   []AuthorizationGrant
	// grantedAt is the time of the first grant.
	grantedAt time.Time
	details   []*authorizationDetail
}

// authorizationDetail is one console or host of a request.
type authorizationDetail struct {
	id       int
	host     AuthorizationHost
	sessions []authorizationSession
}

type authorizationSession struct {
	id int
	AuthorizationSession
}

// hasEnded reports whether support can no longer use the request.
func (a *authorization) hasEnded() bool {
	return slices.Contains([]int{AuthorizationRejected, AuthorizationExpired, AuthorizationRecalled, AuthorizationCancelled,
		AuthorizationRefused}, a.status)
}

// shownAuthorizationStatus returns the status in responses.
func (s *Simulator) shownAuthorizationStatus(a *authorization) int {
	isNew := !a.grantedAt.IsZero() && s.Now().Sub(a.grantedAt) < GrantDelay
	if isNew && s.behaviors.AuthorizationGrants == AuthorizationGrantsDelayed {
		return AuthorizationWaiting
	}
	return a.status
}

// expire ends the grants whose time is over.
func (s *Simulator) expire(a *authorization) {
	if a.status == AuthorizationGranted && !a.to.IsZero() && !s.Now().Before(a.to) {
		a.end(AuthorizationExpired)
	}
}

func (a *authorization) end(status int) {
	a.status, a.ticket.authorized = status, 0
}

// findAuthorization finds the request in the path. A ticket of another member of a group needs the group's ID.
func (s *Simulator) findAuthorization(c *call, groupID string) (*authorization, *apiError) {
	id := c.path["authorization_id"]
	at := slices.IndexFunc(s.store.authorizations, func(a *authorization) bool { return a.id == id })
	if at < 0 {
		return nil, s.noAuthorization()
	}
	a := s.store.authorizations[at]
	if _, apiErr := s.find(c, a.ticket.id, groupID); apiErr != nil {
		return nil, apiErr
	}
	s.expire(a)
	if a.hasEnded() && s.behaviors.EndedAuthorizations == EndedAuthorizationsGone {
		return nil, s.noAuthorization()
	}
	return a, nil
}

func (s *Simulator) noAuthorization() *apiError {
	switch s.behaviors.MissingAuthorizations {
	case MissingAuthorizationNoTicket:
		return reject(codeNoTicket)
	case MissingAuthorizationUnsupported:
		return reject(codeAuthorization)
	default:
		return invalid("authorization_id")
	}
}

func (s *Simulator) listAuthorizations(c *call) (any, *apiError) {
	ticketID, text := first(c.query["incident_id"]), first(c.query["simple_description"])
	user := first(c.query["sub_customer_name"])
	found := []object{}
	for _, a := range s.store.authorizations {
		if _, apiErr := s.find(c, a.ticket.id, first(c.query["group_id"])); apiErr != nil {
			continue
		}
		s.expire(a)
		status := s.shownAuthorizationStatus(a)
		differs := ticketID != "" && a.ticket.id != ticketID || !strings.Contains(a.ticket.description, text) ||
			user != "" && a.ticket.ownerName != user || c.integer("status", status) != status
		if differs || a.hasEnded() && s.behaviors.EndedAuthorizations == EndedAuthorizationsGone {
			continue
		}
		item := s.authorizationItem(c, a)
		item["create_time"], item["customer_id"] = s.formatTime(c, a.created), c.principal.DomainID
		item["x_customer_id"], item["content_of_auth_letter"] = a.ticket.ownerID, "I agree."
		found = append(found, item)
	}
	items := paged(c, found)
	return object{"count": s.total(len(found), len(items)), "incident_auth_list": items}, nil
}

// authorizationItem returns what the list and the detail have in common.
func (s *Simulator) authorizationItem(c *call, a *authorization) object {
	return object{
		"id": a.id, "status": s.shownAuthorizationStatus(a), "incident_id": a.ticket.id,
		"simple_description": s.shownText(c, a.ticket.description, false),
		"auth_describe":      s.shownText(c, a.describe, true),
		"resource_type_id":   "1", "resource_type_name": "Host", "visit_type_id": "2", "visit_type_name": "Host login",
		"auth_effective_time": s.optionalTime(c, a.from), "auth_expire_time": s.optionalTime(c, a.to),
		"reject_reason": a.reason, "xcustomer_name": a.ticket.ownerName,
	}
}

// optionalTime is formatTime with null for no time.
func (s *Simulator) optionalTime(c *call, t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return s.formatTime(c, t)
}

func (s *Simulator) showAuthorization(c *call) (any, *apiError) {
	a, apiErr := s.findAuthorization(c, first(c.query["group_id"]))
	if apiErr != nil {
		return nil, apiErr
	}
	item, details := s.authorizationItem(c, a), []object{}
	if !a.hasEnded() || s.behaviors.EndedAuthorizations == EndedAuthorizationsKept {
		for _, d := range a.details {
			details = append(details, object{
				"id": d.id, "type": boolToInt(d.host.InstanceID != ""), "instance_id": d.host.InstanceID,
				"instance_name": d.host.InstanceName, "region_id": d.host.RegionID, "port": d.host.Port,
				"account": d.host.Account,
			})
		}
	}
	item["incident_auth_detail_list"], item["agency_name"] = details, a.agencyID
	item["auth_handler_name"], item["content_type_id"], item["content_type_name"] = "", "3", "Operation"
	if len(a.grants) > 0 {
		item["auth_handler_name"] = c.principal.UserName
	}
	return item, nil
}

// grantBody is the body of ConfirmAuthorizations.
type grantBody struct {
	Details   []grantDetail `json:"auth_detail_list"`
	Effective *int64        `json:"auth_effective_time"`
	Expire    *int64        `json:"auth_expire_time"`
	GroupID   string        `json:"group_id"`
	AgencyID  string        `json:"agency_id"`
}

type grantDetail struct {
	ID       int    `json:"auth_detail_id"`
	Port     int    `json:"port"`
	Account  string `json:"account"`
	Password string `json:"password"`
}

// echo returns a text of the request as an API error quotes it, if Behaviors.RequestEcho says so.
func (s *Simulator) echo(detail string, c *call) string {
	if s.behaviors.RequestEcho == RequestEchoQuoted {
		return detail + ": " + string(c.body)
	}
	return detail
}

func (s *Simulator) grantAuthorization(c *call) (any, *apiError) {
	var body grantBody
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	a, apiErr := s.findAuthorization(c, body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	repeats := a.status == AuthorizationGranted || a.status == AuthorizationInApproval
	if a.status != AuthorizationWaiting && (!repeats || s.behaviors.RepeatedGrants == RepeatedGrantsRejected) {
		return nil, &apiError{code: codeAuthorization, detail: s.echo("status "+strconv.Itoa(a.status), c)}
	}
	if apiErr := s.checkGrant(c, a, body); apiErr != nil {
		return nil, apiErr
	}
	a.grants = append(a.grants, AuthorizationGrant{Body: slices.Clone(c.body)})
	if repeats {
		c.applied = true
		return emptyResponse{}, nil
	}
	a.from, a.to = s.Now(), s.Now().Add(24*time.Hour)
	if body.Effective != nil {
		a.from = s.authorizationTime(*body.Effective)
	}
	if body.Expire != nil {
		a.to = s.authorizationTime(*body.Expire)
	}
	a.agencyID, a.grantedAt, a.status = body.AgencyID, s.Now(), AuthorizationGranted
	if s.behaviors.AuthorizationGrants == AuthorizationGrantsApproval {
		a.status = AuthorizationInApproval
	}
	a.ticket.authorized = boolToInt(a.status == AuthorizationGranted)
	s.logCall(c, a.ticket, logGranted, "confirmAuthorization")
	c.applied = true
	return emptyResponse{}, nil
}

// checkGrant checks details and times of a grant.
func (s *Simulator) checkGrant(c *call, a *authorization, body grantBody) *apiError {
	for _, d := range body.Details {
		known := slices.ContainsFunc(a.details, func(own *authorizationDetail) bool { return own.id == d.ID })
		if !known {
			return invalid(s.echo("auth_detail_id", c))
		}
	}
	if body.Expire != nil && !s.Now().Before(s.authorizationTime(*body.Expire)) {
		return invalid(s.echo("auth_expire_time", c))
	}
	return nil
}

// authorizationTime returns a time of a request in the unit of Behaviors.AuthorizationTimes.
func (s *Simulator) authorizationTime(n int64) time.Time {
	if s.behaviors.AuthorizationTimes == AuthorizationTimesInSeconds {
		return time.Unix(n, 0)
	}
	return time.UnixMilli(n)
}

func (s *Simulator) updateAuthorization(c *call) (any, *apiError) {
	var body struct {
		Reason  string `json:"reject_reason"`
		GroupID string `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	a, apiErr := s.findAuthorization(c, body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	rejects := first(c.query["action_id"]) == "reject"
	kind, status := logWithdrawn, AuthorizationCancelled
	permitted := a.status == AuthorizationGranted || s.behaviors.EarlyCancellation == EarlyCancellationAccepted && !a.hasEnded()
	if rejects {
		kind, status, permitted = logRejected, AuthorizationRejected, a.status == AuthorizationWaiting
	}
	if !permitted {
		return nil, &apiError{code: codeAuthorization, detail: fmt.Sprintf("status %d", a.status)}
	}
	a.end(status)
	a.reason = body.Reason
	s.logCall(c, a.ticket, kind, "updateAuthorization")
	c.applied = true
	return emptyResponse{}, nil
}

// checkHost logs in to a host, whose password is HostPassword.
func (s *Simulator) checkHost(c *call) (any, *apiError) {
	var body struct {
		Port     int    `json:"port"`
		Account  string `json:"account"`
		Password string `json:"password"`
		GroupID  string `json:"group_id"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	for _, a := range s.store.authorizations {
		for _, d := range a.details {
			if strconv.Itoa(d.id) != c.path["authorization_detail_id"] {
				continue
			}
			if body.Password != HostPassword || body.Account != d.host.Account || body.Port != d.host.Port {
				return nil, &apiError{code: codeHostLogin, detail: s.echo("host", c)}
			}
			return emptyResponse{}, nil
		}
	}
	return nil, invalid("authorization_detail_id")
}

func (*Simulator) showLoginType(*call) (any, *apiError) { return object{"login_type": "password"}, nil }
