// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

var update = flag.Bool("update", false, "rewrite testdata/schema.json, the schema of the last release")

// contract is the schema of a release.
type contract struct {
	// Release is the heading of the release in the changelog.
	Release string  `json:"release"`
	Schema  entries `json:"schema"`
}

// encode returns the contract as JSON with one entry per line.
func (c contract) encode() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"release\": %q,\n  \"schema\": {", c.Release)
	for i, path := range slices.Sorted(maps.Keys(c.Schema)) {
		if i > 0 {
			out.WriteByte(',')
		}
		text, err := json.Marshal(c.Schema[path])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "\n    %q: %s", path, text)
	}
	out.WriteString("\n  }\n}\n")
	return out.Bytes(), nil
}

// changelog is what the contract needs to know of a changelog.
type changelog struct {
	// newest is the heading of the newest section, released the one of the newest release, or of the first one to come.
	newest, released string
	// announced are the paths that the newest section lists under the heading "Breaking changes".
	announced map[string]bool
}

var (
	dated  = regexp.MustCompile(` - \d{4}-\d{2}-\d{2}$`)
	quoted = regexp.MustCompile("`([^`]+)`")
)

func newChangelog(text string) changelog {
	_, text, _ = strings.Cut(text, "\n## ")
	sections := strings.Split(text, "\n## ")
	out := changelog{announced: map[string]bool{}}
	for i, section := range slices.Backward(sections) {
		heading, _, _ := strings.Cut(section, "\n")
		if out.newest = heading; dated.MatchString(heading) || i == len(sections)-1 {
			out.released = heading
		}
	}
	_, list, _ := strings.Cut(sections[0], "\n### Breaking changes\n")
	list, _, _ = strings.Cut(list, "\n### ")
	for _, found := range quoted.FindAllStringSubmatch(list, -1) {
		out.announced[found[1]] = true
	}
	return out
}

// judge returns the changes since the contract that log does not allow, and those that it allows.
func (c contract) judge(current entries, log changelog) (rejected, allowed []string) {
	// Nothing changes between a release and the next section.
	closed := dated.MatchString(log.newest) && log.newest == c.Release
	for _, found := range compare(c.Schema, current) {
		switch {
		case found.effect == forbidden:
			rejected = append(rejected, fmt.Sprint(found, " (never allowed: raise the version, and write an upgrader)"))
		case closed:
			rejected = append(rejected, fmt.Sprintf("%s (CHANGELOG.md has no section after %s)", found, c.Release))
		case found.effect == breaking && !log.announced[found.path]:
			rejected = append(rejected, fmt.Sprintf("%s (not announced under \"### Breaking changes\" of %s in CHANGELOG.md)",
				found, log.newest))
		default:
			allowed = append(allowed, found.String())
		}
	}
	return rejected, allowed
}

// TestSchema compares the schema with the one of the last release. Breaking changes must be announced in the changelog; what
// would make stored states unreadable is never allowed.
func TestSchema(t *testing.T) {
	t.Parallel()
	file := filepath.Join("testdata", "schema.json")
	text, err := os.ReadFile(filepath.Join("..", "..", "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var last contract
	if err := json.Unmarshal(recorded, &last); err != nil {
		t.Fatal(err)
	}
	s := serve(t, provider.NewServer("test")())
	current, log := newEntries(s.schemas, s.identities), newChangelog(string(text))
	rejected, allowed := last.judge(current, log)
	for _, found := range allowed {
		t.Log(found)
	}
	for _, found := range rejected {
		t.Error(found)
	}
	switch {
	case *update && len(rejected) > 0:
		t.Fatalf("%s was not updated", file)
	case *update && dated.MatchString(log.released) && last.Release == log.released:
		t.Fatalf("%s is the schema of the release %s, which does not change", file, last.Release)
	case *update:
		last = contract{log.released, current}
	case last.Release != log.released:
		t.Errorf("%s is the schema of %s, not of %s: run this test with -update", file, last.Release, log.released)
	}
	out, err := last.encode()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, out, 0o600); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(out, recorded) {
		t.Errorf("%s was edited by hand", file)
	}
}

// TestSchema_upgraders shows that states and identities of every earlier version can be read.
func TestSchema_upgraders(t *testing.T) {
	t.Parallel()
	s := serve(t, provider.NewServer("test")())
	for _, construct := range provider.New("test")().Resources(t.Context()) {
		r := construct()
		var meta resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "osm"}, &meta)
		identity := int64(0)
		if found := s.identities[meta.TypeName]; found != nil {
			identity = found.Version
		}
		for _, problem := range missingUpgraders(t.Context(), r, s.schemas.ResourceSchemas[meta.TypeName].Version, identity) {
			t.Errorf("%s: %s", meta.TypeName, problem)
		}
	}
}

// missingUpgraders returns a text for each version before the current ones that r does not upgrade.
func missingUpgraders(ctx context.Context, r resource.Resource, state, identity int64) []string {
	var out []string
	states := map[int64]resource.StateUpgrader{}
	if r, ok := r.(resource.ResourceWithUpgradeState); ok {
		states = r.UpgradeState(ctx)
	}
	for version := range state {
		if _, ok := states[version]; !ok {
			out = append(out, fmt.Sprintf("no upgrade of states of version %d", version))
		}
	}
	identities := map[int64]resource.IdentityUpgrader{}
	if r, ok := r.(resource.ResourceWithUpgradeIdentity); ok {
		identities = r.UpgradeIdentity(ctx)
	}
	for version := range identity {
		if _, ok := identities[version]; !ok {
			out = append(out, fmt.Sprintf("no upgrade of identities of version %d", version))
		}
	}
	return out
}
