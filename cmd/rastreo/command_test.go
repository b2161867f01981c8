package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/migrations"
)

// Every flag says what it is and which variable it can be given by.
func TestHelp(t *testing.T) {
	var c command
	parser, err := c.parser()
	ok(t, err)
	var walk func(n *kong.Node, path []string)
	walk = func(n *kong.Node, path []string) {
		help, complaint, code := said(t, program(t, append(path, "--help")...))
		if code != 0 {
			t.Errorf("%v --help ends with %d: %s", path, code, complaint)
		}
		help = strings.Join(strings.Fields(help), " ")
		for _, f := range n.Flags {
			variable := "RASTREO_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
			if f.Name != "help" && (f.Help == "" || !strings.Contains(help, "--"+f.Name) && !strings.Contains(help, "--[no-]"+f.Name) || !strings.Contains(help, "$"+variable)) {
				t.Errorf("%v: --%s and $%s are not explained in\n%s", path, f.Name, variable, help)
			}
		}
		for _, child := range n.Children {
			if child.Help == "" {
				t.Errorf("%s is not explained", child.Name)
			}
			walk(child, append(append([]string(nil), path...), child.Name))
		}
	}
	walk(parser.Model.Node, nil)
}

// A flag may come as a variable, and what is wrong is said.
func TestVariables(t *testing.T) {
	dsn := dbtest.SQLite(t)
	c := program(t, "migrate")
	c.Env = append(c.Env, "RASTREO_DB="+dsn)
	if out, complaint, code := said(t, c); code != 0 || !strings.Contains(out, "0001_account.sql") {
		t.Errorf("migrate: %d %s%s", code, out, complaint)
	}
	for _, x := range []struct {
		args []string
		says string
	}{
		{[]string{"serve"}, "--db is needed"},
		{[]string{"serve", "--world=training", "--db=x"}, "--training-db is needed"},
		{[]string{"serve", "--world=both", "--db=" + dsn}, ""},
		{[]string{"serve", "--db=" + filepath.Dir(dsn)}, "rastreo: "},
		{[]string{"serve", "--db=postgres://nobody:s3cr3t@127.0.0.1:1/x"}, "connect"},
		{[]string{"serve", "--lease=soon"}, "lease"},
		{[]string{"migrate"}, "--db"},
		{[]string{"nonsense"}, "nonsense"},
		{nil, "expected one of"},
	} {
		c := program(t, x.args...)
		if x.says == "" {
			p := start(t, x.args[:3]...)
			if code := p.end(os.Interrupt); code != 0 {
				t.Errorf("%v ends with %d", x.args, code)
			}
			continue
		}
		out, complaint, code := said(t, c)
		if code == 0 || !strings.Contains(out+complaint, x.says) || strings.Contains(out+complaint, "s3cr3t") {
			t.Errorf("%v: %d %s%s, want %q", x.args, code, out, complaint, x.says)
		}
	}
}

func TestMigrate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		for _, x := range []struct {
			args []string
			code int
			says string
		}{
			{[]string{"--check"}, 1, "0001_account.sql"},
			{nil, 0, "0001_account.sql"},
			{[]string{"--check"}, 0, "nothing is pending"},
			{nil, 0, "nothing is pending"},
		} {
			out, complaint, code := said(t, program(t, append([]string{"migrate", "--db", dsn}, x.args...)...))
			if code != x.code || !strings.Contains(out, x.says) {
				t.Errorf("migrate %v: %d %s%s, want %d and %q", x.args, code, out, complaint, x.code, x.says)
			}
		}
	})
}

func TestAccountAdd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		add := func(input string, args ...string) (string, int) {
			c := program(t, append([]string{"account", "add", "--db", dsn, "--name=José de la O", "--role=submitter", "--agency=FGR"}, args...)...)
			c.Stdin = strings.NewReader(input)
			out, complaint, code := said(t, c)
			return out + complaint, code
		}
		for _, x := range []struct {
			input string
			args  []string
			code  int
			says  string
		}{
			{"a password of this length\n", []string{"--username=one", "--agency=FGX"}, 1, `agency "FGX" is not known yet`},
			{"a password of this length\n", []string{"--username=one"}, 0, "added one"},
			{"a password of this length", []string{"--username=two", "--key=lector"}, 0, "key rst_live_"},
			{"a password of this length\n", []string{"--username=one"}, 1, "rastreo: "},
			{"too short\n", []string{"--username=three"}, 1, "15"},
			{"a password of this length\n", []string{"--username=A B"}, 1, "username"},
			{"", []string{"--username=four", "--generate"}, 0, "password "},
			{"", []string{"--username=five", "--generate", "--role=tracer"}, 1, "role"},
			{"", []string{"--username=six", "--generate", "--zone=Mars/Olympus"}, 1, "zone"},
		} {
			if says, code := add(x.input, x.args...); code != x.code || !strings.Contains(says, x.says) || strings.Contains(says, "⟦") {
				t.Errorf("%v: %d %s, want %d and %q", x.args, code, says, x.code, x.says)
			}
		}
	})
}

// An agency that is new is added as the catalogue has it, unless the operator
// says otherwise; one that is there already stays as it is.
func TestAccountAddFindsTheAgency(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		for _, x := range []struct {
			args []string
			want string // the agencies there are then
		}{
			{[]string{"--agency=FGE-SON"}, "FGJ-SON Fiscalía General de Justicia del Estado de Sonora state 26"},
			{[]string{"--agency=fgj-son"}, ""},
			{[]string{"--agency=PGJE-SON"}, ""},
			{[]string{"--agency=GN", "--agency-name=Guardia Nacional, XX"}, "GN Guardia Nacional, XX federal "},
			{[]string{"--agency=gn", "--agency-name=Otra", "--agency-kind=state"}, ""},
			{[]string{"--agency=SSP-TAM", "--agency-name=Policía Estatal", "--agency-kind=state", "--entidad=28"}, "SSP-TAM Policía Estatal state 28"},
			{[]string{"--agency=NTC", "--role=tracer"}, "NTC National Tracing Center center "},
		} {
			before := agencies(t, dsn)
			args := append([]string{"account", "add", "--db", dsn, "--name=José de la O", "--role=submitter", "--generate", "--username=" + strings.ToLower(rand.Text())}, x.args...)
			if out, complaint, code := said(t, program(t, args...)); code != 0 {
				t.Errorf("%v: %d %s%s", x.args, code, out, complaint)
			}
			added := slices.DeleteFunc(agencies(t, dsn), func(a string) bool { return slices.Contains(before, a) })
			if got := strings.Join(added, "; "); got != x.want {
				t.Errorf("%v adds %q, want %q", x.args, got, x.want)
			}
		}
	})
}

// agencies reads every agency: code, name, kind and entidad. Before the first
// command there is no table.
func agencies(t *testing.T, dsn string) (all []string) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	ok(t, err)
	defer func() { ok(t, d.Close()) }()
	ok(t, d.Migrate(t.Context(), migrations.FS))
	ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Rows(t.Context(), "SELECT code, name, kind, entidad FROM agency")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var code, name, kind, entidad string
			if err := rows.Scan(&code, &name, &kind, &entidad); err != nil {
				return err
			}
			all = append(all, code+" "+name+" "+kind+" "+entidad)
		}
		return rows.Err()
	}))
	return all
}

func TestVersion(t *testing.T) {
	if out, _, code := said(t, program(t, "version")); code != 0 || !regexp.MustCompile(`^rastreo \S+\n$`).MatchString(out) {
		t.Errorf("version: %d %q", code, out)
	}
}
