// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAuthorizationActions_twice runs each action on a request for access twice: both runs succeed and the service changes once.
func TestAuthorizationActions_twice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action string
		status int
		config map[string]any
		lines  [2]string
		calls  [2][]string
	}{
		"reject": {
			action: "osm_authorization_reject", config: map[string]any{"reject_reason": "no", "group_id": "g"},
			lines: [2]string{"was rejected.", "has already ended (rejected)"},
			calls: [2][]string{{"ShowAuthorizationDetail", "UpdateAuthorizations reject"}, {"ShowAuthorizationDetail"}},
		},
		"withdraw": {
			action: "osm_authorization_withdraw", status: simulator.AuthorizationGranted, config: map[string]any{"group_id": "g"},
			lines: [2]string{"(granted) was withdrawn.", "has already ended (cancelled)"},
			calls: [2][]string{{"ShowAuthorizationDetail", "UpdateAuthorizations cancel"}, {"ShowAuthorizationDetail"}},
		},
		"withdraw what nobody granted": {
			action: "osm_authorization_withdraw",
			lines:  [2]string{"(waiting) is not granted", "(waiting) is not granted"},
			calls:  [2][]string{{"ShowAuthorizationDetail"}, {"ShowAuthorizationDetail"}},
		},
	} {
		for travel, options := range map[string]simulator.Options{"200": {}, "4xx": {HTTPErrors: true}} {
			t.Run(name+"/"+travel, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, options)
				s := start(t, env, nil)
				id, _, err := env.RequestAuthorization(env.OpenCase("The node does not answer"), "Restart")
				env.Must(err)
				env.Must(env.SetAuthorizationStatus(id, c.status))
				for run := range 2 {
					env.ResetLog()
					lines, diags := s.invoke(c.action, with(c.config, map[string]any{"authorization_id": id}))
					s.noErrors(nil, diags)
					if len(lines) != 1 || !strings.Contains(lines[0], c.lines[run]) || !strings.Contains(lines[0], id) {
						t.Errorf("run %d printed %q, want one line with the ID and %q", run+1, lines, c.lines[run])
					}
					if got := calls(env); !slices.Equal(got, c.calls[run]) {
						t.Errorf("run %d made the calls %q, want %q", run+1, got, c.calls[run])
					}
				}
			})
		}
	}
}

// TestAuthorizationActions_rejected shows that the service decides whether a granted request can be rejected.
func TestAuthorizationActions_rejected(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	s := start(t, env, nil)
	id, _, err := env.RequestAuthorization(env.OpenCase("The node does not answer"), "Restart")
	env.Must(err)
	env.Must(env.SetAuthorizationStatus(id, simulator.AuthorizationGranted))
	_, diags := s.invoke("osm_authorization_reject", map[string]any{"authorization_id": id, "reject_reason": "no"})
	if len(diags) != 1 || !strings.Contains(diags[0].Detail, "OSM.01010018") {
		t.Errorf("%v", diags)
	}
}
