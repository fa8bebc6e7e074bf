// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

func TestMeasure(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("true")
	if err != nil {
		t.Fatal(err)
	}
	usage := filepath.Join(t.TempDir(), "usage")
	for range 2 {
		if code, err := measure(program, usage); code != 0 || err != nil {
			t.Fatalf("exit code %d, %v", code, err)
		}
	}
	text, err := os.ReadFile(usage)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^([0-9]+ [1-9][0-9]*\n){2}$`).Match(text) {
		t.Errorf("%q is not two lines of microseconds and kB", text)
	}
	if code, err := measure(filepath.Join(t.TempDir(), "missing"), usage); code == 0 || err == nil {
		t.Errorf("a missing program: exit code %d, %v", code, err)
	}
}
