// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// demo is a simulator and a folder in which Terraform runs a copy of the example.
type demo struct {
	out    io.Writer
	sim    *simulator.Simulator
	server *simulator.Server
	folder string
	tf     *tfexec.Terraform
	vars   []*tfexec.VarOption
}

func newDemo(ctx context.Context, out io.Writer, client locate.Client, example, plugin string) (*demo, error) {
	sim := simulator.New(simulator.Options{})
	server, err := sim.ListenContext(ctx, "")
	if err != nil {
		return nil, err
	}
	d := &demo{out: out, sim: sim, server: server}
	if err := d.prepare(client, example, plugin); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// prepare copies the example into a temporary folder and configures Terraform to use the built provider and the simulator.
func (d *demo) prepare(client locate.Client, example, plugin string) error {
	plugin, err := filepath.Abs(plugin)
	if err != nil {
		return err
	}
	if d.folder, err = os.MkdirTemp("", "osm-demo-"); err != nil {
		return err
	}
	work := filepath.Join(d.folder, "work")
	if err := os.CopyFS(work, os.DirFS(example)); err != nil {
		return err
	}
	config := filepath.Join(d.folder, "dev.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n",
		client.RegistryHost()+"/servicetickets/osm", plugin)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return err
	}
	if d.tf, err = tfexec.NewTerraform(work, client.Path); err != nil {
		return err
	}
	d.vars = []*tfexec.VarOption{tfexec.Var("osm_endpoint=" + d.server.URL), tfexec.Var("iam_endpoint=" + d.server.URL)}
	return d.tf.SetEnv(d.environment(config))
}

// environment returns this process's environment without the variables of Terraform and the provider, and with the
// simulator's credentials.
func (d *demo) environment(config string) map[string]string {
	env := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		own := false
		for _, prefix := range []string{"TF_", "HW_", "OS_", "HUAWEICLOUD_"} {
			own = own || strings.HasPrefix(name, prefix)
		}
		if !own {
			env[name] = value
		}
	}
	o := d.sim.Options()
	env["TF_CLI_CONFIG_FILE"] = config
	env["HW_USER_NAME"], env["HW_USER_PASSWORD"] = o.User, o.Password
	env["HW_DOMAIN_NAME"], env["HW_PROJECT_ID"] = o.Domain, o.ProjectID
	return env
}

// close stops the simulator and removes the folder.
func (d *demo) close() error {
	err := d.server.Close()
	if d.folder != "" {
		err = errors.Join(err, os.RemoveAll(d.folder))
	}
	return err
}

// play runs the scenes and prints their calls.
func (d *demo) play(ctx context.Context) error {
	for _, scene := range []struct {
		title string
		run   func(context.Context) error
	}{
		{"apply: log in, upload the file, open the ticket, read it", d.apply},
		{"show: the ticket in Terraform's outputs", d.show},
		{"plan: support replies and starts work; the plan must be empty", d.planAgain},
		{"destroy: end the ticket with the one call that its status allows", d.destroy},
	} {
		if _, err := fmt.Fprintf(d.out, "\n== %s\n", scene.title); err != nil {
			return err
		}
		d.sim.ResetLog()
		if err := scene.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", scene.title, err)
		}
		if err := d.calls(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(d.out, "\nSuccess: one ticket was opened and closed.")
	return err
}

// calls prints the requests since the scene began.
func (d *demo) calls() error {
	for _, r := range d.sim.Requests() {
		if _, err := fmt.Fprintf(d.out, "   %-6s %-60s HTTP %d\n", r.Method, r.Path, r.Status); err != nil {
			return err
		}
	}
	return nil
}

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
		return fmt.Errorf("the outputs do not match ticket %s: id %q, status %q, open %v, files %q", ticket.ID, id, status, open,
			files)
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
		return fmt.Errorf("the service holds %d tickets, the first in status %d, want 1 in status %d", len(tickets),
			tickets[0].Status,
			simulator.StatusCompleted)
	}
	return nil
}
