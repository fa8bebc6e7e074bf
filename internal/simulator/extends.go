// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The values of param_type with a format of their own.
const (
	paramInteger  = 1
	paramChoice   = 4
	paramMultiple = 5
)

// checkExtends checks extends_map against the parameters of a problem type. Keys that the type does not list are stored as
// sent: the reference says "any values". Required ones are checked only at creation.
func checkExtends(params []extendsParam, given map[string]json.RawMessage, creating bool) *apiError {
	for _, p := range params {
		raw, ok := given[p.Key]
		value := plainValue(raw)
		if !ok || value == "" {
			if p.Required && creating {
				return invalid("extends_map." + p.Key + " is missing")
			}
			continue
		}
		if !p.accepts(value) {
			return invalid("extends_map." + p.Key)
		}
	}
	return nil
}

// plainValue returns a string or a number as text.
func plainValue(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return strings.TrimSpace(string(raw))
}

func (p extendsParam) accepts(value string) bool {
	if p.Length > 0 && utf8.RuneCountInString(value) > p.Length {
		return false
	}
	switch p.Type {
	case paramInteger:
		n, err := strconv.ParseInt(value, 10, 64)
		return err == nil && (p.Min == nil || n >= *p.Min) && (p.Max == nil || n <= *p.Max)
	case paramChoice:
		return slices.Contains(strings.Split(p.SelectItem, ","), value)
	case paramMultiple:
		for chosen := range strings.SplitSeq(value, ",") {
			if !slices.Contains(strings.Split(p.SelectItem, ","), chosen) {
				return false
			}
		}
	}
	return true
}

// setExtends adds extended parameters to a ticket.
func (s *Simulator) setExtends(c *call) (any, *apiError) {
	var body struct {
		GroupID    string                     `json:"group_id"`
		MessageID  string                     `json:"message_id"`
		ExtendsMap map[string]json.RawMessage `json:"extends_map"`
	}
	if apiErr := c.read(&body); apiErr != nil {
		return nil, apiErr
	}
	t, apiErr := s.find(c, c.path["case_id"], body.GroupID)
	if apiErr != nil {
		return nil, apiErr
	}
	if !isOpen(t.status) {
		return nil, s.wrongStatus(t)
	}
	if body.MessageID != "" {
		if owner, _ := s.store.message(body.MessageID); owner != t {
			return nil, invalid("message_id")
		}
	}
	if known, _ := s.store.catalog.problem(t.businessTypeID); known != nil {
		if apiErr := checkExtends(known.ExtendsParams, body.ExtendsMap, false); apiErr != nil {
			return nil, apiErr
		}
	}
	maps.Copy(t.extends, body.ExtendsMap)
	s.logCall(c, t, logExtends, "createCaseExtendsParam")
	c.applied = true
	return emptyResponse{}, nil
}

// showExtends returns the documented response, which contains no parameters.
func (s *Simulator) showExtends(c *call) (any, *apiError) {
	if _, apiErr := s.readable(c, c.path["case_id"]); apiErr != nil {
		return nil, apiErr
	}
	return emptyResponse{}, nil
}
