// SPDX-License-Identifier: MPL-2.0

package casewait_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

const sharedPoll = "ListUnreadNewInstantMessages"

// atPoll calls do before the nth shared poll.
func atPoll(env *acctest.Env, n int64, do func()) {
	var polls atomic.Int64
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == sharedPoll && polls.Add(1) == n {
			do()
		}
	})
}

func hasReply(want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("reply_content"), knownvalue.StringExact(want))
}

func hasNoReply(attribute string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New(attribute), knownvalue.Null())
}

// TestAccWait_reply waits for a reply that arrives while it polls, with both ways of reporting errors. Other timeouts and a group
// change nothing that was found; a change of what is awaited waits again.
func TestAccWait_reply(t *testing.T) {
	t.Parallel()
	for name, errors := range acctest.ErrorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: errors}})
			atPoll(env, 3, func() { env.Reply(acctest.OnlyCase(t, env).ID, "the answer") })
			ticket := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`)
			config := ticket + wait("reply = true")
			updated := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionUpdate)}}
			replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("osm_case_wait.this", plancheck.ResourceActionReplace)}}
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{hasReply("the answer"),
					statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("reply_time"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue("osm_case_wait.this", tfjsonpath.New("status"), knownvalue.Int64Exact(0))}},
				acctest.EmptyPlan(config),
				resource.TestStep{Config: ticket + wait("reply = true\n  group_id = \"team\"\n  timeouts = { create = \"1h\" }"),
					ConfigPlanChecks: updated, ConfigStateChecks: []statecheck.StateCheck{hasReply("the answer")}},
				acctest.After(func() { env.Reply(acctest.OnlyCase(t, env).ID, "more") }, resource.TestStep{
					Config:           ticket + wait("reply = true\n  statuses = [\"ended\"]"),
					ConfigPlanChecks: replaced, ConfigStateChecks: []statecheck.StateCheck{hasReply("more")}}),
				acctest.After(func() { env.SetStatus(acctest.OnlyCase(t, env).ID, 3) }, resource.TestStep{
					Config: ticket + wait("statuses = [\"ended\"]"), ConfigPlanChecks: replaced,
					ConfigStateChecks: []statecheck.StateCheck{hasNoReply("reply_content"), hasNoReply("reply_time")}}),
				resource.TestStep{Config: ticket + wait("reply = false\n  statuses = [\"ended\"]"), ConfigPlanChecks: updated},
			)
			acctest.ExpectWrites(t, env, "CreateCases")
		})
	}
}

// TestAccWait_existingReply ends at once for a reply to the last message. After a message of the same run, an older reply does
// not end the wait.
func TestAccWait_existingReply(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	ticket := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`)
	env.Drive(
		resource.TestStep{Config: ticket},
		acctest.After(func() {
			env.Advance(time.Minute)
			env.Reply(acctest.OnlyCase(t, env).ID, "the answer")
			env.ResetLog()
		}, resource.TestStep{Config: ticket + wait("reply = true"),
			ConfigStateChecks: []statecheck.StateCheck{hasReply("the answer")}}),
		acctest.After(func() {
			env.ExpectCounts(map[string]int{sharedPoll: 0})
			env.Advance(time.Minute)
			atPoll(env, 5, func() { env.Reply(acctest.OnlyCase(t, env).ID, "another answer") })
		}, resource.TestStep{Config: ticket + `
resource "osm_case_message" "question" {
  case_id = osm_servicecase.this.id
  content = "And now?"
}
` + wait("reply = true\n  triggers = { message = osm_case_message.question.id }"),
			ConfigStateChecks: []statecheck.StateCheck{hasReply("another answer")}}),
	)
}

// TestAccWait_replyOrStatus ends with what comes first.
func TestAccWait_replyOrStatus(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do    func(env *acctest.Env, id string)
		check statecheck.StateCheck
	}{
		"reply":  {func(env *acctest.Env, id string) { env.Reply(id, "the answer") }, hasReply("the answer")},
		"status": {func(env *acctest.Env, id string) { env.SetStatus(id, 4) }, hasNoReply("reply_content")},
		"both": {func(env *acctest.Env, id string) { env.Reply(id, "the answer"); env.SetStatus(id, 3) },
			hasReply("the answer")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			atPoll(env, 2, func() { c.do(env, acctest.OnlyCase(t, env).ID) })
			config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) +
				wait("reply = true\n  statuses = [\"ended\"]")
			env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{c.check}},
				acctest.EmptyPlan(config))
			acctest.ExpectWrites(t, env, "CreateCases")
		})
	}
}

// TestAccWait_replyFails shows the errors of waits for a reply: the time is over, the ticket has ended or is gone. The ticket is
// not harmed, and the next apply waits again.
func TestAccWait_replyFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines string
		do    func(env *acctest.Env, id string)
		want  string
	}{
		"time is over": {"", func(env *acctest.Env, id string) { _, err := env.AddMessage(id, "And now?"); env.Must(err) },
			`(?s)TS-100001 received no reply in time.*Waited 10m0s for a reply from support to ticket TS-100001`},
		"time is over, with statuses": {`statuses = ["ended"]`, func(*acctest.Env, string) {},
			`(?s)received no reply and did not reach the status.*to become ended,\s+or\s+for\s+a\s+reply\s+from\s+support\.`},
		"ended": {"", func(env *acctest.Env, id string) { env.SetStatus(id, 3) }, `has ended without a reply`},
		"gone":  {"", func(env *acctest.Env, id string) { env.RemoveCase(id) }, `OSM\.01010015`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`)
			env.Drive(resource.TestStep{Config: config}, acctest.After(func() {
				id := acctest.OnlyCase(t, env).ID
				env.Advance(time.Hour)
				env.Reply(id, "an older answer")
				env.Advance(time.Minute)
				_, err := env.AddMessage(id, "One more question")
				env.Must(err)
				atPoll(env, 5, func() { c.do(env, id) })
			}, resource.TestStep{Config: config + wait("reply = true\n  timeouts = { create = \"10m\" }\n  "+c.lines),
				ExpectError: regexp.MustCompile(c.want)}))
			acctest.ExpectWrites(t, env, "CreateCases")
		})
	}
}

// TestAccWait_replyWhileTokenExpires shows that a reply is found which arrives when the token has expired, with one new login.
func TestAccWait_replyWhileTokenExpires(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	atPoll(env, 4, func() {
		env.Advance(25 * time.Hour) // the call under way carries a token that is expired now
		env.Reply(acctest.OnlyCase(t, env).ID, "the answer")
	})
	config := env.Provider() + acctest.Ticket("this", `on_destroy = "abandon"`) +
		wait("reply = true\n  timeouts = { create = \"100h\" }")
	env.Drive(resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{hasReply("the answer")}},
		acctest.EmptyPlan(config))
	rejected := 0
	for _, r := range env.RequestsFor(sharedPoll) {
		if r.Status == http.StatusUnauthorized {
			rejected++
		}
	}
	if rejected != 1 {
		t.Errorf("%d shared calls were rejected with 401, want 1", rejected)
	}
}

// TestAccWait_replyInterrupted shows that Ctrl-C ends the wait during the shared call.
func TestAccWait_replyInterrupted(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider(`request_timeout = "10m"`)+acctest.Ticket("this")+wait("reply = true"))
	hold := env.Hold(sharedPoll)
	cmd, out := cli.Command("apply", "-auto-approve", "-input=false", "-no-color")
	env.Must(cmd.Start())
	<-hold.Arrived()
	env.Must(cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err == nil {
		t.Errorf("the run succeeded:\n%s", out)
	}
	acctest.ExpectTexts(t, out.String(), "received no reply in time", "Cancelled after waiting")
	hold.Release()
	env.Reply(acctest.OnlyCase(t, env).ID, "the answer")
	acctest.ExpectTexts(t, cli.Apply().Out, "1 added, 0 changed, 0 destroyed")
	cli.ExpectEmptyPlan()
	acctest.ExpectWrites(t, env, "CreateCases")
}

// TestAccWait_olderState shows that a state which was written before the wait had replies plans nothing, and that an update keeps
// it.
func TestAccWait_olderState(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	config := env.Provider() + acctest.Ticket("this")
	cli.Write("main.tf", config+wait(`statuses = ["to_be_handled"]`))
	cli.Apply()
	var state struct {
		Version          int              `json:"version"`
		TerraformVersion string           `json:"terraform_version"`
		Serial           int              `json:"serial"`
		Lineage          string           `json:"lineage"`
		Outputs          map[string]any   `json:"outputs"`
		Resources        []map[string]any `json:"resources"`
	}
	env.Must(json.Unmarshal([]byte(cli.Read("terraform.tfstate")), &state))
	removed := 0
	for _, r := range state.Resources {
		if r["type"] != "osm_case_wait" {
			continue
		}
		instances, _ := r["instances"].([]any)
		instance, _ := instances[0].(map[string]any)
		attributes, _ := instance["attributes"].(map[string]any)
		for _, name := range []string{"reply", "reply_content", "reply_time", "group_id"} {
			if _, has := attributes[name]; has {
				delete(attributes, name)
				removed++
			}
		}
	}
	older, err := json.Marshal(state)
	env.Must(err)
	cli.Write("terraform.tfstate", string(older))
	if removed != 4 {
		t.Errorf("%d attributes were removed, want 4", removed)
	}
	env.SetStatus(acctest.OnlyCase(t, env).ID, 1)
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", config+wait("statuses = [\"to_be_handled\"]\n  timeouts = { create = \"1h\" }"))
	acctest.ExpectTexts(t, cli.Apply().Out, "0 added, 1 changed, 0 destroyed")
	cli.ExpectEmptyPlan()
}

// TestAccWait_hundredReplies waits for a hundred replies in one apply: one call per poll round, besides one read at the start of
// each wait and one for its reply.
func TestAccWait_hundredReplies(t *testing.T) {
	t.Parallel()
	const n = 100
	env := acctest.New(t, simulator.Options{})
	// The first round waits until all tickets were read, so that no time passes meanwhile.
	first := env.Hold(sharedPoll)
	var reads, rounds atomic.Int64
	env.OnRequest(func(r *simulator.Request) {
		switch {
		case r.Operation == "ShowCaseDetail" && reads.Add(1) == n:
			first.Release()
		case r.Operation == sharedPoll && len(r.Query["case_ids"]) == n && rounds.Add(1) == 5:
			for _, c := range env.Cases() {
				env.Reply(c.ID, "the answer to "+c.ID)
			}
		}
	})
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("%q", env.OpenCase(fmt.Sprint("question ", i))))
	}
	env.Advance(time.Hour)
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+`
resource "osm_case_wait" "this" {
  for_each = toset([`+strings.Join(ids, ", ")+`])
  case_id  = each.key
  reply    = true
  timeouts = { create = "1000h" }
}

output "wrong" {
  value = [for id, w in osm_case_wait.this : id if w.reply_content != "the answer to ${id}"]
}
`)
	out := cli.Apply("-parallelism=100").Out
	acctest.ExpectTexts(t, out, "100 added, 0 changed, 0 destroyed", "wrong = []")
	// Rounds for a part of the waits are those before all have joined, and those while the last ones read their replies: how many
	// there are depends on the machine.
	if shared := env.Count(sharedPoll); reads.Load() != 2*n || shared > n/5 {
		t.Errorf("%d reads of tickets and %d shared calls, want %d and at most %d", reads.Load(), shared, 2*n, n/5)
	}
	t.Logf("%d reads of tickets, %d shared calls, %d of them for all waits", reads.Load(), env.Count(sharedPoll), rounds.Load())
	cli.ExpectEmptyPlan()
}
