// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
)

// caseAction is what all actions on a ticket share.
type caseAction struct{ framework.Action }

// caseActionModel are the arguments that all of them have.
type caseActionModel struct {
	CaseID  types.String `tfsdk:"case_id"`
	GroupID types.String `tfsdk:"group_id"`
}

// actionSchema makes an action's schema: what all have, and its own arguments.
func actionSchema(description string, own map[string]schema.Attribute) schema.Schema {
	attributes := map[string]schema.Attribute{
		"case_id": schema.StringAttribute{MarkdownDescription: "Ticket id.", Required: true, Validators: length(1, maxTicketLength)},
		"group_id": schema.StringAttribute{
			MarkdownDescription: "IAM user group; needed when the ticket belongs to another member of that group.",
			Optional:            true, Validators: length(1, maxTicketLength)},
	}
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

// teller sends progress lines: what was done, in one sentence each.
type teller func(format string, args ...any)

func tell(resp *action.InvokeResponse) teller {
	return func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
}

// bounded gives the time that an action has.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, updateTimeout)
}
