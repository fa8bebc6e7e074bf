// SPDX-License-Identifier: MPL-2.0

package iam

import "fmt"

// Secret is a credential's value. Under every verb and in JSON it prints a placeholder; Reveal gives the value itself.
type Secret string

const hidden = "(hidden)"

// Reveal gives the value.
func (s Secret) Reveal() string { return string(s) }

// String hides the value.
func (Secret) String() string { return hidden }

// GoString hides the value.
func (Secret) GoString() string { return hidden }

// Format hides the value under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText hides the value in JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
