// SPDX-License-Identifier: MPL-2.0

package function

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewIsOpen makes the function is_open.
func NewIsOpen() function.Function { return &isOpen{} }

type isOpen struct{}

func (*isOpen) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "is_open"
}

func (*isOpen) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether a ticket of a status has not ended",
		MarkdownDescription: "Gives `false` for the statuses from which nothing follows (completed, cancelled, invalid, deleted) and `true` for all " +
			"others. A number that the provider has no name for counts as open, since nothing says that it is over.",
		Parameters: []function.Parameter{function.StringParameter{Name: "status",
			MarkdownDescription: "Status by name (" + quotedNames() + ") or as a number from 0 to 30."}},
		Return: function.BoolReturn{},
	}
}

// Run tells whether the status is open; what is no status is an error of the argument.
func (*isOpen) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var status string
	if resp.Error = req.Arguments.Get(ctx, &status); resp.Error != nil {
		return
	}
	code, ok := osm.StatusCode(status)
	if !ok {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q is no status: it must be one of %s, or a number from 0 to 30.",
			status, strings.Join(osm.StatusNames(), ", ")))
		return
	}
	resp.Error = resp.Result.Set(ctx, !osm.HasEnded(code))
}

// quotedNames gives the names of the statuses for a description.
func quotedNames() string { return "`" + strings.Join(osm.StatusNames(), "`, `") + "`" }
