package site

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"rastreo/web"
)

// Every template is shown by somebody, and everybody shows one that is there.
func TestTemplatesUsed(t *testing.T) {
	pages := map[string]bool{}
	files, err := fs.Glob(web.FS, "*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasPrefix(file, "parts/") {
			pages[strings.TrimSuffix(file, ".html")] = false
		}
	}
	for text := range literals(t) {
		name := strings.TrimSuffix(text, " main")
		if _, ok := pages[name]; ok {
			pages[name] = true
		}
	}
	for _, kind := range []string{firearmsKind, peopleKind} {
		pages["draft/"+kind] = true // drawList puts the name together
	}
	for name, used := range pages {
		if !used {
			t.Errorf("nobody shows %s", name)
		}
	}
}

// literals lists the strings of this package.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if s, err := strconv.Unquote(l.Value); err == nil {
					all[s] = true
				}
			}
			return true
		})
	}
	return all
}
