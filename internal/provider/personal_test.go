// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestAccVerification_staysOut verifies a contact, with lost and rejected calls and a service that quotes what it was sent, and
// looks for the contact and the code in the logs at TRACE, in what Terraform prints, and in state and plan. The state may hold
// the contact, which is a sensitive argument, but not the code.
func TestAccVerification_staysOut(t *testing.T) {
	t.Parallel()
	const phone, wrong = "13977712345", "Zq7Kx9"
	env := acctest.New(t, simulator.Options{
		Behaviors: simulator.Behaviors{UnregisteredContacts: simulator.UnregisteredNeedVerification}})
	cli := env.NewCLI(t)
	cli.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(cli.Dir, "trace.log"), "TF_VAR_phone=" + phone}
	config := func(code string) {
		cli.Env = append(cli.Env[:3], "TF_VAR_code="+code)
		argument := ""
		if code != "" {
			argument = "verify_code_wo = var.code"
		}
		cli.Write("main.tf", acctest.WithoutWriteOnly(t, env.Provider("max_retries = 1")+`
variable "phone" {
  sensitive = true
}

variable "code" {
  ephemeral = true
}

resource "osm_contact_verification" "this" {
  contact_way            = "phone"
  contact_value          = var.phone
  verify_code_wo_version = 1
  `+argument+`
}

resource "osm_servicecase" "this" {
  business_type_id   = "`+simulator.ProblemConsulting+`"
  simple_description = "x"
  remind_mobile      = var.phone
  phone_verified_id  = osm_contact_verification.this.verified_id
  on_destroy         = "abandon"
}
`))
	}
	var printed strings.Builder
	run := func(exit int, args ...string) { printed.WriteString(cli.Must(exit, args...).Out) }
	reject := func(operation, quoted string) {
		env.ClearFaults()
		env.Inject(simulator.Fault{Operation: operation, Kind: simulator.RejectBefore, Status: 400,
			Body: fmt.Sprintf(`{"error_code":"OSM.01010001","error_msg":"wrong: %s"}`, quoted)})
	}
	config("")
	for _, operation := range []string{"CheckNeedVerify", "SendVerifyCodes"} {
		reject(operation, phone)
		run(1, "apply", "-auto-approve")
	}
	env.ClearFaults()
	for _, kind := range []simulator.Kind{simulator.DropBefore, simulator.HTMLAfter} {
		env.Inject(simulator.Fault{Operation: "CheckNeedVerify", Kind: kind, Times: 2})
		run(1, "apply", "-auto-approve")
	}
	env.Inject(simulator.Fault{Operation: "SendVerifyCodes", Kind: simulator.DropAfter})
	run(1, "apply", "-auto-approve") // the ticket is rejected
	env.ClearFaults()
	config(wrong)
	run(1, "apply", "-auto-approve")
	reject("CheckVerifyCodes", wrong+" for "+phone)
	run(1, "apply", "-auto-approve")
	env.ClearFaults()
	env.Inject(simulator.Fault{Operation: "ListHasVerifiedContacts", Kind: simulator.DropBefore})
	run(1, "apply", "-auto-approve")
	env.ClearFaults()
	config(simulator.VerifyCode)
	if !acctest.HasWriteOnly(t) {
		env.AddVerifiedContact(0, phone, "86") // a person entered the code on the console
	}
	run(0, "plan", "-out=saved.bin")
	run(0, "show", "saved.bin")
	run(0, "apply", "-auto-approve")
	run(0, "plan", "-detailed-exitcode")

	places := map[string]string{"the output": printed.String()}
	err := filepath.WalkDir(cli.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		places[entry.Name()] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(places["trace.log"], "operation=SendVerifyCodes") {
		t.Error("the log has no calls")
	}
	for place, text := range places {
		isState := strings.HasPrefix(place, "terraform.tfstate")
		for _, secret := range []string{phone, wrong, simulator.VerifyCode} {
			if at := strings.Index(text, secret); at >= 0 && (!isState || secret != phone) {
				t.Errorf("%s holds %s: %s", place, secret, text[max(0, at-300):min(len(text), at+100)])
			}
		}
	}
}
