// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// CLI is a folder in which a real Terraform is called with the provider as users get it: a program of its own, with its own logs.
type CLI struct {
	t *testing.T
	// Dir is the working folder.
	Dir string
	// Env are further environment variables, as NAME=value.
	Env []string

	terraform terraform
}

// Result is what a call printed.
type Result struct {
	Out  string
	Code int
}

// Build builds the provider and returns its folder. It is `go run` that builds, since that keeps programs in Go's cache: all packages of a run share
// one. The program that its first call names may be gone when that ends, the one of the second call is the one in the cache.
var Build = sync.OnceValues(func() (string, error) {
	for range 2 {
		out, err := exec.Command("go", "run", "-exec", "echo", "github.com/servicetickets/terraform-provider-osm").Output()
		if err != nil {
			return "", fmt.Errorf("build the provider: %w", err)
		}
		program := strings.TrimSpace(string(out))
		if _, err := os.Stat(program); err == nil {
			return filepath.Dir(program), nil
		}
	}
	return "", errors.New("build the provider: Go's cache does not keep it")
})

// terraform is the Terraform or OpenTofu that all tests of a package run.
type terraform struct{ path, registry string }

var client = sync.OnceValues(func() (terraform, error) {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		found, err := exec.LookPath("terraform")
		if err != nil {
			return terraform{}, errors.New("find terraform: set TF_ACC_TERRAFORM_PATH")
		}
		path = found
	}
	version, err := exec.Command(path, "version").Output()
	if strings.HasPrefix(string(version), "OpenTofu") {
		return terraform{path, "registry.opentofu.org"}, err
	}
	return terraform{path, "registry.terraform.io"}, err
})

// NewCLI prepares a folder whose Terraform starts the provider as users get it, with the real clock.
func (e *Env) NewCLI(t *testing.T) *CLI {
	t.Helper()
	skipUnlessAsked(t)
	provider, err := Build()
	if err != nil {
		t.Fatal(err)
	}
	return e.NewCLIFrom(t, provider)
}

// NewCLIFrom prepares a folder whose Terraform starts the provider program that lies in dir.
func (*Env) NewCLIFrom(t *testing.T, dir string) *CLI {
	t.Helper()
	c := newCLI(t)
	overrides := ""
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		overrides += fmt.Sprintf("    %q = %q\n", host+"/servicetickets/osm", dir)
	}
	c.Write("cli.tfrc", "provider_installation {\n  dev_overrides {\n"+overrides+"  }\n  direct {}\n}\n")
	return c
}

// skipUnlessAsked skips the test where acceptance tests are not asked for, as resource.Test does it.
func skipUnlessAsked(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests are skipped unless TF_ACC is set")
	}
}

func newCLI(t *testing.T) *CLI {
	t.Helper()
	skipUnlessAsked(t)
	found, err := client()
	if err != nil {
		t.Fatal(err)
	}
	c := &CLI{t: t, Dir: t.TempDir(), terraform: found}
	c.Write("cli.tfrc", "")
	c.Write("versions.tf", "terraform {\n  required_providers {\n    osm = { source = \"servicetickets/osm\" }\n  }\n}\n")
	return c
}

// Path gives the path of a file in the folder.
func (c *CLI) Path(name string) string { return filepath.Join(c.Dir, name) }

// Write puts a file into the folder.
func (c *CLI) Write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Read gives a file of the folder, "" when it is not there.
func (c *CLI) Read(name string) string {
	data, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		return ""
	}
	return string(data)
}

// Command prepares a call; stdout and stderr go to the returned buffer.
func (c *CLI) Command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(c.t.Context(), c.terraform.path, args...)
	cmd.Dir = c.Dir
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "HW_") && !strings.HasPrefix(name, "OS_") && !strings.HasPrefix(name, "HUAWEICLOUD_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(c.Dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	cmd.Env = append(cmd.Env, c.Env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// Run calls Terraform and gives what it printed and its exit code.
func (c *CLI) Run(args ...string) Result {
	c.t.Helper()
	// Flags come before arguments, the first of which is the command.
	cmd, out := c.Command(slices.Insert(slices.Clone(args), 1, "-no-color")...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return Result{Out: out.String(), Code: cmd.ProcessState.ExitCode()}
}

// Must is Run that ends the test unless the exit code is want.
func (c *CLI) Must(want int, args ...string) Result {
	c.t.Helper()
	r := c.Run(args...)
	if r.Code != want {
		c.t.Fatalf("terraform %s ended with %d, want %d:\n%s", strings.Join(args, " "), r.Code, want, r.Out)
	}
	return r
}

// Text is the output on one line, without the frames that Terraform draws around errors.
func (r Result) Text() string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(r.Out)), " ")
}

// ExpectError is Run that ends the test unless Terraform ends with 1 and its output, on one line, matches want.
func (c *CLI) ExpectError(want string, args ...string) {
	c.t.Helper()
	if r := c.Must(1, args...); !regexp.MustCompile(want).MatchString(r.Text()) {
		c.t.Errorf("terraform %s: %q is not in:\n%s", strings.Join(args, " "), want, r.Out)
	}
}

// CheckState runs checks on the state.
func (c *CLI) CheckState(checks ...statecheck.StateCheck) {
	c.t.Helper()
	checkState(c.t, c.State(), checks)
}

// checkState runs checks on a state.
func checkState(t *testing.T, state *tfjson.State, checks []statecheck.StateCheck) {
	t.Helper()
	for _, check := range checks {
		var resp statecheck.CheckStateResponse
		check.CheckState(t.Context(), statecheck.CheckStateRequest{State: state}, &resp)
		if resp.Error != nil {
			t.Error(resp.Error)
		}
	}
}

// Destroy destroys without asking.
func (c *CLI) Destroy() Result {
	c.t.Helper()
	return c.Must(0, "destroy", "-auto-approve", "-input=false")
}

// Apply applies without asking.
func (c *CLI) Apply(args ...string) Result {
	c.t.Helper()
	return c.Must(0, append([]string{"apply", "-auto-approve", "-input=false"}, args...)...)
}

// ExpectEmptyPlan plans and fails the test unless nothing is to be done.
func (c *CLI) ExpectEmptyPlan() {
	c.t.Helper()
	c.Must(0, "plan", "-detailed-exitcode", "-input=false")
}

// Resources gives the addresses in the state.
func (c *CLI) Resources() []string {
	c.t.Helper()
	state := c.State()
	if state.Values == nil {
		return nil
	}
	var out []string
	for _, r := range state.Values.RootModule.Resources {
		out = append(out, r.Address)
	}
	return out
}
