// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// CLI is a real Terraform in a working folder of its own. Use it where a test needs the printed text, the exit code, any
// flag or command, a file of the folder, or a process to interrupt or kill: terraform-exec returns none of these. For
// steps of configurations use [Env.Drive].
type CLI struct {
	t *testing.T
	// Dir is the working folder.
	Dir string
	// Env are further environment variables, as NAME=value.
	Env []string

	terraform string
	reattach  tfexec.ReattachInfo
}

// Result is the outcome of a command: what it printed to either stream, and its exit code.
type Result struct {
	Out  string
	Code int
}

// Build builds the provider and returns its folder. It is `go run` that builds, since that keeps programs in Go's cache:
// all packages of a run share one. The program of the first call may be gone when the call ends; the second call returns
// the cached one.
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

// client is the Terraform or OpenTofu that all tests of a package run.
var client = sync.OnceValues(func() (locate.Client, error) {
	return locate.Find(context.Background(), os.Getenv("TF_ACC_TERRAFORM_PATH"), filepath.Join(os.TempDir(), "osm-acctest"))
})

// NewCLI prepares a folder whose Terraform starts the built provider as users get it: a process of its own with the real
// clock, environment variables and logs.
func (e *Env) NewCLI(t *testing.T) *CLI {
	t.Helper()
	skipUnlessAcc(t)
	dir, err := Build()
	if err != nil {
		t.Fatal(err)
	}
	return e.NewCLIFrom(t, dir)
}

// NewCLIFrom is NewCLI with the provider program in dir.
func (*Env) NewCLIFrom(t *testing.T, dir string) *CLI {
	t.Helper()
	return newCLI(t, Client(t).DevOverrides(dir, "servicetickets/osm"))
}

// Attach prepares a folder whose Terraform talks to the provider in this process, with the simulator's clock.
func (e *Env) Attach(t *testing.T) *CLI {
	t.Helper()
	return e.AttachServer(t, e.Server)
}

// AttachServer is Attach with the test's own provider server.
func (*Env) AttachServer(t *testing.T, server func() tfprotov6.ProviderServer) *CLI {
	t.Helper()
	c := newCLI(t, "")
	c.reattach = tfexec.ReattachInfo{}
	c.Serve("servicetickets/osm", server)
	return c
}

// Serve adds a provider in this process with the given source, such as another one that a state needs. It returns its address.
func (c *CLI) Serve(source string, server func() tfprotov6.ProviderServer) string {
	c.t.Helper()
	address := Client(c.t).RegistryHost() + "/" + source
	maps.Copy(c.reattach, serve(c.t, address, server))
	reattach, err := json.Marshal(c.reattach)
	if err != nil {
		c.t.Fatal(err)
	}
	c.Env = append(c.Env, "TF_REATTACH_PROVIDERS="+string(reattach)) // the last one wins
	return address
}

// serve runs a provider in this process until the test ends, and returns how Terraform finds it.
func serve(t *testing.T, address string, server func() tfprotov6.ProviderServer) tfexec.ReattachInfo {
	t.Helper()
	config, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	failed := make(chan error, 1)
	quiet := hclog.New(&hclog.LoggerOptions{Output: io.Discard})
	go func() {
		failed <- tf6server.Serve(address, server,
			tf6server.WithDebug(t.Context(), config, closed), tf6server.WithGoPluginLogger(quiet),
			tf6server.WithoutLogStderrOverride(), tf6server.WithLoggingSink(t))
	}()
	select {
	case found := <-config:
		t.Cleanup(func() { <-closed })
		return tfexec.ReattachInfo{address: {
			Protocol: string(found.Protocol), ProtocolVersion: found.ProtocolVersion, Pid: found.Pid, Test: found.Test,
			Addr: tfexec.ReattachConfigAddr{Network: found.Addr.Network(), String: found.Addr.String()},
		}}
	case err := <-failed:
		t.Fatalf("serve the provider: %v", err)
		return nil
	}
}

// skipUnlessAcc skips the test unless acceptance tests are enabled, as resource.Test does.
func skipUnlessAcc(t *testing.T) {
	t.Helper()
	if os.Getenv(resource.EnvTfAcc) == "" {
		t.Skipf("acceptance tests are skipped unless %s is set", resource.EnvTfAcc)
	}
}

// newCLI prepares a folder with a CLI configuration.
func newCLI(t *testing.T, config string) *CLI {
	t.Helper()
	c := &CLI{t: t, Dir: t.TempDir(), terraform: Client(t).Path}
	c.Write("cli.tfrc", config)
	c.Write("versions.tf", "terraform {\n  required_providers {\n    osm = { source = \"servicetickets/osm\" }\n  }\n}\n")
	return c
}

// Path returns the path of a file in the folder.
func (c *CLI) Path(name string) string { return filepath.Join(c.Dir, name) }

// Write writes a file of the folder.
func (c *CLI) Write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(c.Path(name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Read returns a file of the folder, "" if it does not exist.
func (c *CLI) Read(name string) string {
	data, err := os.ReadFile(c.Path(name))
	if err != nil {
		return ""
	}
	return string(data)
}

// environ returns the environment of Terraform: this process's without what would configure Terraform or the provider.
func (c *CLI) environ() []string {
	env := append(locate.Environ(), "TF_CLI_CONFIG_FILE="+c.Path("cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		// Without collecting, on one processor, and without new certificates for each provider, a run costs half as much.
		"GOGC=off", "GOMEMLIMIT=256MiB", "GOMAXPROCS=1", "TF_DISABLE_PLUGIN_TLS=1")
	return append(env, c.Env...)
}

// Command prepares a command, for tests that signal or kill it; stdout and stderr go to the returned buffer.
func (c *CLI) Command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(c.t.Context(), c.terraform, args...)
	cmd.Dir, cmd.Env = c.Dir, c.environ()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// Run runs a command and returns its outcome.
func (c *CLI) Run(args ...string) Result {
	c.t.Helper()
	// Flags come before arguments, the first of which is the command.
	cmd, out := c.Command(slices.Insert(slices.Clone(args), 1, "-no-color")...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	checkMessages(c.t, out.String())
	return Result{Out: out.String(), Code: cmd.ProcessState.ExitCode()}
}

// notForUsers matches what no message has: Go types and values, and an argument name with a capital.
var notForUsers = regexp.MustCompile(`basetypes|Value\(| is ,|\b[A-Z][a-z0-9]*(?:_[a-z0-9]+)+\b`)

// checkMessages checks the errors and warnings of an output, which Terraform frames.
func checkMessages(t *testing.T, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "│") {
			continue
		}
		if found := notForUsers.FindString(line); found != "" {
			t.Errorf("%q in the message %q", found, strings.TrimSpace(line))
		}
	}
}

// Must is Run that ends the test unless the exit code is want.
func (c *CLI) Must(want int, args ...string) Result {
	c.t.Helper()
	r := c.Run(args...)
	if r.Code != want {
		c.t.Fatalf("terraform %s: exit code %d, want %d:\n%s", strings.Join(args, " "), r.Code, want, r.Out)
	}
	return r
}

// Text returns the output on one line, without the frames around errors.
func (r Result) Text() string { return oneLine(r.Out) }

func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}

// ExpectError runs a command, which must exit with 1 and print, on one line, what matches want.
func (c *CLI) ExpectError(want string, args ...string) {
	c.t.Helper()
	if r := c.Must(1, args...); !regexp.MustCompile(want).MatchString(r.Text()) {
		c.t.Errorf("terraform %s: %q is not in:\n%s", strings.Join(args, " "), want, r.Out)
	}
}

// Apply applies without asking.
func (c *CLI) Apply(args ...string) Result {
	c.t.Helper()
	return c.Must(0, append([]string{"apply", "-auto-approve", "-input=false"}, args...)...)
}

// Destroy destroys without asking.
func (c *CLI) Destroy() Result {
	c.t.Helper()
	return c.Must(0, "destroy", "-auto-approve", "-input=false")
}

// ExpectEmptyPlan plans and ends the test unless there are no changes.
func (c *CLI) ExpectEmptyPlan() {
	c.t.Helper()
	c.Must(0, "plan", "-detailed-exitcode", "-input=false")
}
