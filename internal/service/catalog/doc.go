// SPDX-License-Identifier: MPL-2.0

// Package catalog holds the look-ups of what a ticket can be about: kinds, products, problem types, regions, severities, templates and
// limits. A new one is a file like the ones here.
package catalog

const (
	// maxID is the longest id in characters. Some pages of the API reference say 32, others 64.
	maxID = 64
	// maxName bounds a part of a name, for which the reference gives no figure.
	maxName = 256
)
