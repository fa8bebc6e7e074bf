// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// reply adds an engineer's message and returns its ID.
func (c *client) reply(id, content string) string {
	c.t.Helper()
	messageID, err := c.sim.Reply(id, content)
	c.must(err)
	return messageID
}

func TestMessagesOfBothSides(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.open("")
	c.reply(id, `<p>Try <b>this</b> &amp; that</p>`)
	c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"<b>no</b>"}}`).ok()
	path := "/cases/" + id + "/messages"
	list := c.call("GET", path, "")
	if got := list.names("message_list", "content"); got != "question Try this & that <b>no</b>" {
		t.Errorf("content %q", got)
	}
	if got := list.names("message_list", "type") + ", " + list.names("message_list", "is_first_message"); got != "0 1 0, 1 0 0" {
		t.Errorf("types %s", got)
	}
	if got := list.names("message_list", "message_id"); got != "<nil> <nil> <nil>" {
		t.Errorf("ids %q", got)
	}
	const rich = "question <p>Try <b>this</b> &amp; that</p> <b>no</b>"
	if got := c.call("GET", path+"?trim_osm_rich_text_label=false", "").names("message_list", "content"); got != rich {
		t.Errorf("content %q", got)
	}
}

func TestOwnMessagesCanBeWithdrawn(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.open("")
	theirs := c.reply(id, "answer")
	own, err := c.sim.AddMessage(id, "more")
	c.must(err)
	withdraw := func(messageID string) response {
		return c.call("POST", "/cases/"+id+"/instant-messages/"+messageID+"/withdraw", "")
	}
	withdraw(theirs).expectError("the engineer's", http.StatusOK, "OSM.01010002")
	withdraw(c.sim.Messages(id)[0].ID).expectError("the first", http.StatusOK, "OSM.01010002")
	withdraw(own).ok()
	withdraw(own).expectError("again", http.StatusOK, outOfRange)
	if left := c.sim.Messages(id); len(left) != 2 || left[1].ID != theirs {
		t.Errorf("left %+v", left)
	}
}

// TestRevokedMessages checks each behavior of a revoked message: what the detail returns, and what revoking it again does.
func TestRevokedMessages(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"revoked-messages": {
			set: func(r *simulator.Behaviors, value int) { r.RevokedMessages = simulator.RevokedMessages(value) },
			probe: func(c *client) string {
				id := c.open("")
				own, err := c.sim.AddMessage(id, "more")
				c.must(err)
				path := "/cases/" + id + "/instant-messages/" + own + "/withdraw"
				c.call("POST", path, "").ok()
				return c.call("GET", "/cases/"+id+"/messages", "").names("message_list", "content") + ", " +
					c.call("POST", path, "").code()
			},
			want: []string{"question, " + outOfRange, "question , OSM.01010060", "question " + simulator.RevokedText + ", "},
		},
		"revocable-messages": {
			set: func(r *simulator.Behaviors, value int) { r.RevocableMessages = simulator.RevocableMessages(value) },
			probe: func(c *client) string {
				codes := ""
				for _, change := range []func(id string){
					func(string) {},
					func(string) { c.sim.Advance(simulator.RevocableFor + time.Second) },
					func(id string) { c.must(c.sim.SetStatus(id, simulator.StatusCompleted)) },
				} {
					id := c.open("")
					own, err := c.sim.AddMessage(id, "more")
					c.must(err)
					change(id)
					codes += c.call("POST", "/cases/"+id+"/instant-messages/"+own+"/withdraw", "").code() + ","
				}
				return codes
			},
			want: []string{",,,", ",OSM.01010060,,", ",,OSM.01010060,"},
		},
	})
}

func TestNewMessages_listedOnce(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon})
	id, ended := c.open(""), c.caseIn(3)
	c.sim.Advance(time.Second)
	c.reply(id, "answer")
	look := func(mark string) response {
		query := url.Values{"case_ids": {id, ended}}
		if mark != "" {
			query.Set("last_message_time_id", mark)
		}
		return c.call("GET", "/cases/instant-messages?"+query.Encode(), "").ok()
	}
	first := look("")
	if first.names("imstatus", "status") != "0 1" || len(first.list("immsg")) != 2 {
		t.Errorf("first look %s", first.body)
	}
	mark := first.text("last_message_time_id")
	if again := look(mark); len(again.list("immsg")) != 0 || again.text("last_message_time_id") != mark {
		t.Errorf("second look %s", again.body)
	}
	c.sim.Advance(time.Second)
	c.reply(id, "more")
	if third := look(mark); third.names("immsg", "incident_id") != id || third.text("last_message_time_id") == mark {
		t.Errorf("third look %s", third.body)
	}
	c.call("GET", "/cases/instant-messages?case_ids="+id+"&last_message_time_id=x", "").
		expectError("mark", http.StatusOK, outOfRange)
	c.call("GET", "/cases/instant-messages?case_ids=TS-1", "").expectError("ticket", http.StatusOK, "OSM.01010015")
}

func TestUnreadMessagesAreCounted(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.open("")
	c.reply(id, "answer")
	c.reply(id, "more")
	unread := func() string {
		return c.call("GET", "/cases/instant-messages/unread?case_ids="+id, "").names("imunread", "unread_num")
	}
	if got := unread(); got != "2" {
		t.Errorf("%s unread", got)
	}
	c.call("POST", "/cases/"+id+"/instant-messages/unread", `{}`).ok()
	if got := unread(); got != "0" {
		t.Errorf("%s unread afterwards", got)
	}
}

func TestMoreMessagesGoBackAndForward(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{Now: noon})
	id := c.open("")
	for i := range 4 {
		c.sim.Advance(time.Minute)
		c.reply(id, fmt.Sprint(i))
	}
	for query, want := range map[string]string{
		"type=0&limit=10&create_time=2026-03-04T12:03:00Z": "question 0 1",
		"type=0&limit=2&create_time=2026-03-04T12:03:00Z":  "0 1",
		"type=1&limit=10&create_time=2026-03-04T12:02:00Z": "2 3",
		"type=1&limit=1&create_time=2026-03-04T12:02:00Z":  "2",
		"type=1&limit=1&create_time=2026-03-04T13:00:00Z":  "",
	} {
		if got := c.call("GET", "/cases/"+id+"/instant-messages/more?"+query, "").names("message_list", "content"); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	c.call("GET", "/cases/"+id+"/instant-messages/more?type=0&limit=1&create_time=now", "").
		expectError("time", http.StatusOK, outOfRange)
}

func TestConsoleChangesAreSeen(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	id := c.open(contactsOfCreation)
	c.must(c.sim.SetContact(id, "", "x@example.com"))
	if got := c.contact(id); got != " x@example.com a@example.com" {
		t.Errorf("contact %q", got)
	}
	c.must(c.sim.RenameProblem(simulator.ProblemConsulting, "Question"))
	c.must(c.sim.SetStatus(id, 29))
	if got := c.detail(id, "business_type_name") + c.detail(id, "status"); got != "Question29" {
		t.Errorf("detail %q", got)
	}
	c.must(c.sim.RenameRegion(simulator.RegionBeijing4, "North"))
	if got := c.call("GET", "/config/regions", "").names("data_center_list", "region_name"); got[:5] != "North" {
		t.Errorf("regions %q", got)
	}
	_, replyErr := c.sim.Reply("TS-1", "x")
	for what, err := range map[string]error{
		"reply": replyErr, "status": c.sim.SetStatus("TS-1", 1), "problem": c.sim.RenameProblem("x", ""),
		"region": c.sim.RenameRegion("x", ""),
	} {
		if err == nil {
			t.Errorf("%s of a missing object is not an error", what)
		}
	}
}

func TestAgreementsAreSigned(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.inLanguage("en-us")
	shown := c.call("GET", "/agreements/published-agreement?agreement_type=1", "").ok().object("case_agreement")
	if shown["agreement_name"] != "New ticket of a software vendor's user" {
		t.Fatalf("agreement %v", shown)
	}
	signed := func() any {
		return c.call("GET", "/agreements/signed-latest?agreement_type=1", "").ok().fields()["is_signed_latest"]
	}
	before := signed()
	c.call("POST", fmt.Sprintf("/agreements/%v/signed", shown["id"]), `{}`).ok()
	c.call("POST", "/agreements/99/signed", `{}`).expectError("unknown", http.StatusOK, outOfRange)
	if after := signed(); before != false || after != true {
		t.Errorf("signed %v, then %v", before, after)
	}
}
