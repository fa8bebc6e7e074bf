// SPDX-License-Identifier: MPL-2.0

package function_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	own "github.com/servicetickets/terraform-provider-osm/internal/service/function"
)

func run(t *testing.T, f function.Function, argument, result attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	resp := &function.RunResponse{Result: function.NewResultData(result)}
	f.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{argument})}, resp)
	return resp.Result.Value(), resp.Error
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	for code, c := range map[int64]struct {
		name string
		open bool
	}{
		0:  {"to_be_handled", true},
		1:  {"in_process", true},
		3:  {"completed", false},
		4:  {"cancelled", false},
		13: {"deleted", false},
		21: {"21", true},
	} {
		got, err := run(t, own.NewStatusName(), types.Int64Value(code), types.StringUnknown())
		if err != nil || !got.Equal(types.StringValue(c.name)) {
			t.Errorf("status_name(%d) is %v, %v", code, got, err)
		}
		got, err = run(t, own.NewIsOpen(), types.StringValue(c.name), types.BoolUnknown())
		if err != nil || !got.Equal(types.BoolValue(c.open)) {
			t.Errorf("is_open(%q) is %v, %v", c.name, got, err)
		}
	}
	if _, err := run(t, own.NewIsOpen(), types.StringValue("closed"), types.BoolUnknown()); err == nil {
		t.Error("is_open accepts an unknown status name")
	}
}
