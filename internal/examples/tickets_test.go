// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// scenarios are what the tests of the folders in examples/tickets do.
var scenarios = map[string]func(*run){
	"actions":        actions,
	"alarm":          alarm,
	"dashboard":      dashboard,
	"escalation":     escalation,
	"from-file":      fromFile,
	"keep-open":      keepOpen,
	"machine-logs":   machineLogs,
	"on-demand":      onDemand,
	"pipeline-gate":  pipelineGate,
	"policy":         policy,
	"quota-increase": quotaIncrease,
	"take-over":      takeOver,
	"team-labels":    teamLabels,
}

// TestAccTickets applies, changes and destroys each complete configuration that the client supports.
func TestAccTickets(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir(filepath.Join(root, "tickets"))
	if err != nil || len(folders) != len(scenarios) {
		t.Errorf("%d examples, but %d tests (%v)", len(folders), len(scenarios), err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			play := scenarios[folder.Name()]
			if play == nil {
				t.Fatal("the example has no test")
			}
			acctest.Needs(t, configuration(t, filepath.Join("tickets", folder.Name())))
			play(start(t, filepath.Join("tickets", folder.Name())))
		})
	}
}

// TestAccDemo applies and destroys the example of `make demo`.
func TestAccDemo(t *testing.T) {
	t.Parallel()
	r := start(t, "demo")
	r.apply("UploadJsonAccessories", "CreateCases")
	if ticket := acctest.OnlyCase(t, r.env); ticket.BusinessTypeID != simulator.ProblemFault ||
		!slices.Equal(r.files(ticket.AccessoryIDs), []string{"app.log"}) {
		t.Errorf("the ticket is %+v", ticket)
	}
	r.cli.Destroy()
	if got := acctest.OnlyCase(t, r.env).Status; got != simulator.StatusCancelled {
		t.Errorf("the ticket has status %d after destroy", got)
	}
}

// run is an example in a working folder, with the simulator as the service.
type run struct {
	t   *testing.T
	env *acctest.Env
	cli *acctest.CLI
	// seen is the number of writing requests that were checked.
	seen int
}

// start copies the example into a working folder.
func start(t *testing.T, folder string) *run {
	t.Helper()
	env := acctest.New(t, simulator.Options{})
	prepare := env.Attach // waits take no real time
	if folder == "demo" || folder == filepath.Join("tickets", "machine-logs") {
		prepare = env.NewCLI // runs in the working folder, so that it finds the files there
	}
	r := &run{t: t, env: env, cli: prepare(t)}
	env.Must(os.Remove(r.cli.Path("versions.tf")))
	env.Must(os.CopyFS(r.cli.Dir, os.DirFS(filepath.Join(root, filepath.FromSlash(folder)))))
	// Override files (*_override.tf) take precedence over the configuration's provider block.
	r.cli.Write("simulator_override.tf", env.Provider())
	if _, err := os.Stat(r.cli.Path("modules")); err == nil {
		r.cli.Must(0, "get")
	}
	return r
}

// set sets the variables.
func (r *run) set(lines ...string) {
	r.t.Helper()
	r.cli.Write("terraform.tfvars", strings.Join(lines, "\n")+"\n")
}

// apply applies, after which the plan must be empty, and checks the writing requests since the last call, whatever their order.
func (r *run) apply(want ...string) acctest.Result {
	r.t.Helper()
	out := r.cli.Apply()
	r.cli.ExpectEmptyPlan()
	r.wrote(want...)
	return out
}

// destroy destroys and checks the writing requests.
func (r *run) destroy(want ...string) {
	r.t.Helper()
	r.cli.Destroy()
	r.wrote(want...)
}

// wrote checks the writing requests since the last call, whatever their order, and returns them in order.
func (r *run) wrote(want ...string) []string {
	r.t.Helper()
	all := acctest.WriteOperations(r.env)
	got := all[r.seen:]
	r.seen = len(all)
	if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		r.t.Errorf("writing requests:\n got %q\nwant %q", got, want)
	}
	return got
}

// fails plans with an error that contains the text. Nothing is written.
func (r *run) fails(text string) {
	r.t.Helper()
	acctest.ExpectTexts(r.t, r.cli.Must(1, "plan", "-input=false").Out, text)
	r.wrote()
}

// ticket returns the newest ticket whose description contains the text.
func (r *run) ticket(text string) simulator.Case {
	r.t.Helper()
	for _, c := range slices.Backward(r.env.Cases()) {
		if strings.Contains(c.Description, text) {
			return c
		}
	}
	r.t.Fatalf("no ticket is about %q", text)
	return simulator.Case{}
}

// files returns the sorted names of attachments.
func (r *run) files(ids []string) []string {
	var names []string
	for _, id := range ids {
		file, _ := r.env.Accessory(id)
		names = append(names, file.Name)
	}
	slices.Sort(names)
	return names
}
