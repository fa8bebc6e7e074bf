// SPDX-License-Identifier: MPL-2.0

package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCollect(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, root, map[string]string{
		"demo/main.tf":                                       "",
		"demo/outputs.tf":                                    "",
		"demo/notes.txt":                                     "",
		"demo/.terraform/modules/x.tf":                       "",
		"guides/wait/main.tf":                                "import {\n",
		"provider/provider.tf":                               "",
		"resources/osm_label/resource.tf":                    "resource \"osm_label\" \"a\" {\n",
		"resources/osm_label/resource-colors.tf":             "resource \"osm_label\" \"a\" {\n",
		"resources/osm_label/import.sh":                      "",
		"resources/osm_label/import-by-string-id.tf":         "import {\n",
		"resources/osm_label/import-by-identity.tf":          "import {\n}\nresource \"osm_label\" \"a\" {\n",
		"list-resources/osm_label/list-resource.tfquery.hcl": "",
	})

	found, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range found {
		line := strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(e.name, root)), "/") + ":"
		for _, file := range e.files {
			line += " " + filepath.Base(file)
		}
		if e.query {
			line += " (query)"
		}
		got = append(got, line)
	}
	want := []string{
		"demo: main.tf outputs.tf",
		"guides/wait: main.tf",
		"list-resources/osm_label/list-resource.tfquery.hcl: list-resource.tfquery.hcl (query)",
		"provider/provider.tf: provider.tf",
		"resources/osm_label/import-by-identity.tf: import-by-identity.tf",
		"resources/osm_label/import-by-string-id.tf: import-by-string-id.tf resource.tf",
		"resources/osm_label/resource-colors.tf: resource-colors.tf",
		"resources/osm_label/resource.tf: resource.tf",
	}
	if !slices.Equal(got, want) {
		t.Errorf("collected\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
