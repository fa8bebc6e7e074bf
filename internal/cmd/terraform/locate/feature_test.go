// SPDX-License-Identifier: MPL-2.0

package locate_test

import (
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

func TestMissing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, terraform, openTofu string
		want                      string
	}{
		"plain on the oldest Terraform": {text: "resource \"osm_label\" \"a\" {\n  name = \"x\"\n}\n", terraform: "1.5.0"},
		"plain on the oldest OpenTofu":  {text: "resource \"osm_label\" \"a\" {\n  name = \"x\"\n}\n", openTofu: "1.9.0"},
		"function before 1.8":           {text: "x = provider::osm::is_open(0)", terraform: "1.7.5", want: "provider functions"},
		"function from 1.8":             {text: "x = provider::osm::is_open(0)", terraform: "1.8.0"},
		"function in OpenTofu":          {text: "x = provider::osm::is_open(0)", openTofu: "1.9.0"},
		"ephemeral before 1.10": {text: "ephemeral \"osm_token\" \"me\" {}", terraform: "1.9.8",
			want: "ephemeral resources"},
		"ephemeral variable":          {text: "  ephemeral = true", openTofu: "1.10.0", want: "ephemeral resources"},
		"write-only before 1.11":      {text: "  content_wo = var.x", terraform: "1.10.5", want: "write-only arguments"},
		"version of a write-only one": {text: "  content_wo_version = 1", terraform: "1.10.5"},
		"identity before 1.12":        {text: "import {\n  identity = {\n", terraform: "1.11.4", want: "import by identity"},
		"action from 1.14":            {text: "action \"osm_case_press\" \"a\" {", terraform: "1.14.0"},
		"action before a release":     {text: "action \"osm_case_press\" \"a\" {", terraform: "1.14.0-rc1"},
		"trigger before 1.14":         {text: "lifecycle {\n    action_trigger {", terraform: "1.13.0", want: "actions"},
		"action in OpenTofu":          {text: "action \"osm_case_press\" \"a\" {", openTofu: "1.12.0", want: "actions"},
		"list in Terraform 1.13":      {text: "list \"osm_label\" \"all\" {", terraform: "1.13.4", want: "list resources"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			number := version.Must(version.NewVersion(tt.terraform + tt.openTofu))
			client := locate.Client{OpenTofu: tt.openTofu != "", Version: number}
			if got, err := client.Missing(t.Context(), tt.text); err != nil || got != tt.want {
				t.Errorf("%s %s lacks %q, want %q (%v)", client.Name(), client.Version, got, tt.want, err)
			}
		})
	}
}

// TestMissing_probed checks the features that are found out by trying: they are missing if and only if the client does not load
// the probe. Similar arguments of other blocks don't count.
func TestMissing_probed(t *testing.T) {
	t.Parallel()
	resource := func(text string) string {
		return "resource \"osm_label\" \"a\" {\n  name = \"x\"\n\n  lifecycle {\n" + text + "  }\n}\n"
	}
	trigger := func(text string) string { return resource("    action_trigger {\n" + text + "    }\n") }
	for name, tt := range map[string]struct{ text, want string }{
		"before destroy":       {trigger("      events = [after_update, before_destroy]\n"), "actions before destroy"},
		"after destroy":        {trigger("      events = [after_destroy]\n"), "actions before destroy"},
		"after create":         {trigger("      events = [after_create]\n"), ""},
		"on_failure":           {trigger("      events = [after_create]\n      on_failure = taint\n"), "on_failure of actions"},
		"of a provisioner":     {"  provisioner \"local-exec\" {\n    on_failure = continue\n  }\n", ""},
		"destroy":              {resource("    destroy = false\n"), "destroy in lifecycle blocks"},
		"destroy in removed":   {resource("") + "removed {\n  from = x.y\n\n  lifecycle {\n    destroy = false\n  }\n}\n", ""},
		"on_destroy":           {"resource \"osm_servicecase\" \"a\" {\n  on_destroy = \"close\"\n}\n", ""},
		"enabled":              {resource("    enabled = var.x\n"), "enabled in lifecycle blocks"},
		"enabled elsewhere":    {"resource \"x\" \"y\" {\n  enabled = true\n}\n", ""},
		"import in a module":   {"# Needs import blocks in modules (Terraform 1.16 and later).\n", "import blocks in modules"},
		"import, root module":  {"import {\n  to = osm_label.a\n  id = 1\n}\n", ""},
		"an argument, no more": {"lifecycle {\n  prevent_destroy = true\n}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for stand, want := range map[string]string{"silent": "", "failing": tt.want} {
				client := locate.Client{Version: version.Must(version.NewVersion("1.99.0")), Path: link(t, t.TempDir(), stand)}
				if got, err := client.Missing(t.Context(), tt.text); err != nil || got != want {
					t.Errorf("%s: lacks %q, want %q (%v)", stand, got, want, err)
				}
			}
		})
	}
	gone := locate.Client{Version: version.Must(version.NewVersion("1.99.0")), Path: filepath.Join(t.TempDir(), "terraform")}
	if _, err := gone.Missing(t.Context(), resource("    destroy = false\n")); err == nil {
		t.Error("no error although the client does not exist")
	}
}
