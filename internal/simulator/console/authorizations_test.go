// SPDX-License-Identifier: MPL-2.0

package console_test

import (
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestControl_authorizations asks for access and ends the request.
func TestControl_authorizations(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.sim.OpenCase("web-1 does not respond")
	s.sim.OpenCase("another")
	path := "tickets/" + id + "/authorizations"
	s.control("POST", path, `{"description":" "}`, 400)
	s.control("POST", path, `{"hosts":1}`, 400)
	s.control("POST", "tickets/TS-1/authorizations", `{"description":"Restart"}`, 404)
	got := s.control("POST", path, `{"description":"Restart","hosts":[{"instance_id":"i-1","account":"root","port":22}]}`, 200)
	want := `{"authorizations":[{"id":"Auth-100001","status":0,"detail_ids":[7001],"grants":0}]}`
	if strings.Join(strings.Fields(got.body), "") != want {
		t.Errorf("got %s, want %s", got.body, want)
	}
	s.control("POST", "authorizations/Auth-100001/status", `{"status":4}`, 204)
	s.control("POST", "authorizations/Auth-100001/status", `{"status":[]}`, 400)
	s.control("POST", "authorizations/Auth-1/status", `{"status":4}`, 404)
	s.control("GET", "tickets/TS-1/authorizations", "", 404)
	if a := s.sim.Authorizations()[0]; a.Status != simulator.AuthorizationRecalled || a.CaseID != id {
		t.Errorf("%+v", a)
	}
}
