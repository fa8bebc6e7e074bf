// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An example is what one `terraform validate` checks: the files of one folder, or a single file of a page's examples.
type example struct {
	name  string
	files []string
	// folder is the folder of a whole configuration, "" for a page's files, which are validated separately.
	folder string
	// contents are the contents of files and of a folder's tests; text is all of files. A block of the documentation has text
	// only.
	contents []string
	text     string
	// beside is the folder with the modules and files that a block of the documentation uses, "" if it calls no module.
	beside string
	// query reports whether a file contains list blocks, which `terraform validate` checks only with -query.
	query bool
}

// pages are the folders of the documentation generator. It shows each file by itself, so each must be valid by itself. All
// other folders contain whole configurations.
var pages = []string{"provider", "resources", "data-sources", "ephemeral-resources", "functions", "actions", "list-resources"}

// collect returns the examples below root.
func collect(root string) ([]example, error) {
	folders := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == ".terraform" {
			return filepath.SkipDir
		}
		if !entry.IsDir() && (strings.HasSuffix(path, ".tf") || strings.HasSuffix(path, ".tfquery.hcl")) {
			folder := filepath.Dir(path)
			folders[folder] = append(folders[folder], path)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}

	var found []example
	for folder, files := range folders {
		relative, err := filepath.Rel(root, folder)
		if err != nil {
			return nil, err
		}
		kind, _, _ := strings.Cut(filepath.ToSlash(relative), "/")
		if !slices.Contains(pages, kind) {
			found = append(found, example{name: folder, folder: folder, files: files})
			continue
		}
		for _, file := range files {
			found = append(found, example{name: file, files: []string{file}})
		}
	}
	for i := range found {
		if err := found[i].load(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b example) int { return strings.Compare(a.name, b.name) })
	return found, nil
}

// subject is the file with the resource of an import block in the same folder.
const subject = "resource.tf"

var (
	importBlock   = regexp.MustCompile(`(?m)^import \{`)
	resourceBlock = regexp.MustCompile(`(?m)^resource "`)
	moduleBlock   = regexp.MustCompile(`(?m)^module "`)
	localSource   = regexp.MustCompile(`(?m)^\s+source\s*=\s*"(\./[^"]+)"`)
	listBlock     = regexp.MustCompile(`(?m)^list "`)
)

// load reads the example's files. An import block without its resource gets the one of the file subject.
func (e *example) load() error {
	for _, file := range e.files {
		if err := e.read(file); err != nil {
			return err
		}
	}
	if e.folder != "" {
		return e.readTests()
	}
	if importBlock.MatchString(e.text) && !resourceBlock.MatchString(e.text) {
		beside := filepath.Join(filepath.Dir(e.name), subject)
		e.files = append(e.files, beside)
		return e.read(beside)
	}
	return nil
}

func (e *example) read(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	e.contents = append(e.contents, string(content))
	e.text += string(content) + "\n"
	e.query = e.query || strings.HasSuffix(file, ".tfquery.hcl")
	return nil
}

// readTests reads the test files of a whole configuration, which the client validates as well.
func (e *example) readTests() error {
	tests, err := filepath.Glob(filepath.Join(e.folder, "tests", "*.tftest.hcl"))
	if err != nil {
		return err
	}
	for _, file := range tests {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		e.contents = append(e.contents, string(content))
	}
	return nil
}
