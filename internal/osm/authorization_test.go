// SPDX-License-Identifier: MPL-2.0

package osm_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// request asks for access to a host of a ticket and returns the ID of the request.
func (w *world) request(caseID string) string {
	w.t.Helper()
	id, _, err := w.RequestAuthorization(caseID, "Restart", simulator.AuthorizationHost{InstanceID: "i-1"})
	w.Must(err)
	return id
}

// TestPendingAuthorization shows that only a request of the ticket that waits for a decision is pending.
func TestPendingAuthorization(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	w.request(w.OpenCase("another"))
	pending := func(want string) {
		t.Helper()
		got, found, err := w.api.PendingAuthorization(t.Context(), w.id, "")
		if err != nil || found != (want != "") || found && *got.Id != want {
			t.Errorf("got %v, %v, %v, want %q", got.Id, found, err, want)
		}
	}
	pending("")
	answered, id := w.request(w.id), w.request(w.id)
	w.Must(w.SetAuthorizationStatus(answered, simulator.AuthorizationRejected))
	pending(id)
	w.Must(w.SetAuthorizationStatus(id, simulator.AuthorizationInApproval))
	pending("")
	w.Inject(simulator.Fault{Operation: "ListAuthorizations", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	if _, found, err := w.api.PendingAuthorization(t.Context(), w.id, ""); err == nil || found {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestGrantAuthorization_answeredMeanwhile shows what becomes of a grant that the service rejects because somebody answered the
// request after it was read.
func TestGrantAuthorization_answeredMeanwhile(t *testing.T) {
	t.Parallel()
	for status, adopts := range map[int]bool{simulator.AuthorizationGranted: true, simulator.AuthorizationRecalled: false} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		id := w.request(w.id)
		w.OnRequest(func(r *simulator.Request) {
			if r.Operation == "ConfirmAuthorizations" {
				w.Must(w.SetAuthorizationStatus(id, status))
			}
		})
		_, adopted, err := w.api.GrantAuthorization(t.Context(), osm.GrantInput{ID: id})
		ended, hasEnded := errors.AsType[*osm.AuthorizationEndedError](err)
		if adopted != adopts || hasEnded == adopts || hasEnded && ended.Status != int64(status) {
			t.Errorf("status %d: adopted %v, %v", status, adopted, err)
		}
	}
}

// TestGrantAuthorization_lostAndEnded shows that the end of a request that shows after a lost grant is not an unknown outcome.
func TestGrantAuthorization_lostAndEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	id := w.request(w.id)
	w.Inject(simulator.Fault{Operation: "ConfirmAuthorizations", Kind: simulator.DropBefore, Times: 1})
	w.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ConfirmAuthorizations" {
			w.Must(w.SetAuthorizationStatus(id, simulator.AuthorizationExpired))
		}
	})
	_, _, err := w.api.GrantAuthorization(t.Context(), osm.GrantInput{ID: id})
	if _, hasEnded := errors.AsType[*osm.AuthorizationEndedError](err); !hasEnded || !strings.Contains(err.Error(), "expired") {
		t.Error(err)
	}
	if n := w.Count("ConfirmAuthorizations"); n != 1 {
		t.Errorf("%d grants were sent", n)
	}
}

// TestWithdrawAuthorization_ofWaiting shows that a request that waits is only withdrawn if it was granted, and that the service's
// rejection then means that nothing is granted.
func TestWithdrawAuthorization_ofWaiting(t *testing.T) {
	t.Parallel()
	for _, granted := range []bool{false, true} {
		w := newWorld(t, simulator.Options{}, time.Minute)
		id := w.request(w.id)
		in := osm.EndAuthorizationInput{ID: id, WasGranted: granted}
		status, sent, err := w.api.WithdrawAuthorization(t.Context(), in)
		calls := map[bool]int{true: 1}[granted]
		if err != nil || sent || status != osm.AuthorizationWaiting || w.Count("UpdateAuthorizations") != calls {
			t.Errorf("granted %v: status %d, sent %v, %v", granted, status, sent, err)
		}
	}
}

// TestWithdrawAuthorization_notPermitted shows that a missing permission to withdraw what was granted does not prove that
// nothing is.
func TestWithdrawAuthorization_notPermitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	in := osm.EndAuthorizationInput{ID: w.request(w.id), WasGranted: true}
	w.Inject(simulator.Fault{Operation: "UpdateAuthorizations", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	if _, sent, err := w.api.WithdrawAuthorization(t.Context(), in); err == nil || sent {
		t.Errorf("sent %v, %v", sent, err)
	}
}

// TestAuthorizationOf_unlisted shows that only a request that is rejected and not listed is gone.
func TestAuthorizationOf_unlisted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Options{}, time.Minute)
	id := w.request(w.id)
	isGone := func(caseID string) bool {
		_, err := w.api.AuthorizationOf(t.Context(), id, caseID, "")
		_, gone := errors.AsType[*osm.AuthorizationGoneError](err)
		return gone
	}
	detail := w.Inject(simulator.Fault{Operation: "ShowAuthorizationDetail", Kind: simulator.RejectUnder200,
		Code: "OSM.01010001"})
	if isGone(w.id) {
		t.Error("a listed request counts as gone")
	}
	w.RemoveAuthorization(id)
	if !isGone(w.id) || isGone("") || detail.Fired() == 0 {
		t.Error("a request that is neither read nor listed does not count as gone, or does without its ticket")
	}
	w.ClearFaults()
	w.Inject(simulator.Fault{Operation: "ShowAuthorizationDetail", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
	if isGone(w.id) {
		t.Error("a missing permission counts as gone")
	}
}

func TestAuthorizationStatusName(t *testing.T) {
	t.Parallel()
	for status, want := range map[int64]string{-1: "initial", 1: "granted", 7: "approval_rejected", 9: "9"} {
		if got := osm.AuthorizationStatusName(status); got != want {
			t.Errorf("%d: %s", status, got)
		}
	}
}
