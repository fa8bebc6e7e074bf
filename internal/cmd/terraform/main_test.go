// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// TestMain makes this test binary a stand-in for OpenTofu: called through a link of that name, it prints its version.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "my-tofu" {
		if _, err := os.Stdout.WriteString("OpenTofu v1.9.0\n"); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// openTofu creates folder with the stand-in and returns its path.
func openTofu(t *testing.T, folder string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "my-tofu")
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRun_namedClient(t *testing.T) {
	t.Parallel()
	path := openTofu(t, t.TempDir())

	var stdout, stderr bytes.Buffer
	if err := run(t.Context(), &stdout, &stderr, path, t.TempDir(), false); err != nil {
		t.Fatal(err)
	}
	if got := stdout.String(); got != path+"\n" {
		t.Errorf("standard output is %q, want the path %q", got, path)
	}
	if want := "OpenTofu 1.9.0"; !strings.Contains(stderr.String(), want) {
		t.Errorf("standard error %q does not contain %q", stderr.String(), want)
	}
}

func TestRun_missingClient(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	if err := run(t.Context(), &stdout, &stderr, filepath.Join(t.TempDir(), "none"), t.TempDir(), false); err == nil {
		t.Error("no error for a path that does not exist")
	}
	if stdout.Len() > 0 {
		t.Errorf("standard output is %q, want nothing", stdout.String())
	}
}

func TestExports(t *testing.T) {
	t.Parallel()
	path := openTofu(t, filepath.Join(t.TempDir(), "it's $HOME"))
	client, err := locate.Find(t.Context(), path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	cmd := exec.CommandContext(t.Context(), "sh", "-c",
		`eval "$1" && printf '%s|%s|%s' "$TF_ACC" "$TF_ACC_PROVIDER_HOST" "$TF_ACC_TERRAFORM_PATH"`, "sh", exports(client))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "1|registry.opentofu.org|" + path; string(out) != want {
		t.Errorf("the shell sees %q, want %q", out, want)
	}
}
