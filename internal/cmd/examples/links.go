// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ownURL matches the addresses of files in this repository. Pages of the registry need them: it serves nothing but pages.
var ownURL = regexp.MustCompile(`^https://(?:github\.com/servicetickets/terraform-provider-osm/(?:blob|tree)|` +
	`raw\.githubusercontent\.com/servicetickets/terraform-provider-osm)/main/`)

// checkLinks returns the number of links to files of the repository and to anchors, and a text for each that is broken.
func checkLinks(root string, pages []page) (checked int, broken []string) {
	byPath := map[string]page{}
	for _, p := range pages {
		byPath[p.path] = p
	}
	for _, p := range pages {
		for _, l := range p.links {
			problem, local := checkLink(root, p, l.target, byPath)
			if local {
				checked++
			}
			if problem != "" {
				broken = append(broken, fmt.Sprintf("%s:%d: link %q: %s", p.path, l.line, l.target, problem))
			}
		}
	}
	return checked, broken
}

// checkLink returns what is wrong with a link, or "". local reports whether it leads into the repository.
func checkLink(root string, from page, target string, pages map[string]page) (problem string, local bool) {
	file := path.Dir(from.path)
	own := ownURL.FindString(target)
	if own != "" {
		file, target = ".", strings.TrimPrefix(target, own)
	}
	u, err := url.Parse(target)
	if err != nil {
		return err.Error(), false
	}
	if u.Scheme != "" {
		return "", false
	}
	if file = path.Join(file, u.Path); u.Path == "" {
		file = from.path
	}
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil {
		return "there is no such file", true
	}
	if own == "" && strings.HasPrefix(from.path, "docs/") && (!strings.HasPrefix(file, "docs/") || path.Ext(file) != ".md") {
		return "the registry serves only the pages of docs: use the address on GitHub", true
	}
	if u.Fragment != "" && !slices.Contains(pages[file].anchors, u.Fragment) {
		return "there is no such heading", true
	}
	return "", true
}
