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

// listed returns a member of each ticket on the first page of ListCases.
func (c *client) listed(query, name string) string {
	c.t.Helper()
	return c.call("GET", "/cases"+query, "").names("incident_info_list", name)
}

func TestBehaviors_ticketLists(t *testing.T) {
	t.Parallel()
	const escaped = `&lt;b&gt;a&lt;/b&gt; &amp; c`
	checkValues(t, map[string]behaviorCase{
		"Ended": {
			func(r *simulator.Behaviors, v int) { r.Ended = simulator.EndedTicket(v) },
			func(c *client) string {
				id, open := c.caseIn(simulator.StatusCancelled), c.open("")
				return c.call("GET", "/cases/"+id+"/status", "").brief() + ", " +
					strings.ReplaceAll(c.listed("", "incident_id"), open, "open")
			},
			[]string{`200 {"status":4}, open TS-100001`, `200 {"status":4}, open`},
		},
		"Totals": {
			func(r *simulator.Behaviors, v int) { r.Totals = simulator.TotalScope(v) },
			func(c *client) string {
				for range 3 {
					c.open("")
				}
				return fmt.Sprint(c.call("GET", "/cases?limit=2", "").ok().fields()["total_count"])
			},
			[]string{"3", "2"},
		},
		"ListOrder": {
			func(r *simulator.Behaviors, v int) { r.ListOrder = simulator.ListOrder(v) },
			func(c *client) string {
				for range 4 {
					c.open("")
				}
				order := strings.ReplaceAll(c.listed("", "incident_id"), "TS-10000", "")
				again := strings.ReplaceAll(c.listed("?limit=2&offset=2", "incident_id"), "TS-10000", "")
				if !strings.HasSuffix(order, again) {
					c.t.Errorf("the second page of %s is %s", order, again)
				}
				return order
			},
			[]string{"4 3 2 1", "1 2 3 4", "4 1 2 3"},
		},
		"Windows": {
			func(r *simulator.Behaviors, v int) { r.Windows = simulator.WindowFilter(v) },
			func(c *client) string { // it is 20:00 in GMT+8, the default zone
				c.open("")
				count := func(query string) int {
					got := c.call("GET", "/cases?"+query, "")
					if got.code() != "" {
						return -1
					}
					return len(got.list("incident_info_list"))
				}
				return fmt.Sprint(count("query_start_time=2026-03-04+19:00:00"), count("query_end_time=2026-03-04+13:00:00"),
					count("query_end_time=now"))
			},
			[]string{"1 0 -1", "0 1 -1", "1 1 1"},
		},
		"ListDescriptions": {
			func(r *simulator.Behaviors, v int) { r.ListDescriptions = simulator.ListDescriptions(v) },
			func(c *client) string {
				id := c.call("POST", "/cases", createBody(strings.Repeat("工", 50), "")).ok().text("incident_id")
				return fmt.Sprint(len([]rune(c.listed("", "simple_description"))),
					len([]rune(c.detail(id, "simple_description"))))
			},
			[]string{"50 50", "40 50"},
		},
		"Statuses": {
			func(r *simulator.Behaviors, v int) { r.Statuses = simulator.StatusNumbers(v) },
			func(c *client) string {
				id := c.caseIn(simulator.StatusInProcess)
				seen := fmt.Sprint(c.detail(id, "status"), " ", c.listed("", "status"), " ",
					len(c.call("GET", "/cases?status=30", "").list("incident_info_list")))
				c.call("POST", "/cases/"+id+"/action?action_id=close", `{}`).ok()
				return seen + " " + c.detail(id, "status")
			},
			[]string{"1 1 0 3", "30 30 1 3"},
		},
		"ProblemNames": {
			func(r *simulator.Behaviors, v int) { r.ProblemNames = simulator.ProblemNameEcho(v) },
			func(c *client) string {
				c.header = http.Header{"X-Language": {"en-us"}}
				id := c.open("")
				if list := c.listed("", "business_type_name"); list != c.detail(id, "business_type_name") {
					c.t.Errorf("in the list %q", list)
				}
				return c.detail(id, "business_type_name")
			},
			[]string{"Usage question", "使用咨询", "Elastic Cloud Server / Usage question", ""},
		},
		"RichText": {
			func(r *simulator.Behaviors, v int) { r.RichText = simulator.RichTextEcho(v) },
			func(c *client) string {
				id := c.call("POST", "/cases", createBody(`<b>a</b> & c`, "")).ok().text("incident_id")
				c.call("POST", "/cases/"+id+"/message", `{"message":{"content":"<i>x</i> < y"}}`).ok()
				messages := c.call("GET", "/cases/"+id+"/messages", "").names("message_list", "content")
				raw := c.call("GET", "/cases/"+id+"?trim_osm_rich_text_label=false", "").ok().
					object("incident_detail_info")["simple_description"]
				return fmt.Sprint(c.detail(id, "simple_description"), "|", c.listed("", "simple_description"), "|", messages, "|",
					raw)
			},
			[]string{
				`<b>a</b> & c|<b>a</b> & c|<b>a</b> & c <i>x</i> < y|<b>a</b> & c`,
				`a & c|a & c|a & c x < y|<b>a</b> & c`,
				strings.Repeat(escaped+"|", 2) + escaped + " &lt;i&gt;x&lt;/i&gt; &lt; y|" + escaped,
			},
		},
	})
}

func TestBehaviors_envelopes(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"Success": {
			func(r *simulator.Behaviors, v int) { r.Success = simulator.SuccessEnvelope(v) },
			func(c *client) string {
				created := c.call("POST", "/cases", createBody("question", ""))
				label := c.call("POST", "/labels", `{"name":"a","color":"#000000"}`)
				if c.sim.RequestsFor("CreateLabels")[0].ErrorCode != "" {
					c.t.Errorf("an error in the log: %s", label.body)
				}
				return string(created.body) + " " + string(label.body)
			},
			[]string{
				`{"incident_id":"TS-100001"} {}`,
				`{"error_code":"","error_msg":"","incident_id":"TS-100001"} {"error_code":"","error_msg":""}`,
				`{"error_code":null,"error_msg":null,"incident_id":"TS-100001"} {"error_code":null,"error_msg":null}`,
				`{"error_code":0,"error_msg":"","incident_id":"TS-100001"} {"error_code":0,"error_msg":""}`,
				`{"error_code":"0","error_msg":"success","incident_id":"TS-100001"} {"error_code":"0","error_msg":"success"}`,
				`{"error_code":"OSM.00000000","error_msg":"success","incident_id":"TS-100001"} ` +
					`{"error_code":"OSM.00000000","error_msg":"success"}`,
			},
		},
		"ContactWays": {
			func(r *simulator.Behaviors, v int) { r.ContactWays = simulator.ContactWayNumbers(v) },
			func(c *client) string {
				c.sim.AddVerifiedContact(0, simulator.RegisteredMobile, "86")
				c.sim.AddVerifiedContact(1, simulator.RegisteredMail, "")
				return c.call("GET", "/verifycodes/has-verified", "").names("contact_list", "contact_way")
			},
			[]string{"0 1", "1 2"},
		},
		"ClockAhead": {
			func(r *simulator.Behaviors, v int) { r.ClockAhead = time.Duration(v) * time.Minute },
			func(c *client) string { return c.call("GET", "/labels", "").header.Get("Date") },
			[]string{"Wed, 04 Mar 2026 12:00:00 GMT", "Wed, 04 Mar 2026 12:01:00 GMT"},
		},
	})
}

func TestBehaviors_labels(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"LabelUniqueness": {
			func(r *simulator.Behaviors, v int) { r.LabelUniqueness = simulator.LabelUniqueness(v) },
			func(c *client) string {
				first, other := c.sim.AddLabel("a", "#000000"), c.sim.AddLabel("b", "#000000")
				return strings.Join([]string{
					c.call("POST", "/labels", `{"name":"a","color":"#000000"}`).brief(),
					c.call("POST", "/labels", `{"name":"A","color":"#000000"}`).brief(),
					c.call("PUT", fmt.Sprint("/labels/", first), `{"name":"a","color":"#ffffff"}`).brief(),
					c.call("PUT", fmt.Sprint("/labels/", other), `{"name":"a","color":"#ffffff"}`).brief(),
				}, ", ")
			},
			[]string{"200 OSM.01010040, 200 {}, 200 {}, 200 OSM.01010040", "200 {}, 200 {}, 200 {}, 200 {}"},
		},
		"LabelSpaces": {
			func(r *simulator.Behaviors, v int) { r.LabelSpaces = simulator.LabelSpaces(v) },
			func(c *client) string {
				c.call("POST", "/labels", `{"name":" a ","color":"#000000"}`).ok()
				blank := c.call("POST", "/labels", `{"name":" ","color":"#000000"}`).brief()
				return fmt.Sprintf("%q %s", c.sim.Labels()[0].Name, blank)
			},
			[]string{`" a " 200 {}`, `"a" 200 OSM.01010001`},
		},
		"LabelColors": {
			func(r *simulator.Behaviors, v int) { r.LabelColors = simulator.LabelColors(v) },
			func(c *client) string {
				c.sim.AddLabel("a", "#AABBCC")
				return c.call("GET", "/labels", "").names("label_list", "color")
			},
			[]string{"#AABBCC", "#aabbcc"},
		},
	})
}

func TestLabels_accountLimit(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.sim.AddLabel("past the API", "#000000")
	create := func(i int) response {
		return c.call("POST", "/labels", fmt.Sprintf(`{"name":"label %d","color":"#000000"}`, i))
	}
	for i := range 30 {
		create(i).ok()
	}
	create(30).expectError("the 31st", http.StatusOK, "OSM.01010041")
}

func TestCountsAreFiltered(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.open("")
	c.open(`,"product_category_id":"` + simulator.ProductServer + `"`)
	for query, want := range map[string]string{
		"": "2", "&business_type_id=" + simulator.ProblemConsulting: "2", "&business_type_id=x": "0",
		"&product_category_id=" + simulator.ProductServer: "1",
	} {
		if got := c.call("GET", "/cases/count?status=0"+query, "").names("incident_status_counts", "count"); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
