// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestEnvironment_ignoresTheUsers(t *testing.T) {
	t.Setenv("HW_USER_PASSWORD", "the user's own")
	t.Setenv("TF_WORKSPACE", "the user's own")
	d, err := newDemo(t.Context(), &strings.Builder{}, locate.Client{Path: os.Args[0]},
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
