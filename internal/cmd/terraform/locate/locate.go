// SPDX-License-Identifier: MPL-2.0

// Package locate finds the Terraform or OpenTofu that the repository's programs and tests run.
package locate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// ErrNone means that this machine has no Terraform or OpenTofu and that none could be installed.
var ErrNone = errors.New("no Terraform or OpenTofu")

// installTimeout bounds the download of a Terraform, so that a machine without network access does not hang.
const installTimeout = 5 * time.Minute

// A Client is a Terraform or OpenTofu binary.
type Client struct {
	// Path is absolute.
	Path string
	// Version is the version that the binary reports.
	Version *version.Version
	// OpenTofu reports whether it is OpenTofu.
	OpenTofu bool
}

// Name returns "Terraform" or "OpenTofu".
func (c Client) Name() string {
	if c.OpenTofu {
		return "OpenTofu"
	}
	return "Terraform"
}

// String returns name, version and path, for a person.
func (c Client) String() string {
	return fmt.Sprintf("%s %s (%s)", c.Name(), c.Version, c.Path)
}

// RegistryHost returns the client's default host of provider addresses.
func (c Client) RegistryHost() string {
	if c.OpenTofu {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

// DevOverrides returns settings of the CLI with which the client runs the providers of some sources from a folder.
func (c Client) DevOverrides(folder string, sources ...string) string {
	var overrides strings.Builder
	for _, source := range sources {
		fmt.Fprintf(&overrides, "    %q = %q\n", c.RegistryHost()+"/"+source, folder)
	}
	return "provider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n  direct {}\n}\n"
}

// Environ returns this process's environment without what configures Terraform or the provider.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		prefix, _, _ := strings.Cut(entry, "_")
		return slices.Contains([]string{"TF", "HW", "OS", "HUAWEICLOUD"}, prefix)
	})
}

// Find returns the client to use: wanted (a path, or a name on the PATH), else terraform, else tofu on the PATH, else a
// Terraform in the folder cache, else the newest release, which it installs into cache. It returns ErrNone if there is none.
func Find(ctx context.Context, wanted, cache string) (Client, error) {
	if wanted != "" {
		return find(ctx, wanted)
	}
	for _, name := range []string{"terraform", "tofu"} {
		c, err := find(ctx, name)
		if err == nil {
			return c, nil
		}
		if !errors.Is(err, exec.ErrNotFound) {
			return Client{}, err
		}
	}
	return installed(ctx, cache)
}

// find looks name up on the PATH, unless it is a path, and identifies it.
func find(ctx context.Context, name string) (Client, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return Client{}, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return Client{}, err
	}
	return identify(ctx, path)
}

// installed returns the Terraform in the folder cache, after installing the newest release there if it is empty.
func installed(ctx context.Context, cache string) (Client, error) {
	folder, err := filepath.Abs(cache)
	if err != nil {
		return Client{}, err
	}
	path := filepath.Join(folder, "terraform")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	_, err = os.Stat(path)
	if err == nil {
		return identify(ctx, path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Client{}, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Client{}, err
	}
	latest := &releases.LatestVersion{Product: product.Terraform, InstallDir: folder, Timeout: installTimeout}
	if path, err = latest.Install(ctx); err != nil {
		return Client{}, fmt.Errorf("%w on the PATH, and none could be installed: %w", ErrNone, err)
	}
	return identify(ctx, path)
}

// banner is the line of `version` that names the program, such as "Terraform v1.11.4". Warnings may precede it.
var banner = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\S+)\s*$`)

// identify runs the binary at path for its name and version.
func identify(ctx context.Context, path string) (Client, error) {
	cmd := exec.CommandContext(ctx, path, "version")
	// Without it, `version` would look for a newer version on the network.
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return Client{}, fmt.Errorf("%s version: %w: %s", path, err, strings.TrimSpace(stderr.String()))
	}
	found := banner.FindStringSubmatch(string(out))
	if found == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return Client{}, fmt.Errorf("%s version: %q is neither Terraform nor OpenTofu", path, line)
	}
	v, err := version.NewVersion(found[2])
	if err != nil {
		return Client{}, fmt.Errorf("%s version: %w", path, err)
	}
	return Client{Path: path, Version: v, OpenTofu: found[1] == "OpenTofu"}, nil
}
