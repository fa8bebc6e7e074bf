// SPDX-License-Identifier: MPL-2.0

// Package oracle tests the simulator and the provider's request signing against the vendor's own, unchanged Go client. It is
// a separate module, so that the provider does not depend on the vendor's SDK.
package oracle
