// SPDX-License-Identifier: MPL-2.0

package buildinfo

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	platform := []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "arm64"}}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: commit}
	for want, c := range map[string]struct {
		version, module string
		settings        []debug.BuildSetting
	}{
		"osm 0.1.0, commit " + commit + ", go1.26.0, linux/arm64\n": {"0.1.0", "v9.9.9",
			append(platform, revision, debug.BuildSetting{Key: "vcs.modified", Value: "false"})},
		"osm 0.1.0, commit " + commit + " (modified), go1.26.0, linux/arm64\n": {"0.1.0", "(devel)",
			append(platform, revision, debug.BuildSetting{Key: "vcs.modified", Value: "true"})},
		"osm v0.1.0, commit unknown, go1.26.0, linux/arm64\n": {Unstamped, "v0.1.0", platform},
		"osm dev, commit unknown, go1.26.0, linux/arm64\n":    {Unstamped, "(devel)", platform},
	} {
		info := &debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: c.module}, Settings: c.settings}
		if got := describe("osm", c.version, info); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestProvider_version shows that the provider prints its version, and only with -version.
func TestProvider_version(t *testing.T) {
	t.Parallel()
	folder, err := acctest.Build()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "terraform-provider-osm")
	out, err := exec.CommandContext(t.Context(), program, "-version").Output()
	want := regexp.MustCompile(`^terraform-provider-osm \S+, commit .+, ` + runtime.Version() + ", " + runtime.GOOS + "/" +
		runtime.GOARCH + "\n$")
	if err != nil || !want.Match(out) {
		t.Errorf("-version: %v, %q", err, out)
	}
	if out, err := exec.CommandContext(t.Context(), program).Output(); err == nil || len(out) > 0 {
		t.Errorf("without Terraform: %v, %q", err, out)
	}
}
