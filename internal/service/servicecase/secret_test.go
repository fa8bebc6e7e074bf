// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccSecrets_stayOut greps a ticket's whole life, at the most verbose log level, for values that must not be there.
func TestAccSecrets_stayOut(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	cli := env.NewCLI(t)
	bytes := "the-core-dump-holds-a-key"
	if err := os.WriteFile(filepath.Join(cli.Dir, "core.log"), []byte(bytes), 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(cli.Dir, "terraform.log")
	cli.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + log, "HW_USER_PASSWORD=" + env.Options().Password}
	block := env.Block(fmt.Sprintf("user_name = %q", env.Options().User), fmt.Sprintf("domain_name = %q", env.Options().Domain),
		fmt.Sprintf("project_id = %q", env.Options().ProjectID))
	config := func(phone, word string) string {
		return acctest.WithoutWriteOnly(t, block+fmt.Sprintf(`
resource "osm_accessory" "core" {
  source = "core.log"
}

resource "osm_servicecase" "this" {
  business_type_id   = %q
  simple_description = "something is wrong"
  accessory_ids      = [osm_accessory.core.id]
  remind_mobile      = %q
  verify_code_wo     = "739154"
  extends_map        = { note = "the-value-of-a-parameter" }
}

resource "osm_case_message" "this" {
  case_id            = osm_servicecase.this.id
  content_wo         = %q
  content_wo_version = 1
}
`, simulator.ProblemConsulting, phone, word))
	}
	var out strings.Builder
	cli.Write("main.tf", config("13800000000", "the-words-of-the-message"))
	out.WriteString(cli.Apply().Out)
	// What the service reports of contacts and replies, and nobody configured.
	ticket := acctest.OnlyCase(t, env)
	env.Reply(ticket.ID, "the-answer-of-support")
	if err := env.SetContact(ticket.ID, "13900000001", "somebody-else@example.com"); err != nil {
		t.Fatal(err)
	}
	out.WriteString(cli.Must(2, "plan", "-detailed-exitcode").Out)
	cli.Write("main.tf", config("13800000002", "the-words-of-the-message"))
	out.WriteString(cli.Apply().Out)
	env.Identity().RevokeTokens()
	out.WriteString(cli.Must(0, "plan").Out)
	out.WriteString(cli.Must(0, "destroy", "-auto-approve").Out)

	logged := cli.Read("terraform.log")
	if len(logged) < 10000 || !strings.Contains(logged, "operation=CreateCases") {
		t.Fatalf("the log has %d bytes and no calls", len(logged))
	}
	state := cli.Read("terraform.tfstate") + cli.Read("terraform.tfstate.backup")
	secrets := map[string]string{
		"password": env.Options().Password, "attachment": bytes,
		"attachment as Base64": base64.StdEncoding.EncodeToString([]byte(bytes)),
		"message":              "the-words-of-the-message", "answer of support": "the-answer-of-support",
		"mailbox": "somebody-else@example.com",
	}
	if !acctest.HasWriteOnly(t) {
		delete(secrets, "message") // an argument that is stored
	}
	for i, r := range env.RequestsFor(simulator.OperationToken) {
		secrets[fmt.Sprintf("token %d", i)] = r.ResponseHeader.Get("X-Subject-Token")
	}
	for name, secret := range secrets {
		for place, text := range map[string]string{"log": logged, "output": out.String(), "state": state} {
			if secret == "" || strings.Contains(text, secret) {
				t.Errorf("the %s (%d characters) is in the %s", name, len(secret), place)
			}
		}
	}
	// The phone number is an argument: it may be in the state, and nowhere else.
	for place, text := range map[string]string{"log": logged, "output": out.String()} {
		for _, number := range []string{"13800000000", "13900000001", "13800000002", "739154"} {
			if strings.Contains(text, number) {
				t.Errorf("%s is in the %s", number, place)
			}
		}
	}
	// A parameter is a plain value, in the state and in what Terraform prints. The provider does not log it. Terraform itself
	// does, in one line of DEBUG.
	for line := range strings.Lines(logged) {
		if strings.Contains(line, "the-value-of-a-parameter") && !strings.Contains(line, "ignoring dynamic block") {
			t.Errorf("a parameter is in the log: %s", line)
		}
	}
	if strings.Contains(state, "739154") {
		t.Error("the verification code is in the state")
	}
}
