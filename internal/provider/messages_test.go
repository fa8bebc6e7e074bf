// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

var update = flag.Bool("update", false, "rewrite the messages in testdata/messages")

// messageCase is a file of testdata/messages: a configuration, and the messages that it leads to. Its header holds prose and
//
//	stage: validate, plan, apply or destroy, the first one at which the messages must appear
//	env: NAME=value, a variable of Terraform; it may repeat
//	setup: a name in setups, called before anything else; it may repeat
//	event: a name in setups, called after before.tf was applied; it may repeat
//
// The sections are before.tf (optional; applied first), main.tf, other files of the folder, and the messages. Without a provider
// block, that of the simulator is added. Placeholders such as {url} stand for what differs from run to run.
type messageCase struct {
	*testing.T
	path string
	env  *acctest.Env
	cli  *acctest.CLI
	// module is the module, and its folder, that holds the configuration. It is "" for the root module.
	module        string
	header, files map[string]string
	// placeholders hold values by name.
	placeholders map[string]string
}

// TestAccMessages compares what Terraform prints with the files in testdata/messages.
func TestAccMessages(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("testdata", "messages", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	groups := map[string][]*messageCase{}
	for _, path := range paths {
		c := newMessageCase(t, path)
		if stage := c.header["stage"]; c.fitsModule() {
			groups[stage] = append(groups[stage], c)
			continue
		}
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			c.T = t
			c.runAlone()
		})
	}
	for stage, cases := range groups {
		for chunk := range slices.Chunk(cases, together) {
			g := &messageGroup{T: t, stage: stage, cases: chunk}
			for _, c := range chunk {
				t.Run(c.name(), func(t *testing.T) {
					t.Parallel()
					g.once.Do(g.run)
					c.T = t
					g.compare(c)
				})
			}
		}
	}
}

// TestMessageSetups checks that each setup is used.
func TestMessageSetups(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	eachFile(t, filepath.Join("testdata", "messages"), ".txtar", func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	})
	for name := range setups {
		if !strings.Contains(all.String(), ": "+name+"\n") {
			t.Errorf("no message uses the setup %q", name)
		}
	}
}

// name returns the name of the file.
func (c *messageCase) name() string { return strings.TrimSuffix(filepath.Base(c.path), ".txtar") }

// compare compares messages with those in the file or, with -update, writes them to the file.
func (c *messageCase) compare(got string) {
	c.Helper()
	if found := badWords.FindString(strings.ReplaceAll(got, "connection refused", "")); found != "" {
		c.Errorf("%q in the messages", found)
	}
	if *update {
		archive, err := txtar.ParseFile(c.path)
		c.env.Must(err)
		archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "messages" })
		archive.Files = append(archive.Files, txtar.File{Name: "messages", Data: []byte(got)})
		c.env.Must(os.WriteFile(c.path, txtar.Format(archive), 0o600))
		return
	}
	if diff := gocmp.Diff(lines(c.files["messages"]), lines(got)); diff != "" {
		c.Errorf("messages differ from %s (-want +got); -update rewrites it:\n%s", c.path, diff)
	}
}

// insideValue matches the place of an attribute inside a value, such as an object. Older clients show the first line of its
// block.
var insideValue = regexp.MustCompile(`(?m)^at (\w+)\.(\w+): (?:timeouts|details) .*$`)

func lines(messages string) []string {
	return strings.Split(insideValue.ReplaceAllString(messages, `at $1.$2: resource "$1" "$2" {`), "\n")
}

func newMessageCase(t *testing.T, path string) *messageCase {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &messageCase{T: t, path: path, header: map[string]string{}, files: map[string]string{}}
	for line := range strings.Lines(string(archive.Comment)) {
		key, value, _ := strings.Cut(line, ":")
		if slices.Contains([]string{"stage", "env", "setup", "event"}, key) {
			c.header[key] = strings.TrimSpace(c.header[key] + "\n" + strings.TrimSpace(value))
		}
	}
	for _, f := range archive.Files {
		c.files[f.Name] = string(f.Data)
	}
	return c
}

// fitsModule reports whether the configuration can be a module among others: nothing is applied, and it has no variable of its
// own and no import block.
func (c *messageCase) fitsModule() bool {
	c.Helper()
	main := c.files["main.tf"]
	return slices.Contains([]string{"validate", "plan"}, c.header["stage"]) && c.files["before.tf"] == "" &&
		c.header["env"] == "" && c.header["event"] == "" && !strings.Contains("\n"+main, "\nimport {") &&
		acctest.Lacks(c.T, main) == ""
}

// runAlone runs a file in a folder of its own.
func (c *messageCase) runAlone() {
	c.Helper()
	acctest.Needs(c.T, c.files["before.tf"]+c.files["main.tf"])
	c.env = acctest.New(c.T, simulator.Options{})
	cli := c.env.Attach(c.T)
	if c.header["env"] != "" {
		cli = c.env.NewCLI(c.T)
	}
	c.prepare(cli)
	c.compare(c.run())
}

// prepare calls the setups and writes the files other than main.tf.
func (c *messageCase) prepare(cli *acctest.CLI) {
	c.Helper()
	c.cli = cli
	c.placeholders = map[string]string{"url": c.env.URL, "host": strings.TrimPrefix(c.env.URL, "http://"),
		"dir": c.cli.Path(c.module)}
	c.call("setup")
	c.cli.Env = append(c.cli.Env, strings.Fields(c.filled(c.header["env"]))...)
	for name, text := range c.files {
		if name != "main.tf" && name != "before.tf" && name != "messages" {
			c.cli.Write(filepath.Join(c.module, name), c.filled(text))
		}
	}
}

// call calls the functions that a line of the header names.
func (c *messageCase) call(key string) {
	c.Helper()
	for line := range strings.Lines(c.header[key]) {
		name := strings.TrimSpace(line)
		do, ok := setups[name]
		if !ok {
			c.Fatalf("there is no setup %q", name)
		}
		do(c)
	}
}

// run runs the stage and returns the messages.
func (c *messageCase) run() string {
	c.Helper()
	if before := c.files["before.tf"]; before != "" {
		c.write(before)
		c.cli.Apply()
	}
	c.call("event")
	if cases := c.env.Cases(); len(cases) == 1 {
		c.placeholders["ticket"] = cases[0].ID
	}
	c.env.ResetLog()
	if main := c.files["main.tf"]; main != "" {
		c.write(main)
	}
	stage := c.header["stage"]
	var found []diagnostic
	switch stage {
	case "validate":
		found = command(c.T, c.cli, "validate", "-json")
	case "plan":
		c.expectNone(command(c.T, c.cli, "validate", "-json"))
		found = command(c.T, c.cli, "plan", "-json", "-input=false")
	case "apply", "destroy":
		found = command(c.T, c.cli, stage, "-json", "-auto-approve", "-input=false")
		c.expectNone(slices.DeleteFunc(slices.Clone(found), func(d diagnostic) bool { return d.stage != "plan" }))
	default:
		c.Fatalf("there is no stage %q", stage)
	}
	c.checkCalls(stage)
	return c.format(found, stage)
}

func (c *messageCase) write(config string) {
	if !strings.Contains(config, `provider "osm"`) {
		config = c.env.Provider() + config
	}
	c.cli.Write(filepath.Join(c.module, "main.tf"), c.filled(config))
}

// expectNone checks that nothing failed at an earlier stage.
func (c *messageCase) expectNone(earlier []diagnostic) {
	c.Helper()
	for _, d := range earlier {
		if d.Severity == "error" {
			c.Errorf("it fails earlier: %s: %s", d.Summary, d.Detail)
		}
	}
}

// checkCalls checks what a message must not have cost: a call at validation, a write at plan, a second rejected login.
func (c *messageCase) checkCalls(stage string) {
	c.Helper()
	logins, rejected := c.env.RequestsFor(simulator.OperationToken), 0
	for _, login := range logins {
		if login.Status >= http.StatusBadRequest {
			rejected++
		}
	}
	n, writes := len(c.env.Requests()), acctest.WriteOperations(c.env)
	if stage == "validate" && n > 0 || stage == "plan" && (len(writes) > 0 || len(logins)-rejected > 1) || rejected > 1 {
		c.Errorf("%d calls, %d logins, %d rejected; writes %q", n, len(logins), rejected, writes)
	}
}

// diagnostic is a message as Terraform prints it with -json.
type diagnostic struct {
	Severity, Summary, Detail, Address string
	Range                              struct{ Filename string }
	Snippet                            *struct {
		Context, Code string
	}
	stage string
}

// isIn reports whether the message is about a file of a module.
func (d diagnostic) isIn(module string) bool { return strings.HasPrefix(d.Range.Filename, module+"/") }

// command runs Terraform and returns its messages.
func command(t *testing.T, cli *acctest.CLI, args ...string) []diagnostic {
	t.Helper()
	r := cli.Run(args...)
	var found []diagnostic
	stage := "plan"
	decoder := json.NewDecoder(strings.NewReader(r.Out))
	for decoder.More() {
		var line struct {
			Type        string
			Diagnostic  diagnostic
			Diagnostics []diagnostic
		}
		if err := decoder.Decode(&line); err != nil {
			t.Fatalf("%v in %s", err, r.Out)
		}
		if line.Type == "diagnostic" {
			line.Diagnostics = []diagnostic{line.Diagnostic}
		}
		for _, d := range line.Diagnostics {
			d.stage = stage
			found = append(found, d)
		}
		if line.Type == "change_summary" {
			stage = args[0]
		}
	}
	found = slices.DeleteFunc(found, func(d diagnostic) bool {
		return d.Summary == "Provider development overrides are in effect"
	})
	failed := slices.ContainsFunc(found, func(d diagnostic) bool { return d.Severity == "error" })
	if failed != (r.Code != 0) {
		t.Errorf("exit code %d: %s", r.Code, r.Out)
	}
	return found
}

// format returns messages as a reader wants to see them: what, where, text.
func (c *messageCase) format(found []diagnostic, stage string) string {
	if len(found) == 0 {
		return "none\n"
	}
	var out []string
	for _, d := range found {
		var b strings.Builder
		b.WriteString(d.Severity)
		if d.stage != stage && stage != "validate" {
			b.WriteString(" at " + d.stage)
		}
		fmt.Fprintf(&b, ": %s\n", d.Summary)
		where := d.Address
		if d.Snippet != nil {
			where = cmp.Or(where, d.Snippet.Context) + ": " + strings.TrimSpace(d.Snippet.Code)
		}
		if where != "" {
			b.WriteString("at " + where + "\n")
		}
		b.WriteString("\n" + strings.TrimSpace(d.Detail) + "\n")
		out = append(out, c.emptied(b.String()))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// filled replaces placeholders with their values.
func (c *messageCase) filled(text string) string {
	for name, value := range c.placeholders {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

var (
	ids      = regexp.MustCompile(`(request ID|trace ID) [^\s,]+`)
	lookup   = regexp.MustCompile(`(lookup [^ ]+) on .*`)
	ended    = regexp.MustCompile(`(for )1m\d+s`)
	registry = regexp.MustCompile(`registry\.(?:terraform\.io|opentofu\.org)`)
)

// emptied replaces values with their placeholders, the longest first, and removes IDs of calls and what depends on the
// pace of the machine.
func (c *messageCase) emptied(text string) string {
	names := slices.SortedFunc(maps.Keys(c.placeholders), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(c.placeholders[b]), len(c.placeholders[a])), cmp.Compare(a, b))
	})
	for _, name := range names {
		text = strings.ReplaceAll(text, c.placeholders[name], "{"+name+"}")
	}
	text = lookup.ReplaceAllString(ids.ReplaceAllString(text, "$1 {id}"), "$1 {result}")
	text = ended.ReplaceAllString(text, "${1}{a minute}")
	if c.module != "" {
		text = strings.NewReplacer("module."+c.module+".", "", "/osm-"+c.module, "/osm").Replace(text)
	}
	return registry.ReplaceAllString(text, "registry.terraform.io")
}
