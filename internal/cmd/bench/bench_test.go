// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestThePluginsMemoryIsWritten(t *testing.T) {
	t.Parallel()
	echo, err := exec.LookPath("true")
	if err != nil {
		t.Fatal(err)
	}
	usage := filepath.Join(t.TempDir(), "usage")
	if code := measurePlugin(echo, usage); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	text, err := os.ReadFile(usage)
	if err != nil {
		t.Fatal(err)
	}
	if peak, err := strconv.Atoi(strings.TrimSpace(string(text))); err != nil || peak <= 0 {
		t.Errorf("%q is no number of kB", text)
	}
}
