// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// operation is an entry of contract.json, decoded here so that the simulator's own decoding is tested too.
type operation struct {
	ID         string  `json:"id"`
	Method     string  `json:"method"`
	Path       string  `json:"path"`
	PathFields []field `json:"path_fields"`
	Query      []field `json:"query"`
	Body       []field `json:"body"`
	Multipart  bool    `json:"multipart"`
}

type field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Min      *int     `json:"min"`
	Max      *int     `json:"max"`
	Enum     []string `json:"enum"`
	Items    *field   `json:"items"`
	Fields   []field  `json:"fields"`
}

func readContract(t *testing.T) []operation {
	t.Helper()
	text, err := os.ReadFile("contract.json")
	if err != nil {
		t.Fatal(err)
	}
	var operations []operation
	if err := json.Unmarshal(text, &operations); err != nil {
		t.Fatal(err)
	}
	return operations
}

// sample returns a valid value of a field.
func (f field) sample() any {
	switch f.Type {
	case "integer":
		if f.Min != nil {
			return *f.Min
		}
		return 1
	case "boolean":
		return true
	case "array":
		return []any{f.Items.sample()}
	case "object":
		return sampleBody(f.Fields)
	}
	if len(f.Enum) > 0 {
		return f.Enum[0]
	}
	least := 1
	if f.Min != nil {
		least = *f.Min
	}
	return strings.Repeat("1", least)
}

// sampleBody returns an object with every declared member.
func sampleBody(fields []field) map[string]any {
	body := map[string]any{}
	for _, f := range fields {
		body[f.Name] = f.sample()
	}
	return body
}

// address returns the path of the operation below /v2/servicerequest, with sample parameters.
func (o operation) address() string {
	path := strings.TrimPrefix(o.Path, "/v2/servicerequest")
	for _, f := range o.PathFields {
		path = strings.ReplaceAll(path, "{"+f.Name+"}", text(f.sample()))
	}
	return path
}

// required returns the required query parameters.
func (o operation) required() url.Values {
	query := url.Values{}
	for _, f := range o.Query {
		if f.Required {
			query.Set(f.Name, text(f.sample()))
		}
	}
	return query
}

// text formats a sample for a path or a query.
func text(value any) string {
	switch v := value.(type) {
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	case []any:
		return text(v[0])
	default:
		s, _ := v.(string)
		return s
	}
}

// ask calls the operation with a query and, unless it is nil, a body.
func (o operation) ask(c *client, query url.Values, body any) response {
	c.t.Helper()
	path := o.address()
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if o.Multipart {
		return c.send(o.Method, c.url+"/v2/servicerequest"+path, formType, strings.NewReader(form("app.log", "text")))
	}
	if body == nil {
		return c.call(o.Method, path, "")
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.call(o.Method, path, string(encoded))
}

const formType = "multipart/form-data; boundary=edge"

// form returns a multipart upload with the boundary of formType.
func form(name, content string) string {
	return strings.Join([]string{
		"--edge", `Content-Disposition: form-data; name="file"; filename="f"`, "", content,
		"--edge", `Content-Disposition: form-data; name="form_data"`, "", `{"fileName":"` + name +
			`","accessoryFrom":"incident"}`,
		"--edge--", "",
	}, "\r\n")
}

// expectError expects a code under a status.
func (a response) expectError(what string, status int, code string) {
	a.t.Helper()
	if a.status != status || a.code() != code {
		a.t.Errorf("%s: response %d %s, want %d %s", what, a.status, a.body, status, code)
	}
}

func TestEveryOperationIsRouted(t *testing.T) {
	t.Parallel()
	operations := readContract(t)
	if len(operations) != len(simulator.Operations()) || len(operations) < 60 {
		t.Errorf("%d operations in the file, %d in the simulator", len(operations), len(simulator.Operations()))
	}
	for _, o := range operations {
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{})
			var body any
			if o.Body != nil {
				body = sampleBody(o.Body)
			}
			got := o.ask(c, o.required(), body)
			if got.status != http.StatusOK || got.code() == "APIGW.0101" || got.code() == "OSM.0001" {
				t.Errorf("response %d %s", got.status, got.body)
			}
			if n := c.sim.Count(o.ID); n != 1 || !slices.Contains(simulator.Operations(), o.ID) {
				t.Errorf("%d requests of the operation in the log: %+v", n, c.sim.Requests())
			}
		})
	}
}

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	for _, line := range []string{
		"GET /nothing", "PATCH /cases", "DELETE /cases/TS-1", "GET /cases/TS-1/nothing", "POST /labels/1", "GET /cases//status",
	} {
		method, path, _ := strings.Cut(line, " ")
		got := c.call(method, path, "")
		got.expectError(line, http.StatusNotFound, "APIGW.0101")
		if got.text("request_id") == "" {
			t.Errorf("%s: no request_id in %s", line, got.body)
		}
	}
	if got := c.send("GET", c.url+"/elsewhere", "", strings.NewReader("")); got.status != http.StatusNotFound {
		t.Errorf("elsewhere: %d", got.status)
	}
}

// change is one mistake in a request and the resulting code.
type change struct {
	what  string
	value any
	code  string
}

const (
	wrongShape = "OSM.0001"
	outOfRange = "OSM.01010001"
)

// wrongValues returns invalid values of a field.
func (f field) wrongValues() []change {
	bounds := outOfRange
	if f.Name == "contact_way" {
		bounds = "OSM.01010012"
	}
	changes := []change{{"null", nil, wrongShape}, {"boolean", true, wrongShape}, {"fraction", 1.5, wrongShape}}
	switch f.Type {
	case "boolean":
		changes[1] = change{"text", "true", wrongShape}
	case "integer":
		changes = append(changes, change{"text", "1", wrongShape})
		if f.Max != nil {
			changes = append(changes, change{"too much", *f.Max + 1, bounds})
		}
		if f.Min != nil {
			changes = append(changes, change{"too little", *f.Min - 1, bounds})
		}
	case "string":
		changes = append(changes, change{"number", 1, wrongShape}, change{"list", []any{"1"}, wrongShape})
		if f.Max != nil {
			changes = append(changes, change{"too long", strings.Repeat("工", *f.Max+1), outOfRange})
		}
		if f.Min != nil && *f.Min > 0 {
			changes = append(changes, change{"too short", strings.Repeat("工", *f.Min-1), outOfRange})
		}
		if len(f.Enum) > 0 {
			changes = append(changes, change{"unknown value", "other", outOfRange})
		}
	case "array":
		changes = append(changes, change{"text", "1", wrongShape}, change{"object", map[string]any{}, wrongShape})
		if f.Max != nil {
			changes = append(changes, change{"too many", slices.Repeat([]any{f.Items.sample()}, *f.Max+1), outOfRange})
		}
		for _, inner := range f.Items.wrongValues() {
			changes = append(changes, change{"item: " + inner.what, []any{inner.value}, inner.code})
		}
	case "object":
		changes = append(changes, change{"text", "{}", wrongShape}, change{"list", []any{}, wrongShape})
		if f.Fields != nil {
			changes = append(changes, wrongBodies(f.Fields)...)
		}
	}
	return changes
}

// wrongBodies returns objects with one mistake each.
func wrongBodies(fields []field) []change {
	with := func(name string, value any) map[string]any {
		body := maps.Clone(sampleBody(fields))
		body[name] = value
		return body
	}
	changes := []change{{"unknown field", with("surprise", "1"), wrongShape}}
	for _, f := range fields {
		if f.Required {
			body := sampleBody(fields)
			delete(body, f.Name)
			changes = append(changes, change{"no " + f.Name, body, outOfRange})
		}
		for _, inner := range f.wrongValues() {
			changes = append(changes, change{f.Name + ": " + inner.what, with(f.Name, inner.value), inner.code})
		}
	}
	return changes
}
