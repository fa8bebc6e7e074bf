// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// badWords are words and fragments that no text for users has: they are not idiomatic, or they are Go and not Terraform.
var badWords = regexp.MustCompile(strings.Join([]string{
	`\btells?\b`, `\bat the most\b`, `\banew\b`, `\bis no (?:[a-z]+ )?[A-Z]+\b`, `\bis no (?:object|text|time|number|id)\b`,
	`\bcan't be had\b`, `basetypes`, `Value\(`, ` is ,`, `\brefus(?:es|ed|al)\b`,
	// An argument name with a capital, as of a sentence that begins with it.
	`\b[A-Z][a-z0-9]*(?:_[a-z0-9]+)+\b`,
}, "|"))

// TestTextsForUsers searches the texts of the provider (descriptions, diagnostics, log messages) and the documentation for
// badWords.
func TestTextsForUsers(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	check := func(where, text string) {
		if found := badWords.FindString(text); found != "" {
			t.Errorf("%s: %q in %q", where, found, text)
		}
	}
	for _, name := range []string{"provider", "service", "framework", "osm", "config", "iam", "transport", "apierror"} {
		eachFile(t, filepath.Join(root, "internal", name), ".go", func(path string) {
			if strings.HasSuffix(path, "_test.go") {
				return
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil && strings.Contains(text, " ") {
						check(files.Position(n.Pos()).String(), text)
					}
				}
				return true
			})
		})
	}
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "templates", "docs",
		"examples"} {
		eachFile(t, filepath.Join(root, name), "", func(path string) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(data), "\n") {
				check(path+":"+strconv.Itoa(i+1), line)
			}
		})
	}
}

func eachFile(t *testing.T, root, suffix string, visit func(path string)) {
	t.Helper()
	if err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, suffix) {
			visit(path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
