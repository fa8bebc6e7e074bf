// SPDX-License-Identifier: MPL-2.0

package iam

import (
	"context"
	"errors"
	"testing"
	"time"
)

// one issues tokens of that life.
type one struct{ life time.Duration }

func (i one) issue(context.Context) (*grant, error) {
	return &grant{token: NewSecret("issued"), life: i.life}, nil
}

// TestToken holds what each kind of credential hands out.
func TestToken(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	problem := errors.New("not known yet")
	for name, c := range map[string]struct {
		issuer       issuer
		value        string
		end, renewAt time.Time
		err          error
	}{
		"login":            {one{24 * time.Hour}, "issued", now.Add(24 * time.Hour), now.Add(24*time.Hour - 10*time.Minute), nil},
		"short login":      {one{10 * time.Minute}, "issued", now.Add(10 * time.Minute), now.Add(8 * time.Minute), nil},
		"issued elsewhere": {fixed{grant: &grant{token: NewSecret("given")}}, "given", time.Time{}, time.Time{}, nil},
		"keys":             {fixed{grant: &grant{access: NewSecret("AK")}}, "", time.Time{}, time.Time{}, ErrNoToken},
		"unknown":          {fixed{err: problem}, "", time.Time{}, time.Time{}, problem},
	} {
		got, err := (&Login{source: newSource(c.issuer, func() time.Time { return now })}).Token(t.Context())
		if got.Value.Reveal() != c.value || !got.ExpiresAt.Equal(c.end) || !got.RenewAt.Equal(c.renewAt) ||
			!errors.Is(err, c.err) {
			t.Errorf("%s: got %+v and %v", name, got, err)
		}
	}
}
