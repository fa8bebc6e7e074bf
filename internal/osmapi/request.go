// SPDX-License-Identifier: MPL-2.0

package osmapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/oapi-codegen/runtime"
)

// requestBuilder collects the parts of a request for the generated builders. request returns the first error.
type requestBuilder struct {
	method, server, path string
	query                []string
	header               http.Header
	body                 io.Reader
	err                  error
}

// pathParam rejects a value that would change the path. Nothing else is required of IDs, since their form is not documented.
func (r *requestBuilder) pathParam(name string, value any) {
	text := r.format("simple", false, name, value, runtime.ParamLocationPath)
	if text == "" || text == "." || text == ".." {
		r.fail(fmt.Errorf("%q is not a valid %s", text, name))
	}
	r.path = strings.Replace(r.path, "{"+name+"}", text, 1)
}

// queryParam adds a parameter unless it is a nil pointer. Commas between the elements of a list are not escaped.
func (r *requestBuilder) queryParam(name string, explode bool, value any) {
	if !isNil(value) {
		r.query = append(r.query, r.format("form", explode, name, value, runtime.ParamLocationQuery))
	}
}

func (r *requestBuilder) headerParam(name string, value any) {
	if isNil(value) {
		return
	}
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(name, r.format("simple", false, name, value, runtime.ParamLocationHeader))
}

func (r *requestBuilder) jsonBody(body any) {
	data, err := json.Marshal(body)
	if err != nil {
		r.fail(err)
		return
	}
	r.body = bytes.NewReader(data)
}

// request resolves the path against the server's address, which may have a path of its own.
func (r *requestBuilder) request() (*http.Request, error) {
	if r.err != nil {
		return nil, r.err
	}
	base, err := url.Parse(strings.TrimSuffix(r.server, "/") + "/")
	if err != nil {
		return nil, fmt.Errorf("parse the address of the service: %w", err)
	}
	address, err := base.Parse("." + r.path)
	if err != nil {
		return nil, fmt.Errorf("parse the path: %w", err)
	}
	address.RawQuery = strings.Join(r.query, "&")
	req, err := http.NewRequest(r.method, address.String(), r.body) //nolint:noctx // the sender adds the context
	if err != nil {
		return nil, err
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

func (r *requestBuilder) format(style string, explode bool, name string, value any, in runtime.ParamLocation) string {
	text, err := runtime.StyleParamWithOptions(style, explode, name, value, runtime.StyleParamOptions{ParamLocation: in})
	if err != nil {
		r.fail(fmt.Errorf("write the parameter %s: %w", name, err))
	}
	return text
}

func (r *requestBuilder) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func isNil(value any) bool {
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}
