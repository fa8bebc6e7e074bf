// SPDX-License-Identifier: MPL-2.0

package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// simulated is the simulator's address in the examples.
const simulated = "http://127.0.0.1:8080"

// probes are minimal tests with the features that the examples need.
var probes = map[string]string{
	"mock": "mock_provider \"terraform\" {}\nrun \"probe\" {}\n",
	"simulator": `run "probe" {}
run "again" {
  assert {
    condition     = run.probe == run.probe
    error_message = "no"
  }
}
`,
}

// TestAccModuleTests runs the example of module tests as a user does.
func TestAccModuleTests(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		passed  string
		tickets int
	}{"mock": {"2 passed, 0 failed", 0}, "simulator": {"3 passed, 0 failed", 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.NewCLI(t)
			needs(t, cli, name)
			env.Must(os.Remove(filepath.Join(cli.Dir, "versions.tf")))
			env.Must(os.CopyFS(cli.Dir, os.DirFS(filepath.Join(root, "testing"))))
			file := filepath.Join("tests", name+".tftest.hcl")
			cli.Write(file, strings.ReplaceAll(cli.Read(file), simulated, env.URL))
			if out := cli.Must(0, "test", "-filter="+file).Out; !strings.Contains(out, want.passed) {
				t.Errorf("not %s:\n%s", want.passed, out)
			}
			if n := len(env.Cases()); n != want.tickets {
				t.Errorf("%d tickets were opened, want %d", n, want.tickets)
			}
			for _, c := range env.Cases() {
				if c.Status != simulator.StatusCancelled {
					t.Errorf("ticket %s has status %d at the end", c.ID, c.Status)
				}
			}
		})
	}
}

// needs skips the test if the client can't run the probe.
func needs(t *testing.T, cli *acctest.CLI, probe string) {
	t.Helper()
	if !canRun(t, cli, probes[probe]) {
		client := acctest.Client(t)
		t.Skipf("%s %s can't run module tests with a %s", client.Name(), client.Version, probe)
	}
}

// canRun reports whether the client can run the probe, a file of tests, in an empty working folder.
func canRun(t *testing.T, cli *acctest.CLI, probe string) bool {
	t.Helper()
	file := "probe.tftest.hcl"
	cli.Write(file, probe)
	r := cli.Run("test")
	if err := os.Remove(filepath.Join(cli.Dir, file)); err != nil {
		t.Fatal(err)
	}
	return r.Code == 0 && strings.Contains(r.Out, " passed, 0 failed")
}
