package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/template/parse"

	"rastreo/internal/fault"
)

// use is what Go and the templates say about keys. Places are file names.
type use struct {
	keys     map[string]string // key that must exist → where
	prefixes map[string]string // "status." → where
	spoken   map[string]bool   // literals that may be keys, codes or reasons
	fields   map[string]string // fields that templates show → where
	labels   map[string]string // those that show under their own label → where
	reasons  map[string]string // reasons problems are made with → where
	calls    []call            // texts asked for with named arguments
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
			fields: map[string]string{}, labels: map[string]string{}, reasons: map[string]string{},
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
		}
	}
}

func (u *use) ask(where string, key, args ast.Expr) {
	s, ok := literal(key)
	if !ok {
		return
	}
	u.keys[s] = where
	if id, isNil := args.(*ast.Ident); isNil && id.Name == "nil" {
		u.calls = append(u.calls, call{s, where, nil})
	}
	if m, ok := args.(*ast.CompositeLit); ok {
		c := call{key: s, where: where}
		for _, e := range m.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				if name, ok := literal(pair.Key); ok {
					c.args = append(c.args, name)
				}
			}
		}
		u.calls = append(u.calls, c)
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

func (u *use) readTemplate(name, text string, families map[string]bool) error {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", set); err != nil {
		return err
	}
	for _, part := range set {
		if part.Root != nil {
			u.readNode(name, part.Root, families)
		}
	}
	return nil
}

// readNode walks a template. Every word in quotes is noted, except where a
// function takes something else than a key.
func (u *use) readNode(where string, n parse.Node, families map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, x := range n.Nodes {
				u.readNode(where, x, families)
			}
		}
	case *parse.ActionNode:
		u.readNode(where, n.Pipe, families)
	case *parse.IfNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.RangeNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.WithNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.TemplateNode:
		u.readNode(where, n.Pipe, families)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				u.readCommand(where, c, families)
			}
		}
	case *parse.StringNode:
		u.note(where, n.Text, families)
	}
}

func (u *use) readBranch(where string, b *parse.BranchNode, families map[string]bool) {
	u.readNode(where, b.Pipe, families)
	u.readNode(where, b.List, families)
	u.readNode(where, b.ElseList, families)
}

func (u *use) readCommand(where string, c *parse.CommandNode, families map[string]bool) {
	args := c.Args
	id, _ := args[0].(*parse.IdentifierNode)
	switch {
	case id == nil:
	case slices.Contains([]string{"url", "asset", "id", "problems", "under", "eq", "ne"}, id.Ident):
		u.spell(args[1:])
		return
	case id.Ident == "t" && len(args) > 1:
		u.askTemplate(where, args[1:])
	case id.Ident == "options" && len(args) > 1:
		if s, ok := args[1].(*parse.StringNode); ok {
			u.prefixes[s.Text+"."] = where
			args = args[2:]
		}
	case id.Ident == "field" && len(args) > 2:
		u.readField(where, args[2], args[3:])
		args = args[3:]
	}
	for _, a := range args {
		u.readNode(where, a, families)
	}
}

// spell notes words that are no keys where they stand.
func (u *use) spell(args []parse.Node) {
	for _, a := range args {
		if s, ok := a.(*parse.StringNode); ok {
			u.spoken[s.Text] = true
		}
	}
}

// askTemplate reads t "key" "name" value ….
func (u *use) askTemplate(where string, args []parse.Node) {
	key, ok := args[0].(*parse.StringNode)
	if !ok {
		return
	}
	u.keys[key.Text] = where
	c := call{key: key.Text, where: where}
	for i := 1; i < len(args); i += 2 {
		if name, ok := args[i].(*parse.StringNode); ok {
			c.args = append(c.args, name.Text)
		}
	}
	u.calls = append(u.calls, c)
}

// readField reads field page "name" "setting" value …. Of a name made while
// the page runs only what is fixed is known, and what that may end.
func (u *use) readField(where string, name parse.Node, settings []parse.Node) {
	s, ok := name.(*parse.StringNode)
	if !ok {
		u.readNode(where, name, nil)
		return
	}
	field := fault.Field(s.Text)
	u.fields[field] = where
	for i := 0; i+1 < len(settings); i += 2 {
		set, _ := settings[i].(*parse.StringNode)
		if set == nil {
			continue
		}
		if set.Text == "label" || set.Text == "text" {
			return
		}
		if on, ok := settings[i+1].(*parse.BoolNode); ok && set.Text == "hint" && on.True {
			u.keys["hint."+field] = where
		}
	}
	u.labels[field] = where
}

// reasons lists every reason a problem can have: those in sight, and every
// word in Go that may be one.
func reasons(t *testing.T) map[string]bool {
	all := maps.Clone(usage(t).spoken)
	for s := range usage(t).reasons {
		all[s] = true
	}
	maps.Copy(all, ruleNames())
	return all
}

// Every key that Go or a template asks for has a text.
func TestKeysExist(t *testing.T) {
	u, have := usage(t), texts(t, "es")
	if len(u.keys) < 30 {
		t.Fatalf("only %d keys found in Go and templates", len(u.keys))
	}
	for _, key := range slices.Sorted(maps.Keys(u.keys)) {
		if _, ok := have[key]; !ok && !stem(u, key) {
			t.Errorf("%s: %s has no text", u.keys[key], key)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(u.labels)) {
		if _, ok := have["field."+field]; !ok {
			t.Errorf("%s: field.%s has no text", u.labels[field], field)
		}
	}
}

// stem tells whether a key only begins a closed list: options takes
// "catalog.sex" for all that follows.
func stem(u use, key string) bool {
	_, ok := u.prefixes[key+"."]
	return ok
}

// Every key of a closed list has a text, and every key that is put together
// belongs to one.
func TestClosedLists(t *testing.T) {
	u, lists, have := usage(t), closed(t), texts(t, "es")
	for _, prefix := range slices.Sorted(maps.Keys(u.prefixes)) {
		if !begins(lists, prefix) {
			t.Errorf("%s: keys beginning with %s come from no closed list", u.prefixes[prefix], prefix)
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(lists)) {
		if !built(u, prefix) {
			t.Errorf("nobody puts keys beginning with %s together", prefix)
		}
		for _, code := range lists[prefix] {
			if _, ok := have[prefix+code]; !ok {
				t.Errorf("closed list: %s%s has no text", prefix, code)
			}
		}
	}
}

// begins tells whether a closed list has this prefix or a longer one.
func begins(lists map[string][]string, prefix string) bool {
	for p := range lists {
		if strings.HasPrefix(p, prefix) {
			return true
		}
	}
	return false
}

// built tells whether somebody writes this prefix or a shorter one.
func built(u use, prefix string) bool {
	for p := range u.prefixes {
		if strings.HasPrefix(prefix, p) {
			return true
		}
	}
	return false
}

// Every reason a problem can have can be said: for all fields, or for some.
func TestReasons(t *testing.T) {
	u, have := usage(t), texts(t, "es")
	want := maps.Clone(u.reasons)
	for rule := range ruleNames() {
		want[rule] = "validate tag"
	}
	special := map[string]bool{}
	for key := range have {
		if strings.HasPrefix(key, "error.") {
			special[key[strings.LastIndex(key, ".")+1:]] = true
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(want)) {
		if _, ok := have["v."+reason]; !ok && !special[reason] {
			t.Errorf("%s: neither v.%s nor error.<field>.%s has a text", want[reason], reason, reason)
		}
	}
}

// Every text is used.
func TestKeysUsed(t *testing.T) {
	u, lists, welcome := usage(t), closed(t), open(t)
	used := map[string]bool{}
	for prefix, codes := range lists {
		for _, code := range codes {
			used[prefix+code] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(texts(t, "es"))) {
		if used[key] || u.keys[key] != "" {
			continue
		}
		family, rest, _ := strings.Cut(key, ".")
		if may, ok := welcome[family+"."]; !ok || !may(rest) {
			t.Errorf("nobody uses %s", key)
		}
	}
}

// Whoever asks for a text gives everything it wants to say.
func TestArguments(t *testing.T) {
	have := texts(t, "es")
	for _, c := range usage(t).calls {
		for _, name := range have[c.key].asks() {
			if !slices.Contains(c.args, name) {
				t.Errorf("%s: %s is not given {{.%s}}", c.where, c.key, name)
			}
		}
	}
}
