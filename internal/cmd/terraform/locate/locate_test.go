// SPDX-License-Identifier: MPL-2.0

package locate_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// outputs holds what the stand-ins print, by the name under which they run.
var outputs = map[string]string{
	"terraform": "Terraform v1.10.2\non linux_amd64\n",
	"tofu":      "OpenTofu v1.10.2\non linux_amd64\n",
	"other":     "Terraformer v1.2.3\n",
	"silent":    "",
	"warning": "\nWarning: Unable to open CLI configuration file\n\nThe file does not exist.\nOpenTofu v1.12.6\non " +
		"linux_amd64\n",
	"strange": "Terraform latest\n",
}

// TestMain makes this test binary a stand-in for Terraform and OpenTofu: called through a link of such a name, it prints
// the output of that name.
func TestMain(m *testing.M) {
	name := filepath.Base(os.Args[0])
	if name == "failing" {
		os.Exit(3)
	}
	if output, ok := outputs[name]; ok {
		if _, err := os.Stdout.WriteString(output); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// link creates a stand-in called name in folder and returns its path.
func link(t *testing.T, folder, name string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// The tests that set PATH can't run in parallel.

func TestFind_terraformFirst(t *testing.T) {
	folder := t.TempDir()
	link(t, folder, "tofu")
	want := link(t, folder, "terraform")
	t.Setenv("PATH", folder)

	got, err := locate.Find(t.Context(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got.Path != want || got.OpenTofu || got.Name() != "Terraform" || got.RegistryHost() != "registry.terraform.io" {
		t.Errorf("found %v, want Terraform at %s", got, want)
	}
}

func TestFind_openTofu(t *testing.T) {
	folder := t.TempDir()
	want := link(t, folder, "tofu")
	t.Setenv("PATH", folder)

	got, err := locate.Find(t.Context(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got.Path != want || !got.OpenTofu || got.Name() != "OpenTofu" || got.RegistryHost() != "registry.opentofu.org" {
		t.Errorf("found %v, want OpenTofu at %s", got, want)
	}
	if got.Version.String() != "1.10.2" {
		t.Errorf("version is %s, want 1.10.2", got.Version)
	}
}

func TestFind_cache(t *testing.T) {
	cache := t.TempDir()
	want := link(t, cache, "terraform")
	t.Setenv("PATH", t.TempDir())

	got, err := locate.Find(t.Context(), "", cache)
	if err != nil {
		t.Fatal(err)
	}
	if got.Path != want {
		t.Errorf("found %v, want the one at %s", got, want)
	}
}

func TestFind_none(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	// A cancelled context stands for a machine from which nothing can be downloaded.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if _, err := locate.Find(ctx, "", filepath.Join(t.TempDir(), "cache")); !errors.Is(err, locate.ErrNone) {
		t.Errorf("error is %v, want ErrNone", err)
	}
}

func TestFind_warnings(t *testing.T) {
	t.Parallel()
	got, err := locate.Find(t.Context(), link(t, t.TempDir(), "warning"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if !got.OpenTofu || got.Version.String() != "1.12.6" {
		t.Errorf("found %v, want OpenTofu 1.12.6", got)
	}
}

func TestFind_otherProgram(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"failing", "other", "silent", "strange"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := link(t, t.TempDir(), name)
			if got, err := locate.Find(t.Context(), path, t.TempDir()); err == nil || errors.Is(err, locate.ErrNone) {
				t.Errorf("found %v, error %v, want an error about the program", got, err)
			}
		})
	}
}
