// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuideNamesTests shows that each test that the guide "Exactly-once guarantees" names exists, and that each of its numbered
// statements has one.
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
	// Each numbered statement has a row of tests in the appendix.
	text, appendix, found := strings.Cut(string(guide), "## Appendix: Tests")
	if !found {
		t.Fatal("the guide has no appendix")
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| (\\w[\\w ]*\\d+) \\| `Test").FindAllStringSubmatch(appendix, -1) {
		rows[m[1]] = true
	}
	statements := 0
	for _, section := range []string{"Guaranteed", "Not Guaranteed"} {
		_, body, _ := strings.Cut(text, "\n## "+section+"\n")
		body, _, _ = strings.Cut(body, "\n## ")
		for _, m := range regexp.MustCompile(`(?m)^(\d+)\. `).FindAllStringSubmatch(body, -1) {
			statements++
			if row := strings.Replace(section, "Not G", "Not g", 1) + " " + m[1]; !rows[row] {
				t.Errorf("the appendix names no test for %s", row)
			}
		}
	}
	if statements < 14 || len(rows) != statements {
		t.Errorf("%d statements and %d rows", statements, len(rows))
	}
}

// TestTroubleshootingQuotesMessages shows that each message that the guide "Troubleshooting" quotes is in the source or in a
// golden file; … stands for what is filled in.
func TestTroubleshootingQuotesMessages(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var texts strings.Builder
	for _, name := range textPackages {
		eachText(t, filepath.Join("..", name), func(_ token.Position, text string) { texts.WriteString(text + "\n") })
	}
	eachFile(t, filepath.Join("testdata", "messages"), ".txtar", func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, messages, _ := strings.Cut(string(data), "-- messages --")
		texts.WriteString(messages)
	})
	quoted := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|.*$").FindAllStringSubmatch(string(guide), -1) {
		if strings.HasSuffix(row[1], "(from Terraform)") {
			continue
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			quoted++
			for part := range strings.SplitSeq(m[1], "…") {
				if !strings.Contains(texts.String(), strings.TrimSpace(part)) {
					t.Errorf("no message contains %q of %q", part, m[1])
				}
			}
		}
	}
	if quoted < 40 {
		t.Errorf("only %d quoted messages were found", quoted)
	}
}
