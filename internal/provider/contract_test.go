// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// repository is the root of the repository.
var repository = filepath.Join("..", "..")

// kind is one kind of what the provider serves, with where its types are shown and how configurations use them.
type kind struct {
	name, examples, docs, example, word string
	types                               map[string]*tfprotov6.SchemaBlock
}

// served returns everything that the provider serves, except functions.
func served(t *testing.T) (*tfprotov6.GetProviderSchemaResponse, []kind) {
	t.Helper()
	server := providerserver.NewProtocol6(provider.New("test")())()
	s, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range s.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	actions := map[string]*tfprotov6.SchemaBlock{}
	for name, a := range s.ActionSchemas {
		actions[name] = a.Schema.Block
	}
	return s, []kind{
		{"resource", "resources", "resources", "resource.tf", "resource", blocks(s.ResourceSchemas)},
		{"data source", "data-sources", "data-sources", "data-source.tf", "data", blocks(s.DataSourceSchemas)},
		{"ephemeral resource", "ephemeral-resources", "ephemeral-resources", "ephemeral-resource.tf", "ephemeral",
			blocks(s.EphemeralResourceSchemas)},
		{"action", "actions", "actions", "action.tf", "action", actions},
		{"list resource", "list-resources", "list-resources", "list-resource.tfquery.hcl", "list", blocks(s.ListResourceSchemas)},
	}
}

func blocks(schemas map[string]*tfprotov6.Schema) map[string]*tfprotov6.SchemaBlock {
	out := map[string]*tfprotov6.SchemaBlock{}
	for name, s := range schemas {
		out[name] = s.Block
	}
	return out
}

// TestContract_everythingIsDescribed shows that each type, block, attribute, function and parameter has a description.
func TestContract_everythingIsDescribed(t *testing.T) {
	t.Parallel()
	s, kinds := served(t)
	allDescribed(t, "the provider", s.Provider.Block)
	for _, k := range kinds {
		for name, block := range k.types {
			described(t, k.name+" "+name, block.Description)
			allDescribed(t, k.name+" "+name, block)
		}
	}
	for name, f := range s.Functions {
		described(t, "function "+name, f.Description)
		described(t, "summary of function "+name, f.Summary)
		for _, p := range f.Parameters {
			described(t, "parameter "+p.Name+" of function "+name, p.Description)
		}
	}
}

func described(t *testing.T, what, text string) {
	t.Helper()
	if strings.TrimSpace(text) == "" {
		t.Errorf("%s has no description", what)
	}
}

// allDescribed reports attributes and blocks below a place that have no description.
func allDescribed(t *testing.T, place string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	walk(place, block, func(path string, a *tfprotov6.SchemaAttribute) { described(t, path, a.Description) })
	for _, nested := range block.BlockTypes {
		described(t, place+"."+nested.TypeName, nested.Block.Description)
	}
}

// walk visits the attributes of a block, nested ones too.
func walk(place string, block *tfprotov6.SchemaBlock, visit func(string, *tfprotov6.SchemaAttribute)) {
	walkAttributes(place, block.Attributes, visit)
	for _, nested := range block.BlockTypes {
		walk(place+"."+nested.TypeName, nested.Block, visit)
	}
}

func walkAttributes(place string, attributes []*tfprotov6.SchemaAttribute, visit func(string, *tfprotov6.SchemaAttribute)) {
	for _, a := range attributes {
		visit(place+"."+a.Name, a)
		if a.NestedType != nil {
			walkAttributes(place+"."+a.Name, a.NestedType.Attributes, visit)
		}
	}
}

// TestContract_everythingIsShown shows that each type and function has a page, and an example that the page shows.
func TestContract_everythingIsShown(t *testing.T) {
	t.Parallel()
	s, kinds := served(t)
	shown := func(what, example, page, uses string) {
		text := read(t, example)
		if !strings.Contains(text, uses) {
			t.Errorf("%s: %s does not use it", what, example)
		}
		if !strings.Contains(read(t, page), strings.TrimSpace(text)) {
			t.Errorf("%s: %s does not show %s", what, page, example)
		}
	}
	for _, k := range kinds {
		for name := range k.types {
			shown(k.name+" "+name, filepath.Join("examples", k.examples, name, k.example),
				filepath.Join("docs", k.docs, strings.TrimPrefix(name, "osm_")+".md"), fmt.Sprintf("%s %q ", k.word, name))
		}
	}
	for name := range s.Functions {
		shown("function "+name, filepath.Join("examples", "functions", name, "function.tf"),
			filepath.Join("docs", "functions", name+".md"),
			"provider::osm::"+name+"(")
	}
}

// read returns a file of the repository.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, name))
	if err != nil {
		t.Error(err)
	}
	return string(content)
}

// testFile is what a test file holds: its text, its words, and the names that it sets, `name =`, or `"name":` where a test speaks
// the protocol.
type testFile struct {
	text       string
	words, set map[string]bool
}

// newTestFile finds the words of a test file. A pattern would take many seconds under the race detector.
func newTestFile(text string) testFile {
	file := testFile{text, map[string]bool{}, map[string]bool{}}
	other := func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for rest := strings.TrimLeftFunc(text, other); rest != ""; rest = strings.TrimLeftFunc(rest, other) {
		end := strings.IndexFunc(rest, other)
		if end < 0 {
			break
		}
		word := rest[:end]
		rest = strings.TrimPrefix(rest[end:], `\`)
		file.words[word] = true
		value, isSet := strings.CutPrefix(strings.TrimLeft(strings.TrimPrefix(rest, `"`), " \t\n"), "=")
		file.set[word] = file.set[word] || strings.HasPrefix(rest, `":`) || isSet && !strings.HasPrefix(value, "=")
	}
	return file
}

// testFiles reads every test file once.
var testFiles = sync.OnceValues(func() ([]testFile, error) {
	var out []testFile
	err := filepath.WalkDir(filepath.Join(repository, "internal"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "contract_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		out = append(out, newTestFile(string(content)))
		return err
	})
	return out, err
})

// TestContract_everythingIsTested shows that a test uses each type and sets each of its arguments in a file that mentions the
// type. What the test proves, only its reader can judge.
func TestContract_everythingIsTested(t *testing.T) {
	t.Parallel()
	files, err := testFiles()
	if err != nil {
		t.Fatal(err)
	}
	s, kinds := served(t)
	for _, k := range kinds {
		for name, block := range k.types {
			// A table of tests may hold the type's name alone.
			mentions := slices.DeleteFunc(slices.Clone(files), func(f testFile) bool { return !f.words[name] })
			if len(mentions) == 0 {
				t.Errorf("no test uses %s %s", k.name, name)
				continue
			}
			walk(k.name+" "+name, block, func(path string, a *tfprotov6.SchemaAttribute) {
				if (a.Required || a.Optional) && !slices.ContainsFunc(mentions, func(f testFile) bool { return f.set[a.Name] }) {
					t.Errorf("no test sets %s", path)
				}
			})
		}
	}
	for name := range s.Functions {
		if !slices.ContainsFunc(files, func(f testFile) bool { return strings.Contains(f.text, "provider::osm::"+name+"(") }) {
			t.Errorf("no test calls the function %s", name)
		}
	}
}

// TestContract_everythingIsListed shows that the changelog names everything that is served, and that each direct dependency has
// its reason.
func TestContract_everythingIsListed(t *testing.T) {
	t.Parallel()
	s, kinds := served(t)
	listed := func(what, name, file string) {
		if !strings.Contains(read(t, file), "`"+name+"`") {
			t.Errorf("%s does not list the %s %s", file, what, name)
		}
	}
	for _, k := range kinds {
		for name := range k.types {
			listed(k.name, name, "CHANGELOG.md")
		}
	}
	for name := range s.Functions {
		listed("function", name, "CHANGELOG.md")
	}
	direct, _, _ := strings.Cut(read(t, "go.mod"), "\n)")
	for _, found := range regexp.MustCompile(`(?m)^\t(\S+) v`).FindAllStringSubmatch(direct, -1) {
		listed("module", found[1], "CONTRIBUTING.md")
	}
}
