// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"log"
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// gcPercent lets the heap grow to four times its live size: the process lives for one plan or apply and retains little.
const gcPercent = 300

// Tune sets up the process for the short life of one Terraform run. The user's environment takes precedence.
func Tune() {
	environ := os.Environ()
	for name, value := range quietLogs(environ) {
		//nolint:forbidigo // the plugin SDK takes its log levels from the environment alone
		if err := os.Setenv(name, value); err != nil {
			log.Printf("cannot set %s: %v", name, err)
		}
	}
	if percent, ok := collectRarely(environ); ok {
		debug.SetGCPercent(percent)
	}
}

// sets reports whether environ holds a value for a variable whose name matches.
func sets(environ []string, matches func(name string) bool) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return value != "" && matches(name)
	})
}

// quietLogs returns the variables that turn off the log of the plugin SDK, or none if environ sets a log level. Without a level
// the SDK builds every line of its TRACE log, which Terraform drops.
func quietLogs(environ []string) map[string]string {
	if sets(environ, func(name string) bool { return name == "TF_LOG" || strings.HasPrefix(name, "TF_LOG_") }) {
		return nil
	}
	return map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER": "OFF"}
}

// collectRarely returns the garbage collector's percentage, and false when environ sets its own (GOGC) or a limit (GOMEMLIMIT).
func collectRarely(environ []string) (int, bool) {
	return gcPercent, !sets(environ, func(name string) bool { return name == "GOGC" || name == "GOMEMLIMIT" })
}
