// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// small returns the entries of a schema with one of each kind, after edit has changed it.
func small(edit func(*smallSchema)) entries {
	s := smallSchema{
		arg: &tfprotov6.SchemaAttribute{Name: "arg", Type: tftypes.String, Optional: true, Computed: true},
		secret: &tfprotov6.SchemaAttribute{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true,
			WriteOnly: true},
		inner:  &tfprotov6.SchemaAttribute{Name: "inner", Type: tftypes.List{ElementType: tftypes.Number}, Optional: true},
		field:  &tfprotov6.SchemaAttribute{Name: "field", Type: tftypes.Bool, Required: true},
		block:  &tfprotov6.SchemaNestedBlock{TypeName: "block", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MaxItems: 3},
		id:     &tfprotov6.ResourceIdentitySchemaAttribute{Name: "id", Type: tftypes.String, RequiredForImport: true},
		group:  &tfprotov6.ResourceIdentitySchemaAttribute{Name: "group", Type: tftypes.String, OptionalForImport: true},
		param:  &tfprotov6.FunctionParameter{Name: "status", Type: tftypes.Number, AllowNullValue: true},
		result: tftypes.Bool,
	}
	s.nested = &tfprotov6.SchemaAttribute{Name: "nested", Optional: true, NestedType: &tfprotov6.SchemaObject{
		Nesting: tfprotov6.SchemaObjectNestingModeSet, Attributes: []*tfprotov6.SchemaAttribute{s.inner},
	}}
	s.block.Block = &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{s.field}}
	s.resource = &tfprotov6.Schema{Version: 1, Block: &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{s.arg, s.secret, s.nested},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{s.block},
	}}
	s.identity = &tfprotov6.ResourceIdentitySchema{Version: 1,
		IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{s.id, s.group}}
	one := func() map[string]*tfprotov6.Schema {
		return map[string]*tfprotov6.Schema{"osm_r": {Block: &tfprotov6.SchemaBlock{
			Attributes: []*tfprotov6.SchemaAttribute{{Name: "arg", Type: tftypes.String, Optional: true}}}}}
	}
	s.schemas = &tfprotov6.GetProviderSchemaResponse{
		Provider:                 one()["osm_r"],
		ResourceSchemas:          map[string]*tfprotov6.Schema{"osm_r": s.resource},
		DataSourceSchemas:        one(),
		EphemeralResourceSchemas: one(),
		ListResourceSchemas:      one(),
		ActionSchemas:            map[string]*tfprotov6.ActionSchema{"osm_r": {Schema: one()["osm_r"]}},
	}
	s.parameters = []*tfprotov6.FunctionParameter{s.param}
	if edit != nil {
		edit(&s)
	}
	s.schemas.Functions = map[string]*tfprotov6.Function{"f": {Return: &tfprotov6.FunctionReturn{Type: s.result},
		Parameters: s.parameters, VariadicParameter: s.variadic}}
	return newEntries(s.schemas, map[string]*tfprotov6.ResourceIdentitySchema{"osm_r": s.identity})
}

// smallSchema holds the parts of the schema that tests change.
type smallSchema struct {
	schemas                           *tfprotov6.GetProviderSchemaResponse
	resource                          *tfprotov6.Schema
	arg, secret, nested, inner, field *tfprotov6.SchemaAttribute
	block                             *tfprotov6.SchemaNestedBlock
	identity                          *tfprotov6.ResourceIdentitySchema
	id, group                         *tfprotov6.ResourceIdentitySchemaAttribute
	parameters                        []*tfprotov6.FunctionParameter
	param, variadic                   *tfprotov6.FunctionParameter
	result                            tftypes.Type
}

// addTo appends an attribute to a block.
func addTo(b *tfprotov6.SchemaBlock, a tfprotov6.SchemaAttribute) {
	a.Name, a.Type = "added", tftypes.String
	b.Attributes = append(b.Attributes, &a)
}

const retypedState = "osm_r.%s: changes what is stored, but not the version of its resource!!"

// TestCompare changes one thing at a time. A line of want ends in "!" if the change is breaking, in "!!" if it is forbidden.
func TestCompare(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit func(*smallSchema)
		want []string
	}{
		"nothing": {func(*smallSchema) {}, nil},
		"descriptions": {func(s *smallSchema) {
			s.arg.Description, s.resource.Block.Description, s.param.Name = "new", "new", "renamed"
		}, nil},
		"resource removed": {func(s *smallSchema) { delete(s.schemas.ResourceSchemas, "osm_r") },
			[]string{"osm_r: was removed!"}},
		"data source removed": {func(s *smallSchema) { delete(s.schemas.DataSourceSchemas, "osm_r") },
			[]string{"data.osm_r: was removed!"}},
		"ephemeral resource removed": {func(s *smallSchema) { delete(s.schemas.EphemeralResourceSchemas, "osm_r") },
			[]string{"ephemeral.osm_r: was removed!"}},
		"list resource removed": {func(s *smallSchema) { delete(s.schemas.ListResourceSchemas, "osm_r") },
			[]string{"list.osm_r: was removed!"}},
		"action removed": {func(s *smallSchema) { delete(s.schemas.ActionSchemas, "osm_r") },
			[]string{"action.osm_r: was removed!"}},
		"resource added": {func(s *smallSchema) {
			s.schemas.ResourceSchemas["osm_new"] = &tfprotov6.Schema{Block: s.block.Block}
		}, []string{"osm_new: was added"}},
		"arguments of every type required": {func(s *smallSchema) {
			addTo(s.schemas.Provider.Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.resource.Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.schemas.DataSourceSchemas["osm_r"].Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.schemas.EphemeralResourceSchemas["osm_r"].Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.schemas.ListResourceSchemas["osm_r"].Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.schemas.ActionSchemas["osm_r"].Schema.Block, tfprotov6.SchemaAttribute{Required: true})
			addTo(s.block.Block, tfprotov6.SchemaAttribute{Required: true})
		}, []string{"action.osm_r.added: was added and is required!", "data.osm_r.added: was added and is required!",
			"ephemeral.osm_r.added: was added and is required!", "list.osm_r.added: was added and is required!",
			"osm_r.added: was added and is required!", "osm_r.block.added: was added and is required!",
			"provider.added: was added and is required!"}},
		"optional argument added": {func(s *smallSchema) { addTo(s.resource.Block, tfprotov6.SchemaAttribute{Optional: true}) },
			[]string{"osm_r.added: was added"}},
		"block with a required argument added": {func(s *smallSchema) {
			added := *s.block
			added.TypeName = "other"
			s.resource.Block.BlockTypes = append(s.resource.Block.BlockTypes, &added)
		}, []string{"osm_r.other: was added"}},
		"attribute removed": {func(s *smallSchema) { s.resource.Block.Attributes = s.resource.Block.Attributes[1:] },
			[]string{"osm_r.arg: was removed!"}},
		"nested attributes removed": {func(s *smallSchema) { s.resource.Block.Attributes = s.resource.Block.Attributes[:2] },
			[]string{"osm_r.nested: was removed!"}},
		"attribute in nested attributes removed": {func(s *smallSchema) { s.nested.NestedType.Attributes = nil },
			[]string{"osm_r.nested.inner: was removed!"}},
		"attribute in a block removed": {func(s *smallSchema) { s.block.Block.Attributes = nil },
			[]string{"osm_r.block.field: was removed!"}},
		"type": {func(s *smallSchema) { s.arg.Type = tftypes.Number }, []string{
			"osm_r.arg: type changed from string to number!", fmt.Sprintf(retypedState, "arg")}},
		"type with a new version": {func(s *smallSchema) { s.arg.Type, s.resource.Version = tftypes.Number, 2 }, []string{
			"osm_r: changed compatibly", "osm_r.arg: type changed from string to number!"}},
		"type of elements": {func(s *smallSchema) { s.inner.Type = tftypes.List{ElementType: tftypes.String} }, []string{
			"osm_r.nested.inner: type changed from list[number] to list[string]!", fmt.Sprintf(retypedState, "nested.inner")}},
		"type in a data source": {func(s *smallSchema) {
			s.schemas.DataSourceSchemas["osm_r"].Block.Attributes[0].Type = tftypes.Bool
		}, []string{"data.osm_r.arg: type changed from string to bool!"}},
		"nesting": {func(s *smallSchema) { s.nested.NestedType.Nesting = tfprotov6.SchemaObjectNestingModeList }, []string{
			"osm_r.nested: type changed from nested set to nested list!", fmt.Sprintf(retypedState, "nested")}},
		"nesting of a block": {func(s *smallSchema) { s.block.Nesting = tfprotov6.SchemaNestedBlockNestingModeSet }, []string{
			"osm_r.block: type changed from block list to block set!", fmt.Sprintf(retypedState, "block")}},
		"version lowered": {func(s *smallSchema) { s.resource.Version = 0 }, []string{
			"osm_r: version was lowered from 1 to 0!!"}},
		"optional to required": {func(s *smallSchema) { s.inner.Optional, s.inner.Required = false, true }, []string{
			"osm_r.nested.inner: is now required!"}},
		"required to optional": {func(s *smallSchema) { s.field.Required, s.field.Optional = false, true }, []string{
			"osm_r.block.field: changed compatibly"}},
		"argument to result": {func(s *smallSchema) { s.arg.Optional = false }, []string{"osm_r.arg: can no longer be set!"}},
		"not computed":       {func(s *smallSchema) { s.arg.Computed = false }, []string{"osm_r.arg: is no longer computed!"}},
		"computed": {func(s *smallSchema) { s.inner.Computed = true }, []string{
			"osm_r.nested.inner: changed compatibly"}},
		"sensitive": {func(s *smallSchema) { s.arg.Sensitive = true }, []string{"osm_r.arg: is now sensitive!"}},
		"not sensitive": {func(s *smallSchema) { s.secret.Sensitive = false }, []string{
			"osm_r.secret: is no longer sensitive!"}},
		"write-only": {func(s *smallSchema) { s.arg.WriteOnly = true }, []string{"osm_r.arg: is now write-only!"}},
		"not write-only": {func(s *smallSchema) { s.secret.WriteOnly = false }, []string{
			"osm_r.secret: is no longer write-only!"}},
		"deprecated": {func(s *smallSchema) { s.arg.Deprecated, s.resource.Block.Deprecated = true, true }, []string{
			"osm_r: changed compatibly", "osm_r.arg: changed compatibly"}},
		"block required": {func(s *smallSchema) { s.block.MinItems = 1 }, []string{"osm_r.block: is now required!"}},
		"two blocks required": {func(s *smallSchema) { s.block.MinItems = 2 }, []string{
			"osm_r.block: is now required!", "osm_r.block: needs at least 2 blocks instead of 0!"}},
		"fewer blocks": {func(s *smallSchema) { s.block.MaxItems = 2 }, []string{
			"osm_r.block: accepts at most 2 blocks instead of 3 (0 means any number)!"}},
		"any number of blocks": {func(s *smallSchema) { s.block.MaxItems = 0 }, []string{
			"osm_r.block: changed compatibly"}},
		"identity retyped": {func(s *smallSchema) { s.id.Type = tftypes.Number }, []string{
			"identity.osm_r.id: type changed from string to number!",
			"identity.osm_r.id: changes what is stored, but not the version of its identity!!"}},
		"identity attribute removed": {func(s *smallSchema) { s.identity.IdentityAttributes = s.identity.IdentityAttributes[:1] },
			[]string{"identity.osm_r.group: was removed!",
				"identity.osm_r.group: changes what is stored, but not the version of its identity!!"}},
		"identity attribute added with a new version": {func(s *smallSchema) {
			s.identity.Version = 2
			s.identity.IdentityAttributes = append(s.identity.IdentityAttributes, &tfprotov6.ResourceIdentitySchemaAttribute{
				Name: "more", Type: tftypes.String, OptionalForImport: true})
		}, []string{"identity.osm_r: changed compatibly", "identity.osm_r.more: was added"}},
		"identity attribute required": {func(s *smallSchema) {
			s.group.OptionalForImport, s.group.RequiredForImport = false, true
		}, []string{"identity.osm_r.group: is now required!"}},
		"identity version lowered": {func(s *smallSchema) { s.identity.Version = 0 }, []string{
			"identity.osm_r: version was lowered from 1 to 0!!"}},
		"parameter retyped": {func(s *smallSchema) { s.param.Type = tftypes.String }, []string{
			"provider::osm::f.1: type changed from number to string!"}},
		"parameter without null": {func(s *smallSchema) { s.param.AllowNullValue = false }, []string{
			"provider::osm::f.1: no longer accepts null!"}},
		"parameter removed": {func(s *smallSchema) { s.parameters = nil }, []string{"provider::osm::f.1: was removed!"}},
		"parameter added": {func(s *smallSchema) { s.parameters = append(s.parameters, s.param) }, []string{
			"provider::osm::f.2: was added and is required!"}},
		"variadic parameter added": {func(s *smallSchema) { s.variadic = s.param }, []string{
			"provider::osm::f.variadic: was added"}},
		"result": {func(s *smallSchema) { s.result = tftypes.Number }, []string{
			"provider::osm::f: type changed from function returning bool to function returning number!"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, found := range compare(small(nil), small(c.edit)) {
				got = append(got, found.String()+strings.Repeat("!", int(found.effect)))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestContract_judge shows what the sections of a changelog allow.
func TestContract_judge(t *testing.T) {
	t.Parallel()
	const (
		first = "# Changelog\n\n## [0.1.0] - Unreleased\n\n### Added\n\n- `osm_r`\n"
		old   = "\n## [0.1.0] - 2026-12-01\n\n### Breaking changes\n\n- `osm_r.arg` is write-only.\n"
		next  = "# Changelog\n\n## [0.2.0] - Unreleased\n\n"
		note  = "### Breaking changes\n\n- `osm_r.arg` is write-only: remove references to it.\n\n### Added\n\n- `osm_r.added`\n"
	)
	broken := func(s *smallSchema) { s.arg.WriteOnly = true }
	added := func(s *smallSchema) { addTo(s.resource.Block, tfprotov6.SchemaAttribute{Optional: true}) }
	retyped := func(s *smallSchema) { s.arg.Type = tftypes.Bool }
	const upcoming, released = "[0.1.0] - Unreleased", "[0.1.0] - 2026-12-01"
	for name, c := range map[string]struct {
		release, text string
		edit          func(*smallSchema)
		// newest is the release that the contract should be of.
		newest, rejected string
	}{
		"before the first release":           {upcoming, first, broken, upcoming, "not announced"},
		"announced before the first release": {upcoming, first + note, broken, upcoming, ""},
		"at the first release":               {upcoming, old, broken, released, ""},
		"addition":                           {released, next + old, added, released, ""},
		"announced":                          {released, next + note + old, broken, released, ""},
		"announced last time": {released, next + old, broken, released,
			"osm_r.arg: is now write-only (not announced"},
		"announced as added": {released, next + "### Added\n- `osm_r.arg`\n" + old, broken, released,
			"not announced"},
		"announced as another path": {released, next + strings.ReplaceAll(note, "r.arg", "r") + old, broken, released,
			"not announced"},
		"after a release": {released, "# Changelog\n" + old, added, released, "no section"},
		"at the second release": {released, strings.Replace(next, "Unreleased", "2027-01-01", 1) + note + old, broken,
			"[0.2.0] - 2027-01-01", ""},
		"other state": {released, next + note + old, retyped, released, "write an upgrader"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := newChangelog(c.text)
			rejected, allowed := contract{c.release, small(nil)}.judge(small(c.edit), log)
			if len(rejected)+len(allowed) == 0 || len(rejected) > 0 != (c.rejected != "") ||
				!strings.Contains(strings.Join(rejected, "\n"), c.rejected) {
				t.Errorf("rejected: %q, want %q; allowed: %q", rejected, c.rejected, allowed)
			}
			if log.released != c.newest {
				t.Errorf("the newest release is %q, want %q", log.released, c.newest)
			}
		})
	}
}

// old is a resource that upgrades states of version 1 and identities of version 0.
type old struct{ resource.Resource }

func (old) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{1: {}}
}

func (old) UpgradeIdentity(context.Context) map[int64]resource.IdentityUpgrader {
	return map[int64]resource.IdentityUpgrader{0: {}}
}

// TestMissingUpgraders shows that each earlier version needs an upgrader.
func TestMissingUpgraders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		resource.Resource
		state, identity int64
		want            []string
	}{
		"first version": {struct{ resource.Resource }{}, 0, 0, nil},
		"no upgraders": {struct{ resource.Resource }{}, 1, 1, []string{
			"no upgrade of states of version 0", "no upgrade of identities of version 0"}},
		"oldest missing": {old{}, 2, 1, []string{"no upgrade of states of version 0"}},
		"newest missing": {old{}, 0, 2, []string{"no upgrade of identities of version 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, missingUpgraders(t.Context(), c.Resource, c.state, c.identity)); diff != "" {
				t.Errorf("missing upgraders (-want +got):\n%s", diff)
			}
		})
	}
}
