// SPDX-License-Identifier: MPL-2.0

// Package buildinfo describes the running program: what -version prints.
package buildinfo

import (
	"fmt"
	"runtime/debug"
)

// Unstamped is the version of a program that was linked without one.
const Unstamped = "dev"

// Text returns one line with the program's name, its version, the commit that Go stamped and the platform.
func Text(name, version string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return describe(name, version, info)
}

func describe(name, version string, info *debug.BuildInfo) string {
	if version == Unstamped && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version // that of `go install …@v0.1.0`
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	commit := settings["vcs.revision"]
	switch {
	case commit == "":
		commit = "unknown"
	case settings["vcs.modified"] == "true":
		commit += " (modified)"
	}
	platform := settings["GOOS"] + "/" + settings["GOARCH"]
	return fmt.Sprintf("%s %s, commit %s, %s, %s\n", name, version, commit, info.GoVersion, platform)
}
