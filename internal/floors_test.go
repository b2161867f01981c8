// Package internal holds the shape of the house and tests that it keeps it.
package internal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the name every import of our own begins with.
const module = "rastreo/"

// floors lists the packages of each floor, ground floor first. A package may
// import the floors below it, and on its own floor only those named before it.
// A new package enters the list in the same commit.
var floors = [][]string{
	{"chance", "fault", "i18n", "npm", "post", "secret", "sheet"},
	{"catalog", "mx", "glossary", "firearm", "account", "audit", "calendar", "trace"},
	{"db", "store"},
	{"intake", "desk", "share", "login", "office", "notify", "ledger", "limit", "system", "report"},
	{"gate", "site", "api", "worker"},
	{"demo", "app"},
}

const (
	words = 1 // the floor that decides, and does nothing else
	rooms = 3 // the floor where work is done
)

// apart lists imports that the floors would allow and the house does not.
var apart = func() map[string][]string {
	no := map[string][]string{}
	for _, p := range floors[words] {
		no[p] = []string{"rastreo/internal/i18n", "net/http", "github.com/gin-gonic/gin", "context", "database/sql"}
	}
	for _, p := range floors[rooms] {
		for _, other := range floors[rooms] {
			if other != p {
				no[p] = append(no[p], "rastreo/internal/"+other)
			}
		}
	}
	for _, door := range []string{"site", "api", "worker"} {
		no[door] = append(no[door], "rastreo/internal/store", "rastreo/internal/db")
	}
	no["site"] = append(no["site"], "rastreo/internal/api", "rastreo/internal/worker")
	no["api"] = append(no["api"], "rastreo/internal/site", "rastreo/internal/worker")
	no["worker"] = append(no["worker"], "rastreo/internal/site", "rastreo/internal/api", "rastreo/internal/gate")
	return no
}()

// resources are the folders that embed themselves. Only app serves from them.
var resources = []string{"locales", "web", "static", "migrations"}

// source is one Go file of ours.
type source struct {
	name    string // from the root: internal/trace/trace.go
	folder  string // from internal: trace; of other folders: ../cmd/rastreo
	test    bool   // a test, or a package that only tests import
	program bool   // run by hand and never built in
	lines   int
	tree    *ast.File
}

// sources reads every Go file of ours, in order.
func sources(t *testing.T) (all []source) {
	t.Helper()
	set := token.NewFileSet()
	walk := func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(set, name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(name))
		all = append(all, source{
			name: strings.TrimPrefix(path.Join("internal", filepath.ToSlash(name)), "../"), folder: folder,
			test:    strings.HasSuffix(name, "_test.go") || helpsTests(folder),
			program: tree.Name.Name == "main" && !strings.HasPrefix(folder, "../cmd/"),
			lines:   strings.Count(string(text), "\n"), tree: tree,
		})
		return nil
	}
	for _, root := range []string{".", "../cmd", "../locales", "../web", "../static", "../migrations"} {
		if err := filepath.WalkDir(root, walk); err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found", len(all))
	}
	return all
}

// helpsTests tells whether a package is there for tests: db/dbtest.
func helpsTests(folder string) bool { return strings.HasSuffix(path.Base(folder), "test") }

// height numbers the packages from the ground up.
func height() map[string]int {
	h := map[string]int{}
	for _, floor := range floors {
		for _, p := range floor {
			h[p] = len(h)
		}
	}
	return h
}

func TestFloors(t *testing.T) {
	h, seen := height(), map[string]bool{}
	for _, s := range sources(t) {
		if s.test || s.program || strings.HasPrefix(s.folder, "../") {
			continue
		}
		seen[s.folder] = true
		if _, ok := h[s.folder]; !ok {
			t.Errorf("%s: %s is on no floor", s.name, s.folder)
			continue
		}
		for _, dep := range imports(s) {
			below, ok := strings.CutPrefix(dep, module+"internal/")
			switch {
			case slices.Contains(apart[s.folder], dep):
				t.Errorf("%s: %s may not import %s", s.name, s.folder, dep)
			case ok && helpsTests(below):
				t.Errorf("%s: imports %s, which is for tests", s.name, dep)
			case ok && below != s.folder && h[below] >= h[s.folder]:
				t.Errorf("%s: imports %s, which stands above it", s.name, dep)
			}
		}
	}
	for _, p := range slices.Sorted(maps.Keys(h)) {
		if !seen[p] {
			t.Errorf("%s is on the list of floors and nowhere else", p)
		}
	}
}

// Only app, tests and the program that measures read from the resource folders.
func TestResources(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.program || s.folder == "app" || s.folder == "../cmd/bench" {
			continue
		}
		for _, dep := range imports(s) {
			if own, ok := strings.CutPrefix(dep, module); ok && slices.Contains(resources, own) {
				t.Errorf("%s: imports %s; only app may", s.name, dep)
			}
		}
	}
}

// Below app nothing decides by the world it is in. A constant may name it, so
// that app can say which one it builds.
func TestWorlds(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.folder == "app" || strings.HasPrefix(s.folder, "../") {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				return false
			}
			text, _ := literal(n)
			if e, ok := n.(ast.Expr); ok && text == "" {
				text = called(e)
			}
			if slices.Contains([]string{"training", "live", "gate.Training", "gate.Live", "Training"}, text) {
				t.Errorf("%s: knows the world %s", s.name, text)
			}
			return true
		})
	}
}

// The package comment stands in the file that bears the package's name; a
// resource folder's in embed.go, a program's in main.go.
func TestPackageComments(t *testing.T) {
	found, folders := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		if strings.HasSuffix(s.name, "_test.go") || s.program {
			continue
		}
		folders[s.folder] = true
		file, name := path.Base(s.name), s.tree.Name.Name
		named := file == name+".go" || file == "embed.go" && slices.Contains(resources, name)
		switch doc := s.tree.Doc.Text(); {
		case doc == "":
		case !named:
			t.Errorf("%s: the package comment belongs into the file named after the package", s.name)
		case name != "main" && !strings.HasPrefix(doc, "Package "+name+" "):
			t.Errorf("%s: the package comment begins otherwise than with Package %s", s.name, name)
		default:
			found[s.folder] = true
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		if !found[folder] {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

func TestFileLength(t *testing.T) {
	const most = 400
	for _, s := range sources(t) {
		if !s.test && s.lines > most && !ast.IsGenerated(s.tree) {
			t.Errorf("%s has %d lines, %d at most", s.name, s.lines, most)
		}
	}
}

var migration = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

func TestMigrations(t *testing.T) {
	files, err := filepath.Glob("../migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	for i, file := range files {
		m := migration.FindStringSubmatch(filepath.Base(file))
		if m == nil {
			t.Errorf("%s is not named 0001_noun.sql", file)
			continue
		}
		if n, _ := strconv.Atoi(m[1]); n != i+1 {
			t.Errorf("%s is migration %d", file, i+1)
		}
	}
}

// names lists the files whose long literals are names of things in the world,
// which are never translated.
var names = map[string]string{
	"internal/catalog/entidad.go": "official names of the entidades",
}

// Nothing anybody reads is written in Go: texts live in locales. SQL is code,
// and what an error says to the operator is lower case, through fmt.Errorf,
// errors.New or panic.
func TestNoSentences(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || s.program || !strings.HasPrefix(s.name, "internal/") {
			continue
		}
		spare := spared(s.tree)
		ast.Inspect(s.tree, func(n ast.Node) bool {
			text, ok := literal(n)
			if !ok || spare[n] || !sentence(text) || s.folder == "store" && columns.MatchString(text) {
				return true
			}
			if used[s.name] = true; names[s.name] == "" {
				t.Errorf("%s: says %q", s.name, text)
			}
			return true
		})
	}
	for file := range names {
		if !used[file] {
			t.Errorf("%s needs no exception any more", file)
		}
	}
}

// spared collects literals that nobody reads on a page: errors for the log,
// patterns, struct tags.
func spared(tree *ast.File) map[ast.Node]bool {
	spare := map[ast.Node]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			if n.Tag != nil {
				spare[n.Tag] = true
			}
		case *ast.CallExpr:
			if len(n.Args) == 0 {
				break
			}
			first := leftmost(n.Args[0])
			text, ok := literal(first)
			if ok && (pattern(n.Fun) || operator(n.Fun) && !capital.MatchString(text)) {
				spare[first] = true
			}
		}
		return true
	})
	return spare
}

var (
	capital = regexp.MustCompile(`^\p{Lu}`)
	word    = regexp.MustCompile(`^[("«“¿¡]?\p{L}[\p{L}'’-]*[.,;:?!)"»”]*$`)
	columns = regexp.MustCompile(`^[\sa-z0-9_.,()]+$`)
	query   = regexp.MustCompile(`\b(WITH|SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|JOIN|ORDER BY|GROUP BY|VALUES|SET|ON CONFLICT|PRAGMA|BEGIN|VACUUM|CREATE|DROP|RETURNING|LIMIT|FOR UPDATE)\b`)
)

// sentence tells whether a text has four words and is no SQL and no list of
// words in capitals.
func sentence(text string) bool {
	if text == strings.ToUpper(text) {
		return false
	}
	n := 0
	for part := range strings.FieldsSeq(text) {
		if word.MatchString(part) {
			n++
		}
	}
	return n >= 4 && !query.MatchString(text)
}

func pattern(f ast.Expr) bool { return called(f) == "regexp.MustCompile" }

func operator(f ast.Expr) bool {
	return slices.Contains([]string{"fmt.Errorf", "errors.New", "panic"}, called(f))
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

// called names a function as package.Name, or Name when it is built in.
func called(f ast.Expr) string {
	if id, ok := f.(*ast.Ident); ok {
		return id.Name
	}
	if s, ok := f.(*ast.SelectorExpr); ok {
		if pkg, ok := s.X.(*ast.Ident); ok {
			return pkg.Name + "." + s.Sel.Name
		}
	}
	return ""
}

// literal returns the text of a string literal.
func literal(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

func imports(s source) (paths []string) {
	for _, im := range s.tree.Imports {
		if p, err := strconv.Unquote(im.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}
