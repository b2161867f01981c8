package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"rastreo/internal/store"
)

// Every method of a transaction is called by a test that runs on every engine:
// a statement that only one of them understands would else be met by somebody
// at work. What counts is a call by that name inside a test function that uses
// storetest.Each; a method of the same name of something else would count too.
func TestEveryMethodIsExercised(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	ok(t, err)
	called := map[string]bool{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		ok(t, err)
		for _, d := range tree.Decls {
			names := selectors(d)
			if slices.Contains(names, "storetest.Each") {
				for _, name := range names {
					called[name] = true
				}
			}
		}
	}
	methods := 0
	for _, of := range []reflect.Type{reflect.TypeFor[*store.Tx](), reflect.TypeFor[*store.Chore]()} {
		for m := range of.Methods() {
			methods++
			if !called["tx."+m.Name] && !called["c."+m.Name] {
				t.Errorf("%s is called by no test that runs on every engine", m.Name)
			}
		}
	}
	if methods < 70 {
		t.Errorf("only %d methods found", methods)
	}
}

// selectors lists what is called in a declaration as x.Name.
func selectors(d ast.Decl) (names []string) {
	ast.Inspect(d, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			if s, is := call.Fun.(*ast.SelectorExpr); is {
				if x, is := s.X.(*ast.Ident); is {
					names = append(names, x.Name+"."+s.Sel.Name)
				}
			}
		}
		return true
	})
	return names
}
