// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// Writing requests, as wrote names them.
const (
	opens   = "CreateCases"
	cancels = "UpdateCases cancel"
	closes  = "UpdateCases close"
	presses = "UpdateCases press"
	uploads = "UploadJsonAccessories"
	sends   = "CreateMessages"
)

// fromFile opens three tickets. Invalid rows fail at plan, another order and the same tickets as YAML change nothing, a new row
// opens one ticket and a removed row ends one.
func fromFile(r *run) {
	file := r.cli.Read("tickets.csv")
	rows := strings.SplitAfter(file, "\n")
	for text, wrong := range map[string][]string{
		`Row 2 (uploads): simple_description is empty.`: {"Uploads to the bucket backups fail with HTTP 503.", ""},
		`Row 3 (web-1): row 1 has the same key.`:        {"vpc,", "web-1,"},
		`Row 1: "web 1" is not a valid key.`:            {"web-1,", "web 1,"},
		`this["uploads"]`:                               {"Upload fails", "Upload failed"},
		`Row 3 (vpc): simple_description has 1201 characters`: {
			"How many routes can a route table have, and can the limit be raised?",
			strings.Repeat("x", 1201)},
	} {
		r.cli.Write("tickets.csv", strings.Replace(file, wrong[0], wrong[1], 1))
		r.fails(text)
	}

	r.cli.Write("tickets.csv", "\ufeff"+file)
	r.apply(opens, opens, opens)
	if web := r.ticket("web-1"); web.RegionID != simulator.RegionBeijing4 || web.SeverityID != simulator.SeverityHigh {
		r.t.Errorf("the ticket is %+v", web)
	}
	r.cli.Write("tickets.csv", rows[0]+rows[3]+rows[1]+rows[2])
	r.cli.ExpectEmptyPlan()
	r.set(`file = "tickets.yaml"`)
	r.cli.ExpectEmptyPlan()
	r.set()
	r.cli.Write("tickets.csv", file+"db,Relational Database Service,Usage question,,,Is PostgreSQL 18 available?\n")
	r.apply(opens)
	r.cli.Write("tickets.csv", rows[0]+strings.Replace(rows[1], "unreachable", "down", 1)+rows[3]+
		"db,Relational Database Service,Usage question,,,Is PostgreSQL 18 available?\n")
	r.apply(cancels)
	if status := r.ticket("backups").Status; status != simulator.StatusCancelled {
		r.t.Errorf("the ticket of the removed row has status %d", status)
	}
	r.destroy(cancels, cancels, cancels)
}

// quotaIncrease opens a request per region. Another number withdraws the open request before it opens a new one.
func quotaIncrease(r *run) {
	requests := func(beijing, shanghai int, reason string) {
		r.set(fmt.Sprintf(`requests = {
  "CN North-Beijing4" = { vcpus = %d, reason = %q, project_id = %q }
  "CN East-Shanghai1" = { vcpus = %d, reason = "Second site." }
}`, beijing, reason, simulator.DefaultProjectID, shanghai))
	}
	requests(0, 100, "Load tests.")
	r.fails("vcpus must be a whole number from 1 to 10000.")
	requests(200, 100, "Load tests.")
	r.env.SetPrivilege("createCase", false)
	r.fails("This user may not open tickets.")
	r.env.SetPrivilege("createCase", true)

	r.env.SetQuota(simulator.ProblemQuota, 4, 4)
	r.apply(opens, opens)
	ticket := r.ticket("Beijing4")
	if ticket.ProjectID != simulator.DefaultProjectID || string(ticket.Extends["target_quota"]) != "200" {
		r.t.Errorf("the request is %+v", ticket)
	}
	requests(200, 100, "Load tests before the release.")
	r.apply("CreateCaseExtendsParam") // in place

	requests(400, 100, "Load tests before the release.")
	r.cli.Apply()
	if order := r.wrote(cancels, opens); order[0] != cancels {
		r.t.Errorf("the new request was opened before the old one was withdrawn: %q", order)
	}
	// Support has granted the other request: it has ended, so nothing is withdrawn.
	r.env.SetStatus(r.ticket("Shanghai1").ID, simulator.StatusCompleted)
	requests(400, 150, "Load tests before the release.")
	acctest.ExpectTexts(r.t, r.apply(opens).Out, "A new ticket will be opened")
	acctest.ExpectTexts(r.t, r.cli.Must(0, "plan").Out, "The account can't open another ticket of this problem type.")
	r.destroy(cancels, cancels)
}

// machineLogs attaches as many logs as a ticket can have and sends the others in messages. Without a log, no ticket is opened.
func machineLogs(r *run) {
	r.set(`instance_id = "web-1"`, `since = "09:41"`, `severity = "Critical"`)
	r.fails(`The folder "logs" does not exist`)
	r.env.Must(os.Mkdir(r.cli.Path("logs"), 0o700))
	r.cli.Write("logs/core.bin", "c")
	r.fails(`contains neither *.log nor *.txt`)

	for i := range 8 {
		r.cli.Write(fmt.Sprintf("logs/app-%d.log", i+1), fmt.Sprint(i))
	}
	r.env.SetLimits(3, 10, "log", "txt")
	r.apply(append(slices.Repeat([]string{uploads}, 8), opens, sends, sends)...)
	ticket := acctest.OnlyCase(r.t, r.env)
	if ticket.SeverityID != simulator.SeverityCritical {
		r.t.Errorf("the ticket is %+v", ticket)
	}
	r.attached("app-1.log app-2.log app-3.log", "app-4.log app-5.log app-6.log", "app-7.log app-8.log")

	// A later log goes into a message of the same ticket, and so does a log that was changed.
	r.cli.Write("logs/app-9.txt", "9")
	r.cli.Write("logs/app-2.log", "2, changed")
	r.set(`instance_id = "web-1"`, `since = "09:30"`, `severity = "Critical"`)
	r.cli.Apply()
	r.cli.ExpectEmptyPlan()
	if n := len(r.env.Cases()); n != 1 {
		r.t.Errorf("%d tickets, want 1", n)
	}
	r.attached("app-1.log app-2.log app-3.log", "app-2.log", "app-4.log app-5.log app-6.log", "app-7.log app-8.log",
		"app-7.log app-8.log app-9.txt")
	r.cli.Destroy()
	if got := acctest.OnlyCase(r.t, r.env).Status; got != simulator.StatusCancelled {
		r.t.Errorf("the ticket has status %d after destroy", got)
	}
}

// attached compares the files of the messages of the only ticket, in any order.
func (r *run) attached(want ...string) {
	r.t.Helper()
	var got []string
	for _, m := range acctest.OnlyCase(r.t, r.env).Messages {
		got = append(got, strings.Join(r.files(m.AccessoryIDs), " "))
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		r.t.Errorf("the messages contain\n%q, want\n%q", got, want)
	}
}

// alarm opens one ticket, although the alarm fires five times without a state. Another alarm opens another one.
func alarm(r *run) {
	r.set(`alarm_id = "al1655717086704"`, `instance_id = "web-1"`)
	for i := range 5 {
		out := r.cli.Apply().Out
		if adopted := strings.Contains(out, "Existing ticket adopted"); adopted != (i > 0) {
			r.t.Errorf("firing %d: adopted %t:\n%s", i+1, adopted, out)
		}
		if i < 4 {
			r.env.Must(os.Remove(r.cli.Path("terraform.tfstate")))
		}
	}
	r.cli.ExpectEmptyPlan()
	// An adopted ticket gets the arguments of the configuration.
	r.wrote(append(slices.Repeat([]string{"UpdateCaseContactInfo", "CreateCaseExtendsParam"}, 4), opens)...)
	r.set(`alarm_id = "al1655717086704"`, `instance_id = "web-1"`, `remind_time = "09:00-18:00"`)
	r.apply("UpdateCaseContactInfo")
	r.set(`alarm_id = "al1655717099999"`, `instance_id = "web-1"`, `remind_time = "09:00-18:00"`)
	r.apply(cancels, opens)
	r.destroy(cancels)
}

// escalation waits, fails, expedites the same ticket once and waits again. Without a reason, it neither waits nor expedites.
func escalation(r *run) {
	r.set(`description = "web-1 is unreachable."`)
	r.env.Advance(-2 * time.Hour) // so that the plan, which has the real time, finds the ticket old
	r.cli.ExpectError(`did not reach the status in time.*30m0s`, "apply", "-auto-approve", "-input=false")
	r.wrote(opens)
	id := acctest.OnlyCase(r.t, r.env).ID
	acctest.ExpectTexts(r.t, r.cli.Must(0, "plan").Out,
		"Nobody has started to work on "+id+" within 30m. To expedite it, set escalate to 1 and apply.")

	r.set(`description = "web-1 is unreachable."`, `escalate = 1`)
	r.env.OnRequest(func(q *simulator.Request) {
		if q.Operation == "UpdateCases" && q.Query.Get("action_id") == "press" {
			r.env.SetStatus(id, simulator.StatusInProcess)
		}
	})
	r.apply(presses)
	r.env.Advance(2 * time.Hour)
	r.set(`description = "web-1 is unreachable."`, `escalate = 2`)
	r.apply(presses)
	r.destroy(closes)
}

// teamLabels labels tickets. Moving a ticket to another team, and a team's color, change no more than labels. The tickets of
// other members are listed and not changed.
func teamLabels(r *run) {
	const tickets = `tickets = {
  routes = { team = %q, description = "How many routes can a route table have?" }
  disks  = { team = "storage", description = "How many disks can a machine have?" }
}`
	r.set(fmt.Sprintf(tickets, "databases"))
	r.fails("The ticket routes belongs to the unknown team databases. Known teams: network, storage.")
	r.set(fmt.Sprintf(tickets, "network"))
	r.apply("CreateLabels", "CreateLabels", opens, opens, "CreateCaseLabels", "CreateCaseLabels")

	// The ticket moves to a team whose label is new. Another member of the group has opened a ticket for the other team.
	other := r.env.OpenCase("The bucket is slow.")
	r.env.Must(r.env.SetCaseLabels(other, r.ticket("disks").LabelIDs...))
	r.env.Must(r.env.SetOwner(other, "another", "another-user", "group-1"))
	r.set(fmt.Sprintf(tickets, "platform"), `group_id = "group-1"`, `teams = { platform = "#6a1b9a", storage = "#2e7d33" }`)
	acctest.ExpectTexts(r.t, r.apply("CreateLabels", "UpdateLabels", "DeleteLabels", "CreateCaseLabels").Out,
		"The bucket is slow.")
	if labels := r.env.Labels(); len(labels) != 2 || !slices.Equal(r.ticket("routes").LabelIDs, []int{labels[1].ID}) {
		r.t.Errorf("the labels are %v, of the ticket %v", labels, r.ticket("routes").LabelIDs)
	}
	r.destroy(cancels, cancels, "DeleteLabels", "DeleteLabels")
}

// dashboard warns about tickets that are old or await a reply, and never writes.
func dashboard(r *run) {
	r.env.Advance(-100 * time.Hour)
	old := r.env.OpenCase("The node is slow.\nSince yesterday.")
	r.env.Advance(100 * time.Hour)
	replied := r.env.OpenCase("Is maintenance planned?")
	ended := r.env.OpenCase("Solved.")
	r.env.SetStatus(ended, simulator.StatusCompleted)
	out := r.apply()
	acctest.ExpectTexts(r.t, out.Out, "Open for more than 72h: "+old+".", "The node is slow.")
	if strings.Contains(out.Out, ended) || strings.Contains(out.Out, "awaits your reply") {
		r.t.Errorf("the output has a ticket that has ended, or a warning without a reason:\n%s", out.Out)
	}

	r.env.SetStatus(replied, simulator.StatusToBeConfirmed)
	r.env.SetStatus(old, simulator.StatusWaitingForFeedback) // it is now your turn, whatever the age
	out = r.apply()
	acctest.ExpectTexts(r.t, out.Out, "Support awaits your reply or confirmation: "+replied+", "+old+".")
	if strings.Contains(out.Out, "Open for more than") {
		r.t.Errorf("a warning without a reason:\n%s", out.Out)
	}
	r.set(`max_age = "soon"`)
	r.fails("The age must be a duration such as 72h or 30m.")
	r.set()
	r.destroy()
}

// pipelineGate waits for a reply. The same release neither opens a ticket nor waits again, another release does both, and a
// ticket that ends without a reply does not deploy.
func pipelineGate(r *run) {
	limits := regexp.MustCompile(`(?:timeout-minutes|TF_VAR_patience): (\d+)`).FindAllStringSubmatch(
		r.cli.Read("workflow.yml"), 3)
	if len(limits) != 3 || limits[0][1] != "150" || limits[1][1] != "2" || limits[2][1] != "140" {
		r.t.Errorf("the wait must end before the step, and the step before the job: %v", limits)
	}
	r.support(simulator.StatusToBeConfirmed)
	r.set(`release = "2026.11"`)
	r.apply(opens)
	polls := r.env.Count("ShowCaseStatus")
	r.cli.CheckState(statecheck.ExpectKnownOutputValue("replies",
		knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Nothing is planned.")})))
	r.apply() // the job runs again
	if n := r.env.Count("ShowCaseStatus"); n != polls {
		r.t.Errorf("%d reads of the status for the same release, want %d", n, polls)
	}

	r.support(simulator.StatusInvalid)
	r.set(`release = "2026.12"`)
	r.cli.ExpectError(`is invalid\. To ask again, apply with -replace`, "apply", "-auto-approve", "-input=false")
	r.wrote(closes, opens)
	r.support(simulator.StatusToBeConfirmed)
	r.cli.Apply("-replace=osm_servicecase.release")
	r.cli.ExpectEmptyPlan()
	r.wrote(opens) // the invalid ticket needs no close
	r.destroy(closes)
}

// support makes support reply at the third poll of the next ticket.
func (r *run) support(status int) {
	before, tickets := r.env.Count("ShowCaseStatus"), len(r.env.Cases())
	r.env.OnRequest(func(q *simulator.Request) {
		if q.Operation != "ShowCaseStatus" || r.env.Count("ShowCaseStatus") != before+3 {
			return
		}
		id := r.env.Cases()[tickets].ID
		r.env.Reply(id, "Nothing is planned.")
		r.env.SetStatus(id, status)
	})
}
