package app_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/db"
	"rastreo/internal/site"
	"rastreo/internal/trace"
)

// Whether a folio is nobody's, another agency's, or a colleague's that is left
// to a few, whoever may not know of it has it answered by as many statements:
// on every route, by session and by key, on both engines.
func TestCost(t *testing.T) {
	t.Parallel()
	eachMatrix(t, func(t *testing.T, m *matrix) {
		n := 0
		for _, r := range (&site.Site{}).Routes() {
			n += m.cost(t, r.Method, r.Path, r.Path, false)
		}
		for _, r := range (&api.API{}).Routes() {
			n += m.cost(t, r.Method, r.Path, api.Root+r.Path, true)
		}
		t.Logf("%d answers", n)
		if n < 200 {
			t.Errorf("only %d answers", n)
		}
	})
}

// cost asks one route about a record in every such situation.
func (m *matrix) cost(t *testing.T, method, pattern, path string, program bool) (n int) {
	t.Helper()
	if kind := about(pattern); kind != "seizures" && kind != "requests" {
		return 0
	}
	for _, role := range []account.Role{account.Submitter, account.Coordinator} {
		if program && m.keys[role] == "" {
			continue
		}
		q := question{method, pattern, path, role, "foreign", program, true}
		nothing := *m.subject(t, q)
		nothing.seizure, nothing.request, nothing.twin = m.unused(t, trace.SeizureFolio, 0), m.unused(t, trace.RequestFolio, 0), m.unused(t, trace.RequestFolio, 1)
		m.spent(t, q, &nothing) // what a minute costs once
		want, status := m.spent(t, q, &nothing)
		for _, situation := range []string{"foreign", "hidden", "expired"} {
			q := question{method, pattern, path, role, situation, program, true}
			x := *m.subject(t, q)
			x.twin = nothing.twin
			got, answer := m.spent(t, q, &x)
			n++
			if got != want || answer != status {
				t.Errorf("%s %s as %s, %s: %d statements and %d, %d and %d for nothing", method, path, role, situation, got, answer, want, status)
			}
		}
	}
	return n
}

// unused is a folio that nobody has, of this year or a later one: those come
// after.
func (m *matrix) unused(t *testing.T, kind string, later int) string {
	t.Helper()
	folio, err := trace.NewFolio(rand.Reader, "PRUEBA-", kind, time.Now().Year()+later)
	ok(t, err)
	return folio
}

// spent counts the statements of one answer.
func (m *matrix) spent(t *testing.T, q question, x *exhibit) (statements int64, status int) {
	t.Helper()
	target := "/training" + m.path(x, q.pattern, q.path)
	body, kind := "", ""
	switch {
	case q.program:
		body, kind = jsonBody(q.path, x), "application/json"
	case q.method == http.MethodGet:
		target += query(q.path, x)
	default:
		form := m.form(q.path, x, q.role)
		form.Set("form_token", token(t, m.clients[q.role], m.url+target))
		body, kind = form.Encode(), "application/x-www-form-urlencoded"
	}
	var count atomic.Int64
	r := httptest.NewRequestWithContext(context.WithValue(t.Context(), db.Tally{}, &count), q.method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	if q.program {
		r.Header.Set("Authorization", "Bearer "+m.keys[q.role])
	} else {
		u, err := url.Parse(m.url + target)
		ok(t, err)
		r.Host = u.Host
		for _, c := range m.clients[q.role].Jar.Cookies(u) {
			r.AddCookie(c)
		}
	}
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r)
	return count.Load(), w.Code
}
