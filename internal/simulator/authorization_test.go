// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// ask asks for access to a host and returns the ID of the request and of its detail.
func (c *client) ask() (id string, detail int) {
	c.t.Helper()
	id, details, err := c.sim.RequestAuthorization(c.open(""), "Restart <b>it</b>", simulator.AuthorizationHost{
		InstanceID: "i-1", Account: "root", Port: 22})
	if err != nil {
		c.t.Fatal(err)
	}
	return id, details[0]
}

// answer sends a grant, a rejection or a withdrawal and returns status and code.
func (c *client) answer(id, how string) string {
	c.t.Helper()
	path := "/authorizations/" + id
	if how != "grant" {
		path += "/action?action_id=" + how
	}
	got := c.call("PUT", path, "{}")
	return strings.TrimSpace(fmt.Sprint(got.status, " ", got.code()))
}

func (c *client) authorizationStatus(id string) string {
	c.t.Helper()
	got := c.call("GET", "/authorizations/"+id, "")
	if got.code() != "" {
		return got.code()
	}
	return fmt.Sprint(got.fields()["status"])
}

func TestBehaviors_authorizations(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"AuthorizationGrants": {
			func(r *simulator.Behaviors, v int) { r.AuthorizationGrants = simulator.AuthorizationGrants(v) },
			func(c *client) string {
				id, _ := c.ask()
				now := c.answer(id, "grant") + " " + c.authorizationStatus(id)
				c.sim.Advance(simulator.GrantDelay)
				return now + " " + c.authorizationStatus(id)
			},
			[]string{"200 1 1", "200 0 1", "200 6 6"},
		},
		"RepeatedGrants": {
			func(r *simulator.Behaviors, v int) { r.RepeatedGrants = simulator.RepeatedGrants(v) },
			func(c *client) string {
				id, _ := c.ask()
				c.answer(id, "grant")
				return fmt.Sprint(c.answer(id, "grant"), " ", len(c.sim.Authorizations()[0].Grants))
			},
			[]string{"200 OSM.01010018 1", "200 2"},
		},
		"EarlyCancellation": {
			func(r *simulator.Behaviors, v int) { r.EarlyCancellation = simulator.EarlyCancellation(v) },
			func(c *client) string {
				id, _ := c.ask()
				return c.answer(id, "cancel") + " " + c.authorizationStatus(id)
			},
			[]string{"200 OSM.01010018 0", "200 5"},
		},
		"AuthorizationTimes": {
			func(r *simulator.Behaviors, v int) { r.AuthorizationTimes = simulator.AuthorizationTimes(v) },
			func(c *client) string {
				id, _ := c.ask()
				got := c.call("PUT", "/authorizations/"+id, fmt.Sprintf(`{"auth_expire_time":%d}`, noon().Unix()+60))
				return got.code() + c.call("GET", "/authorizations/"+id, "").text("auth_expire_time")
			},
			[]string{"OSM.01010001", "2026-03-04T12:01:00Z"},
		},
		"EndedAuthorizations": {
			func(r *simulator.Behaviors, v int) { r.EndedAuthorizations = simulator.EndedAuthorizations(v) },
			func(c *client) string {
				id, _ := c.ask()
				c.answer(id, "reject")
				listed := len(c.call("GET", "/authorizations", "").ok().list("incident_auth_list"))
				return fmt.Sprint(c.authorizationStatus(id), " ", listed, " ",
					len(c.call("GET", "/authorizations/"+id, "").list("incident_auth_detail_list")))
			},
			[]string{"2 1 1", "2 1 0", "OSM.01010001 0 0"},
		},
		"MissingAuthorizations": {
			func(r *simulator.Behaviors, v int) { r.MissingAuthorizations = simulator.MissingAuthorizations(v) },
			func(c *client) string { return c.authorizationStatus("Auth-1") },
			[]string{"OSM.01010001", "OSM.01010015", "OSM.01010018"},
		},
		"RequestEcho": {
			func(r *simulator.Behaviors, v int) { r.RequestEcho = simulator.RequestEcho(v) },
			func(c *client) string {
				_, detail := c.ask()
				got := c.call("POST", fmt.Sprintf("/authorizations/authorization-details/%d/verify-host", detail),
					`{"port":22,"account":"root","password":"wrong"}`)
				return fmt.Sprint(got.code(), " ", strings.Contains(got.text("error_msg"), "wrong"))
			},
			[]string{"OSM.01010003 false", "OSM.01010003 true"},
		},
	})
}

// TestAuthorizations answers requests in every order, and shows who can read them and what the ticket says.
func TestAuthorizations(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon, Behaviors: simulator.Behaviors{Authorized: simulator.AuthorizedPresent}})
	id, detail := c.ask()
	first := c.sim.Authorizations()[0]
	authorized := func(want any) {
		t.Helper()
		if got := c.detail(first.CaseID, "is_authorized"); got != fmt.Sprint(want) {
			t.Errorf("is_authorized is %v, want %v", got, want)
		}
	}
	authorized(0)
	for _, step := range [][3]string{
		{"cancel", "200 OSM.01010018", "0"}, {"grant", "200", "1"}, {"reject", "200 OSM.01010018", "1"}, {"cancel", "200", "5"},
		{"cancel", "200 OSM.01010018", "5"}, {"grant", "200 OSM.01010018", "5"},
	} {
		if got := c.answer(id, step[0]); got != step[1] || c.authorizationStatus(id) != step[2] {
			t.Errorf("%s: %s, status %s, want %s, %s", step[0], got, c.authorizationStatus(id), step[1], step[2])
		}
	}
	authorized(0)
	path := fmt.Sprintf("/authorizations/%s/authorization-details/%d/history-sessions", id, detail)
	if got := c.call("GET", path, "").ok(); len(got.list("session_list")) != 0 {
		t.Errorf("%s", got.body)
	}
	c.call("GET", strings.Replace(path, fmt.Sprint(detail), "1", 1), "").expectError("detail", http.StatusOK, outOfRange)
	c.call("POST", fmt.Sprintf("/authorizations/authorization-details/%d/verify-host", detail),
		fmt.Sprintf(`{"port":22,"account":"root","password":%q}`, simulator.HostPassword)).ok()
	if err := c.sim.SetOwner(first.CaseID, "other", "other", "group"); err != nil {
		t.Fatal(err)
	}
	c.call("GET", "/authorizations/"+id, "").expectError("no group", http.StatusOK, "OSM.01010002")
	c.call("GET", "/authorizations/"+id+"?group_id=group", "").ok()
	if got := c.call("GET", "/authorizations", "").ok().fields()["count"]; fmt.Sprint(got) != "0" {
		t.Errorf("%v requests are listed without the group", got)
	}
	second, _ := c.ask()
	c.answer(second, "grant")
	c.sim.Advance(25 * time.Hour)
	c.login()
	if got := c.authorizationStatus(second); got != "3" {
		t.Errorf("status %s a day later", got)
	}
}
