// SPDX-License-Identifier: MPL-2.0

package locate

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/hashicorp/go-version"
	"golang.org/x/tools/txtar"
)

// A feature is something that not every supported client supports.
type feature struct {
	name string
	used *regexp.Regexp
	// terraform and openTofu are the first versions with it, nil if there is none.
	terraform, openTofu *version.Version
	// probe is a configuration, as an archive of files, that only a client with the feature can load. Versions don't count then.
	probe string
}

var features = []feature{
	{name: "provider functions", used: regexp.MustCompile(`\bprovider::`), terraform: number("1.8.0"), openTofu: number("1.7.0")},
	{name: "ephemeral resources", used: regexp.MustCompile(`(?m)^ephemeral "|\bephemeral\s*=\s*true\b`),
		terraform: number("1.10.0"), openTofu: number("1.11.0")},
	{name: "write-only arguments", used: regexp.MustCompile(`\b\w+_wo\s*=`), terraform: number("1.11.0"),
		openTofu: number("1.11.0")},
	{name: "import by identity", used: regexp.MustCompile(`(?m)^\s+identity\s*=\s*\{`), terraform: number("1.12.0"),
		openTofu: number("1.12.0")},
	{name: "actions", used: regexp.MustCompile(`(?m)^action "|^\s+action_trigger\s*\{`), terraform: number("1.14.0")},
	{name: "list resources", used: regexp.MustCompile(`(?m)^list "`), terraform: number("1.14.0")},
	{name: "actions before destroy", used: regexp.MustCompile(`(?m)^\s+events\s*=\s*\[[^\]]*(?:before|after)_destroy\b`),
		probe: trigger("events = [before_destroy]")},
	{name: "on_failure of actions", used: regexp.MustCompile(`\baction_trigger\s*\{[^}]*\bon_failure\s*=`),
		probe: trigger("events = [after_create]\n on_failure = continue")},
	// Only in resource blocks: older clients know the argument in removed blocks.
	{name: "destroy in lifecycle blocks",
		used:  regexp.MustCompile(`(?m)^resource "[^\n]*\{\n(?:(?:[^}\n][^\n]*)?\n)*?\s+destroy\s*=`),
		probe: lifecycle("destroy = false")},
	{name: "enabled in lifecycle blocks", used: regexp.MustCompile(`\blifecycle\s*\{[^}]*\benabled\s*=`),
		probe: lifecycle("enabled = true")},
	// The caller does not show what its modules contain, so it says what it needs.
	{name: "import blocks in modules", used: regexp.MustCompile(`(?m)^# Needs import blocks in modules\b`),
		probe: `-- main.tf --
module "probe" {
  source = "./probe"
}
-- probe/main.tf --
resource "terraform_data" "probe" {}
import {
  to = terraform_data.probe
  id = "probe"
}
`},
}

func number(text string) *version.Version { return version.Must(version.NewVersion(text)) }

// lifecycle returns a probe of an argument or block of lifecycle.
func lifecycle(text string) string {
	return "-- main.tf --\nresource \"terraform_data\" \"probe\" {\n lifecycle {\n" + text + "\n}\n}\n"
}

// trigger returns a probe of arguments of action_trigger.
func trigger(text string) string {
	return lifecycle("action_trigger {\n actions = [action.probe_probe.probe]\n"+text+"\n}") +
		"action \"probe_probe\" \"probe\" {}\n"
}

// Missing returns the name of a feature that the configuration uses and the client lacks, or "".
func (c Client) Missing(ctx context.Context, configuration string) (string, error) {
	for _, f := range features {
		if !f.used.MatchString(configuration) {
			continue
		}
		has, err := c.has(ctx, f)
		if err != nil || !has {
			return f.name, err
		}
	}
	return "", nil
}

// has finds out whether the client has a feature: by its version, or by trying.
func (c Client) has(ctx context.Context, f feature) (bool, error) {
	if f.probe != "" {
		return c.loads(ctx, f.probe)
	}
	since := f.terraform
	if c.OpenTofu {
		since = f.openTofu
	}
	return since != nil && !c.Version.Core().LessThan(since), nil
}

// loads reports whether the client can load a configuration. `providers` loads it without a provider.
func (c Client) loads(ctx context.Context, archive string) (loaded bool, err error) {
	folder, err := os.MkdirTemp("", "osm-probe-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(folder, filepath.FromSlash(file.Name))
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, file.Data, 0o600))
		if err != nil {
			return false, err
		}
	}
	for _, command := range []string{"get", "providers"} {
		cmd := exec.CommandContext(ctx, c.Path, command)
		cmd.Dir, cmd.Env = folder, append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_DATA_DIR="+filepath.Join(folder, ".data"))
		err := cmd.Run()
		if _, rejected := errors.AsType[*exec.ExitError](err); rejected {
			return false, ctx.Err()
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}
