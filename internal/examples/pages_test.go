// SPDX-License-Identifier: MPL-2.0

// Package examples_test applies the repository's examples to the simulator.
package examples_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// root is the folder of the examples.
var root = filepath.Join("..", "..", "examples")

// documented is the ID of an existing ticket in the examples.
const documented = "TS-123456"

// mobile is a verified phone.
const mobile = "13900000000"

// variables are the values of the variables in the pages' examples.
var variables = map[string]string{
	"access":        `"Only for support."`,
	"case_id":       `"` + documented + `"`,
	"code":          `""`,
	"configuration": `"Only for support."`,
	"logs":          `["app.log"]`,
	"mobile":        `"` + mobile + `"`,

	"support_password": `"` + simulator.HostPassword + `"`,
}

// untouched is the ID in the example of osm_case_press: only a ticket that support has not replied to can be pressed.
const untouched = "TS-999999"

var variable = regexp.MustCompile(`(?m)^variable "(\w+)"`)

// page is an example of one page of the documentation.
type page struct{ name, text string }

// module returns a module block with the page's example.
func (p page) module(t *testing.T) string {
	t.Helper()
	call := fmt.Sprintf("module %q {\n  source = \"./%s\"\n", p.name, p.name)
	for _, found := range variable.FindAllStringSubmatch(p.text, -1) {
		value, ok := variables[found[1]]
		if !ok {
			t.Fatalf("%s has a variable %q that the test has no value for", p.name, found[1])
		}
		if strings.HasPrefix(p.name, "osm_case_press") {
			value = strings.ReplaceAll(value, documented, untouched)
		}
		call += fmt.Sprintf("  %s = %s\n", found[1], value)
	}
	if strings.HasPrefix(p.name, "osm_accessory_content") {
		call += "  depends_on = [osm_case_message.patch]\n"
	}
	return call + "}\n"
}

// patch attaches a file to the ticket for the example of osm_accessory_content.
const patch = `
resource "osm_accessory" "patch" {
  content        = "A patch of support's."
  accessory_name = "patch.txt"
  accessory_from = "message"
}
resource "osm_case_message" "patch" {
  case_id       = "` + documented + `"
  content       = "A patch is attached."
  accessory_ids = [osm_accessory.patch.id]
}
`

// pages returns the examples that can be applied and that the client supports.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	for _, pattern := range []string{"resources/*/resource*.tf", "data-sources/*/data-source*.tf", "functions/*/function*.tf",
		"ephemeral-resources/osm_accessory_content/*.tf"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(filepath.Dir(file)) + "-" + strings.TrimSuffix(filepath.Base(file), ".tf")
			if lacks := acctest.Lacks(t, string(content)); lacks != "" {
				t.Logf("skipped: %s (%s)", name, lacks)
				continue
			}
			all = append(all, page{name, string(content)})
		}
	}
	return all
}

// TestAccPages applies the examples of all resources, data sources, functions and one ephemeral resource in one run, each as
// a module. Each is in the state, the second plan is empty, and destroy leaves nothing. The provider is in this process, so that
// the race detector sees all types at work at once.
func TestAccPages(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{Domain: "acme"}) // the account that the example of osm_identity wants
	ticket := env.OpenCase("The ticket that the examples name.")
	env.SetStatus(ticket, simulator.StatusToBeConfirmed)
	fresh := env.OpenCase("The ticket that is urged.")
	env.AddVerifiedContact(0, mobile, "86")

	// Support replies while the examples wait for it: other examples send messages to the same ticket.
	env.OnRequest(func(r *simulator.Request) {
		if r.Operation == "ListUnreadNewInstantMessages" {
			env.Reply(ticket, "Solved.")
		}
	})
	access := requestAccess(t, env, ticket)
	cli := env.Attach(t)
	all := pages(t)
	config := env.Provider() + patch
	for _, p := range all {
		if err := os.Mkdir(filepath.Join(cli.Dir, p.name), 0o700); err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(documented, ticket, "${path.module}", cli.Path(p.name)).Replace(p.text)
		if request, ok := access[p.name]; ok {
			text = request.Replace(text)
		}
		cli.Write(filepath.Join(p.name, "main.tf"), text)
		if !strings.Contains(p.text, "required_providers") {
			cli.Write(filepath.Join(p.name, "versions.tf"), cli.Read("versions.tf"))
		}
		for _, file := range []string{"app.log", "trace.txt", "screenshot.png"} {
			cli.Write(filepath.Join(p.name, file), p.name)
		}
		config += p.module(t)
	}
	cli.Write("app.log", "A file beside the root module.")
	file := fmt.Sprintf("%q", cli.Path("app.log"))
	cli.Write("main.tf", strings.NewReplacer(documented, ticket, untouched, fresh, `"app.log"`, file).Replace(config))
	cli.Must(0, "get")
	cli.Apply()
	there := modules(cli.Shown().Values.RootModule)
	for _, p := range all {
		if !there["module."+p.name] {
			t.Errorf("%s is not in the state", p.name)
		}
	}
	cli.ExpectEmptyPlan()
	cli.Destroy()
	for _, c := range env.Cases() {
		if c.ID != ticket && c.ID != fresh && c.Status != simulator.StatusCancelled {
			t.Errorf("ticket %s has status %d after destroy", c.ID, c.Status)
		}
	}
	if n := len(env.Labels()); n != 0 {
		t.Errorf("%d labels are left", n)
	}
}

// requestAccess lets support ask for access three times: the data sources read the first request, which has the documented IDs of
// detail and session. The other two are for the examples of the resources that grant and reject one,
// in which it replaces the IDs.
func requestAccess(t *testing.T, env *acctest.Env, ticket string) map[string]*strings.Replacer {
	t.Helper()
	out := map[string]*strings.Replacer{}
	host := simulator.AuthorizationHost{Account: "support", Port: 22}
	for i, name := range []string{"", "osm_authorization-resource", "osm_authorization_rejection-resource"} {
		id, details, err := env.RequestAuthorization(ticket, "To read the log", host)
		if err == nil && i == 0 {
			_, err = env.AddAuthorizationSession(id, details[0], simulator.AuthorizationSession{Started: time.Now()})
		}
		if err != nil {
			t.Fatal(err)
		}
		out[name] = strings.NewReplacer("Auth-123456", id, "7001", fmt.Sprint(details[0]))
	}
	for _, name := range []string{"", "_sessions", "_operations", "_transfers"} {
		out["osm_authorization"+name+"-data-source"] = out[""]
	}
	return out
}

// modules returns the child modules that contain resources.
func modules(m *tfjson.StateModule) map[string]bool {
	out := map[string]bool{}
	for _, child := range m.ChildModules {
		out[child.Address] = len(child.Resources) > 0
	}
	return out
}
