// SPDX-License-Identifier: MPL-2.0

// Command providerschema writes the provider's schema to standard output in the form of `terraform providers schema -json`.
//
// The documentation is made from it. Asked of a Terraform instead, that form holds only what this Terraform knows: no
// action or list resource before 1.14, no identity before 1.12. This program needs no Terraform and leaves nothing out.
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

// write asks server for its schemas and writes them to w.
func write(ctx context.Context, w io.Writer, server tfprotov6.ProviderServer) error {
	schemas, err := read(ctx, server)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(schemas)
}
