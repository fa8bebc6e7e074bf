// SPDX-License-Identifier: MPL-2.0

package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// definitions are what the fragments in the documentation refer to and do not show.
//
//go:embed definitions.tf
var definitions string

// topLevel are the blocks of a configuration. Anything else in a fragment is part of a ticket.
var topLevel = []string{"action", "check", "data", "ephemeral", "import", "list", "locals", "module", "moved", "output",
	"provider", "removed", "resource", "terraform", "variable"}

// complete turns a fragment of the documentation into a valid configuration: arguments alone become those of a ticket, and
// what the fragment refers to without a definition is declared. Variables take any value; all others come from definitions.
func complete(text string) (string, error) {
	body, err := parseHCL(text)
	if err != nil {
		return "", err
	}
	if isArguments(body) {
		text = "resource \"osm_servicecase\" \"this\" {\n" + text + "}\n"
	}
	known, err := parseHCL(definitions)
	if err != nil {
		return "", err
	}
	// A definition may itself refer to others.
	for {
		if body, err = parseHCL(text); err != nil {
			return "", err
		}
		missing := undeclared(body)
		if len(missing) == 0 {
			return text, nil
		}
		for _, address := range missing {
			added, err := declare(address, known)
			if err != nil {
				return "", err
			}
			text += "\n" + added
		}
	}
}

func parseHCL(text string) (*hclsyntax.Body, error) {
	file, diags := hclsyntax.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, fmt.Errorf("a body of type %T", file.Body)
	}
	return body, nil
}

func isArguments(body *hclsyntax.Body) bool {
	other := func(b *hclsyntax.Block) bool { return !slices.Contains(topLevel, b.Type) }
	return len(body.Attributes) > 0 || slices.ContainsFunc(body.Blocks, other)
}

// addressOf returns the address by which expressions refer to a block, or "".
func addressOf(b *hclsyntax.Block) string {
	switch b.Type {
	case "variable":
		return "var." + strings.Join(b.Labels, ".")
	case "resource":
		return strings.Join(b.Labels, ".")
	case "data", "ephemeral", "action", "module":
		return b.Type + "." + strings.Join(b.Labels, ".")
	default:
		return ""
	}
}

// undeclared returns the addresses in body that none of its blocks has, in the order of their names.
func undeclared(body *hclsyntax.Body) []string {
	var declared, missing []string
	for _, b := range body.Blocks {
		declared = append(declared, addressOf(b))
	}
	for _, b := range body.Blocks {
		// These name what the configuration no longer has.
		if b.Type == "removed" || b.Type == "moved" {
			continue
		}
		for _, t := range references(b.Body) {
			if address := target(t); address != "" && !slices.Contains(declared, address) {
				missing = append(missing, address)
			}
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

func references(body *hclsyntax.Body) []hcl.Traversal {
	var found []hcl.Traversal
	for _, attribute := range body.Attributes {
		found = append(found, hclsyntax.Variables(attribute.Expr)...)
	}
	for _, b := range body.Blocks {
		found = append(found, references(b.Body)...)
	}
	return found
}

// resourceType matches types of resources, but no object that every configuration has, such as each or path.
var resourceType = regexp.MustCompile(`^[a-z]+_[a-z_]+$`)

// target returns the address of what a traversal refers to, or "" if it needs no declaration.
func target(t hcl.Traversal) string {
	steps := []string{t.RootName()}
	for _, step := range t[1:] {
		attribute, ok := step.(hcl.TraverseAttr)
		if !ok {
			break
		}
		steps = append(steps, attribute.Name)
	}
	length := 2
	switch root := steps[0]; {
	case root == "data" || root == "ephemeral" || root == "action":
		length = 3
	case root != "var" && root != "module" && !resourceType.MatchString(root):
		return ""
	}
	if len(steps) < length {
		return ""
	}
	return strings.Join(steps[:length], ".")
}

// declare returns a block for an address.
func declare(address string, known *hclsyntax.Body) (string, error) {
	if name, ok := strings.CutPrefix(address, "var."); ok {
		return fmt.Sprintf("variable %q {}\n", name), nil
	}
	for _, b := range known.Blocks {
		if addressOf(b) == address {
			r := b.Range()
			return definitions[r.Start.Byte:r.End.Byte] + "\n", nil
		}
	}
	return "", fmt.Errorf("%s is not declared: declare it in the block, or in internal/cmd/examples/definitions.tf", address)
}
