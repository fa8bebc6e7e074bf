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
	for _, name := range textPackages {
		eachText(t, filepath.Join(root, "internal", name), func(at token.Position, text string) { check(at.String(), text) })
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

// textPackages are the packages below internal with texts for users.
var textPackages = []string{"provider", "service", "framework", "osm", "config", "iam", "transport", "apierror",
	"cmd/probe", "cmd/coverage"}

// eachText visits the strings with a space in the Go files below root, tests aside. Strings that are joined are visited as one.
func eachText(t *testing.T, root string, visit func(at token.Position, text string)) {
	t.Helper()
	eachFile(t, root, ".go", func(path string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case ast.Expr:
				text, rest := joined(n)
				if strings.Contains(text, " ") {
					visit(files.Position(n.Pos()), text)
				}
				return rest
			}
			return true
		})
	})
}

// joined returns the text of string literals that are joined by +. rest reports whether the expression has other parts.
func joined(e ast.Expr) (text string, rest bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			if text, err := strconv.Unquote(e.Value); err == nil {
				return text, false
			}
		}
		return "", false
	case *ast.BinaryExpr:
		left, restLeft := joined(e.X)
		right, restRight := joined(e.Y)
		return left + right, restLeft || restRight
	default:
		return "", true
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
