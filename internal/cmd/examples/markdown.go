// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A page is a Markdown file. Templates are not among them: the generated documentation contains all they have.
type page struct {
	// path is relative to the root of the repository and has slashes.
	path    string
	blocks  []block
	links   []link
	anchors []string
}

// A block is a fenced code block.
type block struct {
	line           int
	language, text string
	// exempt is the reason why the block is not validated, "" for all others.
	exempt string
}

type link struct {
	line   int
	target string
}

// readPages returns the Markdown files below root, and the forms of issues. Of the hidden folders, only .github has some.
func readPages(root string) ([]page, error) {
	var found []page
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && entry.Name() != ".github" && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".md" && filepath.Base(filepath.Dir(path)) != "ISSUE_TEMPLATE":
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found = append(found, parsePage(filepath.ToSlash(relative), string(content)))
		return nil
	})
	return found, err
}

var (
	fence      = regexp.MustCompile("^( *)(```+)([a-z]*)")
	exemption  = regexp.MustCompile(`^ *<!-- not validated: (.+) -->$`)
	codeSpan   = regexp.MustCompile("`[^`]*`")
	linkTarget = regexp.MustCompile(`\]\(([^()\s]+)(?: "[^"]*")?\)|^ *\[[^\]]+\]: (\S+)|` +
		`(?:src|srcset|href)="([^"]+)"|^ +url: (\S+)`)
	anchorName = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
	heading    = regexp.MustCompile(`^#{1,6} +(.+?)[ #]*$`)
	linkText   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

func parsePage(path, text string) page {
	p := page{path: path}
	var open, indent, exempt string
	for i, line := range strings.Split(text, "\n") {
		if open != "" && strings.TrimSpace(line) == open {
			open = ""
			continue
		}
		if open != "" {
			p.blocks[len(p.blocks)-1].text += strings.TrimPrefix(line, indent) + "\n"
			continue
		}
		if m := fence.FindStringSubmatch(line); len(m) > 0 {
			indent, open = m[1], m[2]
			p.blocks = append(p.blocks, block{line: i + 1, language: m[3], exempt: exempt})
			exempt = ""
			continue
		}
		exempt = ""
		if m := exemption.FindStringSubmatch(line); m != nil {
			exempt = m[1]
		}
		p.parseProse(i+1, line)
	}
	return p
}

// parseProse reads the links and anchors of a line outside of code blocks.
func (p *page) parseProse(number int, line string) {
	if m := heading.FindStringSubmatch(line); m != nil {
		p.anchors = append(p.anchors, p.unique(slug(m[1])))
	}
	line = codeSpan.ReplaceAllString(line, "code")
	for _, m := range anchorName.FindAllStringSubmatch(line, -1) {
		p.anchors = append(p.anchors, m[1])
	}
	for _, m := range linkTarget.FindAllStringSubmatch(line, -1) {
		p.links = append(p.links, link{line: number, target: m[1] + m[2] + m[3] + m[4]})
	}
}

// slug returns the anchor of a heading, as GitHub and the registry build it.
func slug(text string) string {
	text = linkText.ReplaceAllString(text, "$1")
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return -1
		}
	}, text)
}

// unique appends a number to the anchor of a repeated heading.
func (p *page) unique(anchor string) string {
	for n, candidate := 0, anchor; ; candidate = fmt.Sprintf("%s-%d", anchor, n) {
		if !slices.Contains(p.anchors, candidate) {
			return candidate
		}
		n++
	}
}
