// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
)

// object is a JSON object in a response.
type object map[string]any

// file is a response with the bytes of a file.
type file struct {
	// name is the file's name, "" for none; disposition replaces its form in the header.
	name, disposition string
	// contentType defaults to application/octet-stream.
	contentType string
	bytes       []byte
}

func (f file) header() http.Header {
	header := http.Header{"Content-Type": {cmp.Or(f.contentType, "application/octet-stream")}}
	if f.name != "" {
		f.disposition = "filename=" + strconv.Quote(f.name)
	}
	if f.disposition != "" {
		header.Set("Content-Disposition", "attachment; "+f.disposition)
	}
	return header
}

// emptyResponse is the result of a handler without content.
type emptyResponse struct{}

// successResponse returns the response of a handler's result.
func (s *Simulator) successResponse(result any) response {
	switch v := result.(type) {
	case file:
		return response{status: http.StatusOK, body: v.bytes, header: v.header()}
	case emptyResponse:
		return s.emptyResponse()
	case object:
		return jsonResponse(http.StatusOK, s.addSuccessCode(v))
	default:
		return jsonResponse(http.StatusOK, v)
	}
}

// addSuccessCode adds the code and the text of Behaviors.Success.
func (s *Simulator) addSuccessCode(body object) object {
	if s.behaviors.Success == SuccessWithoutCode {
		return body
	}
	envelope := map[SuccessEnvelope]object{
		SuccessEmptyCode:  {"error_code": "", "error_msg": ""},
		SuccessNullCode:   {"error_code": nil, "error_msg": nil},
		SuccessZeroNumber: {"error_code": 0, "error_msg": ""},
		SuccessZeroText:   {"error_code": "0", "error_msg": "success"},
		SuccessAllZeros:   {"error_code": "OSM.00000000", "error_msg": "success"},
	}[s.behaviors.Success]
	maps.Copy(envelope, body)
	return envelope
}

func (s *Simulator) emptyResponse() response {
	if s.behaviors.EmptyResponses == EmptyResponseObject {
		return jsonResponse(http.StatusOK, s.addSuccessCode(object{}))
	}
	text := map[EmptyResponse]string{
		EmptyResponseNull:      `null`,
		EmptyResponseNoBody:    ``,
		EmptyResponseEmptyCode: `{"error_code":"","error_msg":""}`,
		EmptyResponseNullCode:  `{"error_code":null,"error_msg":null}`,
	}[s.behaviors.EmptyResponses]
	return response{status: http.StatusOK, body: []byte(text), header: jsonHeader()}
}

// jsonResponse returns a response in JSON, without escapes for HTML.
func jsonResponse(status int, body any) response {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		panic(fmt.Sprintf("simulator: a response of type %T can't be encoded: %v", body, err)) // own types only
	}
	return response{status: status, body: bytes.TrimRight(buffer.Bytes(), "\n"), header: jsonHeader()}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
}

// number returns a count as Behaviors.Numbers says.
func (s *Simulator) number(n int) any {
	if s.behaviors.Numbers == NumbersAsStrings {
		return strconv.Itoa(n)
	}
	return n
}

// total returns the total of a paged list as Behaviors.Totals says.
func (s *Simulator) total(list, page int) any {
	if s.behaviors.Totals == TotalOfPage {
		return s.number(page)
	}
	return s.number(list)
}

// limit returns an accessory limit, which the reference declares as a string.
func (s *Simulator) limit(n int) any {
	if s.behaviors.Numbers == NumbersAsNumbers {
		return n
	}
	return strconv.Itoa(n)
}

// bufferedResponse buffers the login service's response, so that faults can change it.
type bufferedResponse struct {
	header http.Header
	status int
	body   bytes.Buffer
	headed bool
}

// Header returns the header to be sent.
func (b *bufferedResponse) Header() http.Header { return b.header }

// WriteHeader keeps the first status.
func (b *bufferedResponse) WriteHeader(status int) {
	if !b.headed {
		b.status, b.headed = status, true
	}
}

// Write appends to the body.
func (b *bufferedResponse) Write(p []byte) (int, error) {
	b.headed = true
	return b.body.Write(p)
}

// paged returns the page of items that a call asks for.
func paged[T any](c *call, items []T) []T {
	return page(items, c.integer("offset", 0), c.integer("limit", defaultLimit))
}

// page returns the items from offset, at most limit.
func page[T any](items []T, offset, limit int) []T {
	if offset >= len(items) {
		return []T{}
	}
	return items[offset:min(len(items), offset+limit)]
}
