// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// The examples in this file need features of the newest clients, or show rules that every client applies.

// configuration returns the files of an example's root module as one text.
func configuration(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, folder, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in %s, %v", len(files), folder, err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// actions sends messages and expedites by actions. A rejected call to expedite does not end the run, and a message precedes the
// end of each ticket.
func actions(r *run) {
	const machine = `instance_id = "web-1"`
	r.set(machine)
	r.apply(opens)
	id := acctest.OnlyCase(r.t, r.env).ID

	r.set(machine, `urgency = 1`)
	r.apply(presses)
	r.env.Inject(simulator.Fault{Operation: "UpdateCases", Kind: simulator.RejectUnder200, Code: "OSM.01010023", Times: 1})
	r.set(machine, `urgency = 2`)
	acctest.ExpectTexts(r.t, r.apply(presses).Out, "The ticket is too new to be expedited.", "Apply complete!")

	r.set(machine, `urgency = 2`, `log = "sda: read error"`)
	r.apply(sends)
	r.said(id, "New lines of the log:\nsda: read error")

	const secret = "user support, password vJ4-only-for-you"
	r.cli.Env = append(r.cli.Env, "TF_VAR_access="+secret)
	r.set(machine, `urgency = 2`, `log = "sda: read error"`, `access_version = 1`)
	out := r.apply(sends).Out
	r.said(id, secret)
	if strings.Contains(out, secret) || strings.Contains(r.cli.Read("terraform.tfstate"), secret) {
		r.t.Error("the output or the state contains the secret text")
	}

	// The old ticket gets the message before it ends.
	r.set(`instance_id = "web-2"`, `urgency = 2`, `log = "sda: read error"`, `access_version = 1`)
	r.cli.Apply()
	r.cli.ExpectEmptyPlan()
	if order := r.wrote(sends, cancels, opens); order[0] != sends {
		r.t.Errorf("the ticket ended before the message was sent: %q", order)
	}
	r.said(id, "We close this ticket: The machine is no longer needed.")

	// A ticket that has ended accepts no message, and is destroyed all the same.
	r.env.SetStatus(r.ticket("web-2").ID, simulator.StatusCompleted)
	r.env.Inject(simulator.Fault{Operation: "CreateMessages", Kind: simulator.RejectUnder200, Code: "OSM.01010002", Times: 1})
	r.destroy(sends)
	if left := r.cli.Resources(); len(left) > 0 {
		r.t.Errorf("the state holds %q", left)
	}
}

// said checks the last message of a ticket.
func (r *run) said(id, want string) {
	r.t.Helper()
	messages := r.env.Messages(id)
	if got := messages[len(messages)-1].Content; got != want {
		r.t.Errorf("the last message of ticket %s is %q, want %q", id, got, want)
	}
}

// keepOpen destroys the configuration of a ticket without a call and imports the ticket again. A replacement ends the old ticket
// with Terraform only.
func keepOpen(r *run) {
	const question = `question = "How long are backups kept?"`
	r.set(question)
	r.apply(opens)
	r.set(question, `remind_time = "09:00-18:00"`)
	r.apply("UpdateCaseContactInfo")
	id := acctest.OnlyCase(r.t, r.env).ID

	destroy := []string{"destroy", "-auto-approve", "-input=false"}
	if acctest.Client(r.t).OpenTofu {
		destroy = append(destroy, "-suppress-forget-errors") // its exit code would be 1
	}
	r.cli.Must(0, destroy...)
	r.wrote()
	left, status := r.cli.Resources(), acctest.OnlyCase(r.t, r.env).Status
	if len(left) > 0 || status != simulator.StatusToBeHandled {
		r.t.Errorf("the state holds %q, and the ticket has status %d", left, status)
	}

	r.env.Advance(time.Hour)
	r.cli.Write("import.tf", fmt.Sprintf("import {\n  to = osm_servicecase.this\n  id = %q\n}\n", id))
	acctest.ExpectTexts(r.t, r.apply().Out, "1 imported")
	r.set(`question = "How long are snapshots kept?"`, `remind_time = "09:00-18:00"`)
	if acctest.Client(r.t).OpenTofu {
		r.apply(opens)
	} else {
		r.apply(cancels, opens)
	}
	r.cli.Must(0, destroy...)
	r.wrote()
}

// onDemand opens a ticket for each incident and ends it once the incident is over.
func onDemand(r *run) {
	r.apply()
	r.set(`incident = "web-1 does not answer."`)
	r.apply(opens)
	r.set(`incident = "web-1 and web-2 do not answer."`)
	r.apply(cancels, opens)
	r.set()
	r.apply(cancels)
	r.set(`incident = "web-3 does not answer."`)
	r.apply(opens)
	r.destroy(cancels)
}

// policy opens no ticket that breaks a rule, and warns about many open tickets. The tests of the rules pass without a service.
func policy(r *run) {
	ticket := func(environment, severity, description string, more ...string) {
		r.set(append(more, fmt.Sprintf("environment = %q", environment), "severity = "+severity,
			fmt.Sprintf("description = %q", description))...)
	}
	ticket("staging", `"Critical"`, "web-1 does not answer.")
	r.fails("Only tickets about production are critical.")
	ticket("production", `"Critical"`, "It does not answer.")
	r.fails("The description must name the affected resource, such as web-1.")
	ticket("lab", "null", "web-1 does not answer.")
	r.fails("The environment must be production or staging.")
	ticket("production", `"Critical"`, "web-1 does not answer.")
	if out := r.apply(opens).Out; strings.Contains(out, "tickets are open") {
		r.t.Errorf("a warning without a reason:\n%s", out)
	}
	r.env.OpenCase("Another one.")
	ticket("production", `"Critical"`, "web-1 does not answer.", "max_open = 1")
	acctest.ExpectTexts(r.t, r.apply().Out, "2 tickets are open, more than 1.")
	ticket("staging", "null", "web-1 does not answer.")
	r.apply(cancels, opens)
	r.partner()
	r.destroy(cancels)

	if !canRun(r.t, r.env.NewCLI(r.t), probes["mock"]) {
		r.t.Log("skipped: tests/policy.tftest.hcl (this client can't mock providers)")
		return
	}
	r.env.Must(os.Remove(r.cli.Path("terraform.tfvars")))
	acctest.ExpectTexts(r.t, r.cli.Must(0, "test").Out, "4 passed, 0 failed")
	r.wrote()
}

// partner lets a partner handle the ticket for one run, which fails. The ticket stays in the state, and nothing is planned.
func (r *run) partner() {
	r.t.Helper()
	r.env.Inject(simulator.Fault{Operation: "ShowCaseDetail", Kind: simulator.RejectUnder200, Body: fmt.Sprintf(
		`{"incident_detail_info": {"incident_id": %q, "status": 0, "business_ownership": 1, "simple_description": %q}}`,
		r.ticket("web-1").ID, r.ticket("web-1").Description)})
	r.cli.ExpectError("is handled by a partner", "apply", "-auto-approve", "-input=false")
	r.env.ClearFaults()
	r.cli.ExpectEmptyPlan()
	r.wrote()
}

// takeOver imports tickets in a module and opens others. A ticket without an entry ends.
func takeOver(r *run) {
	disk, node := r.env.OpenCase("The disk is full."), r.env.OpenCase("The node is slow.")
	r.env.SetStatus(node, simulator.StatusInProcess)
	r.env.Advance(time.Hour)
	entries := func(lines ...string) { r.set("tickets = {\n" + strings.Join(lines, "\n") + "\n}") }
	first := fmt.Sprintf("disk = { id = %q, description = \"The disk is full.\" }", disk)
	second := fmt.Sprintf("node = { id = %q, description = \"The node is slow.\" }", node)
	entries(first, second, `routes = { description = "How many routes can a route table have?" }`)
	acctest.ExpectTexts(r.t, r.apply(opens).Out, "2 imported, 1 added")
	entries(first, `routes = { description = "How many routes can a route table have?" }`)
	r.apply(closes)
	r.destroy(cancels, cancels)
}
