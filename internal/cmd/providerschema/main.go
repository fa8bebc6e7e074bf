// SPDX-License-Identifier: MPL-2.0

// Command providerschema writes the provider's schema to standard output in the form of `terraform providers schema -json`.
//
// The documentation is generated from it. The output of a Terraform contains only what its version supports: actions and
// list resources need 1.14, identities 1.12. This program needs no Terraform and omits nothing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// name is the key of the schema: the documentation generator finds it under the provider's short name or as an
// official provider, but not under the address of another publisher.
const name = "osm"

func main() {
	server := providerserver.NewProtocol6(provider.New("dev")())()
	if err := write(context.Background(), os.Stdout, server); err != nil {
		fmt.Fprintln(os.Stderr, "providerschema:", err)
		os.Exit(1)
	}
}

// write writes the schemas of server to w.
func write(ctx context.Context, w io.Writer, server tfprotov6.ProviderServer) error {
	schemas, err := read(ctx, server)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(schemas)
}

// formatVersion is the version of the JSON form; Terraform has written 1.0 since it froze the form.
const formatVersion = "1.0"

// read returns everything that server serves in Terraform's JSON form.
func read(ctx context.Context, server tfprotov6.ProviderServer) (*tfjson.ProviderSchemas, error) {
	served, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	if err := failure(served.Diagnostics); err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	if err := failure(identities.Diagnostics); err != nil {
		return nil, err
	}

	var c converter
	schema := &tfjson.ProviderSchema{
		ConfigSchema:             c.schema(served.Provider),
		ResourceSchemas:          each(served.ResourceSchemas, c.schema),
		DataSourceSchemas:        each(served.DataSourceSchemas, c.schema),
		EphemeralResourceSchemas: each(served.EphemeralResourceSchemas, c.schema),
		ListResourceSchemas:      each(served.ListResourceSchemas, c.schema),
		ActionSchemas:            each(served.ActionSchemas, c.action),
		Functions:                each(served.Functions, c.function),
		ResourceIdentitySchemas:  each(identities.IdentitySchemas, c.identity),
	}
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	return &tfjson.ProviderSchemas{
		FormatVersion: formatVersion,
		Schemas:       map[string]*tfjson.ProviderSchema{name: schema},
	}, nil
}

// failure returns the errors among diags as one, or nil.
func failure(diags []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, strings.TrimSpace(d.Detail)))
		}
	}
	return errors.Join(errs...)
}

// each converts the values of in. An empty map becomes nil, which the JSON form leaves out.
func each[S, T any](in map[string]S, convert func(S) T) map[string]T {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]T, len(in))
	for key, value := range in {
		out[key] = convert(value)
	}
	return out
}
