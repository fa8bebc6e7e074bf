// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"testing"
	"time"
)

// oneToken mints tokens of that life.
type oneToken struct{ life time.Duration }

func (m oneToken) mint(context.Context) (Secret, time.Duration, error) {
	return "minted", m.life, nil
}

// TestCurrentToken holds what each kind of credential hands out.
func TestCurrentToken(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	clock := func() time.Time { return now }
	problem := errors.New("not known yet")
	for name, c := range map[string]struct {
		credential Credential
		want       Token
		err        error
	}{
		"login": {newTokenSource(oneToken{24 * time.Hour}, clock),
			Token{Value: "minted", ExpiresAt: now.Add(24 * time.Hour), RenewAt: now.Add(24*time.Hour - 10*time.Minute)}, nil},
		"short login": {newTokenSource(oneToken{10 * time.Minute}, clock),
			Token{Value: "minted", ExpiresAt: now.Add(10 * time.Minute), RenewAt: now.Add(8 * time.Minute)}, nil},
		"issued elsewhere": {static{"given"}, Token{Value: "given"}, nil},
		"keys":             {&keys{access: "AK", secret: "SK", now: clock}, Token{}, ErrNoToken},
		"unknown":          {failing{problem}, Token{}, problem},
	} {
		got, err := CurrentToken(t.Context(), c.credential)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: got %+v and %v, want %+v and %v", name, got, err, c.want, c.err)
		}
	}
}
