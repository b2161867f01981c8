package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// use is what Go and the templates say about keys. Places are file names.
type use struct {
	keys     map[string]string   // key that must exist → where
	prefixes map[string]string   // "status." → where
	spoken   map[string]bool     // literals that may be keys, codes or reasons
	fields   map[string]string   // fields that templates show → where
	labels   map[string]string   // those that show under their own label → where
	reasons  map[string]string   // reasons problems are made with → where
	given    map[string][]string // reason → arguments its problems carry
	calls    []call              // texts asked for with named arguments
}

// call is a text asked for by name with all its arguments in sight.
type call struct {
	key, where string
	args       []string
}

var (
	usageOnce sync.Once
	usageOf   use
	usageErr  error
)

// usage reads the house once.
func usage(t *testing.T) use {
	t.Helper()
	usageOnce.Do(func() {
		usageOf = use{
			keys: map[string]string{}, prefixes: map[string]string{}, spoken: map[string]bool{},
			fields: map[string]string{}, labels: map[string]string{}, reasons: map[string]string{}, given: map[string][]string{},
		}
		families := familiesOf(t)
		usageErr = walk([]string{"../internal", "../cmd"}, ".go", func(name, text string) error {
			return usageOf.readGo(name, text, families)
		})
		if usageErr == nil {
			usageErr = walk([]string{"../web"}, ".html", func(name, text string) error {
				return usageOf.readTemplate(name, text, families)
			})
		}
		if usageErr == nil {
			usageErr = walk([]string{"../web"}, ".txt", func(name, text string) error {
				return usageOf.readTemplate(name, text, families)
			})
		}
	})
	if usageErr != nil {
		t.Fatal(usageErr)
	}
	return usageOf
}

// familiesOf lists what keys begin with: what the texts have, and what the
// house has agreed on.
func familiesOf(t *testing.T) map[string]bool {
	all := map[string]bool{}
	for _, f := range []string{
		"field", "page", "fault", "status", "catalog", "event", "v", "error", "notice",
		"action", "hint", "mail",
	} {
		all[f] = true
	}
	for key := range texts(t, "es") {
		family, _, _ := strings.Cut(key, ".")
		all[family] = true
	}
	return all
}

func walk(roots []string, ext string, read func(name, text string) error) error {
	for _, root := range roots {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "assets"):
				return fs.SkipDir
			case d.IsDir() || filepath.Ext(name) != ext || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			return read(strings.TrimPrefix(filepath.ToSlash(name), "../"), string(text))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	prefixShape = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z0-9_]+)*\.$`)
	fileName    = regexp.MustCompile(`\.(html|json|css|js|sql|txt|csv|svg|woff2|yaml|lock|db|go)$`)
	reasonShape = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// note files a literal away: as a key, as a prefix, or as a word that may be
// the end of a key.
func (u *use) note(where, s string, families map[string]bool) {
	family, _, _ := strings.Cut(s, ".")
	switch {
	case !families[family] || fileName.MatchString(s):
		u.spoken[s] = true
	case prefixShape.MatchString(s):
		u.prefixes[s] = where
	case keyShape.MatchString(s):
		u.keys[s] = where
	default:
		u.spoken[s] = true
	}
}

// tables are the packages whose dotted words are columns and verbs. There only
// what stands where a key belongs is a key.
var tables = regexp.MustCompile(`^internal/(audit|db|store)/`)

func (u *use) readGo(name, text string, families map[string]bool) error {
	tree, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil || tree.Name.Name == "main" && strings.HasPrefix(name, "internal/") {
		return err // a generator is no part of the house
	}
	skip := map[ast.Node]bool{}
	for _, im := range tree.Imports {
		skip[im.Path] = true
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			skip[n.Tag] = n.Tag != nil
		case *ast.CallExpr:
			u.readCall(name, n)
		case *ast.KeyValueExpr:
			u.readMember(name, n)
		case *ast.FuncDecl:
			u.readCheck(name, n)
		case *ast.BasicLit:
			if s, ok := literal(n); ok && !skip[n] && !tables.MatchString(name) {
				u.note(name, s, families)
			}
		}
		return true
	})
	return nil
}

// readCall reads the calls that take a key or a reason: T(key, args),
// fault.New(kind, key, args), problems.Add(pointer, reason, args).
func (u *use) readCall(where string, c *ast.CallExpr) {
	f, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	pkg, _ := f.X.(*ast.Ident)
	switch {
	case f.Sel.Name == "T" && len(c.Args) == 2:
		u.ask(where, c.Args[0], c.Args[1])
	case f.Sel.Name == "New" && pkg != nil && pkg.Name == "fault" && len(c.Args) == 3:
		u.ask(where, c.Args[1], c.Args[2])
	case f.Sel.Name == "Add" && len(c.Args) == 3:
		if s, ok := literal(c.Args[1]); ok && reasonShape.MatchString(s) {
			u.reasons[s] = where
			u.given[s] = append(u.given[s], names(c.Args[2])...)
		}
	}
}

// names lists the keys of a map written out: fault.Args{"limit": 90}.
func names(args ast.Expr) (all []string) {
	m, ok := args.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, e := range m.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if name, ok := literal(pair.Key); ok {
				all = append(all, name)
			}
		}
	}
	return all
}

func (u *use) ask(where string, key, args ast.Expr) {
	if sum, ok := key.(*ast.BinaryExpr); ok {
		if s, ok := literal(leftmost(sum)); ok && prefixShape.MatchString(s) {
			u.prefixes[s] = where
		}
		return
	}
	s, ok := literal(key)
	if !ok {
		return
	}
	u.keys[s] = where
	if id, isNil := args.(*ast.Ident); isNil && id.Name == "nil" {
		u.calls = append(u.calls, call{s, where, nil})
	}
	if _, ok := args.(*ast.CompositeLit); ok {
		u.calls = append(u.calls, call{s, where, names(args)})
	}
}

// leftmost is where a sum of strings begins.
func leftmost(e ast.Expr) ast.Expr {
	for {
		sum, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		e = sum.X
	}
}

// readMember reads fault.Problem{Code: "…"}.
func (u *use) readMember(where string, m *ast.KeyValueExpr) {
	if id, ok := m.Key.(*ast.Ident); ok && id.Name == "Code" {
		if s, ok := literal(m.Value); ok && reasonShape.MatchString(s) {
			u.spoken[s] = true
		}
	}
}

// readCheck reads what functions that check return: the ones whose name begins
// with check or Parse and that have a result named code, or only one result.
func (u *use) readCheck(where string, f *ast.FuncDecl) {
	if f.Body == nil || f.Type.Results == nil || tables.MatchString(where) {
		return
	}
	at, n := -1, 0
	for _, r := range f.Type.Results.List {
		for _, id := range r.Names {
			if id.Name == "code" {
				at = n
			}
			n++
		}
	}
	if r := f.Type.Results.List; len(r) == 1 && len(r[0].Names) == 0 && strings.HasPrefix(f.Name.Name, "check") {
		at = 0
	}
	if at < 0 {
		return
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && at < len(r.Results) {
			if s, ok := literal(r.Results[at]); ok && reasonShape.MatchString(s) {
				u.reasons[s] = where
			}
		}
		return true
	})
}

func literal(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
