// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/iam"
)

// block is the source of what the provider block sets.
const block = "the provider block"

// Value is a setting on one level: a value with its source, or not set, or not known until apply.
type Value[T any] struct {
	iam.Param[T]
	Unknown bool
	// invalid is a text that is not a T. It is an error only if the setting is not overridden.
	invalid string
}

// Known returns a setting of the provider block.
func Known[T any](v T) Value[T] { return Value[T]{Param: iam.Param[T]{Value: v, Source: block}} }

// fallback returns the default of a setting.
func fallback[T any](v T) Value[T] {
	return Value[T]{Param: iam.Param[T]{Value: v, Source: "its default"}}
}

// Unknown returns a setting of the provider block that is not known until apply.
func Unknown[T any]() Value[T] { return Value[T]{Unknown: true} }

// Parse returns a setting of the provider block that is written as text: blank is not set, and surrounding white space, which
// pasted credentials often have, is removed.
func Parse[T any](text string) Value[T] {
	var v Value[T]
	v.parse(text, block)
	return v
}

// value is a Value of any type.
type value interface {
	parse(text, source string)
	source() string
	isUnknown() bool
	inherit(from value)
	check(name string) error
}

func (v *Value[T]) source() string  { return v.Source }
func (v *Value[T]) isUnknown() bool { return v.Unknown }

// text returns the value as it was written.
func (v *Value[T]) text() string {
	if v.invalid != "" {
		return v.invalid
	}
	return fmt.Sprint(v.Value)
}

// begun reports whether the level holds the setting, known or not.
func (v *Value[T]) begun() bool { return v.IsSet() || v.Unknown }

func (v *Value[T]) parse(text, source string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	var err error
	switch to := any(&v.Value).(type) {
	case *string:
		*to = text
	case *iam.Secret:
		*to = iam.NewSecret(text)
	case *bool:
		*to, err = strconv.ParseBool(text)
	case *int:
		*to, err = strconv.Atoi(text)
	case *time.Duration:
		*to, err = time.ParseDuration(text)
	}
	if v.Source = source; err != nil {
		v.invalid = text
	}
}

// inherit takes the value of a lower level if no higher one has set it.
func (v *Value[T]) inherit(from value) {
	if lower, ok := from.(*Value[T]); ok && !v.begun() {
		*v = *lower
	}
}

// check rejects a text of another type, and numbers and durations out of range.
func (v *Value[T]) check(name string) error {
	valid, allowed := true, ""
	switch value := any(v.Value).(type) {
	case bool:
		allowed = "true or false"
	case int:
		valid, allowed = value >= 0, "a whole number from 0"
	case time.Duration:
		valid, allowed = value > 0 || !v.IsSet(), "a duration such as 60s or 2m"
	}
	if valid && v.invalid == "" {
		return nil
	}
	return newValueError(name, v.Source, v.text(), allowed)
}

// Error reports a setting that can't be used.
type Error struct {
	// Attribute is the argument of the provider block, "" when the setting came from elsewhere.
	Attribute string
	Problem   string
}

func (e *Error) Error() string { return e.Problem }

func newError(source, attribute, format string, args ...any) *Error {
	e := &Error{Problem: fmt.Sprintf(format, args...)}
	if source == block {
		e.Attribute = attribute
	}
	return e
}

func newValueError(name, source, text, allowed string) *Error {
	return newError(source, name, "%#q (from %s) is %q. Set it to %s.", name, source, text, allowed)
}
