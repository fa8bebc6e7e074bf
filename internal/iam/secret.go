// SPDX-License-Identifier: MPL-2.0

package iam

import "fmt"

// Secret is a credential's value. Under every verb and in JSON it prints a placeholder; Reveal gives the value itself. The value is behind a pointer,
// since a Secret in a field that is not exported is printed without its methods.
type Secret struct{ value *string }

const hidden = "(hidden)"

// NewSecret makes the Secret of a value; the zero Secret is that of "".
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Reveal gives the value.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero tells whether there is no value.
func (s Secret) IsZero() bool { return s.value == nil }

// String hides the value.
func (Secret) String() string { return hidden }

// GoString hides the value.
func (Secret) GoString() string { return hidden }

// Format hides the value under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText hides the value in JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// UnmarshalText takes a value out of an answer.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
