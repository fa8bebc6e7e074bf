// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// TestVendorsExampleFlow makes the four calls of the vendor's example, with exactly its bodies.
func TestVendorsExampleFlow(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})

	upload := c.call("POST", "/accessorys/json-format-content",
		`{"accessory_name":"app.log","accessory_from":"incident","upload_type":0,`+
			`"accessory_data":"`+base64.StdEncoding.EncodeToString([]byte("out of memory"))+`"}`).ok()
	accessoryID := upload.text("accessory_id")
	if len(accessoryID) != 32 {
		t.Fatalf("accessory_id %q", accessoryID)
	}

	created := c.call("POST", "/cases", `{"business_type_id":"`+simulator.ProblemConsulting+`","product_category_id":"`+
		simulator.ProductServer+`","incident_sub_type_id":"1","source_id":"83aeb0f2834c4df49826c781d32a963e",`+
		`"simple_description":"test","remind_time":"0","region_id":"cn-north-4","area_code":"86",`+
		`"extends_map":{},"extension_map":{},"accessory_ids":["`+accessoryID+`"]}`).ok()
	id := created.text("incident_id")
	if id != "TS-100001" {
		t.Fatalf("incident_id %q", id)
	}

	detail := c.call("GET", "/cases/"+id, "").ok().object("incident_detail_info")
	for name, want := range map[string]any{
		"incident_id": id, "status": 0.0, "simple_description": "test", "business_type_name": "使用咨询",
		"dc_name": "华北-北京四", "source_name": "客户", "resolve_time": 0.0, "business_ownership": 0.0,
	} {
		if detail[name] != want {
			t.Errorf("%s = %v, want %v", name, detail[name], want)
		}
	}
	message := detail["message_list"].([]any)[0].(map[string]any)
	file := message["accessory_list"].([]any)[0].(map[string]any)
	if message["is_first_message"] != 1.0 || file["accessory_id"] != accessoryID || file["file_actual_name"] != "app.log" {
		t.Errorf("first message %v", message)
	}
	if _, present := detail["is_authorized"]; present {
		t.Error("is_authorized is present by default")
	}

	got := c.call("GET", "/accessorys/"+accessoryID, "")
	if string(got.body) != "out of memory" || !strings.HasPrefix(got.header.Get("Content-Type"), "application/octet-stream") {
		t.Errorf("download %q as %s", got.body, got.header.Get("Content-Type"))
	}
	for _, r := range c.sim.Requests() {
		if r.Status != http.StatusOK && r.Status != http.StatusCreated {
			t.Errorf("%s returned %d", r.Operation, r.Status)
		}
		if r.ResponseHeader.Get("X-Request-Id") == "" {
			t.Errorf("%s has no X-Request-Id", r.Operation)
		}
	}
}
