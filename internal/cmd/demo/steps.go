// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// question is what support writes in the demo.
const question = "We see it too. In which availability zone is web-1?"

// step is a part of the demo, with one sentence in the user's words.
type step struct {
	title string
	run   func(context.Context) error
}

// play shows the configuration and runs the steps until the ticket is open and answered.
func (d *demo) play(ctx context.Context) error {
	if err := d.showConfiguration(); err != nil {
		return err
	}
	return d.steps(ctx,
		step{"1. web-1 is down. Attach its log and open a ticket.", d.open},
		step{"2. Support takes the ticket and asks a question. Apply again to read it.", d.readReply},
		step{"3. Plan again. What support does to the ticket is not a change of your configuration.", d.planAgain},
	)
}

// finish ends the ticket.
func (d *demo) finish(ctx context.Context) error {
	return d.steps(ctx, step{"4. web-1 is back. Remove the ticket from the configuration, which closes it.", d.end})
}

func (d *demo) steps(ctx context.Context, steps ...step) error {
	for _, s := range steps {
		d.screen.title(s.title)
		d.sim.ResetLog()
		err := s.run(ctx)
		if d.calls {
			for _, r := range d.sim.Requests() {
				d.screen.printf("%s", d.screen.style(faint, strings.TrimSpace(console.Line(r))))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// showConfiguration prints the resources of the example, without provider settings and outputs.
func (d *demo) showConfiguration() error {
	text, err := os.ReadFile(filepath.Join(d.work(), "main.tf"))
	if err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	_, shown, found := strings.Cut(string(text), "\n# 1. ")
	shown, _, ended := strings.Cut(shown, "\noutput ")
	if !found || !ended {
		return errors.New("the configuration has no part to show")
	}
	d.screen.title("The configuration (examples/demo/main.tf, without provider and outputs):")
	for line := range strings.Lines("# 1. " + shown) {
		style := ""
		if strings.HasPrefix(line, "#") {
			style = faint
		} else if strings.HasPrefix(line, "resource") || strings.HasPrefix(line, "data") {
			style = cyan
		}
		if line = strings.TrimRight(line, "\n"); style != "" {
			line = d.screen.style(style, line)
		}
		d.screen.printf("%s", line)
	}
	return nil
}

// report prints what a command of Terraform said, and how long it took.
func (d *demo) report(name string, o *outcome) {
	d.screen.printf("%s %s (%s): %s", d.screen.style(green, "✓"), d.command(name), seconds(o.duration), o.summary)
}

func (d *demo) open(ctx context.Context) error {
	o, err := d.apply(ctx)
	if err != nil {
		return err
	}
	d.report("apply", o)
	values, err := d.outputs(ctx)
	if err != nil {
		return err
	}
	tickets := d.sim.Cases()
	if len(tickets) != 1 {
		return fmt.Errorf("the service holds %d tickets, expected 1", len(tickets))
	}
	if values.ID != tickets[0].ID || values.Status != "to_be_handled" || !values.IsOpen ||
		!slices.Equal(values.Files, []string{"app.log"}) {
		return fmt.Errorf("the outputs do not match ticket %s: %v", tickets[0].ID, values)
	}
	d.screen.printf("Ticket   %s\nStatus   %s\nSubject  %s, %s, %s, severity %s\nText     %s\nFiles    %s",
		d.screen.style(bold, values.ID), values.Status, tickets[0].ProductCategoryName, tickets[0].BusinessTypeName,
		tickets[0].RegionName, tickets[0].SeverityName, tickets[0].Description, strings.Join(values.Files, ", "))
	return nil
}

func (d *demo) readReply(ctx context.Context) error {
	id := d.sim.Cases()[0].ID
	if err := d.sim.SetStatus(id, simulator.StatusInProcess); err != nil {
		return fmt.Errorf("changing the status: %w", err)
	}
	if _, err := d.sim.Reply(id, question); err != nil {
		return fmt.Errorf("replying: %w", err)
	}
	o, err := d.apply(ctx)
	if err != nil {
		return err
	}
	d.report("apply", o)
	values, err := d.outputs(ctx)
	if err != nil {
		return err
	}
	if values.Status != "in_process" || !slices.Equal(values.Replies, []string{question}) {
		return fmt.Errorf("the outputs do not match support's reply: %v", values)
	}
	d.screen.printf("Status   %s\nSupport  %s", values.Status, d.screen.style(bold, `"`+values.Replies[0]+`"`))
	return nil
}

func (d *demo) planAgain(ctx context.Context) error {
	o, changes, err := d.plan(ctx)
	if err != nil {
		return err
	}
	if changes {
		return fmt.Errorf("the second plan is not empty: %s", o.summary)
	}
	o.summary = "No changes."
	d.report("plan", o)
	return nil
}

func (d *demo) end(ctx context.Context) error {
	o, err := d.destroy(ctx)
	if err != nil {
		return err
	}
	d.report("destroy", o)
	tickets := d.sim.Cases()
	if !d.held && (len(tickets) != 1 || tickets[0].Status != simulator.StatusCompleted) {
		return fmt.Errorf("the service holds %d tickets, the first in status %d, expected 1 in status %d", len(tickets),
			tickets[0].Status, simulator.StatusCompleted)
	}
	status := d.screen.style(bold, console.StatusTitle(tickets[0].Status))
	d.screen.printf("Status   %s\nTickets  %d opened in all", status, len(tickets))
	return nil
}

// hold lets someone use the page and Terraform until ctx ends.
func (d *demo) hold(ctx context.Context) {
	o := d.sim.Options()
	d.screen.title("The ticket is open, and the simulator runs. Press Ctrl-C to end both.")
	d.screen.printf("Page     %s", d.screen.style(bold, d.server.URL+"/?ticket="+d.sim.Cases()[0].ID))
	d.screen.printf("On the page, you can reply as support, change the status and inject faults.")
	d.screen.printf("To apply again, in another shell:")
	d.screen.printf("\n  cd %s\n  export TF_CLI_CONFIG_FILE=%s\n  export HW_USER_NAME=%s HW_USER_PASSWORD='%s'\n"+
		"  export HW_DOMAIN_NAME=%s HW_PROJECT_ID=%s\n  %s apply",
		d.work(), d.cliConfig(), o.User, o.Password, o.Domain, o.ProjectID, d.client.Path)
	<-ctx.Done()
	d.held = true
	d.sim.ClearFaults() // or the ticket could not be ended
}

// nextSteps prints what to do after the demo.
func (d *demo) nextSteps() {
	success := "Success: one ticket was opened, answered and closed, without a warning."
	if d.held {
		success = "The ticket is closed, and the simulator has stopped."
	}
	d.screen.title(d.screen.style(green, success))
	d.screen.printf("Next steps:\n" +
		"  make demo HOLD=1                keep the ticket open and act as support on a page in your browser\n" +
		"  make demo VERBOSE=1             show the calls of each step\n" +
		"  go run ./internal/cmd/osmsim    run the simulator for your own configuration\n" +
		"  examples/tickets                complete configurations to copy\n" +
		"  docs/index.md                   set up the provider with your account")
}
