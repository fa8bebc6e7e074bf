// SPDX-License-Identifier: MPL-2.0

// Package oracle holds the simulator and the provider's signing of requests against the vendor's own Go client, which runs here
// unchanged. It has nothing but tests, and is a module of its own, so that the vendor's SDK is no dependency of the provider.
package oracle
