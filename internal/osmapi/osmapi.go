// SPDX-License-Identifier: MPL-2.0

// Package osmapi holds the OpenAPI document of the operations in use (openapi.yaml) and what oapi-codegen generates from it:
// types and one request builder per operation. It sends nothing and decodes nothing. Optional fields are pointers, so that null,
// absent and zero stay distinct; unknown fields of a response are ignored; times stay the strings that the service sent.
package osmapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

//go:generate go tool -modfile=../../.ci/tools.mod oapi-codegen -config config.yaml openapi.yaml

// Document is the OpenAPI document, against which the acceptance tests check every request and response.
//
//go:embed openapi.yaml
var Document []byte

// Request is a request of an operation, or why it could not be built.
type Request struct {
	// Op is the operation's name in the API reference.
	Op string
	*http.Request
	Err error
}

// With sets a header; "" leaves it as it is.
func (r Request) With(name, value string) Request {
	if r.Err == nil && value != "" {
		r.Header.Set(name, value)
	}
	return r
}

// requestBuilder collects the parts of a request for the generated builders, and the first error.
type requestBuilder struct {
	op, method, server, path string
	query                    []string
	header                   http.Header
	body                     io.Reader
	err                      error
}

// pathParam rejects a value that would change the path. Nothing else is required of IDs, since their form is not documented.
func (r *requestBuilder) pathParam(name string, value any) {
	text := url.PathEscape(strings.Join(elements(value), ","))
	if text == "" || text == "." || text == ".." {
		r.fail(fmt.Errorf("%q is not a valid %s", text, name))
	}
	r.path = strings.Replace(r.path, "{"+name+"}", text, 1)
}

// queryParam adds a parameter unless it is a nil pointer. Commas between the elements of a list are not escaped.
func (r *requestBuilder) queryParam(name string, explode bool, value any) {
	if isNil(value) {
		return
	}
	separator := ","
	if explode {
		separator = "&" + name + "="
	}
	texts := elements(value)
	for i, text := range texts {
		texts[i] = url.QueryEscape(text)
	}
	r.query = append(r.query, name+"="+strings.Join(texts, separator))
}

func (r *requestBuilder) headerParam(name string, value any) {
	if isNil(value) {
		return
	}
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(name, strings.Join(elements(value), ","))
}

func (r *requestBuilder) jsonBody(body any) {
	data, err := json.Marshal(body)
	r.fail(err)
	r.body = bytes.NewReader(data)
}

// request resolves the path against the server's address, which may have a path of its own.
func (r *requestBuilder) request() Request {
	base, err := url.Parse(strings.TrimSuffix(r.server, "/") + "/")
	r.fail(err)
	if r.err != nil {
		return Request{Op: r.op, Err: r.err}
	}
	req, err := http.NewRequest(r.method, "", r.body) //nolint:noctx // the sender adds the context
	if err == nil {
		req.URL, err = base.Parse("." + r.path)
	}
	if err != nil {
		return Request{Op: r.op, Err: err}
	}
	req.Host, req.URL.RawQuery = req.URL.Host, strings.Join(r.query, "&")
	maps.Copy(req.Header, r.header)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return Request{Op: r.op, Request: req}
}

func (r *requestBuilder) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// elements returns the texts of a parameter's elements. A parameter is a string, a number, a boolean, or a list of them.
func elements(value any) []string {
	v := reflect.Indirect(reflect.ValueOf(value))
	if v.Kind() != reflect.Slice {
		return []string{fmt.Sprint(v)}
	}
	var texts []string
	for i := range v.Len() {
		texts = append(texts, fmt.Sprint(v.Index(i)))
	}
	return texts
}

func isNil(value any) bool {
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// Integer is a whole number in a response. The reference declares some of them as strings and shows them as numbers
// (limits and counts among them), so both are read, and so are numbers that are written with an empty fraction.
type Integer int64

// UnmarshalJSON reads 3, "3", 3.0 and "" (0). Anything else is an error that quotes the value, truncated to 40 characters.
func (n *Integer) UnmarshalJSON(data []byte) error {
	text := string(bytes.TrimSpace(data))
	if text == "null" {
		return nil
	}
	if strings.HasPrefix(text, `"`) {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return fmt.Errorf("read a number: %w", err)
		}
		if text = strings.TrimSpace(s); text == "" {
			*n = 0
			return nil
		}
	}
	if whole, fraction, found := strings.Cut(text, "."); found && strings.Trim(fraction, "0") == "" {
		text = whole
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		if len(text) > 40 {
			text = text[:40]
		}
		return fmt.Errorf("read a number: %q is not one", text)
	}
	*n = Integer(v)
	return nil
}

// Code is an error code. The reference declares it as a string and shows the number 0 in a successful response, so both
// are read. Which codes mean success is not decided here.
type Code string

// UnmarshalJSON reads "OSM.0001", 0 and null ("").
func (c *Code) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*string)(c)) == nil {
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return fmt.Errorf("read an error code: %w", err)
	}
	*c = Code(number)
	return nil
}

// Text is a text in a response that the reference declares as a number or shows as one, such as the version of an agreement: 3,
// "3" and "1.0.0" are read.
type Text string

// UnmarshalJSON reads a string, a number or null ("").
func (t *Text) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*string)(t)) == nil {
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return fmt.Errorf("read a text: %w", err)
	}
	*t = Text(number)
	return nil
}

// CcEmailInfos is the field cc_email_info of ListCaseCcEmails, an object in the reference's table and an array in its
// sample: both are read into a list.
type CcEmailInfos []IncidentOrderCcEmailInfoV2

// UnmarshalJSON reads an object, an array or null.
func (c *CcEmailInfos) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		var list []IncidentOrderCcEmailInfoV2
		if err := json.Unmarshal(data, &list); err != nil {
			return fmt.Errorf("read cc_email_info: %w", err)
		}
		*c = list
		return nil
	}
	var one *IncidentOrderCcEmailInfoV2
	if err := json.Unmarshal(data, &one); err != nil {
		return fmt.Errorf("read cc_email_info: %w", err)
	}
	*c = nil
	if one != nil {
		*c = CcEmailInfos{*one}
	}
	return nil
}
