// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// isStatus takes names of statuses and numbers from 0 to 30, and where ended is true also "ended".
func isStatus(ended bool) validator.String { return statusValidator{ended} }

type statusValidator struct{ ended bool }

func (v statusValidator) Description(context.Context) string {
	text := "must be one of " + strings.Join(allStatusNames(), ", ") + ", or a number from 0 to 30"
	if v.ended {
		text += ", or " + statusEnded
	}
	return text
}

func (v statusValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v statusValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !framework.IsKnown(req.ConfigValue) {
		return
	}
	name := req.ConfigValue.ValueString()
	if _, ok := statusCode(name); ok || v.ended && name == statusEnded {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not a status", fmt.Sprintf("%s: %q %s.", req.Path, name, v.Description(ctx)))
}
