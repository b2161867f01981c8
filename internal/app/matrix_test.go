package app_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/site"
)

// promise is what routes.txt says of one route.
type promise struct {
	may, know map[account.Role][]string // situations
	public    bool
	met       bool
}

// promises reads routes.txt: by "GET /path" below the base of a world.
func promises(t *testing.T) map[string]*promise {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	ok(t, err)
	all := map[string]*promise{}
	var block []*promise
	open := false // routes are being listed
	for line := range strings.Lines(string(text)) {
		switch line = strings.TrimRight(line, "\n"); {
		case line == "" || line[0] == '#':
		case line[0] == '\t':
			open = false
			for _, p := range block {
				p.read(line)
			}
		default:
			if !open {
				block, open = nil, true
			}
			if all[line] != nil {
				t.Fatalf("%s is promised twice", line)
			}
			all[line] = &promise{may: map[account.Role][]string{}, know: map[account.Role][]string{}}
			block = append(block, all[line])
		}
	}
	return all
}

func (p *promise) read(line string) {
	who, what, _ := strings.Cut(strings.TrimSpace(line), ":")
	may, know, _ := strings.Cut(what, "/")
	for name := range strings.SplitSeq(who, ",") {
		roles := []account.Role{account.Role(name)}
		if name == "everybody" || name == "nobody" {
			roles, p.public = account.Roles, name == "nobody"
		}
		for _, r := range roles {
			p.may[r], p.know[r] = strings.Fields(may), strings.Fields(know)
		}
	}
}

// answer is what somebody gets, as far as the matrix goes.
type answer string

const (
	in      answer = "in"
	refused answer = "refused"
	absent  answer = "absent"
	asked   answer = "asked to sign in"
	broken  answer = "broken"
)

// want is what was promised.
func (p *promise) want(role account.Role, situation string) answer {
	switch {
	case role == "" && p.public, role != "" && slices.Contains(p.may[role], situation):
		return in
	case role == "":
		return asked
	case len(p.may[role]) == 0, slices.Contains(p.know[role], situation):
		return refused
	}
	return absent
}

// got reads it off a reply. That a request is in other hands is a conflict, and
// of a move that was promised only where it stands otherwise.
func got(r reply, promised answer) answer {
	to := r.Header.Get("Location")
	switch {
	case promised == in && strings.HasSuffix(to, "/login"): // where signing out leads
		return in
	case r.StatusCode == http.StatusUnauthorized, strings.Contains(to, "/login"):
		return asked
	case r.StatusCode == http.StatusNotFound:
		return absent
	case r.StatusCode == http.StatusForbidden, strings.Contains(to, "/prove?"):
		return refused
	case r.StatusCode == http.StatusConflict && promised == refused:
		return refused
	case r.StatusCode >= http.StatusInternalServerError, r.StatusCode == http.StatusBadRequest, r.StatusCode == http.StatusTooManyRequests:
		return broken
	}
	return in
}

// Every role gets from every route, about a record in every situation, what was
// promised: by session and by key, on both engines. A route without a promise,
// and a promise without a route, is a fault.
func TestMatrix(t *testing.T) {
	eachMatrix(t, func(t *testing.T, m *matrix) {
		all, n := promises(t), 0
		for _, r := range (&site.Site{}).Routes() {
			n += m.hold(t, all, r.Method, r.Path, r.Path, false)
		}
		for _, r := range (&api.API{}).Routes() {
			n += m.hold(t, all, r.Method, r.Path, api.Root+r.Path, true)
		}
		for name, p := range all {
			if !p.met {
				t.Errorf("%s is promised and is no route", name)
			}
		}
		t.Logf("%d answers", n)
	})
}

// To whom the house keeps out of a seizure for their name it is not there, on no
// route about it or its requests, by session and by key.
func TestNamesakeSeesNothing(t *testing.T) {
	eachMatrix(t, func(t *testing.T, m *matrix) {
		all, n := promises(t), 0
		hold := func(method, pattern, path string, program bool) {
			if kind := about(pattern); kind != "seizures" && kind != "requests" {
				return
			}
			for _, role := range []account.Role{account.Submitter, account.Trainee, account.Coordinator} {
				want := absent
				if len(all[method+" "+path].may[role]) == 0 {
					want = refused
				}
				r, ok := m.ask(t, question{method, pattern, path, role, "barred", program, false})
				if !ok {
					continue
				}
				n++
				if have := got(r, want); have != want {
					t.Errorf("%s %s as %q: %s (%d %s), want %s", method, path, role, have, r.StatusCode, r.Header.Get("Location"), want)
				}
			}
		}
		for _, r := range (&site.Site{}).Routes() {
			hold(r.Method, r.Path, r.Path, false)
		}
		for _, r := range (&api.API{}).Routes() {
			hold(r.Method, r.Path, api.Root+r.Path, true)
		}
		if n < 60 {
			t.Errorf("only %d answers", n)
		}
	})
}

// eachMatrix runs f with a matrix on each engine.
func eachMatrix(t *testing.T, f func(t *testing.T, m *matrix)) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, newMatrix(t, dsn))
		})
	}
}

// hold asks one route for everybody, and returns how often.
func (m *matrix) hold(t *testing.T, all map[string]*promise, method, pattern, path string, program bool) (n int) {
	p := all[method+" "+path]
	if p == nil {
		t.Errorf("%s %s: nothing was promised", method, path)
		return 0
	}
	p.met = true
	for _, role := range append([]account.Role{""}, account.Roles...) {
		for _, situation := range m.situations(pattern, role) {
			want := p.want(role, situation)
			r, ok := m.ask(t, question{method, pattern, path, role, situation, program, len(p.may[role]) == 0})
			if !ok {
				continue
			}
			n++
			if have := got(r, want); have != want {
				t.Errorf("%s %s as %q, %s: %s (%d %s), want %s", method, path, role, situation, have, r.StatusCode, r.Header.Get("Location"), want)
			}
		}
	}
	return n
}

// situations are those that make sense for a route.
func (m *matrix) situations(pattern string, role account.Role) []string {
	kind := about(pattern)
	switch {
	case kind == "":
		return []string{"none"}
	case role == "":
		return []string{"foreign"}
	case kind == "seizures" || kind == "requests":
		list := []string{"colleague", "foreign", "granted", "expired", "hidden", "named"}
		if role.Requester() {
			return append(list, "own")
		}
		if role.Staff() {
			return append(list, "claimed", "taken")
		}
		return list
	case kind == "shared", kind == "transfers":
		return []string{"own", "colleague", "foreign", "offered"}
	case kind == "office/people":
		return []string{"own", "colleague", "foreign", "trainee"}
	}
	return []string{"own", "colleague", "foreign"}
}

// about is which kind of record a route's path names first, "" for none.
func about(pattern string) string {
	parts := strings.Split(strings.Trim(pattern, "/"), "/")
	for i, p := range parts {
		if i > 0 && (p == ":folio" || p == ":id") {
			return strings.Join(parts[:i], "/")
		}
	}
	return ""
}
