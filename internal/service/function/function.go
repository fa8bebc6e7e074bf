// SPDX-License-Identifier: MPL-2.0

// Package function holds the provider's functions. They are pure: they make no calls and do not require a configured provider.
package function

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewStatusName returns the function status_name.
func NewStatusName() function.Function { return &statusName{} }

type statusName struct{}

func (*statusName) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "status_name"
}

func (*statusName) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Name of a ticket's status",
		MarkdownDescription: "Returns the name of a status number, like `status_name` of `osm_servicecase`: " +
			framework.CodeList(osm.StatusNames()) + ". Returns the number as text if the provider has no name for it.",
		Parameters: []function.Parameter{function.Int64Parameter{
			Name:                "code",
			MarkdownDescription: "Status as a number, such as `status` of `osm_servicecase`.",
		}},
		Return: function.StringReturn{},
	}
}

func (*statusName) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var code int64
	if resp.Error = req.Arguments.Get(ctx, &code); resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, osm.StatusName(code))
}

// NewIsOpen returns the function is_open.
func NewIsOpen() function.Function { return &isOpen{} }

type isOpen struct{}

func (*isOpen) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "is_open"
}

func (*isOpen) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether a ticket with this status is open",
		MarkdownDescription: "Returns `false` for the final statuses (completed, cancelled, invalid, deleted) and `true` for " +
			"all others, including numbers that the provider has no name for.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "status",
			MarkdownDescription: "Status as a name (" + framework.CodeList(osm.StatusNames()) + ") or as a number from 0 to 30.",
		}},
		Return: function.BoolReturn{},
	}
}

func (*isOpen) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var status string
	if resp.Error = req.Arguments.Get(ctx, &status); resp.Error != nil {
		return
	}
	code, ok := osm.StatusCode(status)
	if !ok {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q is not a status. Use one of %s.", status,
			osm.StatusChoices()))
		return
	}
	resp.Error = resp.Result.Set(ctx, !osm.HasEnded(code))
}
