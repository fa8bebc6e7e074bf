// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// call is a request of the right shape, for its handler.
type call struct {
	r         *http.Request
	principal identity.Principal
	path      map[string]string
	query     map[string][]string
	body      []byte
	parts     map[string][]byte
	english   bool
	zone      *time.Location

	// applied is set by the handler when the store changed.
	applied bool
}

// newCall checks a request against its operation. Even with an error, the call has its language.
func (s *Simulator) newCall(x *exchange, principal identity.Principal) (*call, *apiError) {
	header := x.r.Header
	c := &call{
		r: x.r, principal: principal, path: x.path, query: map[string][]string{}, body: x.body,
		english: strings.EqualFold(header.Get("X-Language"), "en-us"), zone: parseZone(header.Get("X-Time-Zone")),
	}
	if apiErr := checkHeaders(x.op, header); apiErr != nil {
		return c, apiErr
	}
	for _, f := range x.op.PathFields {
		if apiErr := checkText(f, x.path[f.Name]); apiErr != nil {
			return c, apiErr
		}
	}
	if apiErr := s.checkQuery(c, x.op); apiErr != nil {
		return c, apiErr
	}
	apiErr := c.checkBody(x.op)
	return c, apiErr
}

func checkHeaders(op *operation, header http.Header) *apiError {
	zero, one, longest := 0, 1, 32
	known := append([]field{
		{Name: "X-Site", Type: "integer", Min: &zero, Max: &one},
		{Name: "X-Language", Type: "string", Min: &one, Max: &longest},
		{Name: "X-Time-Zone", Type: "string", Min: &one, Max: &longest},
	}, op.Headers...)
	for _, f := range known {
		for _, value := range header.Values(f.Name) {
			if apiErr := checkText(f, value); apiErr != nil {
				return apiErr
			}
		}
	}
	return nil
}

func (s *Simulator) checkQuery(c *call, op *operation) *apiError {
	form := s.behaviors.QueryLists
	given := c.r.URL.Query()
	if strings.Contains(c.r.URL.RawQuery, ";") {
		return malformed("query")
	}
	for name, values := range given {
		at := slices.IndexFunc(op.Query, func(f field) bool { return f.Name == name })
		if at < 0 {
			return malformed("unknown query parameter " + strconv.Quote(name))
		}
		f := op.Query[at]
		if f.Type == "array" {
			values = splitList(name, values, form)
			if apiErr := checkList(f, values); apiErr != nil {
				return apiErr
			}
		} else if len(values) != 1 {
			return malformed(name + " is given more than once")
		} else if apiErr := checkText(f, values[0]); apiErr != nil {
			return apiErr
		}
		c.query[name] = values
	}
	for _, f := range op.Query {
		if _, ok := c.query[f.Name]; f.Required && !ok {
			if f.Name == "action_id" {
				return reject(codeAction)
			}
			return invalid(f.Name + " is missing")
		}
	}
	return nil
}

// splitList splits the values of a list in the query, except keywords, whose text may contain commas.
func splitList(name string, values []string, form QueryLists) []string {
	if name == "search_key" || form == QueryListsRepeated {
		return values
	}
	if form == QueryListsComma && len(values) > 1 {
		values = values[len(values)-1:] // like servers that take the last one
	}
	var parted []string
	for _, value := range values {
		parted = append(parted, strings.Split(value, ",")...)
	}
	return parted
}

func checkList(f field, values []string) *apiError {
	if apiErr := inBounds(f, len(values), "count"); apiErr != nil {
		return apiErr
	}
	for _, value := range values {
		item := *f.Items
		item.Name = f.Name
		if apiErr := checkText(item, value); apiErr != nil {
			return apiErr
		}
	}
	return nil
}

// checkText checks a value in text form (path, query, header) against its field.
func checkText(f field, text string) *apiError {
	switch f.Type {
	case "integer":
		n, err := strconv.Atoi(text)
		if err != nil {
			return malformed(f.Name + " is not an integer")
		}
		return checkInteger(f, n)
	case "boolean":
		if text != "true" && text != "false" {
			return malformed(f.Name + " is not a boolean")
		}
		return nil
	default:
		return checkString(f, text)
	}
}

func checkInteger(f field, n int) *apiError {
	if f.Name == "contact_way" && (n < 0 || n > 1) {
		return reject(codeContactWay)
	}
	return inBounds(f, n, "value")
}

func checkString(f field, text string) *apiError {
	if len(f.Enum) > 0 {
		if slices.Contains(f.Enum, text) {
			return nil
		}
		if f.Name == "action_id" {
			return reject(codeAction)
		}
		return invalid(f.Name + " must be one of " + strings.Join(f.Enum, ", "))
	}
	return inBounds(f, utf8.RuneCountInString(text), "length")
}

func inBounds(f field, n int, what string) *apiError {
	if (f.Min != nil && n < *f.Min) || (f.Max != nil && n > *f.Max) {
		return invalid(fmt.Sprintf("%s of %s is %d", what, f.Name, n))
	}
	return nil
}

// checkBody checks the body against the operation.
func (c *call) checkBody(op *operation) *apiError {
	if op.Multipart {
		return c.readParts()
	}
	if op.Body == nil {
		if len(bytes.TrimSpace(c.body)) > 0 {
			return malformed("this operation takes no body")
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return malformed("the content type must be application/json")
	}
	value, err := decodeStrict(c.body)
	if err != nil {
		return malformed(err.Error())
	}
	return checkJSON(field{Name: "body", Type: "object", Fields: op.Body}, value)
}

// decodeStrict decodes exactly one JSON value in valid UTF-8.
func decodeStrict(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("the body is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, errors.New("the body is not JSON")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the body goes on behind its JSON value")
	}
	return value, nil
}

// checkJSON checks a JSON value against its field: first the type, then the bounds.
func checkJSON(f field, value any) *apiError {
	switch v := value.(type) {
	case string:
		if f.Type == "string" {
			return checkString(f, v)
		}
	case json.Number:
		if n, err := strconv.Atoi(v.String()); f.Type == "integer" && err == nil {
			return checkInteger(f, n)
		}
	case bool:
		if f.Type == "boolean" {
			return nil
		}
	case []any:
		if f.Type == "array" {
			return checkArray(f, v)
		}
	case map[string]any:
		if f.Type == "object" {
			return checkObject(f, v)
		}
	}
	return malformed(f.Name + " must be of type " + f.Type)
}

func checkArray(f field, items []any) *apiError {
	for _, member := range items {
		item := *f.Items
		item.Name = f.Name
		if apiErr := checkJSON(item, member); apiErr != nil {
			return apiErr
		}
	}
	return inBounds(f, len(items), "count")
}

// checkObject rejects unknown and missing members; an object without declared members is a free map.
func checkObject(f field, members map[string]any) *apiError {
	if f.Fields == nil {
		return nil
	}
	for name := range members {
		if !slices.ContainsFunc(f.Fields, func(known field) bool { return known.Name == name }) {
			return malformed("unknown field " + strconv.Quote(name))
		}
	}
	for _, known := range f.Fields {
		member, ok := members[known.Name]
		if !ok {
			if known.Required {
				return invalid(known.Name + " is missing")
			}
			continue
		}
		if apiErr := checkJSON(known, member); apiErr != nil {
			return apiErr
		}
	}
	return nil
}
