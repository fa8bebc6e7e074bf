// SPDX-License-Identifier: MPL-2.0

package iam_test

import (
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestLoginIsRepeated shows that a login is retried, within bounds, if the response does not come from the login service, and is
// not retried if it does or if the login is valid once.
func TestLoginIsRepeated(t *testing.T) {
	t.Parallel()
	token := simulator.OperationToken
	for name, c := range map[string]struct {
		fault  simulator.Fault
		logins int
		fails  bool
	}{
		"HTML page":         {simulator.Fault{Kind: simulator.HTMLBefore, Times: 1}, 2, false},
		"empty body":        {simulator.Fault{Kind: simulator.EmptyAfter, Times: 1}, 2, false},
		"cut-off response":  {simulator.Fault{Kind: simulator.Truncate, Times: 1}, 2, false},
		"always HTML":       {simulator.Fault{Kind: simulator.HTMLBefore}, 2, true},
		"an object without": {simulator.Fault{Kind: simulator.HTMLAfter, Body: `{"token":{}}`, Times: 1}, 1, true},
		"rejected":          {simulator.Fault{Kind: simulator.RejectBefore, Status: 401, Times: 1}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, simulator.Options{})
			fault := c.fault
			fault.Operation = token
			f.Inject(fault)
			api, _ := f.connect(t, f.password())
			if err := call(t.Context(), api); (err != nil) != c.fails {
				t.Errorf("got %v", err)
			}
			f.expectLogins(t, c.logins)
		})
	}
	t.Run("a code that is valid once", func(t *testing.T) {
		t.Parallel()
		f := start(t, simulator.Options{})
		f.Inject(simulator.Fault{Operation: token, Kind: simulator.HTMLBefore})
		settings := f.userID()
		settings.Passcode = secret("123456")
		api, _ := f.connect(t, settings)
		if err := call(t.Context(), api); err == nil {
			t.Error("no error")
		}
		f.expectLogins(t, 1)
	})
}
