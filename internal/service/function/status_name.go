// SPDX-License-Identifier: MPL-2.0

// Package function holds the provider's functions. They are pure: they make no call and need no configured provider.
package function

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewStatusName makes the function status_name.
func NewStatusName() function.Function { return &statusName{} }

type statusName struct{}

func (*statusName) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "status_name"
}

func (*statusName) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Name of a ticket's status",
		MarkdownDescription: "Gives the name of a status that the service told as a number, as `status_name` of `osm_servicecase` has it: " +
			quotedNames() + ". A status that the provider has no name for gives its number as text.",
		Parameters: []function.Parameter{function.Int64Parameter{Name: "code",
			MarkdownDescription: "Status as the service's number, for example `status` of `osm_servicecase`."}},
		Return: function.StringReturn{},
	}
}

// Run names the status.
func (*statusName) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var code int64
	if resp.Error = req.Arguments.Get(ctx, &code); resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, osm.StatusName(code))
}
