// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// InProcess runs steps without Terraform: it decodes the configuration, calls the provider in this process in Terraform's
// order, and prints diagnostics as Terraform does. Use it for data sources, validation, errors at plan, logins, and what a
// new resource sends.
//
// Each step has a new provider and an empty state: it validates, configures, reads the data sources and, unless PlanOnly is
// set, creates the resources. Arguments are literals or calls of file; references, variables and meta-arguments need
// Terraform. It supports Config, PreConfig, PlanOnly, ExpectError and ConfigStateChecks.
func (e *Env) InProcess(steps ...resource.TestStep) {
	e.t.Helper()
	e.InProcessServer(e.Server, steps...)
}

// InProcessServer is InProcess with the test's own provider server.
func (e *Env) InProcessServer(server func() tfprotov6.ProviderServer, steps ...resource.TestStep) {
	e.t.Helper()
	for i, step := range steps {
		if step.ImportState || step.Destroy || step.RefreshState || step.ExpectNonEmptyPlan || step.Check != nil ||
			len(step.ConfigPlanChecks.PreApply) > 0 {
			e.t.Fatalf("step %d sets a field that InProcess does not support", i+1)
		}
		if step.PreConfig != nil {
			step.PreConfig()
		}
		r := &run{t: e.t, server: server()}
		r.run(step.Config, step.PlanOnly)
		switch printed := r.printed.String(); {
		case r.failed && step.ExpectError == nil:
			e.t.Fatalf("step %d failed:%s", i+1, printed)
		case !r.failed && step.ExpectError != nil:
			e.t.Fatalf("step %d did not fail, want %q:%s", i+1, step.ExpectError, printed)
		case r.failed && !step.ExpectError.MatchString(printed):
			e.t.Errorf("step %d: %q is not in:%s", i+1, step.ExpectError, printed)
		}
		checkState(e.t, &tfjson.State{Values: &tfjson.StateValues{RootModule: &r.state}}, step.ConfigStateChecks)
	}
}

// functions are those of Terraform that a configuration may call: the parser takes seconds for a literal of a megabyte.
var functions = &hcl.EvalContext{Functions: map[string]function.Function{"file": function.New(&function.Spec{
	Params: []function.Parameter{{Name: "path", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		data, err := os.ReadFile(args[0].AsString())
		return cty.StringVal(string(data)), err
	},
})}}

// run is one run of a configuration.
type run struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	blocks []block
	// state holds what was read and created, printed the diagnostics.
	state   tfjson.StateModule
	printed strings.Builder
	failed  bool
}

// block is the block of a provider, a data source or a resource.
type block struct {
	*hclsyntax.Block
	schema schema
	config *tfprotov6.DynamicValue
}

// run validates and plans a configuration and, unless planOnly is set, creates its resources. An error ends it where it
// ends Terraform.
func (r *run) run(config string, planOnly bool) {
	r.t.Helper()
	r.parse(config)
	for _, b := range r.blocks {
		r.validate(b)
	}
	r.each("provider", func(b block) {
		resp, err := r.server.ConfigureProvider(r.t.Context(),
			&tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: b.config})
		r.must(err)
		r.print(b, resp.Diagnostics)
	})
	r.each("data", func(b block) {
		resp, err := r.server.ReadDataSource(r.t.Context(),
			&tfprotov6.ReadDataSourceRequest{TypeName: b.Labels[0], Config: b.config})
		r.must(err)
		if r.print(b, resp.Diagnostics) {
			r.keep(b, tfjson.DataResourceMode, resp.State)
		}
	})
	r.each("resource", func(b block) { r.create(b, planOnly) })
}

// parse decodes the blocks of a configuration.
func (r *run) parse(config string) {
	r.t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(config), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		r.t.Fatal(diags)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		r.t.Fatalf("the configuration is a %T", file.Body)
	}
	for _, b := range body.Blocks {
		found, ok := schemaOf(r.t, b)
		if !ok {
			r.t.Fatalf("%s %q: InProcess does not support it", b.Type, b.Labels)
		}
		value, diags := hcldec.Decode(b.Body, found.spec, functions)
		for _, d := range diags {
			r.failed = true
			fmt.Fprintf(&r.printed, "\nError: %s\n\n%s\n", d.Summary, d.Detail)
		}
		if !diags.HasErrors() {
			r.blocks = append(r.blocks, block{b, found, found.dynamic(r.t, value)})
		}
	}
}

// each calls do for the blocks of a type, unless something failed earlier.
func (r *run) each(typ string, do func(block)) {
	failed := r.failed
	for _, b := range r.blocks {
		if b.Type == typ && !failed {
			do(b)
		}
	}
}

func (r *run) validate(b block) {
	r.t.Helper()
	switch b.Type {
	case "provider":
		resp, err := r.server.ValidateProviderConfig(r.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: b.config})
		r.must(err)
		r.print(b, resp.Diagnostics)
	case "data":
		resp, err := r.server.ValidateDataResourceConfig(r.t.Context(),
			&tfprotov6.ValidateDataResourceConfigRequest{TypeName: b.Labels[0], Config: b.config})
		r.must(err)
		r.print(b, resp.Diagnostics)
	case "resource":
		resp, err := r.server.ValidateResourceConfig(r.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName:           b.Labels[0],
			Config:             b.config,
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		r.must(err)
		r.print(b, resp.Diagnostics)
	}
}

// create plans a new resource and, unless planOnly is set, applies it.
func (r *run) create(b block, planOnly bool) {
	r.t.Helper()
	none := b.schema.null(r.t)
	plan, err := r.server.PlanResourceChange(r.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         b.Labels[0],
		PriorState:       none,
		ProposedNewState: b.config,
		Config:           b.config,
	})
	r.must(err)
	if !r.print(b, plan.Diagnostics) || planOnly {
		return
	}
	done, err := r.server.ApplyResourceChange(r.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        b.Labels[0],
		PriorState:      none,
		PlannedState:    plan.PlannedState,
		Config:          b.config,
		PlannedPrivate:  plan.PlannedPrivate,
		PlannedIdentity: plan.PlannedIdentity,
	})
	r.must(err)
	if r.print(b, done.Diagnostics) {
		r.keep(b, tfjson.ManagedResourceMode, done.NewState)
	}
}

// keep adds a value to the state.
func (r *run) keep(b block, mode tfjson.ResourceMode, value *tfprotov6.DynamicValue) {
	r.t.Helper()
	address := strings.Join(b.Labels, ".")
	if mode == tfjson.DataResourceMode {
		address = "data." + address
	}
	r.state.Resources = append(r.state.Resources, &tfjson.StateResource{
		Address:         address,
		Mode:            mode,
		Type:            b.Labels[0],
		Name:            b.Labels[1],
		AttributeValues: b.schema.plain(r.t, value),
	})
}

// print prints diagnostics and reports whether none of them is an error.
func (r *run) print(b block, diags []*tfprotov6.Diagnostic) bool {
	good := true
	for _, d := range diags {
		severity := "Warning"
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			severity, good, r.failed = "Error", false, true
		}
		checkMessages(r.t, "│ "+strings.ReplaceAll(d.Summary+"\n"+d.Detail, "\n", "\n│ "))
		fmt.Fprintf(&r.printed, "\n%s: %s\n\n  with %s%s\n\n%s\n", severity, d.Summary, strings.Join(b.Labels, "."),
			attributePath(d.Attribute), d.Detail)
	}
	return good
}

// must ends the test if a call itself failed.
func (r *run) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
