// SPDX-License-Identifier: MPL-2.0

package servicecase

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
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
)

var (
	_ resource.ResourceWithConfigure  = (*waitResource)(nil)
	_ resource.ResourceWithModifyPlan = (*waitResource)(nil)
)

// NewWait makes the resource osm_case_wait.
func NewWait() resource.Resource { return &waitResource{} }

type waitResource struct{ framework.Resource }

type waitModel struct {
	CaseID     types.String   `tfsdk:"case_id"`
	Statuses   types.Set      `tfsdk:"statuses"`
	Triggers   types.Map      `tfsdk:"triggers"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
	ID         types.String   `tfsdk:"id"`
	Status     types.Int64    `tfsdk:"status"`
	StatusName types.String   `tfsdk:"status_name"`
}

const (
	waitTimeout    = 30 * time.Minute
	firstWaitPause = 2 * time.Second
	lastWaitPause  = time.Minute
)

func (*waitResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = framework.TypePrefix + "case_wait"
}

func (*waitResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Waits, while it is created, until a ticket has one of some statuses, and does nothing else. When the time runs out the run fails, the ticket is as it was, " +
			"and the next apply waits again. Waiting is a resource of its own, since an error while a ticket is created would have the next apply open another one.",
		Attributes: map[string]schema.Attribute{
			"case_id": schema.StringAttribute{MarkdownDescription: "Ticket id. A change waits anew.", Required: true, PlanModifiers: replace, Validators: length(1, maxTicketLength)},
			"statuses": schema.SetAttribute{
				MarkdownDescription: "Statuses to wait for: " + quotedStatusNames() + ", a number from 0 to 30, or `ended` for any from which nothing follows. A change waits anew.",
				Required:            true, ElementType: types.StringType, PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(isStatus(true))}},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Any texts; a change of one waits anew.", Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"timeouts":    timeoutsArgument(ctx, timeouts.Opts{Create: true, CreateDescription: timeoutText("Waiting", waitTimeout)}),
			"id":          framework.ComputedString("The ticket id."),
			"status":      framework.ComputedInt64("Status that ended the waiting, as the service's number. It is not refreshed."),
			"status_name": framework.ComputedString("Name of that status."),
		},
	}
}

// ModifyPlan keeps what the waiting found when only timeouts change.
func (*waitResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0 {
		return
	}
	var plan, state waitModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !plan.CaseID.Equal(state.CaseID) || !plan.Statuses.Equal(state.Statuses) || !plan.Triggers.Equal(state.Triggers) {
		return
	}
	plan.ID, plan.Status, plan.StatusName = state.ID, state.Status, state.StatusName
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// Create waits.
func (r *waitResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan waitModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, waitTimeout)
	resp.Diagnostics.Append(diags...)
	wanted := stringsOf(ctx, plan.Statuses, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	status, ok := r.poll(ctx, plan.CaseID.ValueString(), wanted, timeout, resp)
	if !ok {
		return
	}
	plan.ID, plan.Status, plan.StatusName = plan.CaseID, types.Int64Value(status), types.StringValue(statusName(status))
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// poll asks for the status with growing pauses. Its clock is the client's, so that a test need not wait.
func (r *waitResource) poll(ctx context.Context, id string, wanted []string, timeout time.Duration, resp *resource.CreateResponse) (int64, bool) {
	start := r.Client.Now()
	last, since, pause := int64(-1), start, firstWaitPause
	var missed error
	for {
		status, err := r.Client.CaseStatus(ctx, id)
		now := r.Client.Now()
		switch {
		case err != nil && ctx.Err() == nil && !passing(err, now.Sub(start)):
			framework.AddError(&resp.Diagnostics, "wait for ticket "+id, err)
			return 0, false
		case err != nil && ctx.Err() == nil:
			missed = err
			tflog.Warn(ctx, "Status could not be read; the waiting goes on", map[string]any{"case_id": id, "cause": err.Error()})
		case err == nil && matches(status, wanted):
			return status, true
		case err == nil && status != last:
			tflog.Info(ctx, "Ticket has another status", map[string]any{"case_id": id, "status": status, "status_name": statusName(status)})
			last, since = status, now
		}
		left := timeout - now.Sub(start)
		if left > 0 && r.Client.Wait(ctx, min(pause, left)) == nil {
			pause = min(pause*3/2, lastWaitPause)
			continue
		}
		text := ranOut(ctx, id, wanted, last, r.Client.Now().Sub(since), r.Client.Now().Sub(start))
		if missed != nil {
			text += "\n\nThe last failed look: " + framework.Explain(missed)
		}
		resp.Diagnostics.AddError("Ticket "+id+" did not get there in time", text)
		return 0, false
	}
}

// passing tells whether a failed look is no reason to end the waiting: a ticket that was opened a moment ago and is not visible yet, or a fault that
// passes.
func passing(err error, waited time.Duration) bool {
	if apierror.IsNotFound(err) {
		return waited < time.Minute
	}
	e := apierror.As(err)
	return e != nil && (e.Unknown() || e.Status == http.StatusTooManyRequests)
}

func ranOut(ctx context.Context, id string, wanted []string, last int64, age, waited time.Duration) string {
	why := fmt.Sprintf("Waited %s for", waited.Round(time.Second))
	if ctx.Err() != nil {
		why = fmt.Sprintf("Cancelled after waiting %s for", waited.Round(time.Second))
	}
	state := "Its status could not be read."
	if last >= 0 {
		state = fmt.Sprintf("Its last status is %s (%d), seen for %s.", statusName(last), last, age.Round(time.Second))
	}
	return fmt.Sprintf("%s ticket %s to be %s. %s The ticket is as it was; the next apply waits again.", why, id, strings.Join(wanted, " or "), state)
}

func matches(status int64, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(name string) bool {
		if name == statusEnded {
			return hasEnded(status)
		}
		code, ok := statusCode(name)
		return ok && code == status
	})
}

// Read keeps what the waiting found: it is about a moment that has passed.
func (*waitResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update only records timeouts.
func (*waitResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Delete makes no call.
func (*waitResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
