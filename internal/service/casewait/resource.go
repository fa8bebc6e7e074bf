// SPDX-License-Identifier: MPL-2.0

// Package casewait waits for a ticket to reach a status.
package casewait

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/framework"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

// NewResource returns the resource osm_case_wait.
func NewResource() resource.Resource {
	return &waitResource{Resource: framework.Resource{Name: "case_wait"}}
}

type waitResource struct {
	framework.Resource
	framework.Event
}

type waitModel struct {
	CaseID     types.String   `tfsdk:"case_id"`
	Statuses   types.Set      `tfsdk:"statuses"`
	Triggers   types.Map      `tfsdk:"triggers"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
	ID         types.String   `tfsdk:"id"`
	Status     types.Int64    `tfsdk:"status"`
	StatusName types.String   `tfsdk:"status_name"`
}

// statusEnded stands for every final status.
const statusEnded = "ended"

const (
	waitTimeout    = 30 * time.Minute
	firstWaitPause = 2 * time.Second
	lastWaitPause  = time.Minute
)

func (*waitResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const waits = " Changing this waits again."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Waits, when the resource is created, until a ticket reaches one of several statuses. If the " +
			"timeout expires, the run fails, the ticket is unchanged and the next apply waits again. Waiting is a separate " +
			"resource because an error during the creation of a ticket would make the next apply open another one.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{
				MarkdownDescription: "Ticket ID." + waits, Required: true, Validators: framework.Length(1, osm.MaxID),
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"statuses": schema.SetAttribute{
				MarkdownDescription: "Statuses to wait for: " + framework.CodeList(osm.StatusNames()) +
					", a number from 0 to 30, or `ended` for any final status." + waits,
				Required: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
				Validators:    []validator.Set{framework.Size{From: 1}, framework.EachString(isWaitable)}},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Arbitrary strings." + waits, Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"timeouts": framework.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: framework.TimeoutDescription("Waiting", waitTimeout)}),
			"id":          framework.CreatedString("Ticket ID."),
			"status":      framework.CreatedInt64("Status that ended the wait, as a number. Not refreshed."),
			"status_name": framework.CreatedString("Name of that status."),
		},
	}
}

func (r *waitResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan waitModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, waitTimeout)
	if framework.Failed(&resp.Diagnostics, diags) {
		return
	}
	status, ok := r.poll(ctx, plan.CaseID.ValueString(), framework.Strings(plan.Statuses), timeout, resp)
	if !ok {
		return
	}
	plan.ID, plan.Status, plan.StatusName = plan.CaseID, types.Int64Value(status), types.StringValue(osm.StatusName(status))
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// poll reads the status at growing intervals. It uses the clock of the client, so that tests need not wait.
func (r *waitResource) poll(
	ctx context.Context, id string, wanted []string, timeout time.Duration, resp *resource.CreateResponse,
) (int64, bool) {
	start := r.Client.Now()
	last, since, pause := int64(-1), start, firstWaitPause
	var lastErr error
	for {
		status, err := r.Client.CaseStatus(ctx, id)
		now := r.Client.Now()
		switch {
		case err != nil && ctx.Err() == nil && !isTransient(err, now.Sub(start)):
			framework.AddError(&resp.Diagnostics, "wait for ticket "+id, err)
			return 0, false
		case err != nil && ctx.Err() == nil:
			lastErr = err
			tflog.Warn(ctx, "Unable to read the ticket's status; still waiting",
				map[string]any{"case_id": id, "cause": err.Error()})
		case err == nil && matches(status, wanted):
			return status, true
		case err == nil && status != last:
			tflog.Info(ctx, "Status changed", map[string]any{"case_id": id, "status": status,
				"status_name": osm.StatusName(status)})
			last, since = status, now
		}
		left := timeout - now.Sub(start)
		if left > 0 && r.Client.Wait(ctx, min(pause, left)) == nil {
			pause = min(pause*3/2, lastWaitPause)
			continue
		}
		text := timeoutText(ctx, id, wanted, last, r.Client.Now().Sub(since), r.Client.Now().Sub(start))
		if lastErr != nil {
			text += "\n\nLast polling error: " + framework.Explain(lastErr)
		}
		resp.Diagnostics.AddError("Ticket "+id+" did not reach the status in time", text)
		return 0, false
	}
}

// isTransient reports whether the wait continues after an error: the ticket was opened recently and may not be visible yet, or
// the failure is transient.
func isTransient(err error, waited time.Duration) bool {
	if apierror.IsNotFound(err) {
		return waited < time.Minute
	}
	e := apierror.As(err)
	return e != nil && (e.Unknown() || e.Status == http.StatusTooManyRequests)
}

func timeoutText(ctx context.Context, id string, wanted []string, last int64, age, waited time.Duration) string {
	cause := fmt.Sprintf("Waited %s for", waited.Round(time.Second))
	if ctx.Err() != nil {
		cause = fmt.Sprintf("Cancelled after waiting %s for", waited.Round(time.Second))
	}
	state := "Its status could not be read."
	if last >= 0 {
		state = fmt.Sprintf("Its last status was %s (%d), for %s.", osm.StatusName(last), last, age.Round(time.Second))
	}
	return fmt.Sprintf("%s ticket %s to become %s. %s The ticket is unchanged; the next apply waits again.", cause, id,
		strings.Join(wanted, " or "), state)
}

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

// ImportState explains why a wait can't be imported.
func (*waitResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Waits can't be imported", "A wait exists only in the state, so there is nothing to import. "+
		"Remove the import and apply: if the ticket already has one of the `statuses`, the wait ends at once.")
}
