// SPDX-License-Identifier: MPL-2.0

package accessory_test

import (
	"os"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// uploaded returns the bytes of the attachments that the service holds.
func uploaded(env *acctest.Env) []string {
	var out []string
	for _, a := range env.Accessories() {
		out = append(out, string(a.Bytes))
	}
	return out
}

// expectUploaded compares the only attachment of the service with the state, and expects an empty plan.
func expectUploaded(t *testing.T, env *acctest.Env, cli *acctest.CLI, want string) {
	t.Helper()
	if got := uploaded(env); !slices.Equal(got, []string{want}) {
		t.Errorf("the service holds %q, want %q", got, want)
	}
	cli.CheckState(statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("sha256"), knownvalue.StringExact(sum(want))),
		statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("size"), knownvalue.Int64Exact(int64(len(want)))))
	cli.ExpectEmptyPlan()
}

// TestAccAccessory_changedBetweenPlanAndApply changes the file after the plan: what is there when it is uploaded is what the
// service and the state hold, for a new upload as for one that replaces another.
func TestAccAccessory_changedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	cli.Write("main.tf", env.Provider()+acctest.Attachment(`source = "${path.cwd}/app.log"`))
	for _, text := range []string{"one", "two"} {
		cli.Write("app.log", text)
		cli.Must(2, "plan", "-detailed-exitcode", "-out=plan.bin")
		cli.Write("app.log", text+", and what came after the plan")
		cli.Apply("plan.bin")
		expectUploaded(t, env, cli, text+", and what came after the plan")
	}
	// One byte is another, and the number of bytes is the same.
	cli.Write("app.log", "Two, and what came after the plan")
	cli.Must(2, "plan", "-detailed-exitcode")
}

// TestAccAccessory_writtenInTheSameRun attaches a file that another resource writes in the same apply, over a file with other
// bytes or at a path that is known only then.
func TestAccAccessory_writtenInTheSameRun(t *testing.T) {
	t.Parallel()
	const writer = `
resource "terraform_data" "log" {
  input            = "${path.cwd}/app.log"
  triggers_replace = [var.text]

  provisioner "local-exec" {
    command     = "printf '%s' \"$TEXT\" > app.log"
    environment = { TEXT = var.text }
  }
}

variable "text" {}
`
	for name, lines := range map[string][]string{
		"over other bytes": {`source = "${path.cwd}/app.log"`, `depends_on = [terraform_data.log]`,
			"lifecycle {\n replace_triggered_by = [terraform_data.log]\n }"},
		"at a path that is not known": {`source = terraform_data.log.output`,
			"lifecycle {\n replace_triggered_by = [terraform_data.log]\n }"},
		"at a path that is not known, 2": {`source = terraform_data.log.output`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.Attach(t)
			cli.Write("app.log", "left from another run")
			cli.Write("main.tf", env.Provider()+writer+acctest.Attachment(lines...))
			base := cli.Env
			for _, text := range []string{"first run", "second run"} {
				cli.Env = append(slices.Clone(base), "TF_VAR_text="+text)
				cli.Apply()
				expectUploaded(t, env, cli, text)
			}
		})
	}
}

// TestAccAccessory_changedWhileItIsUploaded changes the bytes between two attempts of an upload: the second is ended before it is
// complete, and the service holds nothing. What is only appended is left out.
func TestAccAccessory_changedWhileItIsUploaded(t *testing.T) {
	t.Parallel()
	for operation, more := range map[string]string{json: "", form: large(" ")} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			cli := env.Attach(t)
			cli.Write("main.tf", env.Provider()+acctest.Attachment(`source = "${path.cwd}/app.log"`))
			cli.Write("app.log", "one"+more)
			var next atomic.Value
			next.Store("two" + more)
			env.Inject(simulator.Fault{Operation: operation, Kind: simulator.Throttle, Every: 2})
			env.Inject(simulator.Fault{Operation: operation, Kind: simulator.Throttle, Times: 1})
			env.OnRequest(func(r *simulator.Request) {
				if r.Operation == operation {
					env.Must(os.WriteFile(cli.Path("app.log"), []byte(next.Load().(string)), 0o600))
				}
			})
			cli.ExpectError("Content changed during the upload.*Apply again", "apply", "-auto-approve")
			if got := uploaded(env); len(got) > 0 {
				t.Errorf("the service holds %.20q", got)
			}
			env.ResetLog() // a request that was ended before it was complete is not as the API document says
			next.Store("two" + more + " and more")
			cli.Apply()
			if got := uploaded(env); !slices.Equal(got, []string{"two" + more}) {
				t.Errorf("the service holds %.20q, want what was there at first", got)
			}
		})
	}
}
