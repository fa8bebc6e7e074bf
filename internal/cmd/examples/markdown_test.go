// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParsePage(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(`---
page_title: "x"
---
# A **Page**: its `+"`name`"+`
## Same
## Same
<a id="nested"></a> [one](a.md#b) and ![two](https://example.com/c.svg "title"), not 'x](y)'.
- a list
  '''terraform
  resource "a" "b" {
    c = 1
  }
  '''
<!-- not validated: it is a sample -->
'''hcl
[no](link)
'''
'''text
'''
[ref]: d.md
<img src="e.svg">
`, "'", "`")
	got := parsePage("docs/x.md", text)
	want := page{
		path: "docs/x.md",
		blocks: []block{
			{line: 9, language: "terraform", text: "resource \"a\" \"b\" {\n  c = 1\n}\n"},
			{line: 15, language: "hcl", text: "[no](link)\n", exempt: "it is a sample"},
			{line: 18, language: "text"},
		},
		links:   []link{{7, "a.md#b"}, {7, "https://example.com/c.svg"}, {20, "d.md"}, {21, "e.svg"}},
		anchors: []string{"a-page-its-name", "same", "same-1", "nested"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestReadPages(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, root, map[string]string{
		".build/a.md": "", ".github/RELEASING.md": "", ".github/dependabot.yml": "", "docs/index.md": "",
		".github/ISSUE_TEMPLATE/config.yml": "links:\n  - name: a\n    url: b.md\n",
	})
	pages, err := readPages(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []page{
		{path: ".github/ISSUE_TEMPLATE/config.yml", links: []link{{3, "b.md"}}},
		{path: ".github/RELEASING.md"},
		{path: "docs/index.md"},
	}
	if !reflect.DeepEqual(pages, want) {
		t.Errorf("got %v, want %v", pages, want)
	}
}

func TestCheckLinks(t *testing.T) {
	t.Parallel()
	const own = "https://github.com/servicetickets/terraform-provider-osm/blob/main/"
	root := t.TempDir()
	write(t, root, map[string]string{
		"README.md": "# Top", "docs/index.md": "", "docs/images/a.svg": "", "docs/guides/a.md": "# One",
	})
	for target, want := range map[string]string{
		"a.md":                    "",
		"a.md#one":                "",
		"#one":                    "",
		"../index.md":             "",
		own + "README.md#top":     "",
		own + "docs/images/a.svg": "",
		"https://example.com/x#y": "",
		"mailto:name@example.com": "",
		"b.md":                    "no such file",
		"a.md#two":                "no such heading",
		"#two":                    "no such heading",
		own + "LICENSE":           "no such file",
		own + "README.md#bottom":  "no such heading",
		"../../README.md":         "the registry serves only",
		"../images/a.svg":         "the registry serves only",
	} {
		from := page{path: "docs/guides/a.md", links: []link{{3, target}}, anchors: []string{"one"}}
		_, broken := checkLinks(root, []page{from, {path: "README.md", anchors: []string{"top"}}})
		if text := strings.Join(broken, "\n"); (text == "") != (want == "") || !strings.Contains(text, want) {
			t.Errorf("%s: %q, want %q", target, text, want)
		}
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	for fragment, want := range map[string]string{
		"closed = true\n":                               "resource \"osm_servicecase\" \"this\" {\nclosed = true\n}\n",
		"lifecycle {\n}\n":                              "resource \"osm_servicecase\" \"this\" {\nlifecycle {\n}\n}\n",
		"locals {\n  a = [for b in [1] : b]\n}\n":       "locals {\n  a = [for b in [1] : b]\n}\n",
		"removed {\n  from = osm_servicecase.gone\n}\n": "removed {\n  from = osm_servicecase.gone\n}\n",
		"output \"a\" {\n  value = \"${var.b} ${path.module} ${each.key}\"\n}\n": "output \"a\" {\n" +
			"  value = \"${var.b} ${path.module} ${each.key}\"\n}\n\nvariable \"b\" {}\n",
		"output \"a\" {\n  value = terraform_data.diagnostics.id\n}\n": "output \"a\" {\n" +
			"  value = terraform_data.diagnostics.id\n}\n" +
			"\nresource \"terraform_data\" \"diagnostics\" {}\n",
	} {
		if got, err := complete(fragment); err != nil || got != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", fragment, err, got, want)
		}
	}
	for fragment, want := range map[string]string{
		"a =": "Missing expression",
		"output \"a\" {\n  value = osm_label.none.id\n}\n": "osm_label.none is not declared",
	} {
		if _, err := complete(fragment); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", fragment, err, want)
		}
	}
}

func TestReadSnippets(t *testing.T) {
	t.Parallel()
	pages := []page{{path: "a.md", blocks: []block{
		{line: 1, language: "terraform", text: "variable \"a\" {}\n"},
		{line: 2, language: "terraform", text: "variable \"a\" {}\n"},
		{line: 3, language: "terraform", text: "output \"a\" {}\n"},
		{line: 4, language: "hcl", text: "path = \"x\"\n"},
		{line: 5, language: "hcl", text: "\"x\" = 1\n", exempt: "why"},
		{line: 6, language: "shell", text: "{"},
		{line: 7, language: "terraform", text: "list \"x\" \"y\" {}\n"},
	}}}
	s, err := readSnippets("", pages, []example{{contents: []string{"output \"a\" {}"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "6 HCL blocks in 1 files: 2 validated by themselves, 2 with the examples, 1 for syntax only, 1 exempt\n" +
		"  exempt: a.md:5 (why)"
	if got := s.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !slices.ContainsFunc(s.examples, func(e example) bool { return e.name == "a.md:7" && e.query }) {
		t.Errorf("the list block is validated as a configuration: %+v", s.examples)
	}
	pages[0].blocks[3].text = "{"
	if _, err := readSnippets("", pages, nil); err == nil || !strings.Contains(err.Error(), "a.md:4") {
		t.Errorf("invalid syntax: %v", err)
	}
}

func TestFolderOfModule(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, root, map[string]string{"a/modules/m/README.md": "", "b/README.md": ""})
	const call = "module \"m\" {\n  source = \"./modules/m\"\n}\n"
	folder := filepath.Join(root, "a")
	if got, err := folderOfModule(filepath.Join(folder, "modules", "m"), call); err != nil || got != folder {
		t.Errorf("got %s, %v, want %s", got, err, folder)
	}
	if got, err := folderOfModule(filepath.Join(folder, "modules", "m"), "output \"a\" {}"); err != nil || got != "" {
		t.Errorf("no module is called: got %s, %v", got, err)
	}
	if got, err := folderOfModule(filepath.Join(root, "b"), call); err == nil {
		t.Errorf("a module that does not exist: %s", got)
	}
}

// write writes files, by their paths with slashes, below root.
func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
