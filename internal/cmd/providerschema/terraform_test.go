// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/go-version"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// TestAccWrite_sameAsTerraform compares the schema with the one that a real Terraform or OpenTofu reads from the built
// provider, as far as this client supports it.
func TestAccWrite_sameAsTerraform(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs a real Terraform: set TF_ACC")
	}
	client, err := locate.Find(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	var out bytes.Buffer
	if err := write(t.Context(), &out, providerserver.NewProtocol6(provider.New("test")())()); err != nil {
		t.Fatal(err)
	}
	got, want := parse(t, out.Bytes()), parse(t, ask(t, client))
	forget(got, client)
	if diff := cmp.Diff(plain(t, want), plain(t, got)); diff != "" {
		t.Errorf("%s reads another schema (-%s +providerschema):\n%s", client, client.Name(), diff)
	}
}

// ask builds the provider and returns the schema that client reads from it.
func ask(t *testing.T, client locate.Client) []byte {
	t.Helper()
	folder := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(folder, "terraform-provider-osm"),
		"github.com/servicetickets/terraform-provider-osm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	files := map[string]string{
		"dev.tfrc": fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"servicetickets/osm\" = %q\n  }\n  direct "+
			"{}\n}\n",
			folder),
		"main.tf": "terraform {\n  required_providers {\n    osm = { source = \"servicetickets/osm\" }\n  }\n}\n",
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	cmd := exec.CommandContext(t.Context(), client.Path, "providers", "schema", "-json")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "dev.tfrc"), "CHECKPOINT_DISABLE=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	return out
}

// parse returns the one provider schema in data.
func parse(t *testing.T, data []byte) *tfjson.ProviderSchema {
	t.Helper()
	var schemas tfjson.ProviderSchemas
	if err := json.Unmarshal(data, &schemas); err != nil {
		t.Fatal(err)
	}
	for _, schema := range schemas.Schemas {
		return schema
	}
	t.Fatal("no provider schema")
	return nil
}

// forget removes from schema what the client does not support. OpenTofu has neither actions nor list resources.
func forget(schema *tfjson.ProviderSchema, client locate.Client) {
	since := func(terraform, openTofu string) bool {
		if client.OpenTofu {
			return openTofu != "" && client.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(openTofu)))
		}
		return client.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(terraform)))
	}
	if !since("1.8.0", "1.7.0") {
		schema.Functions = nil
	}
	if !since("1.10.0", "1.11.0") {
		schema.EphemeralResourceSchemas = nil
	}
	if !since("1.11.0", "1.11.0") {
		for _, resource := range schema.ResourceSchemas {
			forgetWriteOnly(resource.Block.Attributes)
		}
	}
	if !since("1.12.0", "1.12.0") {
		schema.ResourceIdentitySchemas = nil
	}
	if !since("1.14.0", "") {
		schema.ActionSchemas, schema.ListResourceSchemas = nil, nil
	}
}

func forgetWriteOnly(attributes map[string]*tfjson.SchemaAttribute) {
	for _, attribute := range attributes {
		attribute.WriteOnly = false
		if nested := attribute.AttributeNestedType; nested != nil {
			forgetWriteOnly(nested.Attributes)
		}
	}
}

// plain returns schema as plain JSON values, which cmp can compare.
func plain(t *testing.T, schema *tfjson.ProviderSchema) any {
	t.Helper()
	data, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}
