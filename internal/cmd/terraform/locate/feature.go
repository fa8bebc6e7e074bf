// SPDX-License-Identifier: MPL-2.0

package locate

import (
	"regexp"

	"github.com/hashicorp/go-version"
)

// A feature is something that not every supported client supports.
type feature struct {
	name string
	used *regexp.Regexp
	// terraform and openTofu are the first versions with it, nil if there is none.
	terraform, openTofu *version.Version
}

var features = []feature{
	{"provider functions", regexp.MustCompile(`\bprovider::`), number("1.8.0"), number("1.7.0")},
	{"ephemeral resources", regexp.MustCompile(`(?m)^ephemeral "|\bephemeral\s*=\s*true\b`), number("1.10.0"), number("1.11.0")},
	{"write-only arguments", regexp.MustCompile(`\b\w+_wo\s*=`), number("1.11.0"), number("1.11.0")},
	{"import by identity", regexp.MustCompile(`(?m)^\s+identity\s*=\s*\{`), number("1.12.0"), number("1.12.0")},
	{"actions", regexp.MustCompile(`(?m)^action "|^\s+action_trigger\s*\{`), number("1.14.0"), nil},
	{"list resources", regexp.MustCompile(`(?m)^list "`), number("1.14.0"), nil},
}

func number(text string) *version.Version { return version.Must(version.NewVersion(text)) }

// Missing returns the name of a feature that the configuration uses and the client lacks, or "".
func (c Client) Missing(configuration string) string {
	for _, f := range features {
		since := f.terraform
		if c.OpenTofu {
			since = f.openTofu
		}
		if f.used.MatchString(configuration) && (since == nil || c.Version.Core().LessThan(since)) {
			return f.name
		}
	}
	return ""
}
