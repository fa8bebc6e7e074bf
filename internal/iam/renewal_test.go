// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/config"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// TestRenewal_faultLeavesTheOldTokenInUse lets the login service fail when a renewal is due: the token is used until it expires.
func TestRenewal_faultLeavesTheOldTokenInUse(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"fault": http.StatusServiceUnavailable, "rejection": http.StatusUnauthorized} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{})
			settings := f.password()
			settings.MaxRetries = config.Known(0)
			c, _ := f.connect(t, settings)
			expectNone(t, []error{call(t.Context(), c)})
			f.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: simulator.RejectBefore, Status: status})
			f.ResetLog()
			f.Advance(24*time.Hour - 5*time.Minute)
			expectNone(t, wave(t.Context(), c))
			f.expectLogins(t, 1)
			f.Advance(time.Minute)
			expectNone(t, wave(t.Context(), c))
			f.expectLogins(t, map[int]int{http.StatusServiceUnavailable: 2, http.StatusUnauthorized: 1}[status])
			f.Advance(5 * time.Minute)
			if call(t.Context(), c) == nil {
				t.Error("an expired token was used")
			}
		})
	}
}

// TestRenewal_onAWrongClock has a machine whose clock is wrong: lives are counted, not compared.
func TestRenewal_onAWrongClock(t *testing.T) {
	t.Parallel()
	password := func(f *fixture) *config.Settings { return f.password() }
	role := func(f *fixture) *config.Settings {
		settings := agency(f.keys())
		settings.AssumeRole[0].Duration = config.Known(900)
		return settings
	}
	for name, c := range map[string]struct {
		settings func(*fixture) *config.Settings
		path     string
		skew     time.Duration
		// until is shortly before the renewal.
		until time.Duration
	}{
		"password, ahead":  {password, "/v3/auth/tokens", 30 * time.Hour, 24*time.Hour - 11*time.Minute},
		"password, behind": {password, "/v3/auth/tokens", -30 * time.Hour, 24*time.Hour - 11*time.Minute},
		"agency, ahead":    {role, "/v3.0/OS-CREDENTIAL/securitytokens", 10 * time.Minute, 11 * time.Minute},
		"agency, behind":   {role, "/v3.0/OS-CREDENTIAL/securitytokens", -10 * time.Minute, 11 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{})
			f.skew = c.skew
			api, _ := f.connect(t, c.settings(f))
			for _, later := range []time.Duration{0, c.until} {
				f.Advance(later)
				expectNone(t, []error{call(t.Context(), api)})
			}
			if n := f.at(http.MethodPost, c.path); n != 1 {
				t.Errorf("%d logins before the renewal was due", n)
			}
			f.Advance(2 * time.Minute)
			expectNone(t, []error{call(t.Context(), api)})
			if n := f.at(http.MethodPost, c.path); n != 2 {
				t.Errorf("%d logins after the renewal was due", n)
			}
		})
	}
}

// TestRenewal_oneTimeCodeIsNotRepeated loses the response to a login with a code: the code may be used up, so it is not sent
// again.
func TestRenewal_oneTimeCodeIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.Kind{simulator.DropAfter, simulator.FailAfter} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{Identity: func(c *identity.Config) { c.Passcodes = []string{"123456"} }})
			f.Inject(simulator.Fault{Operation: simulator.OperationToken, Kind: kind, Times: 1})
			c, _ := f.connect(t, &config.Settings{UserID: text(f.Options().UserID), Password: secret(f.Options().Password),
				Passcode: secret("123456")})
			for range 2 {
				if call(t.Context(), c) == nil {
					t.Error("a call was made without a login")
				}
			}
			f.expectLogins(t, 1)
		})
	}
}
