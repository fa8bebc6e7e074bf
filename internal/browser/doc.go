// SPDX-License-Identifier: MPL-2.0

// Package browser tests the simulator's page in Chromium. It is a separate module, so that the provider does not depend on a
// browser driver.
package browser
