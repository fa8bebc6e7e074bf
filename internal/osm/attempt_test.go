// SPDX-License-Identifier: MPL-2.0

package osm

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// TestReconcile_rejectedAfterAnUnknownAttempt lets the second attempt of a write be rejected: the effect of the first one may
// show only then.
func TestReconcile_rejectedAfterAnUnknownAttempt(t *testing.T) {
	t.Parallel()
	rejected := &apierror.Error{Kind: apierror.Rejected, Status: 400}
	for name, c := range map[string]struct {
		applied bool
		look    error
		// failed and unknown are what the error says, candidates how many it names.
		failed, unknown bool
		candidates      int
	}{
		"the effect shows":       {applied: true},
		"it does not":            {failed: true},
		"it can't be looked for": {look: errors.New("no list"), failed: true, unknown: true},
		"several may be it": {look: &inconclusiveError{candidates: make([]Candidate, 2), err: errSeveral}, failed: true,
			unknown:    true,
			candidates: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sends := 0
			api := &Client{cfg: Config{Wait: func(context.Context, time.Duration) error { return nil }}}
			err := api.reconcile(t.Context(), write{
				op: "CreateCases",
				send: func(context.Context) error {
					if sends++; sends == 1 {
						return &apierror.Error{Kind: apierror.Interrupted, Sent: true}
					}
					return rejected
				},
				look: func(context.Context) (bool, error) {
					if sends == 1 {
						return false, nil
					}
					return c.applied, c.look
				},
			})
			unknown := &UnknownOutcomeError{}
			if errors.Is(err, rejected) != c.failed || errors.As(err, &unknown) != c.unknown || sends != 2 {
				t.Errorf("got %v after %d attempts", err, sends)
			}
			if len(unknown.Candidates) != c.candidates {
				t.Errorf("candidates: %v", unknown.Candidates)
			}
		})
	}
}
