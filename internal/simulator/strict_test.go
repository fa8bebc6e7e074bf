// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// statusOf returns the HTTP status of a code by default.
func statusOf(code string) int {
	if code == wrongShape {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// wantUntouched checks that no request of the test changed the store.
func (c *client) wantUntouched() {
	c.t.Helper()
	for _, r := range c.sim.Requests() {
		if r.Applied && r.Operation != simulator.OperationToken {
			c.t.Errorf("%s %s was applied: %s", r.Operation, r.Query.Encode(), r.Body)
		}
	}
}

func TestStrict_bodies(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, o := range readContract(t) {
		if o.Body == nil {
			continue
		}
		tried++
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{})
			for _, wrong := range wrongBodies(o.Body) {
				o.ask(c, o.required(), wrong.value).expectError(wrong.what, statusOf(wrong.code), wrong.code)
			}
			c.wantUntouched()
		})
	}
	if tried < 15 {
		t.Errorf("only %d operations have a body", tried)
	}
}

func TestStrict_bodyIsOneObject(t *testing.T) {
	t.Parallel()
	for _, o := range readContract(t) {
		if o.Multipart {
			continue
		}
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{})
			address := c.url + "/v2/servicerequest" + o.address() + "?" + o.required().Encode()
			if o.Body == nil {
				c.send(o.Method, address, "application/json", strings.NewReader(`{}`)).
					expectError("a body", http.StatusBadRequest, wrongShape)
				c.wantUntouched()
				return
			}
			encoded, err := json.Marshal(sampleBody(o.Body))
			if err != nil {
				t.Fatal(err)
			}
			valid := string(encoded)
			for what, sent := range map[string][2]string{
				"no content type":    {"", valid},
				"text":               {"text/plain", valid},
				"form":               {"application/x-www-form-urlencoded", valid},
				"broken type":        {"application/json; charset", valid},
				"no body":            {"application/json", ""},
				"no JSON":            {"application/json", "{"},
				"two values":         {"application/json", valid + "{}"},
				"list":               {"application/json", "[" + valid + "]"},
				"null":               {"application/json", "null"},
				"not UTF-8":          {"application/json", strings.Replace(valid, `"`, "\"\xff", 1)},
				"comment after JSON": {"application/json", valid + "// note"},
			} {
				c.send(o.Method, address, sent[0], strings.NewReader(sent[1])).expectError(what, http.StatusBadRequest,
					wrongShape)
			}
			c.wantUntouched()
		})
	}
}

func TestStrict_forms(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	address := c.url + "/v2/servicerequest/accessorys"
	valid := form("app.log", "text")
	for what, sent := range map[string][3]string{
		"JSON":         {"application/json", `{}`, wrongShape},
		"no boundary":  {"multipart/form-data", valid, wrongShape},
		"cut off":      {formType, valid[:len(valid)-40], wrongShape},
		"unknown part": {formType, strings.Replace(valid, `name="file"`, `name="data"`, 1), wrongShape},
		"part twice":   {formType, strings.Replace(valid, `name="form_data"`, `name="file"`, 1), wrongShape},
		"one part":     {formType, "--edge" + strings.SplitAfter(valid, "--edge")[2] + "--\r\n", outOfRange},
		"form no JSON": {formType, strings.Replace(valid, `{"fileName"`, `"fileName"`, 1), wrongShape},
		"JSON's names": {formType, strings.Replace(valid, "fileName", "accessory_name", 1), wrongShape},
		"no name":      {formType, strings.Replace(valid, `"fileName":"app.log",`, "", 1), outOfRange},
		"unknown from": {formType, strings.Replace(valid, `"incident"`, `"other"`, 1), outOfRange},
		"unknown kind": {formType, strings.Replace(valid, "app.log", "app.exe", 1), outOfRange},
		"form too long": {formType, strings.Replace(valid, `{"fileName"`, strings.Repeat(" ", 5000)+`{"fileName"`, 1),
			outOfRange},
	} {
		c.send(http.MethodPost, address, sent[0], strings.NewReader(sent[1])).expectError(what, statusOf(sent[2]), sent[2])
	}
	c.wantUntouched()
	id := c.send(http.MethodPost, address, formType, strings.NewReader(valid)).ok().text("accessory_id")
	if kept, ok := c.sim.Accessory(id); !ok || kept.Name != "app.log" || string(kept.Bytes) != "text" {
		t.Errorf("kept %+v", kept)
	}
}

// wrongTexts returns invalid texts for a parameter of a path or a query.
func (f field) wrongTexts() map[string]string {
	wrong := map[string]string{}
	switch f.Type {
	case "integer":
		code := outOfRange
		if f.Name == "contact_way" {
			code = "OSM.01010012"
		}
		wrong["one"], wrong["1.0"] = wrongShape, wrongShape
		if f.Max != nil {
			wrong[strconv.Itoa(*f.Max+1)] = code
		}
		if f.Min != nil {
			wrong[strconv.Itoa(*f.Min-1)] = code
		}
	case "boolean":
		wrong["1"] = wrongShape
	case "string":
		switch {
		case f.Name == "action_id":
			wrong["other"] = "OSM.01010013"
		case len(f.Enum) > 0:
			wrong["other"] = outOfRange
		case f.Max != nil:
			wrong[strings.Repeat("x", *f.Max+1)] = outOfRange
		}
	}
	return wrong
}

func TestStrict_queries(t *testing.T) {
	t.Parallel()
	for _, o := range readContract(t) {
		if o.Multipart {
			continue
		}
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, simulator.Options{})
			var body any
			if o.Body != nil {
				body = sampleBody(o.Body)
			}
			try := func(what, code string, change func(url.Values)) {
				t.Helper()
				query := o.required()
				change(query)
				o.ask(c, query, body).expectError(what, statusOf(code), code)
			}
			try("unknown parameter", wrongShape, func(q url.Values) { q.Set("surprise", "1") })
			for _, f := range o.Query {
				if f.Required {
					code := outOfRange
					if f.Name == "action_id" {
						code = "OSM.01010013"
					}
					try("no "+f.Name, code, func(q url.Values) { q.Del(f.Name) })
				}
				if f.Type == "array" {
					if f.Max != nil {
						many := strings.TrimSuffix(strings.Repeat("1,", *f.Max+1), ",")
						if f.Name == "search_key" {
							continue // keywords are not split at commas
						}
						try("many of "+f.Name, outOfRange, func(q url.Values) { q.Set(f.Name, many) })
					}
					continue
				}
				try(f.Name+" twice", wrongShape, func(q url.Values) { q[f.Name] = []string{text(f.sample()), text(f.sample())} })
				for wrong, code := range f.wrongTexts() {
					try(f.Name+"="+wrong, code, func(q url.Values) { q.Set(f.Name, wrong) })
				}
			}
			c.wantUntouched()
		})
	}
}

func TestStrict_pathsAndHeaders(t *testing.T) {
	t.Parallel()
	c := newClient(t, simulator.Options{})
	c.call("GET", "/cases/"+strings.Repeat("x", 65), "").expectError("long id", http.StatusOK, outOfRange)
	c.call("DELETE", "/labels/first", "").expectError("label", http.StatusBadRequest, wrongShape)
	for name, wrong := range map[string][2]string{
		"X-Site": {"2", outOfRange}, "X-Language": {strings.Repeat("x", 33), outOfRange},
		"X-Time-Zone": {strings.Repeat("x", 33), outOfRange},
	} {
		c.header = http.Header{name: {wrong[0]}}
		c.call("GET", "/cases", "").expectError(name, statusOf(wrong[1]), wrong[1])
	}
	c.header = http.Header{"X-Site": {"china"}}
	c.call("GET", "/cases", "").expectError("X-Site", http.StatusBadRequest, wrongShape)
	c.wantUntouched()
}
