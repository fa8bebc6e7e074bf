// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// configuration is a complete example configuration.
type configuration struct {
	folder string
	// variables are set in terraform.tfvars.
	variables string
	// files are the files in the working folder.
	files map[string]string
	// waits reports whether it waits for support: then the provider runs in process, so that waiting takes no real time.
	waits bool
	// prepare changes the simulator before the apply.
	prepare func(*testing.T, *acctest.Env)
	// problem and severity are those of the opened ticket.
	problem, severity string
	// attached are the names of the ticket's files.
	attached []string
	outputs  []statecheck.StateCheck
	// ends is the ticket's status after destroy.
	ends int
}

var configurations = []configuration{
	{
		folder: "tickets/quota-increase", variables: "vcpus = 400", problem: simulator.ProblemQuota, ends: simulator.StatusToBeHandled,
	},
	{
		folder:    "tickets/machine-logs",
		variables: "instance_id = \"web-1\"\nsince = \"09:41\"\nseverity = \"Critical\"",
		files:     map[string]string{"logs/app.log": "a", "logs/kernel.txt": "b", "logs/core.bin": "c"},
		prepare:   func(_ *testing.T, env *acctest.Env) { env.AddLabel("outage", "#c7000b") },
		problem:   simulator.ProblemFault, severity: simulator.SeverityCritical, attached: []string{"app.log", "kernel.txt"},
		ends: simulator.StatusCancelled,
	},
	{
		folder: "tickets/pipeline-gate", variables: `release = "2026.11"`, waits: true, prepare: reply,
		problem: simulator.ProblemConsulting,
		outputs: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("replies",
				knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Nothing is planned.")})),
		},
		ends: simulator.StatusCompleted,
	},
	{folder: "demo", problem: simulator.ProblemFault, attached: []string{"app.log"}, ends: simulator.StatusCancelled},
}

// reply makes support reply at the third read of the ticket's status.
func reply(t *testing.T, env *acctest.Env) {
	t.Helper()
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation != "ShowCaseStatus" || env.Count("ShowCaseStatus") != 3 {
			return
		}
		id := env.Cases()[0].ID
		env.Reply(id, "Nothing is planned.")
		env.SetStatus(id, simulator.StatusToBeConfirmed)
	})
}

// copyTo copies the example into the working folder of cli, with the simulator as the service.
func (w configuration) copyTo(t *testing.T, env *acctest.Env, cli *acctest.CLI) {
	t.Helper()
	env.Must(os.Remove(filepath.Join(cli.Dir, "versions.tf")))
	env.Must(os.CopyFS(cli.Dir, os.DirFS(filepath.Join(root, filepath.FromSlash(w.folder)))))
	for name, content := range w.files {
		env.Must(os.MkdirAll(filepath.Dir(filepath.Join(cli.Dir, name)), 0o700))
		cli.Write(name, content)
	}
	// Override files (*_override.tf) take precedence over the configuration's provider block.
	cli.Write("simulator_override.tf", env.Provider())
	cli.Write("terraform.tfvars", w.variables+"\n")
}

// TestAccConfigurations applies each complete configuration: it opens one ticket with the IDs of the given names, the second plan
// is empty, and destroy acts as configured.
func TestAccConfigurations(t *testing.T) {
	t.Parallel()
	for _, w := range configurations {
		t.Run(w.folder, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			start := env.NewCLI
			if w.waits {
				start = env.Attach
			}
			cli := start(t)
			w.copyTo(t, env, cli)
			if w.prepare != nil {
				w.prepare(t, env)
			}
			cli.Apply()
			w.opened(t, env)
			cli.CheckState(w.outputs...)
			cli.ExpectEmptyPlan()
			cli.Destroy()
			if got := env.Cases()[0].Status; got != w.ends {
				t.Errorf("the ticket has status %d after destroy, want %d", got, w.ends)
			}
		})
	}
}

// opened checks the request that opened the ticket.
func (w configuration) opened(t *testing.T, env *acctest.Env) {
	t.Helper()
	creates := env.RequestsFor("CreateCases")
	if len(creates) != 1 {
		t.Fatalf("%d tickets were opened, want 1", len(creates))
	}
	var body map[string]any
	env.Must(json.Unmarshal(creates[0].Body, &body))
	want := map[string]any{"incident_sub_type_id": simulator.SubTypeService, "product_category_id": simulator.ProductServer,
		"business_type_id": w.problem, "region_id": simulator.RegionBeijing4}
	if w.severity != "" {
		want["severity_id"] = w.severity
	}
	for key, value := range want {
		if body[key] != value {
			t.Errorf("%s is %v, want %v", key, body[key], value)
		}
	}
	var names []string
	ids, _ := body["accessory_ids"].([]any)
	for _, id := range ids {
		file, _ := env.Accessory(id.(string))
		names = append(names, file.Name)
	}
	slices.Sort(names)
	if !slices.Equal(names, w.attached) {
		t.Errorf("the ticket holds %v, want %v", names, w.attached)
	}
}
