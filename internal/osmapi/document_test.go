// SPDX-License-Identifier: MPL-2.0

package osmapi_test

import (
	"encoding/json"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// TestTheDocumentIsValid shows that the document is OpenAPI, and that each operation has an ID and a response.
func TestTheDocumentIsValid(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(osmapi.Document)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.OperationID == "" || operation.Responses.Len() == 0 {
				t.Errorf("%s %s has no operationId or no response", method, path)
			}
		}
	}
}

// TestAbsentNullAndZeroStayThreeThings checks where it matters: a create without attachments has no such key, an empty map is
// sent as one.
func TestAbsentNullAndZeroStayThreeThings(t *testing.T) {
	t.Parallel()
	empty := map[string]any{}
	body, err := json.Marshal(osmapi.CreateOrderIncidentV2Req{ExtendsMap: &empty})
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(body, &keys); err != nil {
		t.Fatal(err)
	}
	if _, sent := keys["accessory_ids"]; sent || string(keys["extends_map"]) != "{}" {
		t.Errorf("the body is %s", body)
	}
	var response osmapi.ShowCaseStatusResponse
	err = json.Unmarshal([]byte(`{"status":0,"something_new":[1]}`), &response)
	if err != nil || response.Status == nil || *response.Status != 0 {
		t.Errorf("status 0 is read as %v, %v", response.Status, err)
	}
}

// TestSuccessCodesAreReadInEveryForm shows that neither the number 0 nor null makes a response unreadable.
func TestSuccessCodesAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]osmapi.Code{
		`{"error_code":0}`: "0", `{"error_code":"0"}`: "0", `{"error_code":"OSM.00000000"}`: "OSM.00000000",
		`{"error_code":""}`: "",
	} {
		var response osmapi.ShowDownloadAccessoryUrlResponse
		if err := json.Unmarshal([]byte(body), &response); err != nil || response.ErrorCode == nil ||
			*response.ErrorCode != want {
			t.Errorf("%s is read as %v, %v", body, response.ErrorCode, err)
		}
	}
	var response osmapi.ShowDownloadAccessoryUrlResponse
	if err := json.Unmarshal([]byte(`{"error_code":null}`), &response); err != nil || response.ErrorCode != nil {
		t.Errorf("null is read as %v, %v", response.ErrorCode, err)
	}
	for _, body := range []string{`{"error_code":{}}`, `{"error_code":[0]}`, `{"error_code":true}`} {
		if err := json.Unmarshal([]byte(body), &response); err == nil {
			t.Errorf("%s is read", body)
		}
	}
}

// TestRequests compares the addresses that builders write: escaped parameters, an address with a path, IDs that would change it.
func TestRequests(t *testing.T) {
	t.Parallel()
	text, list := "a b&c", []string{"x", "y,z"}
	for want, req := range map[string]osmapi.Request{
		"https://osm.example/base/v2/servicerequest/cases/TS%2F1/status": osmapi.NewShowCaseStatusRequest(
			"https://osm.example/base", "TS/1"),
		"https://osm.example/v2/servicerequest/cases?search_key=x&search_key=y%2Cz&group_id=a+b%26c": osmapi.NewListCasesRequest(
			"https://osm.example/", &osmapi.ListCasesParams{SearchKey: &list, GroupId: &text}),
		"https://osm.example/v2/servicerequest/cases/1/labels?label_ids=1,2": osmapi.NewDeleteCaseLabelsRequest(
			"https://osm.example", "1", &osmapi.DeleteCaseLabelsParams{LabelIds: []int32{1, 2}}),
		"": osmapi.NewShowCaseStatusRequest("https://osm.example", ".."),
	} {
		if (req.Err != nil) != (want == "") {
			t.Errorf("%q: %v", want, req.Err)
		}
		if req.Err == nil && req.URL.String() != want {
			t.Errorf("got %s, want %s", req.URL, want)
		}
	}
}
