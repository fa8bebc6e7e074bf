// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// lostResponses are the ways in which the outcome of a write becomes unknown, with the number of sends: only a look-up can
// distinguish a request that was processed from one that was not.
var lostResponses = map[string]struct {
	fault simulator.Fault
	sends int
}{
	"dropped before":   {simulator.Fault{Kind: simulator.DropBefore}, 2},
	"dropped after":    {simulator.Fault{Kind: simulator.DropAfter}, 1},
	"500 after":        {simulator.Fault{Kind: simulator.FailAfter, Status: 500}, 1},
	"502 after":        {simulator.Fault{Kind: simulator.FailAfter, Status: 502}, 1},
	"504 after":        {simulator.Fault{Kind: simulator.FailAfter, Status: 504}, 1},
	"502 before":       {simulator.Fault{Kind: simulator.HTMLBefore, Status: 502}, 2},
	"cut-off response": {simulator.Fault{Kind: simulator.Truncate}, 1},
	"empty response":   {simulator.Fault{Kind: simulator.EmptyAfter}, 1},
	"HTML page after":  {simulator.Fault{Kind: simulator.HTMLAfter}, 1},
	"no JSON":          {simulator.Fault{Kind: simulator.GarbageJSON}, 1},
	"wrong types":      {simulator.Fault{Kind: simulator.WrongTypes}, 1},
	"null":             {simulator.Fault{Kind: simulator.NullBody}, 1},
	"endless response": {simulator.Fault{Kind: simulator.Oversized, Size: 32 << 20}, 1},
	"429 before":       {simulator.Fault{Kind: simulator.Throttle}, 2},
	"expired token":    {simulator.Fault{Kind: simulator.RejectBefore, Status: 401, Code: "APIGW.0301"}, 2},
	"time-out after":   {simulator.Fault{Kind: simulator.DelayAfter, Delay: time.Minute}, 1},
	"time-out before":  {simulator.Fault{Kind: simulator.DelayBefore, Delay: time.Minute}, 2},
}

// laggingFaults are run with every lag: one fault before the service acts and two after.
var laggingFaults = []string{"dropped before", "dropped after", "500 after"}

const noLag = "visible at once"

// lags are the ways in which a new ticket may be invisible for a while, or differ from what was sent.
var lags = map[string]simulator.Behaviors{
	noLag:                       {},
	"visible after 4 seconds":   {VisibleAfter: 4 * time.Second},
	"listed after 10 seconds":   {ListedAfter: 10 * time.Second},
	"visible after 2 look-ups":  {VisibleAfterLookups: 2},
	"times in the asked zone":   {Times: simulator.TimesInZone},
	"text comes back rewritten": {Description: simulator.DescriptionTrimmed},
}

// once applies a configuration, plans it again, which must be empty, and destroys it.
func once(cli *acctest.CLI, config string) {
	cli.Write("main.tf", config)
	cli.Apply()
	cli.ExpectEmptyPlan()
	cli.Destroy()
}

// TestAccOnce_ticket shows that one ticket is opened and in the state whatever happens to the response to its create, one
// ticket per response.
func TestAccOnce_ticket(t *testing.T) {
	t.Parallel()
	for lag, behavior := range lags {
		t.Run(lag, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: behavior})
			names := laggingFaults
			if lag == noLag {
				names = lostNames()
			}
			// Equal tickets of another day, which somebody else opened: none is adopted.
			for _, name := range names {
				env.OpenCase(name)
			}
			env.Advance(24 * time.Hour)
			env.ResetLog()
			for _, name := range names {
				fault := lostResponses[name].fault
				fault.Operation, fault.Times, fault.Match = "CreateCases", 1, quoting(name)
				env.Inject(fault)
			}
			once(env.Attach(t), env.Provider(`request_timeout = "2s"`)+many(names))
			for _, name := range names {
				if n := len(slices.DeleteFunc(env.Cases(),
					func(c simulator.Case) bool { return c.Description != name })); n != 2 {
					t.Errorf("%s: %d tickets were opened, want 1", name, n-1)
				}
				creates := slices.DeleteFunc(env.RequestsFor("CreateCases"),
					func(r simulator.Request) bool { return !quoting(name)(r) })
				if len(creates) != lostResponses[name].sends {
					t.Errorf("%s: %d calls, want %d", name, len(creates), lostResponses[name].sends)
				}
				if ends := writesAbout(env, name); !slices.Equal(ends, []string{"UpdateCases cancel"}) {
					t.Errorf("%s: calls %q, want one that ends the ticket", name, ends)
				}
			}
		})
	}
}

// quoting matches the requests whose body contains a text as a JSON string.
func quoting(text string) func(simulator.Request) bool {
	return func(r simulator.Request) bool { return bytes.Contains(r.Body, []byte(strconv.Quote(text))) }
}

// TestAccOnce_equalTickets shows that equal tickets of one configuration are each opened once, although responses are lost.
func TestAccOnce_equalTickets(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Every: 2})
	config := env.Provider() + fmt.Sprintf("resource \"osm_servicecase\" \"this\" {\n  count = 8\n  business_type_id = %q\n  "+
		"simple_description = \"the same\"\n}\n", simulator.ProblemConsulting)
	once(env.Attach(t), config)
	env.ExpectCounts(map[string]int{"CreateCases": 8, "UpdateCases": 8})
}

// TestAccOnce_wrongClock shows that a machine whose clock is wrong neither loses its ticket nor takes an old one for it.
func TestAccOnce_wrongClock(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{-30 * time.Hour, -time.Hour, time.Hour, 30 * time.Hour} {
		t.Run(off.String(), func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.OpenCase("The node this does not answer")
			env.Advance(20 * time.Minute)
			env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
			wrong := func() time.Time { return env.Now().Add(off) }
			config := env.Provider() + acctest.Ticket("this")
			once(env.AttachServer(t, func() tfprotov6.ProviderServer {
				return providerserver.NewProtocol6(provider.New("test", provider.WithClock(wrong, env.Wait))())()
			}), config)
			env.ExpectCounts(map[string]int{"CreateCases": 1, "UpdateCases": 1})
		})
	}
}

// TestAccOnce_ambiguous shows what is said when looking does not settle it: nothing is sent again, and the candidates are named.
func TestAccOnce_ambiguous(t *testing.T) {
	t.Parallel()
	t.Run("the look-up fails", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
		env.Inject(simulator.Fault{Operation: "ListCases", Kind: simulator.RejectUnder200, Code: "OSM.01010002"})
		env.Drive(resource.TestStep{Config: env.Provider() + acctest.Ticket("this"),
			ExpectError: regexp.MustCompile(`(?s)may\s+have\s+opened.*terraform\s+import.*OSM\.01010002`)})
		env.ExpectCounts(map[string]int{"CreateCases": 1})
	})
	t.Run("two tickets fit", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
		// A neighbour in another process opens an equal one in the same second.
		env.OnRequest(func(r *simulator.Request) {
			if r.Operation == "CreateCases" {
				env.OpenCase("The node this does not answer")
			}
		})
		env.Drive(resource.TestStep{Config: env.Provider() + acctest.Ticket("this"),
			ExpectError: regexp.MustCompile(`(?s)TS-10000[12],.*TS-10000[12],.*terraform\s+import`)})
		env.ExpectCounts(map[string]int{"CreateCases": 1})
	})
	t.Run("the one that fits has ended", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropAfter, Times: 1})
		env.OnRequest(func(r *simulator.Request) {
			if r.Operation == "ListCases" && len(env.Cases()) == 1 {
				env.SetStatus("TS-100001", 4)
			}
		})
		env.Drive(resource.TestStep{Config: env.Provider() + acctest.Ticket("this"),
			ExpectError: regexp.MustCompile(`(?s)TS-100001.*has\s+already\s+ended`)})
		env.ExpectCounts(map[string]int{"CreateCases": 1})
	})
	t.Run("never a response, never a ticket", func(t *testing.T) {
		t.Parallel()
		env := acctest.New(t, simulator.Options{})
		env.Inject(simulator.Fault{Operation: "CreateCases", Kind: simulator.DropBefore})
		env.Drive(resource.TestStep{Config: env.Provider() + acctest.Ticket("this"),
			ExpectError: regexp.MustCompile(`(?s)no\s+such\s+ticket\s+was\s+found`)})
		env.ExpectCounts(map[string]int{"CreateCases": 3})
	})
}

// lostNames are the keys of lostResponses.
func lostNames() []string { return slices.Sorted(maps.Keys(lostResponses)) }

// TestAccOnce_message shows the same of messages, each to a ticket of its own: a repeated one is noise in a support thread.
func TestAccOnce_message(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	for name, c := range lostResponses {
		c.fault.Operation, c.fault.Times, c.fault.Match = "CreateMessages", 1, about(env, name)
		env.Inject(c.fault)
	}
	once(env.Attach(t), env.Provider(`request_timeout = "2s"`)+many(lostNames())+`
resource "osm_case_message" "this" {
  for_each = osm_servicecase.this
  case_id  = each.value.id
  content  = "hello\r\n"
}
`)
	for name, c := range lostResponses {
		if name == "null" {
			// The response has no content, so null is a success.
			c.sends = 1
		}
		if n := len(described(t, env, name).Messages); n != 2 {
			t.Errorf("%s: the ticket has %d messages, want the first one and one more", name, n)
		}
		sends := slices.DeleteFunc(writesAbout(env, name), func(call string) bool { return call != "CreateMessages" })
		if len(sends) != c.sends {
			t.Errorf("%s: %d calls, want %d", name, len(sends), c.sends)
		}
	}
}

// TestAccOnce_upload shows that a lost upload is repeated, which leaves at most an orphan that nobody sees.
func TestAccOnce_upload(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	named := func(name string) func(simulator.Request) bool { return quoting(name + ".txt") }
	for name, c := range lostResponses {
		c.fault.Operation, c.fault.Times, c.fault.Match = "UploadJsonAccessories", 1, named(name)
		env.Inject(c.fault)
	}
	once(env.Attach(t), env.Provider(`request_timeout = "2s"`)+fmt.Sprintf(`
resource "osm_accessory" "this" {
  for_each       = toset(split(",", %q))
  content        = each.key
  accessory_name = "${each.key}.txt"
}
`, strings.Join(lostNames(), ",")))
	uploads := env.RequestsFor("UploadJsonAccessories")
	for name := range lostResponses {
		if n := len(slices.DeleteFunc(slices.Clone(uploads), func(r simulator.Request) bool { return !named(name)(r) })); n != 2 {
			t.Errorf("%s: %d calls, want 2", name, n)
		}
	}
}
