// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// stateFile is what the tests need of a state file.
type stateFile struct {
	Outputs   map[string]*tfjson.StateOutput
	Resources []struct {
		Module, Mode, Type, Name string
		Instances                []struct {
			Status     string
			IndexKey   any `json:"index_key"`
			Deposed    string
			Attributes map[string]any
		}
	}
}

// State returns the outputs and the root module's resources in the state. It reads the file, which costs far less than another
// run of Terraform; [CLI.Shown] returns the rest.
func (c *CLI) State() *tfjson.State {
	c.t.Helper()
	content := c.Read("terraform.tfstate")
	if content == "" {
		return &tfjson.State{}
	}
	var file stateFile
	decoder := json.NewDecoder(strings.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		c.t.Fatal(err)
	}
	root := &tfjson.StateModule{}
	for _, r := range file.Resources {
		if r.Module != "" {
			continue
		}
		address := r.Type + "." + r.Name
		if r.Mode == string(tfjson.DataResourceMode) {
			address = "data." + address
		}
		for _, instance := range r.Instances {
			at := address
			if instance.IndexKey != nil {
				key, err := json.Marshal(instance.IndexKey)
				if err != nil {
					c.t.Fatal(err)
				}
				at += "[" + string(key) + "]"
			}
			root.Resources = append(root.Resources, &tfjson.StateResource{
				Address: at, Mode: tfjson.ResourceMode(r.Mode), Type: r.Type, Name: r.Name, Index: instance.IndexKey,
				AttributeValues: instance.Attributes, Tainted: instance.Status == "tainted", DeposedKey: instance.Deposed,
			})
		}
	}
	slices.SortStableFunc(root.Resources, func(a, b *tfjson.StateResource) int { return strings.Compare(a.Address, b.Address) })
	return &tfjson.State{Values: &tfjson.StateValues{Outputs: file.Outputs, RootModule: root}}
}

// Shown returns the state as `terraform show -json` prints it: with modules, and with what is sensitive. It does not use
// terraform-exec, which would run Terraform once more in each folder to check its version.
func (c *CLI) Shown() *tfjson.State {
	c.t.Helper()
	var state tfjson.State
	state.UseJSONNumber(true)
	if err := json.Unmarshal([]byte(c.Must(0, "show", "-json").Out), &state); err != nil {
		c.t.Fatal(err)
	}
	return &state
}

// Resources returns the addresses of the root module's resources in the state.
func (c *CLI) Resources() []string {
	c.t.Helper()
	state := c.State()
	if state.Values == nil {
		return nil
	}
	var out []string
	for _, r := range state.Values.RootModule.Resources {
		out = append(out, r.Address)
	}
	return out
}

// CheckState runs checks on the state.
func (c *CLI) CheckState(checks ...statecheck.StateCheck) {
	c.t.Helper()
	sensitive := reflect.TypeOf(statecheck.ExpectSensitiveValue("", tfjsonpath.Path{}))
	switch {
	case len(checks) == 0:
	case slices.ContainsFunc(checks, func(check statecheck.StateCheck) bool { return reflect.TypeOf(check) == sensitive }):
		checkState(c.t, c.Shown(), checks)
	default:
		checkState(c.t, c.State(), checks)
	}
}

// checkState runs checks on a state.
func checkState(t *testing.T, state *tfjson.State, checks []statecheck.StateCheck) {
	t.Helper()
	for _, check := range checks {
		var resp statecheck.CheckStateResponse
		check.CheckState(t.Context(), statecheck.CheckStateRequest{State: state}, &resp)
		if resp.Error != nil {
			t.Error(resp.Error)
		}
	}
}
