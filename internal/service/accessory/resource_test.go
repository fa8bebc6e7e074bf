// SPDX-License-Identifier: MPL-2.0

package accessory_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

func TestAccAccessory_contentArguments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		bytes string
	}{
		"content":        {[]string{`content = "two words\n"`}, "two words\n"},
		"content_base64": {[]string{`content_base64 = "AAH/"`}, "\x00\x01\xff"},
		"empty":          {[]string{`content = "x"`, `upload_type = 0`, `accessory_from = "message"`}, "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			config := env.Provider() + acctest.Attachment(append(c.lines, `accessory_name = "日志 (1).txt"`)...)
			env.Drive(
				resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("sha256"),
						knownvalue.StringExact(sum(c.bytes))),
					statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("size"),
						knownvalue.Int64Exact(int64(len(c.bytes)))),
				}},
				acctest.EmptyPlan(config),
				acctest.Destroy(),
			)
			acctest.ExpectWrites(t, env, "UploadJsonAccessories", "DeleteAccessories")
			if got := acctest.Bodies(t, env, "UploadJsonAccessories")[0]["accessory_name"]; got != "日志 (1).txt" {
				t.Errorf("accessory_name %v", got)
			}
		})
	}
}

func TestAccAccessory_changedBytes(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	path := filepath.Join(t.TempDir(), "app.log")
	write := func(text string) func() {
		return func() {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	config := env.Provider() + acctest.Attachment(fmt.Sprintf("source = %q", path))
	this := "osm_accessory.this"
	env.Drive(
		acctest.After(write("one"), resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(this, tfjsonpath.New("accessory_name"), knownvalue.StringExact("app.log"))}}),
		acctest.EmptyPlan(config),
		acctest.After(write("two"), resource.TestStep{Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(this, plancheck.ResourceActionReplace),
				plancheck.ExpectUnknownValue(this, tfjsonpath.New("sha256")),
				plancheck.ExpectUnknownValue(this, tfjsonpath.New("size")),
			}}}),
		acctest.EmptyPlan(config),
		// A file that is gone plans nothing: what was uploaded is still there.
		acctest.After(func() {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, acctest.EmptyPlan(config)),
	)
	acctest.ExpectWrites(t, env, "UploadJsonAccessories", "DeleteAccessories", "UploadJsonAccessories")
}

// TestAccAccessory_heldByATicket shows that destroying an attachment that a ticket holds only removes it from the state, whether
// the service rejects or ignores the deletion.
func TestAccAccessory_heldByATicket(t *testing.T) {
	t.Parallel()
	for name, behavior := range map[string]simulator.AttachedDeletion{"rejected": simulator.AttachedDeletionRejected,
		"ignored": simulator.AttachedDeletionIgnored} {
		for formName, form := range acctest.ErrorForms {
			t.Run(name+", "+formName, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{AttachedDeletion: behavior,
					BusinessErrors: form}})
				cli := env.Attach(t)
				cli.Write("main.tf", env.Provider()+acctest.Attachment(`content = "x"`,
					`accessory_name = "x.txt"`)+acctest.Ticket("this",
					"accessory_ids = [osm_accessory.this.id]", `on_destroy = "abandon"`))
				cli.Apply()
				out := cli.Must(0, "destroy", "-auto-approve").Out
				if strings.Contains(out, "ttachment") {
					t.Errorf("the rejected deletion of an attachment is reported:\n%s", out)
				}
				env.ExpectCounts(map[string]int{"DeleteAccessories": 1})
				if n := len(cli.Resources()); n != 0 {
					t.Errorf("%d resources are left", n)
				}
				if n := len(env.Accessories()); n != 1 {
					t.Errorf("the ticket holds %d files, want 1", n)
				}
			})
		}
	}
}

func TestAccAccessory_invalid(t *testing.T) {
	t.Parallel()
	big := fileOf(t, strings.Repeat("x", 1100000))
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"larger than the account's limit": {[]string{"content = " + big, `accessory_name = "x.txt"`},
			`(?s)content.*1\s?MB|1[,.]?0`},
		"kind that is not permitted": {[]string{`content = "x"`, `accessory_name = "x.exe"`}, `exe`},
		"no such file":               {[]string{`source = "/nowhere/app.log"`}, `/nowhere/app\.log`},
		"a folder":                   {[]string{`source = "/"`}, `(?i)source`},
		"nothing to upload":          {[]string{`accessory_name = "x.txt"`}, `(?i)one\s+\(?.*of`},
		"two contents": {[]string{`content = "x"`, `content_base64 = "eA=="`, `accessory_name = "x.txt"`},
			`(?i)combination|one`},
		"no Base64":                    {[]string{`content_base64 = "%%%"`, `accessory_name = "x.txt"`}, `(?i)base64`},
		"no name":                      {[]string{`content = "x"`}, `accessory_name`},
		"path in the name":             {[]string{`content = "x"`, `accessory_name = "../x.txt"`}, `accessory_name`},
		"right-to-left override in it": {[]string{`content = "x"`, `accessory_name = "x\u202etxt.log"`}, `accessory_name`},
		"control character in it":      {[]string{`content = "x"`, `accessory_name = "x\ny.txt"`}, `accessory_name`},
		"origin": {[]string{`content = "x"`, `accessory_name = "x.txt"`, `accessory_from = "console"`},
			`must be "incident" or "message", not "console"`},
		"upload type": {[]string{`content = "x"`, `accessory_name = "x.txt"`, `upload_type = 7`}, `upload_type`},
		"version without content": {[]string{`content = "x"`, `accessory_name = "x.txt"`, `content_wo_version = 1`},
			`content_wo`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{})
			env.SetLimits(5, 1, "txt", "log")
			env.InProcess(resource.TestStep{Config: env.Provider() + acctest.Attachment(c.lines...), PlanOnly: true,
				ExpectError: regexp.MustCompile(c.want)})
			acctest.ExpectWrites(t, env)
		})
	}
}

func TestAccAccessory_writeOnlyContent(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, "content_wo = var.secret")
	env := acctest.New(t, simulator.Options{})
	cli := env.Attach(t)
	use := func(secret string, version int) {
		cli.Env = append(cli.Env, "TF_VAR_secret="+secret)
		cli.Write("main.tf", env.Provider()+"variable \"secret\" {\n  ephemeral = true\n}\n"+
			acctest.Attachment("content_wo = var.secret", fmt.Sprintf("content_wo_version = %d", version),
				`accessory_name = "key.txt"`))
	}
	use("hunter2-first", 1)
	cli.Apply()
	cli.ExpectEmptyPlan()
	// The value alone plans nothing; the version does.
	use("hunter2-second", 1)
	cli.ExpectEmptyPlan()
	use("hunter2-second", 2)
	out := cli.Must(0, "plan", "-out=plan.bin").Out + cli.Must(0, "show", "-json", "plan.bin").Out + cli.Read("plan.bin")
	cli.Apply("plan.bin")
	out += cli.Read("terraform.tfstate") + cli.Read("terraform.tfstate.backup")
	for _, secret := range []string{"hunter2", sum("hunter2-first"), sum("hunter2-second")} {
		if strings.Contains(out, secret) {
			t.Errorf("%s is in plan or state", secret)
		}
	}
	var got []string
	for _, a := range env.Accessories() {
		got = append(got, string(a.Bytes))
	}
	if len(got) != 1 || got[0] != "hunter2-second" {
		t.Errorf("the service holds %q", got)
	}
}

func TestAccAccessory_dataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	config := env.Provider() + acctest.Attachment(`content = "what happened\n"`, `accessory_name = "x.txt"`) +
		acctest.Ticket("this", "accessory_ids = [osm_accessory.this.id]") + `
data "osm_accessory" "address" {
  accessory_id = osm_accessory.this.id
  case_id      = osm_servicecase.this.id
}

data "osm_accessory" "bytes" {
  accessory_id = osm_accessory.this.id
  case_id      = osm_servicecase.this.id
  download     = true
}
`
	env.Drive(
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.osm_accessory.bytes", tfjsonpath.New("content_base64"),
				knownvalue.StringExact("d2hhdCBoYXBwZW5lZAo=")),
			statecheck.ExpectKnownValue("data.osm_accessory.bytes", tfjsonpath.New("sha256"),
				knownvalue.StringExact(sum("what happened\n"))),
			statecheck.ExpectKnownValue("data.osm_accessory.address", tfjsonpath.New("content_base64"), knownvalue.Null()),
			statecheck.ExpectSensitiveValue("data.osm_accessory.address", tfjsonpath.New("accessory_url")),
		}},
		resource.TestStep{Config: config + `data "osm_accessory" "none" { accessory_id = "none" }`,
			ExpectError: regexp.MustCompile(`Unable to`)},
	)
}
