// SPDX-License-Identifier: MPL-2.0

package locate_test

import (
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
			if got := client.Missing(tt.text); got != tt.want {
				t.Errorf("%s %s lacks %q, want %q", client.Name(), client.Version, got, tt.want)
			}
		})
	}
}
