// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuideNamesTests shows that each test that the guide "What is guaranteed" names is there, and that no row of its tables is without one.
func TestGuideNamesTests(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/exactly-once.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func (Test\w+|Fuzz\w+)\(`)
	err = filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range function.FindAllSubmatch(source, -1) {
			declared[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	for _, m := range name.FindAllSubmatch(guide, -1) {
		if !declared[string(m[1])] {
			t.Errorf("there is no test %s", m[1])
		}
	}
	rows := 0
	for line := range strings.Lines(string(guide)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| Sentence") || strings.HasPrefix(line, "| Call") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !name.MatchString(cells[len(cells)-1]) {
			t.Errorf("no test is named for: %s", line)
		}
	}
	if rows < 20 {
		t.Errorf("only %d rows were found", rows)
	}
}
