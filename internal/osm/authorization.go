// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
	"github.com/servicetickets/terraform-provider-osm/internal/transport"
)

// The statuses of an authorization, a request from support for access (API reference: ListAuthorizations).
const (
	AuthorizationInitial    = -1
	AuthorizationWaiting    = 0
	AuthorizationGranted    = 1
	AuthorizationRejected   = 2
	AuthorizationExpired    = 3
	AuthorizationRecalled   = 4
	AuthorizationCancelled  = 5
	AuthorizationInApproval = 6
	AuthorizationNotPassed  = 7
)

// Limits of the API reference.
const (
	MaxAuthorizationID     = 32
	MaxAuthorizationStatus = 10
	MaxAuthorizationGrants = 6
	MaxRejectReason        = 300
)

var authorizationNames = map[int64]string{
	AuthorizationInitial:    "initial",
	AuthorizationWaiting:    "waiting",
	AuthorizationGranted:    "granted",
	AuthorizationRejected:   "rejected",
	AuthorizationExpired:    "expired",
	AuthorizationRecalled:   "recalled",
	AuthorizationCancelled:  "cancelled",
	AuthorizationInApproval: "in_approval",
	AuthorizationNotPassed:  "approval_rejected",
}

// AuthorizationStatusName returns the provider's name of a status, or its number.
func AuthorizationStatusName(status int64) string {
	return nameOf(authorizationNames, status)
}

// IsGrantedAuthorization reports whether access was granted and may be in use, now or once it is approved.
func IsGrantedAuthorization(status int64) bool {
	return status == AuthorizationGranted || status == AuthorizationInApproval
}

// HasEndedAuthorization reports whether a status is final: such a request can't be granted again.
func HasEndedAuthorization(status int64) bool {
	return slices.Contains([]int64{AuthorizationRejected, AuthorizationExpired, AuthorizationRecalled, AuthorizationCancelled,
		AuthorizationNotPassed}, status)
}

// AuthorizationFilter selects authorizations. The zero value selects all.
type AuthorizationFilter struct {
	CaseID, SubCustomerName, Description, GroupID string
	Status                                        *int32
}

// Authorizations lists the requests from support for access.
func (c *Client) Authorizations(ctx context.Context, f AuthorizationFilter) ([]osmapi.IncidentOrderAuthV2, error) {
	return listing[osmapi.ListAuthorizationsResponse, osmapi.IncidentOrderAuthV2]{
		request: func(offset, limit *int32) osmapi.Request {
			return osmapi.NewListAuthorizationsRequest(c.server, &osmapi.ListAuthorizationsParams{
				IncidentId:        optional(f.CaseID),
				Status:            f.Status,
				SubCustomerName:   optional(f.SubCustomerName),
				SimpleDescription: optional(f.Description),
				GroupId:           optional(f.GroupID),
				Offset:            offset,
				Limit:             limit,
			})
		},
		page: func(out osmapi.ListAuthorizationsResponse) ([]osmapi.IncidentOrderAuthV2, *osmapi.Integer) {
			return value(out.IncidentAuthList), out.Count
		},
		key: func(a osmapi.IncidentOrderAuthV2) string { return value(a.Id) },
	}.all(ctx, c)
}

// PendingAuthorization returns the first request for access of a ticket that waits for a decision. It reports false if there is
// none. A field that the list leaves out does not rule out an entry that the service selected.
func (c *Client) PendingAuthorization(
	ctx context.Context, caseID, groupID string,
) (osmapi.IncidentOrderAuthV2, bool, error) {
	waiting := int32(AuthorizationWaiting)
	list, err := c.Authorizations(ctx, AuthorizationFilter{CaseID: caseID, GroupID: groupID, Status: &waiting})
	at := slices.IndexFunc(list, func(a osmapi.IncidentOrderAuthV2) bool {
		return value(a.Id) != "" && value(a.Status) == AuthorizationWaiting && (a.IncidentId == nil || *a.IncidentId == caseID)
	})
	if err != nil || at < 0 {
		return osmapi.IncidentOrderAuthV2{}, false, err
	}
	return list[at], true, nil
}

// Authorization reads a request for access.
func (c *Client) Authorization(ctx context.Context, id, groupID string) (*osmapi.ShowAuthorizationDetailResponse, error) {
	r := osmapi.NewShowAuthorizationDetailRequest(c.server, id,
		&osmapi.ShowAuthorizationDetailParams{GroupId: optional(groupID)})
	out, err := get[osmapi.ShowAuthorizationDetailResponse](ctx, c, r)
	switch {
	case err != nil:
		return nil, err
	case out.Status == nil:
		return nil, missing(r, "status")
	}
	return &out, nil
}

// AuthorizationGoneError reports a request that the service no longer has.
type AuthorizationGoneError struct {
	ID  string
	Err error
}

func (e *AuthorizationGoneError) Error() string { return e.Detail() }
func (e *AuthorizationGoneError) Unwrap() error { return e.Err }

// Detail returns cause, next step and facts.
func (e *AuthorizationGoneError) Detail() string {
	return fmt.Sprintf("The service has no request %s for access. Check the ID; the data source osm_authorizations lists the "+
		"requests.\n\n%s", e.ID, apierror.Detail(e.Err))
}

// goneCodes are codes that may mean that a request does not exist: invalid parameter, operation not supported. The reference
// names none.
var goneCodes = []string{"OSM.01010001", "OSM.01010018"}

// AuthorizationOf is Authorization for a request that the ticket is known to have had. One that the service rejects and does not
// list among those of the ticket is an *AuthorizationGoneError: it may be deleted once it has ended.
func (c *Client) AuthorizationOf(
	ctx context.Context, id, caseID, groupID string,
) (*osmapi.ShowAuthorizationDetailResponse, error) {
	out, err := c.Authorization(ctx, id, groupID)
	e := apierror.As(err)
	switch {
	case err == nil:
		return out, nil
	case apierror.IsNotFound(err):
		return nil, &AuthorizationGoneError{id, err}
	case !IsRejection(err) || e == nil || !slices.Contains(goneCodes, e.Code) || caseID == "":
		return nil, err
	}
	list, listErr := c.Authorizations(ctx, AuthorizationFilter{CaseID: caseID, GroupID: groupID})
	isThis := func(a osmapi.IncidentOrderAuthV2) bool { return value(a.Id) == id }
	if listErr != nil || slices.ContainsFunc(list, isThis) {
		return nil, err
	}
	return nil, &AuthorizationGoneError{id, err}
}

// AuthorizationLoginType returns how support logs in (API reference: ShowLoginType).
func (l LookUps) AuthorizationLoginType(ctx context.Context) (*string, error) {
	out, err := lookUp[osmapi.ShowLoginTypeResponse](ctx, l, osmapi.NewShowLoginTypeRequest(l.client.server))
	return out.LoginType, err
}

// HostLogin is what support logs in to one host with, for a detail of a request.
type HostLogin struct {
	DetailID          int64
	Port              *int32
	Account, Password *string
}

// isComplete reports whether the service can try the login.
func (h HostLogin) isComplete() bool { return h.Port != nil && h.Account != nil && h.Password != nil }

// GrantInput describes how a request for access is granted.
type GrantInput struct {
	ID, GroupID, AgencyID string
	Logins                []HostLogin
	// EffectiveTime and ExpireTime are passed on unchanged: the reference states no unit.
	EffectiveTime, ExpireTime *int64
	// VerifyHosts tries complete logins first.
	VerifyHosts bool
}

func (in GrantInput) secrets() (out []string) {
	for _, h := range in.Logins {
		out = append(out, value(h.Account), value(h.Password))
	}
	return out
}

// AuthorizationEndedError reports a request for access that can't be granted, since its status is final.
type AuthorizationEndedError struct {
	ID, Reason string
	Status     int64
}

func (e *AuthorizationEndedError) Error() string { return e.Detail() }

// Detail returns cause and next step.
func (e *AuthorizationEndedError) Detail() string {
	text := fmt.Sprintf("Request %s has the final status %s", e.ID, AuthorizationStatusName(e.Status))
	if e.Reason != "" {
		text += fmt.Sprintf(" (%s)", e.Reason)
	}
	return text + ", so it can't be granted. Ask support for another request and set `authorization_id` to its ID; the data " +
		"source osm_authorizations lists the requests."
}

// HostLoginError reports a login that the service tried without success.
type HostLoginError struct {
	DetailID int64
	Err      error
}

func (e *HostLoginError) Error() string { return e.Detail() }
func (e *HostLoginError) Unwrap() error { return e.Err }

// Detail returns cause, next step and facts.
func (e *HostLoginError) Detail() string {
	return fmt.Sprintf("The service did not confirm the login to the host of detail %d, so nothing was granted. Check `port`, "+
		"`account` and `password_wo`, or remove `verify_hosts`.\n\n%s", e.DetailID, apierror.Detail(e.Err))
}

const opGrant = "ConfirmAuthorizations"

// GrantAuthorization grants a request once and returns it. A request that is already granted is not granted again: adopted
// reports that a person or an earlier run granted it.
func (c *Client) GrantAuthorization(
	ctx context.Context, in GrantInput,
) (out *osmapi.ShowAuthorizationDetailResponse, adopted bool, err error) {
	unlock, err := c.lock(ctx, opGrant, "authorization\x00"+in.ID)
	if err != nil {
		return nil, false, err
	}
	defer unlock()
	if out, err = c.grantable(ctx, in); err != nil || IsGrantedAuthorization(int64(*out.Status)) {
		return out, err == nil, err
	}
	if in.VerifyHosts {
		if err := c.verifyHosts(ctx, in); err != nil {
			return nil, false, err
		}
	}
	look := func(ctx context.Context) (bool, error) {
		now, err := c.Authorization(ctx, in.ID, in.GroupID)
		if err != nil {
			return false, err
		}
		out = now
		switch status := int64(*now.Status); {
		case status == AuthorizationNotPassed: // the grant was received, and its approval rejected since
			return true, nil
		case HasEndedAuthorization(status):
			return false, &inconclusiveError{final: true, err: &AuthorizationEndedError{in.ID, value(now.RejectReason), status}}
		default:
			return IsGrantedAuthorization(status), nil
		}
	}
	r := osmapi.NewConfirmAuthorizationsRequest(c.server, in.ID, in.body())
	send := func(ctx context.Context) error {
		return withhold(c.doOnce(ctx, transport.Call{CancelGrace: cancelGrace}, r), in.secrets())
	}
	switch err := c.reconcile(ctx, write{op: opGrant, send: send, look: look}); {
	case IsRejection(err):
		// Somebody may have answered the request in the meantime.
		if now, endErr := c.grantable(ctx, in); endErr == nil && IsGrantedAuthorization(int64(*now.Status)) {
			return now, true, nil
		} else if _, ended := errors.AsType[*AuthorizationEndedError](endErr); ended {
			return nil, false, endErr
		}
		return nil, false, err
	case err != nil:
		if ended, ok := errors.AsType[*AuthorizationEndedError](err); ok {
			return nil, false, ended
		}
		return nil, false, err
	}
	// The status may show the grant late. It is accepted in any case, and an error would grant it again.
	_ = c.awaitVisible(ctx, look)
	return out, false, nil
}

// grantable reads a request. One that has ended is an *AuthorizationEndedError.
func (c *Client) grantable(ctx context.Context, in GrantInput) (*osmapi.ShowAuthorizationDetailResponse, error) {
	out, err := c.Authorization(ctx, in.ID, in.GroupID)
	if err != nil {
		return nil, err
	}
	if status := int64(*out.Status); HasEndedAuthorization(status) {
		return nil, &AuthorizationEndedError{in.ID, value(out.RejectReason), status}
	}
	return out, nil
}

func (in GrantInput) body() osmapi.AgreeTenantAuthorizationV2Req {
	out := osmapi.AgreeTenantAuthorizationV2Req{
		AuthEffectiveTime: in.EffectiveTime,
		AuthExpireTime:    in.ExpireTime,
		GroupId:           optional(in.GroupID),
		AgencyId:          optional(in.AgencyID),
	}
	if len(in.Logins) > 0 {
		details := mapped(in.Logins, func(h HostLogin) osmapi.TenantAgreeAuthDetailV2 {
			return osmapi.TenantAgreeAuthDetailV2{
				AuthDetailId: h.DetailID,
				Port:         h.Port,
				Account:      h.Account,
				Password:     h.Password,
			}
		})
		out.AuthDetailList = &details
	}
	return out
}

// verifyHosts lets the service try each complete login.
func (c *Client) verifyHosts(ctx context.Context, in GrantInput) error {
	for _, h := range in.Logins {
		if !h.isComplete() {
			continue
		}
		r := osmapi.NewCheckHostsRequest(c.server, h.DetailID, osmapi.VerifyHostV2Req{
			Port: *h.Port, Account: *h.Account, Password: *h.Password, GroupId: optional(in.GroupID)})
		if _, err := c.doNoContent(ctx, transport.Call{Repeatable: true}, r); err != nil {
			return &HostLoginError{h.DetailID, withhold(err, in.secrets())}
		}
	}
	return nil
}

const withheld = "(withheld, because it repeats what was sent)"

// withhold removes the service's message from an error if it quotes a secret, or if it was cut and may end within one.
func withhold(err error, secrets []string) error {
	if e := apierror.As(err); e != nil && e.Quotes(secrets) {
		e.Message = withheld
	}
	return err
}
