// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// snippets are the code blocks of the documentation, sorted by what is done with them.
type snippets struct {
	// examples are validated, each text once.
	examples []example
	// blocks counts all blocks of HCL in files pages; copies those with the text of an example file or of another block.
	blocks, files, copies int
	// syntax counts blocks of HCL that are no configurations, such as the settings of the CLI: only their syntax is checked.
	syntax int
	exempt []string
}

// readSnippets collects the blocks of HCL in pages. The text of each of the examples is known to be checked already.
func readSnippets(root string, pages []page, examples []example) (snippets, error) {
	var s snippets
	var errs []error
	known := map[string]bool{}
	for _, e := range examples {
		for _, content := range e.contents {
			known[strings.TrimSpace(content)] = true
		}
	}
	for _, p := range pages {
		before := s.blocks
		for _, b := range p.blocks {
			if b.language == "terraform" || b.language == "hcl" {
				s.blocks++
				if err := s.add(filepath.Join(root, filepath.FromSlash(p.path)), b, known); err != nil {
					errs = append(errs, fmt.Errorf("%s:%d: %w", p.path, b.line, err))
				}
			}
		}
		if s.blocks > before {
			s.files++
		}
	}
	return s, errors.Join(errs...)
}

// add adds a block of the page in file.
func (s *snippets) add(file string, b block, known map[string]bool) error {
	name, text := fmt.Sprintf("%s:%d", filepath.ToSlash(file), b.line), strings.TrimSpace(b.text)
	switch {
	case known[text]:
		s.copies++
		return nil
	case b.exempt != "":
		s.exempt = append(s.exempt, name+" ("+b.exempt+")")
		return nil
	case b.language == "hcl":
		s.syntax++
		_, err := parseHCL(b.text)
		return err
	}
	known[text] = true
	completed, err := complete(b.text)
	if err != nil {
		return err
	}
	beside, err := folderOfModule(filepath.Dir(file), b.text)
	if err != nil {
		return err
	}
	s.examples = append(s.examples, example{name: name, text: completed, beside: beside, query: listBlock.MatchString(b.text)})
	return nil
}

// folderOfModule returns the folder to which the source of the local module that text calls is relative, "" if it calls none: the
// folder of the page, or the nearest one above it. The page of a module shows how its caller uses it.
func folderOfModule(folder, text string) (string, error) {
	source := localSource.FindStringSubmatch(text)
	if len(source) == 0 || !moduleBlock.MatchString(text) {
		return "", nil
	}
	for above := folder; ; above = filepath.Dir(above) {
		if info, err := os.Stat(filepath.Join(above, filepath.FromSlash(source[1]))); err == nil && info.IsDir() {
			return above, nil
		}
		if above == filepath.Dir(above) {
			return "", fmt.Errorf("there is no module %s in the folder of the page or above it", source[1])
		}
	}
}

func (s *snippets) String() string {
	text := fmt.Sprintf("%d HCL blocks in %d files: %d validated by themselves, %d with the examples, %d for syntax only, "+
		"%d exempt",
		s.blocks, s.files, len(s.examples), s.copies, s.syntax, len(s.exempt))
	for _, e := range s.exempt {
		text += "\n  exempt: " + e
	}
	return text
}
