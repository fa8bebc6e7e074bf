// SPDX-License-Identifier: MPL-2.0

package accessory_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// formSize is the size of the smallest attachment that is uploaded as a form.
const formSize = 1<<20 + 1

const form, json = "UploadAccessory", "UploadJsonAccessories"

// large returns the bytes of an attachment that is uploaded as a form.
func large(letter string) string { return strings.Repeat(letter, formSize) }

// fileOf returns an expression for content that is too large for a literal.
func fileOf(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "content")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("file(%q)", path)
}

// TestAccAccessory_form uploads a large file, and a new version of it, while the service or the network fails: the service
// holds what the state says, and the next plan is empty. A lost response leaves an orphaned file.
func TestAccAccessory_form(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault *simulator.Fault
		calls []string
		held  int
	}{
		"no fault":               {nil, []string{form}, 1},
		"503":                    {&simulator.Fault{Kind: simulator.RejectBefore}, []string{form, form}, 1},
		"reset after processing": {&simulator.Fault{Kind: simulator.DropAfter}, []string{form, form}, 2},
		"expired token":          {&simulator.Fault{Kind: simulator.RejectBefore, Status: 401}, []string{form, form}, 1},
		"not offered":            {&simulator.Fault{Kind: simulator.RejectBefore, Status: 404}, []string{form, json}, 1},
	} {
		for status, errors := range acctest.ErrorForms {
			t.Run(name+", "+status, func(t *testing.T) {
				t.Parallel()
				env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{BusinessErrors: errors}})
				if c.fault != nil {
					fault := *c.fault
					fault.Operation, fault.Times = form, 1
					env.Inject(fault)
				}
				path := filepath.Join(t.TempDir(), "app.log")
				write := func(content string) func() {
					return func() { env.Must(os.WriteFile(path, []byte(content), 0o600)) }
				}
				config := env.Provider() + acctest.Attachment(fmt.Sprintf("source = %q", path), "upload_type = 1")
				holds := func(content string) []statecheck.StateCheck {
					return []statecheck.StateCheck{
						statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("sha256"),
							knownvalue.StringExact(sum(content))),
						statecheck.ExpectKnownValue("osm_accessory.this", tfjsonpath.New("size"),
							knownvalue.Int64Exact(formSize)),
					}
				}
				env.Drive(
					acctest.After(write(large("a")), resource.TestStep{Config: config, ConfigStateChecks: holds(large("a"))}),
					acctest.After(func() {
						for _, a := range env.Accessories() {
							if string(a.Bytes) != large("a") || a.Name != "app.log" || a.UploadType != 1 {
								t.Errorf("the service holds %d bytes as %q", len(a.Bytes), a.Name)
							}
						}
						if n := len(env.Accessories()); n != c.held {
							t.Errorf("the service holds %d files, want %d", n, c.held)
						}
					}, acctest.EmptyPlan(config)),
					acctest.After(write(large("b")), resource.TestStep{Config: config, ConfigStateChecks: holds(large("b"))}),
					acctest.EmptyPlan(config),
				)
				acctest.ExpectWrites(t, env, slices.Concat(c.calls, []string{"DeleteAccessories", form})...)
			})
		}
	}
}

// TestAccAccessory_formNotOffered uploads three large files to a service without forms: the process learns it from the first.
func TestAccAccessory_formNotOffered(t *testing.T) {
	t.Parallel()
	for _, behavior := range []simulator.FormUpload{simulator.FormUploadNotOffered, simulator.FormUploadMalformed} {
		env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{FormUploads: behavior}})
		cli := env.Attach(t)
		cli.Write("app.log", large("a"))
		cli.Write("main.tf", env.Provider()+acctest.Attachment("count = 3", `source = "${path.cwd}/app.log"`))
		if out := cli.Apply("-parallelism=1").Text(); strings.Contains(out, "Warning") {
			t.Error(out)
		}
		acctest.ExpectWrites(t, env, form, json, json, json)
		cli.ExpectEmptyPlan()
	}
}

// TestAccAccessory_largeContent uploads large content from each argument, as it does small content.
func TestAccAccessory_largeContent(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	for i, lines := range [][]string{
		{"content = " + fileOf(t, large("a"))},
		{"content_base64 = " + fileOf(t, strings.Repeat("YWFh", formSize/3)+"YWE=")},
		{"content_wo = " + fileOf(t, large("a")), "content_wo_version = 1"},
	} {
		env.InProcess(resource.TestStep{Config: env.Provider() +
			acctest.Attachment(append(lines, `accessory_name = "a.txt"`)...)})
		held := env.Accessories()
		if len(held) != i+1 || strings.Trim(string(held[i].Bytes), "a") != "" || len(held[i].Bytes) < formSize {
			t.Errorf("%.20s: the service holds %d files", lines[0], len(held))
		}
	}
	env.ExpectCounts(map[string]int{form: 3, json: 0})
}

// TestAccAccessory_accessKeys uploads 10 MB with access keys: the gateway accepts the form, which is not signed, but would not
// accept the same bytes as Base64.
func TestAccAccessory_accessKeys(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for behavior, want := range map[simulator.FormUpload]*regexp.Regexp{simulator.FormUploadAccepted: nil,
		simulator.FormUploadNotOffered: regexp.MustCompile(`larger than the gateway accepts \(12 MB\)`)} {
		env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{FormUploads: behavior}})
		env.SetLimits(5, 10, "log")
		o := env.Options()
		env.InProcess(resource.TestStep{ExpectError: want, Config: env.Block(fmt.Sprintf("access_key = %q", o.AccessKey),
			fmt.Sprintf("secret_key = %q", o.SecretKey), fmt.Sprintf("project_id = %q", o.ProjectID)) +
			acctest.Attachment(fmt.Sprintf("source = %q", path))})
		sent := env.RequestsFor(form)
		if len(sent) != 1 || sent[0].Header.Get("X-Sdk-Content-Sha256") != "UNSIGNED-PAYLOAD" {
			t.Errorf("%d uploads as a form", len(sent))
		}
	}
}
