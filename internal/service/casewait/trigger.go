// SPDX-License-Identifier: MPL-2.0

package casewait

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// statusEnded stands for every final status.
const statusEnded = "ended"

var isWaitable = framework.PublicRule("must be one of "+statusEnded+", "+osm.StatusChoices(), func(name string) bool {
	return name == statusEnded || osm.IsStatus(name)
})

func matches(status int64, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(name string) bool {
		if name == statusEnded {
			return osm.HasEnded(status)
		}
		code, ok := osm.StatusCode(name)
		return ok && code == status
	})
}

// hasTrigger is a validator for waits: something must be able to end them.
type hasTrigger struct{}

func (hasTrigger) Description(context.Context) string {
	return "at least one of statuses, reply = true and authorization = true"
}

func (v hasTrigger) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (hasTrigger) ValidateResource(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var config waitModel
	if framework.Failed(&resp.Diagnostics, req.Config.Get(ctx, &config)) {
		return
	}
	isFalse := func(b types.Bool) bool { return !b.IsUnknown() && !b.ValueBool() }
	if config.Statuses.IsNull() && isFalse(config.Reply) && isFalse(config.Authorization) {
		resp.Diagnostics.AddError("Missing argument", "Set `statuses`, `reply = true` or `authorization = true`: otherwise "+
			"nothing ends the wait.")
	}
}

// addError explains why a wait failed.
func addError(diags *diag.Diagnostics, m waitModel, err error) {
	id := m.CaseID.ValueString()
	timeout, ok := errors.AsType[*osm.WaitTimeoutError](err)
	if !ok {
		framework.AddError(diags, "wait for ticket "+id, err)
		return
	}
	state := "Its status could not be read."
	if timeout.Status >= 0 {
		state = fmt.Sprintf("Its last status was %s (%d), for %s.", osm.StatusName(timeout.Status), timeout.Status,
			timeout.Age.Round(time.Second))
	}
	statuses := framework.Strings(m.Statuses)
	summary := "Ticket " + id + " did not reach the status in time"
	switch {
	case timeout.Ended:
		diags.AddError("Ticket "+id+" has ended without a reply", fmt.Sprintf("%s Support has not written since your last "+
			"message. To continue when a ticket ends, add %#q to `statuses`.", state, statusEnded))
		return
	case m.Authorization.ValueBool():
		summary = "Wait for ticket " + id + " ended without a result"
	case m.Reply.ValueBool() && len(statuses) > 0:
		summary = "Ticket " + id + " received no reply and did not reach the status in time"
	case m.Reply.ValueBool():
		summary = "Ticket " + id + " received no reply in time"
	}
	waited := "Waited"
	if timeout.Cancelled {
		waited = "Cancelled after waiting"
	}
	text := fmt.Sprintf("%s %s for %s. %s The ticket is unchanged; the next apply waits again.", waited,
		timeout.Waited.Round(time.Second), awaited(id, m.Reply.ValueBool(), m.Authorization.ValueBool(), statuses), state)
	if timeout.Err != nil {
		text += "\n\nLast polling error: " + framework.Explain(timeout.Err)
	}
	diags.AddError(summary, text)
}

// awaited returns what a wait is for, in words.
func awaited(id string, reply, authorization bool, statuses []string) string {
	var out []string
	if len(statuses) > 0 {
		out = append(out, "ticket "+id+" to become "+strings.Join(statuses, " or "))
	}
	if reply {
		out = append(out, "a reply from support")
	}
	if authorization {
		out = append(out, "a request from support for access")
	}
	text := strings.Join(out, ", or for ")
	if len(statuses) == 0 {
		text += " to ticket " + id
	}
	return text
}
