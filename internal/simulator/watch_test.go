// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func TestChanged(t *testing.T) {
	t.Parallel()
	sim := simulator.New(simulator.Options{})
	id := ""
	for name, change := range map[string]func(){
		"request": func() {
			sim.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "GET", "/v2", http.NoBody))
		},
		"ticket":   func() { id = sim.OpenCase("web-1 does not respond") },
		"behavior": func() { sim.SetBehaviors(func(*simulator.Behaviors) {}) },
		"fault":    func() { sim.Inject(simulator.Fault{Operation: "CreateLabels", Kind: simulator.DropBefore}) },
		"no fault": func() { sim.ClearFaults() },
		"log":      func() { sim.ResetLog() },
	} {
		changed := sim.Changed()
		change()
		select {
		case <-changed:
		default:
			t.Errorf("%s: no change is reported", name)
		}
	}
	changed := sim.Changed()
	if _, err := sim.Reply(id, "Which zone?"); err != nil {
		t.Fatal(err)
	}
	<-changed
	select {
	case <-sim.Changed():
		t.Error("a change is reported twice")
	default:
	}
}

func TestBehavior_value(t *testing.T) {
	t.Parallel()
	for _, b := range simulator.AllBehaviors() {
		for i, want := range b.Values {
			var selected simulator.Behaviors
			b.Set(&selected, i)
			if got := b.Value(selected); got != want {
				t.Errorf("%s: %q, want %q", b.Name, got, want)
			}
		}
	}
	if got := simulator.AllBehaviors()[0].Value(simulator.Behaviors{BusinessErrors: 9}); got != "" {
		t.Errorf("a value without a name: %q", got)
	}
}

// TestKinds compares Kinds with the constants.
func TestKinds(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	constants := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Kind" {
				constants += len(spec.Names)
			}
		}
		return true
	})
	kinds := simulator.Kinds()
	if slices.Sort(kinds); len(kinds) != constants || len(slices.Compact(kinds)) != constants {
		t.Errorf("%d kinds, want the %d constants", len(kinds), constants)
	}
}
