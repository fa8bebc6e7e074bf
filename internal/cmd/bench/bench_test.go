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

func TestMeasurePlugin(t *testing.T) {
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
		t.Errorf("%q is not a number of kB", text)
	}
}
