// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator/console"
)

// demo is a simulator and a folder in which Terraform runs a copy of the example.
type demo struct {
	screen *screen
	calls  bool // whether to print the calls of each step
	held   bool // whether the demo has waited for someone to use the page
	sim    *simulator.Simulator
	server *simulator.Server
	folder string
	client locate.Client
	tf     *tfexec.Terraform
}

func newDemo(ctx context.Context, out *screen, client locate.Client, example, plugin string) (*demo, error) {
	sim := simulator.New(simulator.Options{})
	server, err := sim.ListenHandler(ctx, "", console.New(sim))
	if err != nil {
		return nil, err
	}
	d := &demo{screen: out, sim: sim, server: server, client: client}
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
	work := d.work()
	if err := os.CopyFS(work, os.DirFS(example)); err != nil {
		return err
	}
	address := fmt.Sprintf("osm_endpoint = %[1]q\niam_endpoint = %[1]q\n", d.server.URL)
	if err := os.WriteFile(filepath.Join(work, "terraform.tfvars"), []byte(address), 0o600); err != nil {
		return err
	}
	config := d.cliConfig()
	if err := os.WriteFile(config, []byte(client.DevOverrides(plugin, "servicetickets/osm")), 0o600); err != nil {
		return err
	}
	if d.tf, err = tfexec.NewTerraform(work, client.Path); err != nil {
		return err
	}
	return d.tf.SetEnv(d.environment(config))
}

// command returns a command of Terraform or OpenTofu as one types it.
func (d *demo) command(name string) string { return filepath.Base(d.client.Path) + " " + name }

// work returns the folder in which Terraform runs.
func (d *demo) work() string { return filepath.Join(d.folder, "work") }

// cliConfig returns the path of Terraform's settings.
func (d *demo) cliConfig() string { return filepath.Join(d.folder, "dev.tfrc") }

// environment returns this process's environment without the variables of Terraform and the provider, and with the
// simulator's credentials.
func (d *demo) environment(config string) map[string]string {
	env := map[string]string{}
	for _, entry := range locate.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
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
