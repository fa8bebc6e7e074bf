// SPDX-License-Identifier: MPL-2.0

// Command providerschema writes the provider's schema to standard output in the form of `terraform providers schema -json`.
//
// The documentation is generated from it. The output of a Terraform contains only what its version supports: actions and
// list resources need 1.14, identities 1.12. This program needs no Terraform and omits nothing.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

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
