// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestEnvironment_ignoresTheUsers(t *testing.T) {
	t.Setenv("HW_USER_PASSWORD", "the user's own")
	t.Setenv("TF_WORKSPACE", "the user's own")
	d, err := newDemo(t.Context(), &screen{out: io.Discard}, locate.Client{Path: os.Args[0]},
		filepath.Join("..", "..", "..", "examples", "demo"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	env := d.environment("dev.tfrc")
	if env["HW_USER_PASSWORD"] != simulator.DefaultPassword || env["TF_WORKSPACE"] != "" ||
		env["TF_CLI_CONFIG_FILE"] != "dev.tfrc" {
		t.Errorf("the environment of Terraform contains the user's own values: %q, %q, %q", env["HW_USER_PASSWORD"],
			env["TF_WORKSPACE"], env["TF_CLI_CONFIG_FILE"])
	}
	if _, err := os.Stat(filepath.Join(d.folder, "work", "app.log")); err != nil {
		t.Error(err)
	}
	if err := d.close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(d.folder); err == nil {
		t.Errorf("%s is left behind", d.folder)
	}
}

// start prepares a demo with a real Terraform and the built provider. It returns what the demo prints.
func start(t *testing.T) (*demo, *strings.Builder) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		return nil, nil
	}
	plugin, err := acctest.Build()
	if err != nil {
		t.Fatal(err)
	}
	client, err := locate.Find(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), filepath.Join(os.TempDir(), "osm-acctest"))
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	d, err := newDemo(t.Context(), &screen{out: &printed}, client, filepath.Join("..", "..", "..", "examples", "demo"), plugin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return d, &printed
}

func TestAccDemo(t *testing.T) {
	t.Parallel()
	d, printed := start(t)
	if d == nil {
		t.Log("skipped: TF_ACC is not set")
		return
	}
	if err := d.play(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	if err := d.finish(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	d.nextSteps()
	for _, want := range []string{
		`severity           = "High"`, `1\. web-1 is down`, ` apply \(\d+\.\d s\): Apply complete! Resources: 2 added`,
		`Ticket   TS-100001`, `Support  "We see it too`, ` plan \(.*\): No changes`, `Status   Completed`, `Next steps:`,
	} {
		if !regexp.MustCompile(want).MatchString(printed.String()) {
			t.Errorf("no %s in\n%s", want, printed)
		}
	}
	for _, unwanted := range []string{"/v2/", "\033", "\r", "Warning"} {
		if strings.Contains(printed.String(), unwanted) {
			t.Errorf("%q in\n%s", unwanted, printed)
		}
	}
}

// TestAccDemo_warning shows that a warning is printed and fails the demo, and that -v prints calls.
func TestAccDemo_warning(t *testing.T) {
	t.Parallel()
	d, printed := start(t)
	if d == nil {
		t.Log("skipped: TF_ACC is not set")
		return
	}
	d.calls = true
	file := filepath.Join(d.work(), "main.tf")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	check := `
check "x" {
  assert {
    condition     = osm_servicecase.web.id == ""
    error_message = "Never."
  }
}
`
	if err := os.WriteFile(file, append(text, check...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.play(t.Context()); err == nil || !strings.Contains(err.Error(), " apply printed a warning") {
		t.Errorf("error %v", err)
	}
	for _, want := range []string{
		"Warning: Check block assertion failed\n   Never.\n   on main.tf line ",
		" POST   /v2/servicerequest/cases ", " CreateCases\n",
	} {
		if !strings.Contains(printed.String(), want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

func TestAccDemo_hold(t *testing.T) {
	t.Parallel()
	d, printed := start(t)
	if d == nil {
		t.Log("skipped: TF_ACC is not set")
		return
	}
	if err := d.play(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	d.sim.Inject(simulator.Fault{Operation: simulator.AnyOperation, Kind: simulator.DropBefore})
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	d.hold(interrupted)
	if err := d.finish(t.Context()); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
	if !strings.Contains(printed.String(), "Page     "+d.server.URL+"/?ticket=TS-100001\n") {
		t.Errorf("output\n%s", printed)
	}
	if view := d.sim.Cases()[0]; view.Status != simulator.StatusCompleted {
		t.Errorf("the ticket has status %d", view.Status)
	}
}

func TestScreen(t *testing.T) {
	t.Parallel()
	var printed strings.Builder
	s := &screen{out: &printed, color: true, progress: true}
	if _, err := s.run("working", func(p *spinner) error {
		p.set("still working")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.printf("%s\n\nlast", s.style(red, "bad"))
	if got := printed.String(); !strings.HasSuffix(got, "\r\033[K   \033[31mbad\033[0m\n\n   last\n") ||
		!strings.Contains(got, "working") {
		t.Errorf("%q", got)
	}
}
