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
		{[]string{"serve", "--db=" + filepath.Join(t.TempDir(), "x.db"), "--origin=rastreo.example.mx"}, "is no origin"},
		{[]string{"serve", "--db=" + filepath.Join(t.TempDir(), "x.db"), "--audit-keep=0"}, "a year at least"},
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
		for _, x := range []struct {
			args []string
			code int
			says string
		}{
			{[]string{"add", "--username=one", "--role=submitter", "--agency=FGX"}, 1, `agency "FGX" is not known yet`},
			{[]string{"add", "--username=one", "--admin"}, 0, "username one\ncode "},
			{[]string{"add", "--username=two", "--role=submitter", "--key=lector"}, 0, "key rst_live_"},
			{[]string{"add", "--username=three", "--role=submitter", "--key=lector", "--scopes=read,file", "--days=365"}, 0, "key rst_live_"},
			{[]string{"add", "--username=four", "--role=submitter", "--key=lector", "--days=366"}, 1, "rastreo: "},
			{[]string{"add", "--username=five", "--role=submitter", "--key=lector", "--scopes=work"}, 1, "rastreo: "},
			{[]string{"add", "--username=one", "--role=submitter"}, 1, "rastreo: "},
			{[]string{"add", "--username=A B", "--role=submitter"}, 1, "username"},
			{[]string{"add", "--username=six", "--role=tracer"}, 1, "role"},
			{[]string{"add", "--username=six", "--role=trainee"}, 1, "role"},
			{[]string{"add", "--username=six", "--role=operator"}, 0, "code "},
			{[]string{"add", "--username=six", "--role=submitter", "--zone=Mars/Olympus"}, 1, "zone"},
			{[]string{"add", "--username=seven"}, 80, "--admin"},
			{[]string{"add", "--username=seven", "--admin", "--role=auditor"}, 80, "--role"},
			{[]string{"invite", "--username=one"}, 0, "username one\ncode "},
			{[]string{"unlock", "--username=one"}, 0, ""},
			{[]string{"disable", "--username=one"}, 0, ""},
			{[]string{"invite", "--username=one"}, 1, "rastreo: "},
			{[]string{"enable", "--username=one"}, 0, ""},
			{[]string{"disable", "--username=nobody"}, 1, "rastreo: "},
		} {
			args := append([]string{"account"}, x.args...)
			args = append(args, "--db="+dsn)
			if x.args[0] == "add" {
				args = append(args, "--name=José de la O")
			}
			if x.args[0] == "add" && !strings.Contains(strings.Join(args, " "), "--agency") {
				args = append(args, "--agency=FGR")
			}
			out, complaint, code := said(t, program(t, args...))
			if says := out + complaint; code != x.code || !strings.Contains(says, x.says) || strings.Contains(says, "⟦") || code < 80 && strings.Contains(says, "password") {
				t.Errorf("%v: %d %s, want %d and %q", x.args, code, says, x.code, x.says)
			}
		}
	})
}

// Those who learn and teach are in the training world, and a live database
// that has them is not served.
func TestAccountOfPractice(t *testing.T) {
	dsn := dbtest.SQLite(t)
	add := []string{"account", "add", "--db", dsn, "--name=José de la O", "--agency=FGR", "--username=alumno", "--role=trainee"}
	if out, complaint, code := said(t, program(t, append(add, "--world=training")...)); code != 0 {
		t.Fatalf("%d %s%s", code, out, complaint)
	}
	if _, complaint, code := said(t, program(t, "serve", "--db", dsn)); code != 1 || !strings.Contains(complaint, "another world") {
		t.Errorf("served as live: %d %s", code, complaint)
	}
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
			args := append([]string{"account", "add", "--db", dsn, "--name=José de la O", "--username=" + strings.ToLower(rand.Text())}, x.args...)
			if !strings.Contains(strings.Join(args, " "), "--role") {
				args = append(args, "--role=submitter")
			}
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
	ok(t, d.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
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
