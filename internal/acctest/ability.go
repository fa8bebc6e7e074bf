// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/terraform/locate"
)

// Client returns the Terraform or OpenTofu that the tests run.
func Client(t *testing.T) locate.Client {
	t.Helper()
	skipUnlessAcc(t)
	found, err := client()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Lacks returns what the client lacks of the features that the configuration uses, such as "Terraform 1.5.7 has no actions", or
// "".
func Lacks(t *testing.T, config string) string {
	t.Helper()
	found := Client(t)
	feature, err := found.Missing(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if feature == "" {
		return ""
	}
	return fmt.Sprintf("%s %s has no %s", found.Name(), found.Version, feature)
}

// Needs skips the test if the client lacks a feature that the configuration uses.
func Needs(t *testing.T, config string) {
	t.Helper()
	if lacks := Lacks(t, config); lacks != "" {
		t.Skip(lacks)
	}
}

var (
	// content matches a write-only argument that can be replaced by one that is stored.
	content = regexp.MustCompile(`\bcontent_wo(\s*=)`)
	// writeOnly matches any other write-only argument, the version of one, and what marks a variable as ephemeral.
	writeOnly = regexp.MustCompile(`,?\s*\b(?:\w+_wo(?:_version)?\s*=\s*(?:"[^"\n]*"|[^\s,}]+)|ephemeral\s*=\s*true\b)`)
)

// HasWriteOnly reports whether the client has write-only arguments, and with them ephemeral variables.
func HasWriteOnly(t *testing.T) bool {
	t.Helper()
	return Lacks(t, "content_wo = null") == ""
}

// WithoutWriteOnly returns the configuration without write-only arguments and ephemeral variables if the client lacks them.
// `content` replaces `content_wo`. Use it where a test shows more than they do.
func WithoutWriteOnly(t *testing.T, config string) string {
	t.Helper()
	if HasWriteOnly(t) {
		return config
	}
	return writeOnly.ReplaceAllString(content.ReplaceAllString(config, "content$1"), "")
}
