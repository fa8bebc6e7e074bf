// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer returns a constructor of the provider's server.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		served := providerserver.NewProtocol6(New(version, options...)())()
		actions, hasActions := served.(tfprotov6.ActionServer)
		lists, hasLists := served.(tfprotov6.ListResourceServer)
		if !hasActions || !hasLists {
			return served
		}
		return server{served, actions, lists}
	}
}

// server lets actions have write-only arguments. Terraform supports them, but the plugin framework rejects each value of one.
type server struct {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
}

// writeOnlyRejected is the summary of the framework's error about a write-only argument.
const writeOnlyRejected = "WriteOnly Attribute Not Allowed"

func (s server) ValidateActionConfig(
	ctx context.Context, req *tfprotov6.ValidateActionConfigRequest,
) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.ActionServer.ValidateActionConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = slices.DeleteFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
			return d.Summary == writeOnlyRejected
		})
	}
	return resp, err
}
