// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/servicetickets/terraform-provider-osm/internal/"

// analyzed are the packages between the provider's types and the requests.
var analyzed = []string{"./internal/osmapi", "./internal/osm", "./internal/framework", "./internal/service/..."}

// graph holds what each function, method, package-level variable and type of the analyzed packages refers to, by full names. A
// type refers to the methods that the plugin framework calls: the function that creates a value may pass it to the framework.
type graph struct {
	edges map[string][]string
	// plan holds, by type, the methods that only run at validate and plan.
	plan map[string][]string
	// operations holds the operations of which a function builds the request.
	operations map[string][]string
}

// load analyzes the packages of the repository in folder root.
func load(root string) (*graph, error) {
	const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
		packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo
	loaded, err := packages.Load(&packages.Config{Mode: mode, Dir: root}, analyzed...)
	if err != nil {
		return nil, fmt.Errorf("load the packages: %w", err)
	}
	g := &graph{edges: map[string][]string{}, plan: map[string][]string{}, operations: map[string][]string{}}
	var errs []error
	for _, p := range loaded {
		for _, e := range p.Errors {
			errs = append(errs, e)
		}
		for _, file := range p.Syntax {
			for _, decl := range file.Decls {
				g.add(p.TypesInfo, decl)
			}
		}
		for _, name := range p.Types.Scope().Names() {
			if t, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && !t.IsAlias() {
				g.addType(t)
			}
		}
	}
	return g, errors.Join(errs...)
}

func (g *graph) add(info *types.Info, decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if f, ok := info.Defs[decl.Name].(*types.Func); ok {
			g.addReferences(info, f.FullName(), decl)
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for _, name := range spec.Names {
				if v, ok := info.Defs[name].(*types.Var); ok {
					g.addReferences(info, variable(v), spec)
				}
			}
		}
	}
}

func (g *graph) addReferences(info *types.Info, from string, in ast.Node) {
	ast.Inspect(in, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			switch used := info.Uses[n].(type) {
			case *types.Func:
				g.edges[from] = append(g.edges[from], used.Origin().FullName())
			case *types.Var:
				if used.Pkg() != nil && used.Parent() == used.Pkg().Scope() {
					g.edges[from] = append(g.edges[from], variable(used))
				}
			}
		case *ast.CompositeLit:
			name := nameOf(info.TypeOf(n))
			g.edges[from] = append(g.edges[from], name)
			if name == module+"osmapi.Request" || name == module+"osmapi.requestBuilder" {
				g.operations[from] = append(g.operations[from], operationsIn(info, n)...)
			}
		}
		return true
	})
}

// operationsIn returns the constant value of the field Op of a request.
func operationsIn(info *types.Info, request *ast.CompositeLit) (names []string) {
	for _, e := range request.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, _ := field.Key.(*ast.Ident)
		if value := info.Types[field.Value].Value; key != nil && strings.EqualFold(key.Name, "op") && value != nil {
			names = append(names, constant.StringVal(value))
		}
	}
	return names
}

// The methods through which the plugin framework calls a type: those that run at validate and plan, and those that may run later.
var (
	planMethods  = []string{"ConfigValidators", "ModifyPlan", "ValidateConfig"}
	otherMethods = []string{
		"Close", "Create", "Delete", "ImportState", "Invoke", "List", "MoveState", "Open", "Read", "Renew", "Run", "Update",
		"UpgradeState",
	}
)

func (g *graph) addType(t *types.TypeName) {
	name := nameOf(t.Type())
	if strings.HasPrefix(name, module+"osm") {
		return // nothing calls its types through an interface
	}
	for method := range types.NewMethodSet(types.NewPointer(t.Type())).Methods() {
		f, ok := method.Obj().(*types.Func)
		switch {
		case !ok:
		case slices.Contains(planMethods, f.Name()):
			g.plan[name] = append(g.plan[name], f.Origin().FullName())
		case slices.Contains(otherMethods, f.Name()):
			g.edges[name] = append(g.edges[name], f.Origin().FullName())
		}
	}
}

func variable(v *types.Var) string { return v.Pkg().Path() + "." + v.Name() }

// nameOf returns the name of a defined type, without type arguments, or "".
func nameOf(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// reach returns the operations of the requests that a function may build, directly or through others: always, and only at plan.
func (g *graph) reach(from string) (always, atPlan map[string]bool) {
	always = g.walk(from, false)
	atPlan = g.walk(from, true)
	for operation := range always {
		delete(atPlan, operation)
	}
	return always, atPlan
}

func (g *graph) walk(from string, plan bool) map[string]bool {
	operations, seen, next := map[string]bool{}, map[string]bool{from: true}, []string{from}
	for len(next) > 0 {
		node := next[len(next)-1]
		next = next[:len(next)-1]
		for _, operation := range g.operations[node] {
			operations[operation] = true
		}
		to := g.edges[node]
		if plan {
			to = slices.Concat(to, g.plan[node])
		}
		for _, t := range to {
			if !seen[t] {
				seen[t] = true
				next = append(next, t)
			}
		}
	}
	return operations
}
