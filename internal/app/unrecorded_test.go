package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/gate"
	"rastreo/internal/site"
)

// silence makes it impossible to record what anybody does; the test alone goes
// on making records.
func (m *matrix) silence(t *testing.T) {
	t.Helper()
	m.mute = true
	raise := []string{`CREATE TRIGGER no_audit BEFORE INSERT ON audit WHEN NEW.via <> 'fixture' BEGIN SELECT RAISE(ABORT, 'disk gone'); END`}
	if m.beneath.Shared() {
		raise = []string{
			`CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk gone'; END $$`,
			`CREATE TRIGGER no_audit BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.via <> 'fixture') EXECUTE FUNCTION no_audit()`,
		}
	}
	m.run(t, raise...)
	t.Cleanup(func() { // what was answered is recorded at the end
		m.run(t, map[bool]string{false: `DROP TRIGGER no_audit`, true: `DROP TRIGGER no_audit ON audit`}[m.beneath.Shared()])
	})
}

// run changes the database without being asked.
func (m *matrix) run(t *testing.T, statements ...string) {
	t.Helper()
	dbtest.Beneath(t, m.beneath, statements...)
}

// state is what an act would have changed.
func (m *matrix) state(t *testing.T) (text string) {
	t.Helper()
	var parts []string
	for _, table := range []string{
		"agency", "account", "api_key", "seizure", "request", "event", "person", "draft", "question", "message", "contact", "result", "link", "notice",
		"outbox", "transfer", "factor", "recovery_code", "opening", "share", "share_person", "bar", "named", "named_change", "change", "break_glass", "kept", "invitation", "licensee", "wording", "reminder", "contact_draft", "document", "view", "bulk",
	} {
		parts = append(parts, `SELECT '`+table+`' || count(*) AS x FROM `+table)
	}
	parts = append(parts, `SELECT 'log' || ((SELECT count(*) FROM audit) + (SELECT count(*) FROM ledger)) AS x`,
		`SELECT lang || zone || password || role || disabled AS x FROM account`, `SELECT status || claimed_by || restricted AS x FROM request`)
	ok(t, m.beneath.Read(context.Background(), db.Unfenced, func(tx *db.Tx) error {
		return tx.Row(context.Background(), `SELECT string_agg(x, ',') FROM (`+strings.Join(parts, " UNION ALL ")+` ORDER BY x) AS one`).Scan(&text)
	}))
	return text
}

// theirs are words of people in the records of the matrix.
var theirs = []string{"José Ángel", "El Ñoño", "Calle Sexta", "no mostró documentos"}

// Where nothing can be recorded nobody is shown anything of people or can do
// anything, whoever may otherwise: on every route, by session and by key, about
// every record, on both engines.
func TestUnrecorded(t *testing.T) {
	eachMatrix(t, func(t *testing.T, m *matrix) {
		all := promises(t)
		m.silence(t)
		routes, stopped := 0, 0
		each := func(r gate.Route, path string, program bool) {
			routes++
			name := r.Method + " " + path
			stops := m.silent(t, all[name], r, path, program) > 0
			reason, calm := unmoved[name]
			if stops {
				stopped++
			}
			if stops == calm {
				t.Errorf("%s: stopped %v, and listed %q", name, stops, reason)
			}
		}
		for _, r := range (&site.Site{}).Routes() {
			each(r, r.Path, false)
		}
		for _, r := range (&api.API{}).Routes() {
			each(r, api.Root+r.Path, true)
		}
		t.Logf("%d of %d routes answer that nothing can be recorded", stopped, routes)
		if stopped+len(unmoved) != routes {
			t.Errorf("%d routes, of which %d stop and %d are listed", routes, stopped, len(unmoved))
		}
	})
}

// asked lets a request wait for an answer.
func (m *matrix) asked(t *testing.T, x *exhibit) {
	t.Helper()
	m.run(t, `UPDATE request SET status = 'returned' WHERE folio = '`+x.request+`'`,
		`INSERT INTO question (id, request_id, asked_by, asked_at, body) SELECT 'Q' || id, id, claimed_by, filed_at, '{}' FROM request WHERE folio = '`+x.request+`'`)
}

// silent asks one route for everybody who may, and returns how often the
// answer was that nothing can be recorded.
func (m *matrix) silent(t *testing.T, p *promise, r gate.Route, path string, program bool) (refused int) {
	t.Helper()
	for _, role := range append([]account.Role{""}, account.Roles...) {
		for _, situation := range m.situations(r.Path, role) {
			q := question{r.Method, r.Path, path, role, situation, program, false}
			if p.want(role, situation) != in || program && role != "" && m.keys[role] == "" {
				continue
			}
			x := m.subject(t, q)
			if strings.HasSuffix(path, "/recall") { // something was asked
				m.asked(t, x)
			}
			before := ""
			if r.Method != http.MethodGet {
				before = m.state(t)
			}
			a := m.put(t, q, x)
			for _, word := range theirs {
				if strings.Contains(a.body, word) {
					t.Errorf("%s %s shows %q to %q, %s", r.Method, path, word, role, situation)
				}
			}
			if before != "" && m.state(t) != before {
				t.Errorf("%s %s by %q, %s, changed something", r.Method, path, role, situation)
			}
			switch {
			case a.StatusCode == http.StatusServiceUnavailable:
				refused++
			case r.Verb != "" && a.StatusCode < http.StatusBadRequest && !partly[strings.TrimPrefix(path, api.Root)]:
				t.Errorf("%s %s answers %d to %q, %s", r.Method, path, a.StatusCode, role, situation)
			}
		}
	}
	return refused
}

// partly are routes that may answer without what would have to be recorded,
// because they show nothing of people then and do nothing: a request to a
// tracer who has not claimed it, people who were not asked for, a session that
// is none, the page behind a purpose, which is refused itself.
var partly = map[string]bool{
	"/requests/:folio": true, "/requests/:folio/messages": true, "/requests/:folio/links": true, "/people": true, "/seizures/:folio/open": true,
	"/account/sessions/:id/end": true, "/login/code": true, "/login/recovery": true, "/logout": true, "/language": true, "/session/stay": true, "/requests/:folio/presence": true,
}

// unmoved are the routes that answer nobody that nothing can be recorded, each
// with the reason why there is nothing to record.
var unmoved = map[string]string{
	"GET /":                                          "leads on",
	"GET /login":                                     "an empty form",
	"GET /login/code":                                "an empty form",
	"GET /login/recovery":                            "an empty form",
	"GET /activate":                                  "an empty form",
	"GET /prove":                                     "an empty form",
	"GET /office/invite":                             "an empty form",
	"GET /audit/review":                              "an empty form, and when the log was last looked through",
	"POST /account/mail/confirm":                     "a code that is none",
	"GET /help":                                      "the same for everybody",
	"GET /glossary":                                  "the same for everybody",
	"GET /api/v1/openapi.json":                       "the same for everybody",
	"GET /municipios/:entidad":                       "a list that is public",
	"GET /postal/:country/:code":                     "a list that is public",
	"GET /suggest/settlement":                        "a list that is public",
	"GET /suggest/county":                            "a list that is public",
	"GET /suggest/:list":                             "a list that is public",
	"GET /api/v1/catalog":                            "a list that is public",
	"GET /api/v1/catalog/:list":                      "a list that is public",
	"GET /api/v1/postal/:code":                       "a list that is public",
	"GET /queue":                                     "firearms and folios, no people",
	"GET /claims":                                    "firearms and folios, no people",
	"GET /api/v1/queue":                              "firearms and folios, no people",
	"GET /api/v1/queue/counts":                       "numbers",
	"GET /api/v1/requests":                           "firearms and folios, no people",
	"GET /views":                                     "the reader's own and what is shared: filters and numbers",
	"GET /views/new":                                 "an empty form",
	"GET /views/:id/change":                          "the reader's own",
	"GET /api/v1/views":                              "the reader's own and what is shared: filters and numbers",
	"GET /wordings":                                  "texts of the center's own",
	"GET /wordings/new":                              "an empty form",
	"GET /wordings/:id/change":                       "texts of the center's own",
	"GET /api/v1/wordings":                           "texts of the center's own",
	"GET /bulk":                                      "an empty form, and counts",
	"GET /bulk/:id":                                  "folios and counts, no people",
	"GET /api/v1/bulk/:id":                           "folios and counts, no people",
	"GET /licensees":                                 "licensees, who are known to everybody",
	"GET /suggest/licensee":                          "licensees, who are known to everybody",
	"GET /licensees/new":                             "an empty form",
	"GET /licensees/:id":                             "licensees, who are known to everybody",
	"GET /licensees/:id/change":                      "licensees, who are known to everybody",
	"GET /api/v1/licensees":                          "licensees, who are known to everybody",
	"GET /api/v1/licensees/:id":                      "licensees, who are known to everybody",
	"GET /notices":                                   "the reader's own: folios and codes",
	"GET /account":                                   "the reader's own settings",
	"GET /account/shortcuts":                         "the reader's own settings",
	"GET /account/mail":                              "the reader's own settings",
	"GET /account/sessions":                          "the reader's own",
	"GET /account/keys":                              "the reader's own",
	"GET /account/password":                          "an empty form",
	"GET /account/factors":                           "the reader's own",
	"GET /account/factors/totp":                      "a seed that is nobody's until its code is right",
	"GET /agency-log":                                "hashes",
	"GET /agency-log/:day":                           "hashes",
	"GET /api/v1/me":                                 "the reader's own settings",
	"POST /session/stay":                             "changes nothing",
	"POST /requests/:folio/presence":                 "says who looks, and nothing of what they see",
	"POST /login/code":                               "after a first step: login.TestCodesUnrecorded",
	"POST /login/recovery":                           "after a first step: login.TestCodesUnrecorded",
	"POST /account/factors/totp":                     "with the right code: login.TestCodesUnrecorded",
	"POST /login/passkey":                            "with an authenticator: login.TestPasskeyUnrecorded",
	"POST /account/factors/passkey":                  "with an authenticator: login.TestPasskeyUnrecorded",
	"POST /prove/passkey":                            "with an authenticator: login.TestPasskeyUnrecorded",
	"POST /login/passkey/begin":                      "draws a number",
	"POST /account/factors/passkey/begin":            "draws a number",
	"POST /prove/passkey/begin":                      "draws a number",
	"GET /proposals":                                 "firearms and folios, no people",
	"GET /api/v1/proposals":                          "firearms and folios, no people",
	"GET /office/center":                             "a setting",
	"GET /requests/:folio/proposal":                  "nothing waits there",
	"GET /api/v1/requests/:folio/proposal":           "nothing waits there",
	"POST /requests/:folio/proposal/approve":         "nothing waits there",
	"POST /requests/:folio/proposal/return":          "nothing waits there",
	"POST /requests/:folio/proposal/withdraw":        "nothing waits there",
	"POST /api/v1/requests/:folio/proposal/approve":  "nothing waits there",
	"POST /api/v1/requests/:folio/proposal/return":   "nothing waits there",
	"POST /api/v1/requests/:folio/proposal/withdraw": "nothing waits there",
}
