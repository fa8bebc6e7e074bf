// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// entry is what configurations and states rely on in one part of the schema: a type, an attribute, a block, an identity, a
// function or a parameter.
type entry struct {
	Type       string `json:"type"`
	Version    *int64 `json:"version,omitempty"`
	Required   bool   `json:"required,omitempty"`
	Optional   bool   `json:"optional,omitempty"`
	Computed   bool   `json:"computed,omitempty"`
	Sensitive  bool   `json:"sensitive,omitempty"`
	WriteOnly  bool   `json:"write_only,omitempty"`
	Deprecated bool   `json:"deprecated,omitempty"`
	Nullable   bool   `json:"nullable,omitempty"`
	MinItems   int64  `json:"min_items,omitempty"`
	MaxItems   int64  `json:"max_items,omitempty"`
}

// entries are the entries of a schema by path: `osm_label.name`, `data.osm_labels.labels.id`, `ephemeral.osm_token`,
// `action.…`, `list.…`, `provider.language`, `identity.osm_label.id`, and `provider::osm::is_open.1`, the first parameter.
type entries map[string]entry

// newEntries returns the entries of everything that a provider serves.
func newEntries(
	served *tfprotov6.GetProviderSchemaResponse, identities map[string]*tfprotov6.ResourceIdentitySchema,
) entries {
	out := entries{}
	out.addBlock("provider", entry{Type: "provider"}, served.Provider.Block)
	for name, s := range served.ResourceSchemas {
		out.addBlock(name, entry{Type: "resource", Version: &s.Version}, s.Block)
	}
	for name, s := range served.DataSourceSchemas {
		out.addBlock("data."+name, entry{Type: "data source"}, s.Block)
	}
	for name, s := range served.EphemeralResourceSchemas {
		out.addBlock("ephemeral."+name, entry{Type: "ephemeral resource"}, s.Block)
	}
	for name, s := range served.ListResourceSchemas {
		out.addBlock("list."+name, entry{Type: "list resource"}, s.Block)
	}
	for name, a := range served.ActionSchemas {
		out.addBlock("action."+name, entry{Type: "action"}, a.Schema.Block)
	}
	for name, s := range identities {
		out["identity."+name] = entry{Type: "identity", Version: &s.Version}
		for _, a := range s.IdentityAttributes {
			out["identity."+name+"."+a.Name] = entry{Type: typeName(a.Type), Required: a.RequiredForImport,
				Optional: a.OptionalForImport}
		}
	}
	for name, f := range served.Functions {
		name = "provider::osm::" + name
		out[name] = entry{Type: "function returning " + typeName(f.Return.Type), Deprecated: f.DeprecationMessage != ""}
		for i, p := range f.Parameters {
			out[name+"."+strconv.Itoa(i+1)] = entry{Type: typeName(p.Type), Required: true, Nullable: p.AllowNullValue}
		}
		if p := f.VariadicParameter; p != nil {
			out[name+".variadic"] = entry{Type: typeName(p.Type), Optional: true, Nullable: p.AllowNullValue}
		}
	}
	return out
}

func (e entries) addBlock(path string, own entry, b *tfprotov6.SchemaBlock) {
	own.Deprecated = b.Deprecated
	e[path] = own
	e.addAttributes(path, b.Attributes)
	for _, n := range b.BlockTypes {
		e.addBlock(path+"."+n.TypeName, entry{
			Type:     "block " + strings.ToLower(n.Nesting.String()),
			Required: n.MinItems > 0,
			Optional: n.MinItems == 0,
			MinItems: n.MinItems,
			MaxItems: n.MaxItems,
		}, n.Block)
	}
}

func (e entries) addAttributes(path string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		own := entry{Required: a.Required, Optional: a.Optional, Computed: a.Computed, Sensitive: a.Sensitive,
			WriteOnly: a.WriteOnly, Deprecated: a.Deprecated}
		if a.NestedType == nil {
			own.Type = typeName(a.Type)
		} else {
			own.Type = "nested " + strings.ToLower(a.NestedType.Nesting.String())
			e.addAttributes(path+"."+a.Name, a.NestedType.Attributes)
		}
		e[path+"."+a.Name] = own
	}
}

// typeName returns a type as it is written in the contract, such as list[string].
func typeName(t tftypes.Type) string {
	return strings.ToLower(strings.NewReplacer("tftypes.", "", `"`, "").Replace(t.String()))
}

// effect is what a change of the schema means for those who use it.
type effect int

const (
	// compatible changes break nothing.
	compatible effect = iota
	// breaking changes are announced in the changelog.
	breaking
	// forbidden changes make stored states or identities unreadable.
	forbidden
)

// change is one difference between two schemas.
type change struct {
	path, what string
	effect     effect
}

func (c change) String() string { return c.path + ": " + c.what }

// compare returns the differences between an earlier and a later schema, ordered by path.
func compare(earlier, later entries) []change {
	paths := maps.Clone(earlier)
	maps.Copy(paths, later)
	var out []change
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		was, existed := earlier[path]
		is, exists := later[path]
		parent := path[:max(strings.LastIndex(path, "."), 0)]
		_, parentExisted := earlier[parent]
		_, parentExists := later[parent]
		switch {
		case existed && exists:
			out = append(out, differences(path, was, is)...)
		case existed && (parentExists || !parentExisted):
			out = append(out, change{path, "was removed", breaking})
		case exists && parentExisted && is.Required:
			out = append(out, change{path, "was added and is required", breaking})
		case exists && (parentExisted || !parentExists):
			out = append(out, change{path, "was added", compatible})
		}
		if existed && exists && was.Type == is.Type {
			continue
		}
		if unversioned(earlier, later, path, existed && exists) {
			what := "changes what is stored, but not the version of its " + later[root(path)].Type
			out = append(out, change{path, what, forbidden})
		}
	}
	return out
}

// root returns the path of the resource or identity that contains path. Only these have versions.
func root(path string) string {
	steps := strings.Split(path, ".")
	if steps[0] == "identity" {
		return strings.Join(steps[:2], ".")
	}
	return steps[0]
}

// unversioned reports whether what is stored changes at path under the same version. States may gain and lose attributes,
// identities may not.
func unversioned(earlier, later entries, path string, retyped bool) bool {
	was, is := earlier[root(path)], later[root(path)]
	return was.Version != nil && is.Version != nil && *is.Version <= *was.Version && (retyped || is.Type == "identity")
}

// differences returns the differences between two entries.
func differences(path string, was, is entry) []change {
	var out []change
	add := func(found bool, e effect, what string, args ...any) {
		if found {
			out = append(out, change{path, fmt.Sprintf(what, args...), e})
		}
	}
	add(was.Type != is.Type, breaking, "type changed from %s to %s", was.Type, is.Type)
	add(!was.Required && is.Required, breaking, "is now required")
	add((was.Required || was.Optional) && !is.Required && !is.Optional, breaking, "can no longer be set")
	add(was.Computed && !is.Computed, breaking, "is no longer computed")
	add(was.Nullable && !is.Nullable, breaking, "no longer accepts null")
	// Terraform rejects an output whose value has become sensitive, and prints a value that no longer is.
	add(!was.Sensitive && is.Sensitive, breaking, "is now sensitive")
	add(was.Sensitive && !is.Sensitive, breaking, "is no longer sensitive")
	add(!was.WriteOnly && is.WriteOnly, breaking, "is now write-only")
	add(was.WriteOnly && !is.WriteOnly, breaking, "is no longer write-only")
	add(is.MinItems > max(was.MinItems, 1), breaking, "needs at least %d blocks instead of %d", is.MinItems, was.MinItems)
	add(is.MaxItems > 0 && (was.MaxItems == 0 || is.MaxItems < was.MaxItems), breaking,
		"accepts at most %d blocks instead of %d (0 means any number)", is.MaxItems, was.MaxItems)
	if was.Version != nil && is.Version != nil {
		add(*is.Version < *was.Version, forbidden, "version was lowered from %d to %d", *was.Version, *is.Version)
	}
	add(len(out) == 0 && !cmp.Equal(was, is), compatible, "changed compatibly")
	return out
}
