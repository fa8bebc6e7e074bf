// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

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
	uploads = "UploadJsonAccessories"
	sends   = "CreateMessages"
)

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

// pipelineGate waits for a reply. The same release neither opens a ticket nor waits again, another release does both, and a
// ticket that ends without a reply does not deploy.
func pipelineGate(r *run) {
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
