// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// A validator runs one client with the built provider in place of the registry's.
type validator struct {
	client locate.Client
	// folder holds temporary files; close removes it.
	folder string
	config string
}

// newValidator prepares a client for the provider binary in the folder plugin.
func newValidator(client locate.Client, plugin string) (*validator, error) {
	plugin, err := filepath.Abs(plugin)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "osm-examples-")
	if err != nil {
		return nil, err
	}
	config := filepath.Join(folder, "dev.tfrc")
	// The second address is the default without required_providers.
	content := client.DevOverrides(plugin, "servicetickets/osm", "hashicorp/osm")
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return &validator{client: client, folder: folder, config: config}, nil
}

// close removes the temporary files. Nothing depends on it, so it does not report errors.
func (v *validator) close() { _ = os.RemoveAll(v.folder) }

// validate returns an error and the client's output if e is invalid. An error without output is about the check itself.
func (v *validator) validate(ctx context.Context, e example) (string, error) {
	work, err := os.MkdirTemp(v.folder, "example-")
	if err != nil {
		return "", err
	}
	folder := e.folder
	if folder == "" {
		folder = work
		if err := e.write(work); err != nil {
			return "", err
		}
	}
	if moduleBlock.MatchString(e.text) {
		// `get` installs local modules; `init` would look up the provider in the registry.
		if output, err := v.terraform(ctx, folder, work, "get"); err != nil {
			return output, err
		}
	}
	args := []string{"validate"}
	if e.query {
		args = append(args, "-query")
	}
	return v.terraform(ctx, folder, work, args...)
}

// write writes the example's files, or the text of a block, to folder.
func (e *example) write(folder string) error {
	if len(e.files) == 0 {
		if err := e.copyBeside(folder); err != nil {
			return err
		}
		name := "main.tf"
		if e.query {
			name = "main.tfquery.hcl"
		}
		return os.WriteFile(filepath.Join(folder, name), []byte(e.text), 0o600)
	}
	for i, file := range e.files {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file)), []byte(e.contents[i]), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// copyBeside copies what is beside a block of the documentation, apart from the configuration that it stands for.
func (e *example) copyBeside(folder string) error {
	if e.beside == "" {
		return nil
	}
	if err := os.CopyFS(folder, os.DirFS(e.beside)); err != nil {
		return err
	}
	configurations, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	for _, file := range configurations {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// terraform runs the client in folder with its data directory below work, so that the example's folder does not change.
func (v *validator) terraform(ctx context.Context, folder, work string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, v.client.Path, append(args, "-no-color")...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+v.config,
		"TF_DATA_DIR="+filepath.Join(work, ".terraform"),
		"CHECKPOINT_DISABLE=1",
	)
	output, err := cmd.CombinedOutput()
	return string(output), err
}
