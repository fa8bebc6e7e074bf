// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"archive/zip"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// needs skips the test if this Terraform lacks a feature, which the output of the given command shows.
func needs(t *testing.T, c *acctest.CLI, feature string, args ...string) {
	t.Helper()
	cmd, out := c.Command(args...)
	if err := cmd.Run(); err != nil || !strings.Contains(out.String(), feature) {
		t.Skipf("%q of this Terraform does not support %s", args, feature)
	}
}

// TestAccQuery lists 50 of 230 tickets with one page, generates their configuration and applies it: all are imported, nothing
// changes, and the next plan is empty.
func TestAccQuery(t *testing.T) {
	t.Parallel()
	for reading, contacts := range map[string]simulator.ContactEcho{
		"plain": simulator.ContactsPlain, "masked": simulator.ContactsMasked, "cleared": simulator.ContactsClearedWhenHandled,
	} {
		t.Run(reading, func(t *testing.T) {
			t.Parallel()
			queryAndApply(t, acctest.New(t, simulator.Options{SeedCases: 230,
				Behaviors: simulator.Behaviors{Contacts: contacts}}))
		})
	}
}

func queryAndApply(t *testing.T, env *acctest.Env) {
	t.Helper()
	c := env.NewCLI(t)
	needs(t, c, "-generate-config-out", "query", "-help")
	newest := env.Cases()[229].ID
	for _, err := range []error{
		env.SetContact(newest, "13800000000", "on-call@example.com"), env.SetRelations(newest, env.Cases()[0].ID),
		env.SetCaseLabels(newest, env.AddLabel("network", "#00aa00"), env.AddLabel("storage", "#0000aa")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{"Any news?", "It happens \"again\"\r\n  in ${zone} 2\n"} {
		_, err := env.AddMessage(newest, text)
		env.Must(err)
	}
	c.Write("main.tf", env.Provider())
	c.Write("all.tfquery.hcl", fmt.Sprintf(`
list "osm_servicecase" "newest" {
  provider = osm
  limit    = 50
}

list "osm_case_message" "of_newest" {
  provider = osm

  config {
    case_id = %q
  }
}

list "osm_label" "all" {
  provider = osm
}
`, newest))
	c.Must(0, "query", "-generate-config-out=found.tf")
	if got := pages(env, "ListCases"); !slices.Equal(got, []string{"0+50"}) {
		t.Errorf("pages %q, want one of 50 tickets", got)
	}
	if r := c.Apply(); !strings.Contains(r.Out, "54 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("applying the generated configuration did not import 54 objects unchanged:\n%s\n%s", r.Out, c.Read("found.tf"))
	}
	c.ExpectEmptyPlan()
	if writes := env.Writes(); len(writes) > 0 {
		t.Errorf("the service was changed: %+v", writes)
	}
}

// TestAccActions runs actions with a trigger on the ticket and, twice, with -invoke.
func TestAccActions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	c := env.NewCLI(t)
	needs(t, c, `"action_schemas"`, "providers", "schema", "-json")
	c.Write("main.tf", env.Provider()+fmt.Sprintf(`
resource "osm_servicecase" "node" {
  business_type_id   = %q
  simple_description = "The node does not answer"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.osm_case_message.context, action.osm_case_press.now]
    }
  }
}

action "osm_case_message" "context" {
  config {
    case_id = osm_servicecase.node.id
    content = "It was changed by run 7."
  }
}

action "osm_case_press" "now" {
  config {
    case_id = osm_servicecase.node.id
  }
}

action "osm_case_close" "end" {
  config {
    case_id = osm_servicecase.node.id
  }
}
`, simulator.ProblemConsulting))
	r := c.Apply()
	id := env.Cases()[0].ID
	for _, want := range []string{"The message was sent to ticket " + id + ".", "Ticket " + id +
		" (to_be_handled) was expedited."} {
		if !strings.Contains(r.Out, want) {
			t.Errorf("the output does not contain %q:\n%s", want, r.Out)
		}
	}
	env.ExpectCounts(map[string]int{"CreateMessages": 1, "UpdateCases": 1})
	c.ExpectEmptyPlan()
	for _, want := range []string{"was cancelled.", "has already ended (cancelled)"} {
		if r := c.Apply("-invoke=action.osm_case_close.end"); !strings.Contains(r.Out, want) {
			t.Errorf("the output does not contain %q:\n%s", want, r.Out)
		}
	}
	env.ExpectCounts(map[string]int{"CreateCases": 1, "CreateMessages": 1, "UpdateCases": 2})
	if status := env.Cases()[0].Status; status != simulator.StatusCancelled {
		t.Errorf("the ticket has status %d", status)
	}
}

// TestAccActions_writeOnly sends an ephemeral value by an action, and searches Terraform's files and its log for it.
func TestAccActions_writeOnly(t *testing.T) {
	t.Parallel()
	const marker = "a-text-that-must-not-be-stored"
	env := acctest.New(t, simulator.Options{})
	c := env.NewCLI(t)
	needs(t, c, `"action_schemas"`, "providers", "schema", "-json")
	id := env.OpenCase("The node does not answer")
	c.Write("main.tf", env.Provider()+fmt.Sprintf(`
variable "marker" {
  type      = string
  ephemeral = true
}

action "osm_case_message" "access" {
  config {
    case_id    = %q
    content_wo = var.marker
  }
}

resource "terraform_data" "this" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.osm_case_message.access]
    }
  }
}
`, id))
	c.Env = append(c.Env, "TF_VAR_marker="+marker, "TF_LOG=TRACE", "TF_LOG_PATH="+c.Path("trace.log"))
	plan := c.Must(0, "plan", "-out=run.tfplan", "-input=false")
	apply := c.Must(0, "apply", "-input=false", "run.tfplan")
	if messages := env.Messages(id); len(messages) != 2 || messages[1].Content != marker {
		t.Fatalf("the messages are %+v", messages)
	}
	for name, content := range with(unzip(t, c.Read("run.tfplan")), map[string]any{"the state": c.Read("terraform.tfstate"),
		"the log": c.Read("trace.log"), "the output": plan.Out + apply.Out}) {
		if text := content.(string); text == "" || strings.Contains(text, marker) {
			t.Errorf("%s has %d bytes and contains the text: %v", name, len(text), strings.Contains(text, marker))
		}
	}
}

// TestAccEphemeral passes an attachment's text and the token to write-only arguments, and searches Terraform's files for them.
func TestAccEphemeral(t *testing.T) {
	t.Parallel()
	const marker = "a-text-that-must-not-be-stored"
	env := acctest.New(t, simulator.Options{})
	c := env.NewCLI(t)
	needs(t, c, `"write_only"`, "providers", "schema", "-json")
	id := env.OpenCase("The node does not answer")
	c.Write("main.tf", env.Provider()+fmt.Sprintf(`
resource "osm_accessory" "note" {
  accessory_name     = "note.txt"
  content_wo         = var.marker
  content_wo_version = 1
}

variable "marker" {
  type      = string
  ephemeral = true
}

ephemeral "osm_accessory_content" "note" {
  accessory_id = osm_accessory.note.id
}

ephemeral "osm_token" "login" {}

resource "osm_case_message" "both" {
  case_id            = %q
  content_wo         = "${ephemeral.osm_accessory_content.note.content} ${ephemeral.osm_token.login.token}"
  content_wo_version = 1
}

output "open" {
  value = provider::osm::is_open(provider::osm::status_name(3))
}
`, id))
	c.Env = append(c.Env, "TF_VAR_marker="+marker)
	c.Must(0, "plan", "-out=run.tfplan", "-input=false")
	c.Must(0, "apply", "-input=false", "run.tfplan")
	messages := env.Cases()[0].Messages
	token := env.RequestsFor("CreateMessages")[0].Header.Get("X-Auth-Token")
	if got := messages[len(messages)-1].Content; got != marker+" "+token {
		t.Fatalf("the message is %q", got)
	}
	for _, secret := range []string{marker, token} {
		for name, content := range with(unzip(t, c.Read("run.tfplan")),
			map[string]any{"the state": c.Read("terraform.tfstate")}) {
			if text := content.(string); text == "" || strings.Contains(text, secret) {
				t.Errorf("%s has %d bytes and contains a secret: %v", name, len(text), strings.Contains(text, secret))
			}
		}
	}
}

// TestAccEphemeral_files passes the URL of an attachment and an export to a command, and searches the plan, the state, what
// Terraform prints and the log at TRACE for them.
func TestAccEphemeral_files(t *testing.T) {
	t.Parallel()
	const marker = "a-description-that-must-not-be-stored"
	env := acctest.New(t, simulator.Options{})
	c := env.NewCLI(t)
	needs(t, c, `"ephemeral_resource_schemas"`, "providers", "schema", "-json")
	env.OpenCase(marker)
	c.Write("main.tf", env.Provider()+`
resource "osm_accessory" "note" {
  accessory_name = "note.txt"
  content        = "text"
}

ephemeral "osm_accessory_urls" "all" {
  accessory_ids = [osm_accessory.note.id]
}

ephemeral "osm_cases_export" "all" {
  depends_on = [osm_accessory.note]
}

resource "terraform_data" "files" {
  provisioner "local-exec" {
    command = "printenv URL > \"$FOLDER/url\"; printenv EXPORT | base64 -d > \"$FOLDER/export\""

    environment = {
      FOLDER = var.folder
      URL    = ephemeral.osm_accessory_urls.all.accessory_urls[0].accessory_url
      EXPORT = ephemeral.osm_cases_export.all.content_base64
    }
  }
}

variable "folder" {}
`)
	folder := t.TempDir()
	c.Env = append(c.Env, "TF_VAR_folder="+folder, "TF_LOG=TRACE", "TF_LOG_PATH="+c.Path("trace.log"))
	printed := c.Must(0, "plan", "-out=run.tfplan", "-input=false").Out
	printed += c.Must(0, "apply", "-input=false", "run.tfplan").Out
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(folder, name))
		env.Must(err)
		return strings.TrimSpace(string(data))
	}
	url, export := read("url"), read("export")
	if !strings.HasPrefix(url, env.URL) || !strings.Contains(export, marker) {
		t.Fatalf("the command got %q and %q", url, export)
	}
	places := with(unzip(t, c.Read("run.tfplan")), map[string]any{"the state": c.Read("terraform.tfstate"),
		"the output": printed, "the log": c.Read("trace.log")})
	for name, content := range places {
		for _, secret := range []string{strings.TrimPrefix(url, env.URL), marker,
			base64.StdEncoding.EncodeToString([]byte(export))} {
			if text := content.(string); text == "" || strings.Contains(text, secret) {
				t.Errorf("%s has %d bytes and contains %q: %v", name, len(text), secret, strings.Contains(text, secret))
			}
		}
	}
}

// unzip returns the files of a plan by name.
func unzip(t *testing.T, archive string) map[string]any {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	for _, f := range r.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		out["the plan's "+f.Name] = string(content)
	}
	if len(out) == 0 {
		t.Fatal("the plan is empty")
	}
	return out
}
