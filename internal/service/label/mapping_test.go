// SPDX-License-Identifier: MPL-2.0

package label

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

func TestLabelFromAPI(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]labelModel{
		`{}`: {},
		`{"label_id": 0, "name": "", "color": null}`: {ID: types.Int64Value(0), Name: types.StringValue("")},
		`{"label_id": 4711, "name": "night", "color": "#AABBCC"}`: {
			ID:    types.Int64Value(4711),
			Name:  types.StringValue("night"),
			Color: types.StringValue("#AABBCC"),
		},
	} {
		var l osmapi.CaseLabelInfo
		if err := json.Unmarshal([]byte(in), &l); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, labelFromAPI(l)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}
