package db

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"
)

// flavour shows migration files, which are written for PostgreSQL, as one
// engine needs them.
//
// For SQLite the types BIGINT, SMALLINT, INT and BOOLEAN become INTEGER, BYTEA
// becomes BLOB, DOUBLE PRECISION becomes REAL, COLLATE "C" is left out (it is
// SQLite's own order) and every CREATE TABLE with columns becomes STRICT. What
// only one engine has stands between a line "-- +only sqlite" or
// "-- +only postgres" and a line "-- +end".
type flavour struct {
	fs.FS
	engine string
}

// Open opens the file, rewritten if its name ends in .sql.
func (f flavour) Open(name string) (fs.File, error) {
	if !strings.HasSuffix(name, ".sql") {
		return f.FS.Open(name)
	}
	text, err := fs.ReadFile(f.FS, name)
	if err != nil {
		return nil, err
	}
	out := only(string(text), f.engine)
	if f.engine == "sqlite" {
		out = sqliteText(out)
	}
	return &step{bytes.NewReader([]byte(out)), name, int64(len(out))}, nil
}

// step is a rewritten file and its own description.
type step struct {
	*bytes.Reader
	name string
	size int64
}

func (s *step) Stat() (fs.FileInfo, error) { return s, nil }
func (s *step) Close() error               { return nil }
func (s *step) Name() string               { return s.name }
func (s *step) Size() int64                { return s.size }
func (s *step) Mode() fs.FileMode          { return 0o444 }
func (s *step) ModTime() time.Time         { return time.Time{} }
func (s *step) IsDir() bool                { return false }
func (s *step) Sys() any                   { return nil }

// only leaves out the lines that are for another engine.
func only(text, engine string) string {
	var out strings.Builder
	mine := true
	for line := range strings.Lines(text) {
		switch words := strings.Fields(line); {
		case len(words) == 3 && words[0] == "--" && words[1] == "+only":
			mine = words[2] == engine
		case len(words) == 2 && words[0] == "--" && words[1] == "+end":
			mine = true
		case mine:
			out.WriteString(line)
		}
	}
	return out.String()
}

// piece matches, in this order, what is copied as it stands (comments, texts,
// quoted names, dollar quotes) and what may be replaced.
var piece = regexp.MustCompile(`(?is)--[^\n]*|/\*.*?\*/|\s+COLLATE\s+"C"|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$.*?\$\$` +
	`|\bDOUBLE\s+PRECISION\b|[a-z_][a-z0-9_]*|[();]`)

var sqliteTypes = map[string]string{
	"BIGINT": "INTEGER", "SMALLINT": "INTEGER", "INT": "INTEGER", "BOOLEAN": "INTEGER", "BYTEA": "BLOB",
}

// sqliteText rewrites PostgreSQL's SQL.
func sqliteText(text string) string {
	var out strings.Builder
	var s statement
	last := 0
	for _, at := range piece.FindAllStringIndex(text, -1) {
		out.WriteString(text[last:at[0]])
		out.WriteString(s.rewrite(text[at[0]:at[1]]))
		last = at[1]
	}
	out.WriteString(text[last:])
	return out.String()
}

// statement follows one statement from its first word to its semicolon.
type statement struct {
	words []string // outside of parentheses
	depth int
	body  bool // something stood in parentheses
}

func (s *statement) rewrite(p string) string {
	upper := strings.ToUpper(p)
	switch {
	case strings.HasPrefix(p, "--"), strings.HasPrefix(p, "/*"), strings.ContainsAny(p[:1], `'"$`):
		return p
	case strings.HasPrefix(strings.TrimSpace(upper), "COLLATE") && strings.Contains(p, `"`):
		return ""
	case strings.HasPrefix(upper, "DOUBLE") && len(strings.Fields(p)) == 2:
		return "REAL"
	}
	if r, ok := sqliteTypes[upper]; ok {
		p = r
	}
	return s.follow(p, upper)
}

func (s *statement) follow(p, upper string) string {
	switch p {
	case "(":
		s.depth++
	case ")":
		s.depth--
		s.body = true
	case ";":
		if s.depth > 0 {
			break
		}
		if s.table() {
			p = " STRICT;"
		}
		*s = statement{}
	default:
		if s.depth == 0 {
			s.words = append(s.words, upper)
		}
	}
	return p
}

// table tells a CREATE TABLE with columns from one AS SELECT.
func (s *statement) table() bool {
	if !s.body || len(s.words) < 3 || s.words[0] != "CREATE" || s.words[1] != "TABLE" {
		return false
	}
	return !slices.Contains(s.words, "AS")
}
