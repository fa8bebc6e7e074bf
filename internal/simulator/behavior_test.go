// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// changed lists the fields in which two Behaviors differ.
func changed(a, b simulator.Behaviors) []string {
	var names []string
	first, second := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range first.NumField() {
		if !first.Field(i).Equal(second.Field(i)) {
			names = append(names, first.Type().Field(i).Name)
		}
	}
	return names
}

// TestAllBehaviors_coverEveryField checks that each field of Behaviors is set by one Behavior, which is named after it, and
// that its values differ.
func TestAllBehaviors_coverEveryField(t *testing.T) {
	t.Parallel()
	owner := map[string]string{}
	for _, b := range simulator.AllBehaviors() {
		seen := map[simulator.Behaviors]bool{}
		for value := range b.Values {
			var r simulator.Behaviors
			b.Set(&r, value)
			if seen[r] || (value == 0) != (r == simulator.Behaviors{}) {
				t.Errorf("%s: another value is the same as %s", b.Name, b.Values[value])
			}
			seen[r] = true
			for _, field := range changed(r, simulator.Behaviors{}) {
				if other := owner[field]; other != "" && other != b.Name {
					t.Errorf("%s is set by %s and %s", field, other, b.Name)
				}
				owner[field] = b.Name
			}
			b.Set(&r, 0)
			if r != (simulator.Behaviors{}) {
				t.Errorf("%s: the first value leaves %v", b.Name, changed(r, simulator.Behaviors{}))
			}
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[simulator.Behaviors]()) {
		name := owner[field.Name]
		if name == "" {
			t.Errorf("no behavior sets %s", field.Name)
		}
		if plain := strings.ReplaceAll(name, "-", ""); name != "new-tickets" && plain != strings.ToLower(field.Name) {
			t.Errorf("the behavior of %s is named %s", field.Name, name)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	var r simulator.Behaviors
	for name, value := range map[string]string{"success": "all-zeros", "new-tickets": "unreadable", "clock-ahead": "2m"} {
		if err := r.Choose(name, value); err != nil {
			t.Error(err)
		}
	}
	want := simulator.Behaviors{Success: simulator.SuccessAllZeros, ReadableAfter: simulator.VisibilityDelay,
		ClockAhead: 2 * time.Minute}
	if r != want {
		t.Errorf("%+v", r)
	}
	for _, c := range [][3]string{{"weather", "fine", "label-names"}, {"success", "fine", "zero-number"}} {
		if err := r.Choose(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%q: %v", c, err)
		}
	}
}

// noon is a fixed clock for tests of times.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// behaviorCase is what a probe observes under each value of a behavior, in their order.
type behaviorCase struct {
	set   func(*simulator.Behaviors, int)
	probe func(*client) string
	want  []string
}

// checkValues probes each value on a new simulator.
func checkValues(t *testing.T, cases map[string]behaviorCase) {
	t.Helper()
	for name, question := range cases {
		for value, want := range question.want {
			t.Run(fmt.Sprint(name, " ", value), func(t *testing.T) {
				t.Parallel()
				options := simulator.Options{Now: noon}
				question.set(&options.Behaviors, value)
				if got := question.probe(newClient(t, options)); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			})
		}
	}
}

// brief returns the status, the code and, for a success, the body.
func (a response) brief() string {
	if code := a.code(); code != "" {
		return fmt.Sprint(a.status, " ", code)
	}
	return fmt.Sprint(a.status, " ", string(a.body))
}

// detail returns a member of a ticket's detail as text.
func (c *client) detail(id, name string) string {
	c.t.Helper()
	return fmt.Sprint(c.call("GET", "/cases/"+id, "").ok().object("incident_detail_info")[name])
}

func (c *client) open(more string) string {
	c.t.Helper()
	return c.call("POST", "/cases", createBody("question", more)).ok().text("incident_id")
}

const contactsOfCreation = `,"area_code":"86","remind_mobile":"13800000000","remind_mail":"operator@example.com",` +
	`"remind_time":"0","extension_map":{"contactType":"0,1","remindCCEmail":"a@example.com"}`

// contact returns phone, mailbox and mailbox for copies from the detail.
func (c *client) contact(id string) string {
	c.t.Helper()
	info, _ := c.call("GET", "/cases/"+id, "").ok().object("incident_detail_info")["ext_info"].(map[string]any)
	return fmt.Sprint(info["remind_mobile"], " ", info["remind_mail"], " ", info["cc_email"])
}

func TestBehaviors_tickets(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"BusinessErrors": {
			func(r *simulator.Behaviors, v int) { r.BusinessErrors = simulator.BusinessErrorStatus(v) },
			func(c *client) string {
				return strings.Join([]string{
					c.call("GET", "/cases/TS-1", "").brief(),
					c.call("GET", "/quotas?business_type_id=x", "").brief(),
					c.call("GET", "/cases?x=1", "").brief(),
				}, ", ")
			},
			[]string{
				"200 OSM.01010015, 200 OSM.01010026, 400 OSM.0001",
				"404 OSM.01010015, 400 OSM.01010026, 400 OSM.0001",
			},
		},
		"Deleted": {
			func(r *simulator.Behaviors, v int) { r.Deleted = simulator.DeletedTicket(v) },
			func(c *client) string {
				id := c.caseIn(3)
				c.call("POST", "/cases/"+id+"/action?action_id=delete", `{}`).ok()
				return c.call("GET", "/cases/"+id+"/status", "").brief() + ", " +
					fmt.Sprint(c.call("GET", "/cases", "").ok().fields()["total_count"])
			},
			[]string{"200 OSM.01010015, 0", `200 {"status":13}, 1`},
		},
		"Contacts": {
			func(r *simulator.Behaviors, v int) { r.Contacts = simulator.ContactEcho(v) },
			func(c *client) string {
				id := c.open(contactsOfCreation)
				open := c.contact(id)
				c.must(c.sim.SetStatus(id, 3))
				return open + ", " + c.contact(id)
			},
			[]string{
				"13800000000 operator@example.com a@example.com, 13800000000 operator@example.com a@example.com",
				"138****0000 o****@example.com a****@example.com, 138****0000 o****@example.com a****@example.com",
				"13800000000 operator@example.com a@example.com,   ",
			},
		},
		"AbsentContact": {
			func(r *simulator.Behaviors, v int) { r.AbsentContact = simulator.AbsentContact(v) },
			func(c *client) string {
				id := c.open(contactsOfCreation)
				c.call("PUT", "/cases/"+id+"/contact-info", `{"remind_mobile":"13900000000"}`).ok()
				return c.contact(id)
			},
			[]string{"13900000000 operator@example.com a@example.com", "13900000000  "},
		},
		"Authorized": {
			func(r *simulator.Behaviors, v int) { r.Authorized = simulator.AuthorizedField(v) },
			func(c *client) string {
				id := c.open("")
				c.must(c.sim.SetAuthorized(id, true))
				return c.detail(id, "is_authorized")
			},
			[]string{"<nil>", "1"},
		},
		"Description": {
			func(r *simulator.Behaviors, v int) { r.Description = simulator.DescriptionEcho(v) },
			func(c *client) string {
				id := c.call("POST", "/cases", createBody(" a\r\nb\rc ", "")).ok().text("incident_id")
				return fmt.Sprintf("%q", c.detail(id, "simple_description"))
			},
			[]string{`" a\r\nb\rc "`, `"a\r\nb\rc"`, `" a\nb\nc "`, `" a\r\nb\r\nc "`},
		},
		"Times": {
			func(r *simulator.Behaviors, v int) { r.Times = simulator.TimeForm(v) },
			func(c *client) string { return c.detail(c.open(""), "create_time") },
			[]string{"2026-03-04T12:00:00Z", "2026-03-04T20:00:00Z", "2026-03-04T20:00:00+08:00", "2026-03-04T20:00:00",
				"2026-03-04T20:00:00Z"},
		},
		"RepeatedScore": {
			func(r *simulator.Behaviors, v int) { r.RepeatedScore = simulator.RepeatedScore(v) },
			func(c *client) string {
				id := c.caseIn(3)
				for _, text := range []string{"good", "bad"} {
					c.call("POST", "/cases/"+id+"/score", `{"judgement":"`+text+`","incident_satisfaction_list":[]}`)
				}
				return c.detail(id, "judgement")
			},
			[]string{"bad", "good"},
		},
	})
}

func TestBehaviors_lists(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"QueryLists": {
			func(r *simulator.Behaviors, v int) { r.QueryLists = simulator.QueryLists(v) },
			func(c *client) string {
				first, second, id := c.sim.AddLabel("a", "#000000"), c.sim.AddLabel("b", "#000000"), c.open("")
				c.call("POST", fmt.Sprintf("/cases/%s/labels?label_ids=%d,%d", id, first, second), "")
				joined, _ := c.sim.Case(id)
				c.must(c.sim.SetCaseLabels(id))
				c.call("POST", fmt.Sprintf("/cases/%s/labels?label_ids=%d&label_ids=%d", id, first, second), "")
				repeated, _ := c.sim.Case(id)
				return fmt.Sprint(len(joined.LabelIDs), len(repeated.LabelIDs))
			},
			[]string{"2 2", "2 1", "0 2"},
		},
		"Numbers": {
			func(r *simulator.Behaviors, v int) { r.Numbers = simulator.NumberForm(v) },
			func(c *client) string {
				count := c.call("GET", "/labels", "").ok().fields()["total_count"]
				size := c.call("GET", "/accessorys/limits", "").ok().object("accessory_limit")
				return fmt.Sprintf("%T %T", count, size["limit_size"])
			},
			[]string{"float64 string", "string string", "float64 float64"},
		},
		"TotalKey": {
			func(r *simulator.Behaviors, v int) { r.TotalKey = simulator.TotalKey(v) },
			func(c *client) string {
				c.open("")
				fields := c.call("GET", "/cases", "").ok().fields()
				return fmt.Sprint(fields["total_count"], fields["count"])
			},
			[]string{"1 <nil>", "<nil> 1"},
		},
		"EmptyResponses": {
			func(r *simulator.Behaviors, v int) { r.EmptyResponses = simulator.EmptyResponse(v) },
			func(c *client) string { return c.call("POST", "/labels", `{"name":"a","color":"#000000"}`).brief() },
			[]string{"200 {}", "200 null", "200 ", `200 {"error_code":"","error_msg":""}`,
				`200 {"error_code":null,"error_msg":null}`},
		},
		"CcEmails": {
			func(r *simulator.Behaviors, v int) { r.CcEmails = simulator.CcEmailForm(v) },
			func(c *client) string {
				return fmt.Sprintf("%T", c.call("GET", "/carbon-copy-emails", "").ok().fields()["cc_email_info"])
			},
			[]string{"map[string]interface {}", "[]interface {}"},
		},
		"LabelNames": {
			func(r *simulator.Behaviors, v int) { r.LabelNames = simulator.LabelNameMatch(v) },
			func(c *client) string {
				for _, name := range []string{"Team", "team a", "other"} {
					c.sim.AddLabel(name, "#000000")
				}
				return fmt.Sprint(c.call("GET", "/labels?name=Team", "").ok().fields()["total_count"])
			},
			[]string{"2", "1"},
		},
		"MissingLabels": {
			func(r *simulator.Behaviors, v int) { r.MissingLabels = simulator.MissingLabels(v) },
			func(c *client) string { return c.call("DELETE", "/labels/1001", "").brief() },
			[]string{"200 {}", "200 OSM.01010001", "200 OSM.01010039"},
		},
		"VerifiedFrom": {
			func(r *simulator.Behaviors, v int) { r.VerifiedFrom = simulator.VerifiedOffset(v) },
			func(c *client) string {
				for i := range 3 {
					c.sim.AddVerifiedContact(0, fmt.Sprint("1390000000", i), "86")
				}
				listed := func(query string) int {
					return len(c.call("GET", "/verifycodes/has-verified"+query, "").ok().list("contact_list"))
				}
				return fmt.Sprint(listed(""), listed("?offset=0"), listed("?offset=1"), listed("?offset=2"))
			},
			[]string{"3 3 3 2", "3 3 2 1"},
		},
	})
}

// upload uploads a file and returns its ID.
func (c *client) upload(from string) string {
	c.t.Helper()
	return c.call("POST", "/accessorys/json-format-content",
		`{"accessory_name":"a.txt","accessory_from":"`+from+`","accessory_data":"QQ=="}`).ok().text("accessory_id")
}

func TestBehaviors_uploadsAndContacts(t *testing.T) {
	t.Parallel()
	checkValues(t, map[string]behaviorCase{
		"IncidentUploads": {
			func(r *simulator.Behaviors, v int) { r.IncidentUploads = simulator.IncidentUploadInMessage(v) },
			func(c *client) string {
				body := `{"message":{"content":"see file","accessory_ids":["` + c.upload("incident") + `"]}}`
				return c.call("POST", "/cases/"+c.open("")+"/message", body).brief()
			},
			[]string{"200 {}", "200 OSM.01010001"},
		},
		"AttachedDeletion": {
			func(r *simulator.Behaviors, v int) { r.AttachedDeletion = simulator.AttachedDeletion(v) },
			func(c *client) string {
				file := c.upload("incident")
				c.open(`,"accessory_ids":["` + file + `"]`)
				deleted := c.call("DELETE", "/accessorys/"+file, "").brief()
				_, kept := c.sim.Accessory(file)
				return fmt.Sprint(deleted, ", ", kept)
			},
			[]string{"200 OSM.01010002, true", "200 {}, true"},
		},
		"UnregisteredContacts": {
			func(r *simulator.Behaviors, v int) { r.UnregisteredContacts = simulator.UnregisteredContacts(v) },
			func(c *client) string {
				stranger := c.call("POST", "/cases", createBody("question", `,"remind_mobile":"13900000000"`)).code()
				need := c.call("GET", "/verifycodes/need-verify?contact_way=0&contact_value=13900000000", "").ok().
					fields()["need_verify_code"]
				own := c.call("POST", "/cases", createBody("question", `,"remind_mobile":"13800000000"`)).code()
				return fmt.Sprintf("%q %v %q", stranger, need, own)
			},
			[]string{`"" 0 ""`, `"OSM.01010010" 1 ""`},
		},
	})
}

// visible returns the code of the detail and the total of the list.
func (c *client) visible(id string) string {
	c.t.Helper()
	list := c.call("GET", "/cases", "").ok().fields()["total_count"]
	return fmt.Sprintf("%q %v", c.call("GET", "/cases/"+id, "").code(), list)
}

func TestBehaviors_delayedVisibility(t *testing.T) {
	t.Parallel()
	const gone, shown, unlisted, listed = `"OSM.01010015" 0`, `"" 1`, `"" 0`, `"OSM.01010015" 1`
	for name, want := range map[string]struct {
		behaviors simulator.Behaviors
		seen      [3]string
	}{
		"lookups": {simulator.Behaviors{VisibleAfterLookups: 3}, [3]string{gone, `"" 0`, shown}},
		"time":    {simulator.Behaviors{VisibleAfter: time.Minute}, [3]string{gone, gone, shown}},
		"lists":   {simulator.Behaviors{ListedAfter: time.Minute}, [3]string{unlisted, unlisted, shown}},
		"detail":  {simulator.Behaviors{ReadableAfter: time.Minute}, [3]string{listed, listed, shown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{Behaviors: want.behaviors, Now: noon})
			id := c.open("")
			for i, seen := range want.seen {
				if got := c.visible(id); got != seen {
					t.Errorf("look %d: %s, want %s", i, got, seen)
				}
				c.sim.Advance(30 * time.Second)
			}
		})
	}
}

func TestSetBehaviors(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{HTTPErrors: true})
	c.call("GET", "/cases/TS-1", "").expectError("at first", http.StatusNotFound, "OSM.01010015")
	c.sim.SetBehaviors(func(r *simulator.Behaviors) { r.BusinessErrors = simulator.BusinessErrorsUnder200 })
	c.call("GET", "/cases/TS-1", "").expectError("then", http.StatusOK, "OSM.01010015")
}
