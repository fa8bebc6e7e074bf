// SPDX-License-Identifier: MPL-2.0

package osmapi_test

import (
	"encoding/json"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/servicetickets/terraform-provider-osm/internal/osmapi"
)

// TestTheDocumentIsValid shows that the document is OpenAPI, and that each operation has an id and an answer.
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
				t.Errorf("%s %s has no operationId or no answer", method, path)
			}
		}
	}
}

// TestAbsentNullAndZeroStayThreeThings shows it where it matters: a create without attachments has no such key, an empty map is sent as one.
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
	var answer osmapi.ShowCaseStatusResponse
	if err := json.Unmarshal([]byte(`{"status":0,"something_new":[1]}`), &answer); err != nil || answer.Status == nil || *answer.Status != 0 {
		t.Errorf("status 0 is read as %v, %v", answer.Status, err)
	}
}
