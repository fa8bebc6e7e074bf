// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func (d *demo) apply(ctx context.Context) error {
	options := []tfexec.ApplyOption{}
	for _, v := range d.vars {
		options = append(options, v)
	}
	if err := d.tf.Apply(ctx, options...); err != nil {
		return err
	}
	if n := len(d.sim.Cases()); n != 1 {
		return fmt.Errorf("the service holds %d tickets, want 1", n)
	}
	return nil
}

// show prints the ticket from Terraform's outputs and compares it with the one in the service.
func (d *demo) show(ctx context.Context) error {
	outputs, err := d.tf.Output(ctx)
	if err != nil {
		return err
	}
	var id, status string
	var open bool
	var files []string
	for name, into := range map[string]any{"id": &id, "status_name": &status, "is_open": &open, "files": &files} {
		if err := json.Unmarshal(outputs[name].Value, into); err != nil {
			return fmt.Errorf("output %s: %w", name, err)
		}
	}
	ticket := d.sim.Cases()[0]
	if id != ticket.ID || status != "to_be_handled" || !open || len(files) != 1 || files[0] != "app.log" {
		return fmt.Errorf("the outputs don't match ticket %s: id %q, status %q, open %v, files %q", ticket.ID, id, status, open, files)
	}
	_, err = fmt.Fprintf(d.out, "   Ticket   %s\n   Status   %s\n   Opened   %s\n   Text     %s\n   Files    %v\n",
		id, status, ticket.Created.UTC().Format("2006-01-02 15:04:05 UTC"), ticket.Description, files)
	return err
}

func (d *demo) planAgain(ctx context.Context) error {
	id := d.sim.Cases()[0].ID
	if _, err := d.sim.Reply(id, "We are looking into it."); err != nil {
		return err
	}
	if err := d.sim.SetStatus(id, simulator.StatusInProcess); err != nil {
		return err
	}
	// The outputs contain the status, which has changed: refresh it first, as any apply would.
	refresh, plan := []tfexec.RefreshCmdOption{}, []tfexec.PlanOption{}
	for _, v := range d.vars {
		refresh, plan = append(refresh, v), append(plan, v)
	}
	if err := d.tf.Refresh(ctx, refresh...); err != nil {
		return err
	}
	changes, err := d.tf.Plan(ctx, plan...)
	if err != nil {
		return err
	}
	if changes {
		return errors.New("the second plan is not empty")
	}
	_, err = fmt.Fprintln(d.out, "   No changes.")
	return err
}

func (d *demo) destroy(ctx context.Context) error {
	options := []tfexec.DestroyOption{}
	for _, v := range d.vars {
		options = append(options, v)
	}
	if err := d.tf.Destroy(ctx, options...); err != nil {
		return err
	}
	tickets := d.sim.Cases()
	if len(tickets) != 1 || tickets[0].Status != simulator.StatusCompleted {
		return fmt.Errorf("the service holds %d tickets, the first in status %d, want 1 in status %d", len(tickets), tickets[0].Status,
			simulator.StatusCompleted)
	}
	return nil
}
