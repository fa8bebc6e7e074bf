// SPDX-License-Identifier: MPL-2.0

// Package framework holds what the provider's resources, data sources and actions share: the API client, diagnostics,
// conversions and schema attributes. It must not know tickets or any other entity.
package framework

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
	"github.com/servicetickets/terraform-provider-osm/internal/osm"
)

const typePrefix = "osm_"

// ActionTimeout bounds one action.
const ActionTimeout = 10 * time.Minute

// Data is what the provider passes to everything that it serves. It is nil until the provider is configured, as in validation.
type Data struct {
	Client *osm.Client
	// PlanChecks reports whether look-ups at plan are enabled.
	PlanChecks bool

	login    sync.Once
	loginErr atomic.Pointer[error]
	causes   sync.Map
}

// IsFirst reports whether a cause is reported for the first time in this run.
func (d *Data) IsFirst(cause string) bool {
	_, known := d.causes.LoadOrStore(cause, true)
	return !known
}

// Unavailable returns the error that CheckLogin has found, nil before it is called. After an *osm.UnavailableError, other calls
// may succeed.
func (d *Data) Unavailable() error {
	if err := d.loginErr.Load(); err != nil {
		return *err
	}
	return nil
}

// InconsistentPlan explains an error of Terraform: an apply plans again, and what it can't look up then is unknown.
const InconsistentPlan = `If the apply fails with "Provider produced inconsistent final plan", nothing was sent: apply again.`

// CheckLogin checks at plan, by one call per process, whether the service accepts the login. A rejected login is an error, which
// one diagnostic explains. A service that can't be reached is one warning, since it may be available at apply. The call is the
// given look-up, so that a plan which makes it anyway makes no further call.
func (d *Data) CheckLogin(ctx context.Context, diags *diag.Diagnostics, by osm.LoginLookUp) {
	if d == nil || !d.PlanChecks {
		return
	}
	d.login.Do(func() {
		if err := d.Client.CheckLogin(ctx, by); err != nil {
			d.loginErr.Store(&err)
		}
	})
	err := d.Unavailable()
	if err == nil {
		return
	}
	unavailable, isUnavailable := errors.AsType[*osm.UnavailableError](err)
	switch isFirst := d.IsFirst("login"); {
	case !isUnavailable && isFirst:
		AddError(diags, "log in", err)
	case !isUnavailable:
		diags.AddError("Unable to plan", `See the error "Unable to log in".`)
	case isFirst:
		AddWarning(diags, "check the plan with the service", "The plan could not be checked against the service. Plan "+
			"again when the service is available. "+InconsistentPlan, unavailable.Err)
	}
}

// Resource is embedded by resources and list resources.
type Resource struct {
	*Data
	// Name is the name of the type without the provider's prefix.
	Name string
}

// Metadata sets the name of the type.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typePrefix + r.Name
}

// Configure stores the provider's data.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan checks the login before a change. Resources with rules of their own call CheckLogin instead.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.Plan.Raw.IsNull() && !req.Plan.Raw.Equal(req.State.Raw) {
		r.CheckLogin(ctx, &resp.Diagnostics, osm.ByLimits)
	}
}

// PrivateState is the private state of a resource in requests and responses, whose type the framework does not export.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Event is embedded by resources that only do something when they are created: nothing is refreshed or undone.
type Event struct{}

// Read keeps the state.
func (*Event) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update records what is planned.
func (*Event) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

// Delete makes no call.
func (*Event) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// Ephemeral is embedded by ephemeral resources.
type Ephemeral struct {
	*Data
	// Name is the name of the type without the provider's prefix.
	Name string
}

// Metadata sets the name of the type.
func (e *Ephemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = typePrefix + e.Name
}

// Configure stores the provider's data.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

// NewDataSource returns the data source osm_<name>. read completes the decoded configuration, which is stored unless it fails.
// M is a pointer to a model: all pointers share one instance of the generic code.
func NewDataSource[M any](
	name string, schema datasourceschema.Schema, read func(ctx context.Context, d *Data, m M, diags *diag.Diagnostics),
) datasource.DataSource {
	return &dataSource{name: name, schema: schema, model: reflect.TypeFor[M]().Elem(),
		read: func(ctx context.Context, d *Data, m any, diags *diag.Diagnostics) {
			model, _ := m.(M)
			read(ctx, d, model, diags)
		}}
}

// NewLookup is NewDataSource for one look-up. what describes it in the error "Unable to …".
func NewLookup[M any](
	name, what string, s datasourceschema.Schema, read func(ctx context.Context, c *osm.Client, m M) error,
) datasource.DataSource {
	return NewDataSource(name, s, func(ctx context.Context, d *Data, m M, diags *diag.Diagnostics) {
		FailedTo(diags, what, read(ctx, d.Client, m))
	})
}

type dataSource struct {
	*Data
	name   string
	schema datasourceschema.Schema
	model  reflect.Type
	read   func(ctx context.Context, d *Data, m any, diags *diag.Diagnostics)
}

func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typePrefix + d.name
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	m := reflect.New(d.model).Interface()
	if Failed(&resp.Diagnostics, req.Config.Get(ctx, m)) {
		return
	}
	if d.read(ctx, d.Data, m, &resp.Diagnostics); !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// NewAction returns the action osm_<name>. invoke receives the decoded configuration, and ActionTimeout to finish. M is a pointer
// to a model, as in NewDataSource.
func NewAction[M any](
	name string, schema actionschema.Schema, invoke func(ctx context.Context, d *Data, m M, resp *action.InvokeResponse),
	validators ...action.ConfigValidator,
) action.Action {
	return &providerAction{name: name, schema: schema, validators: validators, model: reflect.TypeFor[M]().Elem(),
		invoke: func(ctx context.Context, d *Data, m any, resp *action.InvokeResponse) {
			model, _ := m.(M)
			invoke(ctx, d, model, resp)
		}}
}

type providerAction struct {
	*Data
	name   string
	schema actionschema.Schema
	model  reflect.Type
	invoke func(ctx context.Context, d *Data, m any, resp *action.InvokeResponse)

	validators []action.ConfigValidator
}

func (a *providerAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = typePrefix + a.name
}

func (a *providerAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = a.schema
}

func (a *providerAction) ConfigValidators(context.Context) []action.ConfigValidator {
	return a.validators
}

func (a *providerAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Data = fromProvider(req.ProviderData, &resp.Diagnostics)
}

func (a *providerAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	m := reflect.New(a.model).Interface()
	if Failed(&resp.Diagnostics, req.Config.Get(ctx, m)) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, ActionTimeout)
	defer cancel()
	a.invoke(ctx, a.Data, m, resp)
}

// Report sends a line about what an action did.
func Report(resp *action.InvokeResponse, format string, args ...any) {
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
}

func fromProvider(data any, diags *diag.Diagnostics) *Data {
	out, ok := data.(*Data)
	if !ok && data != nil {
		diags.AddError("Unexpected provider data", fmt.Sprintf("This is a bug in the provider: please report it (%T).", data))
	}
	return out
}

// Failed adds diagnostics to diags and reports whether any of them is an error.
func Failed(diags *diag.Diagnostics, more ...diag.Diagnostics) bool {
	for _, d := range more {
		diags.Append(d...)
	}
	return diags.HasError()
}

// AddError adds an error that states what failed in the user's words ("open the ticket"), then cause, next step and facts. A
// failure that many calls share, such as a rejected login, is explained once.
func AddError(diags *diag.Diagnostics, what string, err error) {
	shared, isShared := errors.AsType[apierror.Shared](err)
	e := apierror.As(err)
	switch {
	case isShared && shared.First():
		diags.AddError(shared.Summary(), Explain(err))
	case isShared:
		diags.AddError("Unable to "+what, fmt.Sprintf("See the error %q.", shared.Summary()))
	case e != nil && !e.Announcement.First():
		diags.AddError("Unable to "+what, e.Brief())
	default:
		diags.AddError("Unable to "+what, Explain(err))
	}
}

// FailedTo is AddError for an error that may be nil. It reports whether it is not.
func FailedTo(diags *diag.Diagnostics, what string, err error) bool {
	if err == nil {
		return false
	}
	AddError(diags, what, err)
	return true
}

// AddWarning is AddError for a failure that does not end the operation; then describes the consequence for the user.
func AddWarning(diags *diag.Diagnostics, what, then string, err error) {
	diags.AddWarning("Unable to "+what, then+"\n\n"+Explain(err))
}

// Explain returns cause, next step and facts of an error.
func Explain(err error) string { return apierror.Detail(err) }

// AsError joins the errors of diagnostics, for code that returns an error.
func AsError(diags diag.Diagnostics) error {
	var errs []error
	for _, d := range diags.Errors() {
		errs = append(errs, fmt.Errorf("%s: %s", d.Summary(), d.Detail()))
	}
	return errors.Join(errs...)
}
