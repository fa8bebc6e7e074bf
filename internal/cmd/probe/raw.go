// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// object is a JSON object whose values are not decoded, since their types are part of what is looked for.
type object map[string]json.RawMessage

// Kinds of values.
const (
	kindAbsent  = "absent"
	kindNull    = "null"
	kindText    = "string"
	kindNumber  = "number"
	kindBoolean = "boolean"
	kindArray   = "array"
	kindObject  = "object"
)

// kind returns the JSON type of a field.
func (o object) kind(name string) string {
	raw, ok := o[name]
	if raw = bytes.TrimSpace(raw); !ok || len(raw) == 0 {
		return kindAbsent
	}
	switch raw[0] {
	case 'n':
		return kindNull
	case '"':
		return kindText
	case '[':
		return kindArray
	case '{':
		return kindObject
	case 't', 'f':
		return kindBoolean
	}
	return kindNumber
}

// text returns a string or a number as text, "" for anything else.
func (o object) text(name string) string {
	switch o.kind(name) {
	case kindText:
		var s string
		if json.Unmarshal(o[name], &s) == nil {
			return s
		}
	case kindNumber:
		return strings.TrimSpace(string(o[name]))
	}
	return ""
}

// integer returns a whole number, also one that is written as a string.
func (o object) integer(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(o.text(name)))
	return n, err == nil
}

func (o object) object(name string) object {
	var out object
	if o.kind(name) == kindObject && json.Unmarshal(o[name], &out) == nil {
		return out
	}
	return nil
}

// list returns the objects in an array.
func (o object) list(name string) []object {
	var out []object
	if o.kind(name) == kindArray && json.Unmarshal(o[name], &out) == nil {
		return out
	}
	return nil
}
