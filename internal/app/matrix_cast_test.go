package app_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/login"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// matrix is a world with somebody of every role, a colleague of theirs, a
// stranger of another agency and a second tracer.
type matrix struct {
	*house
	memory  *store.Store
	beneath *db.DB
	who     map[account.Role]account.Account
	clients map[account.Role]*http.Client
	keys    map[account.Role]string
	other   map[string]account.Account // colleague, stranger, third, tracer
	known   map[string]*exhibit
	filings int
	mute    bool // nothing that anybody does can be recorded
}

// exhibit is a record in a situation, with what hangs on it.
type exhibit struct {
	seizure, request, twin, contact, link, draft, person, key, grant, change, named, session, factor, broken, decoy, licensee, view, document, transfer, wording, bulk, ended string

	claim string // the number of the claim the request is under, "0" under none
}

var setup = audit.Act{Verb: audit.Swept, Via: "fixture"}

func newMatrix(t *testing.T, dsn func(testing.TB) string) *matrix {
	t.Helper()
	m := &matrix{
		house: &house{keys: map[string]string{}, log: &record{}},
		who:   map[account.Role]account.Account{}, clients: map[account.Role]*http.Client{}, keys: map[account.Role]string{},
		other: map[string]account.Account{}, known: map[string]*exhibit{},
	}
	m.config = app.Config{
		Training: dsn(t), Secrets: [2]string{1: filepath.Join(t.TempDir(), "secret")}, Migrate: true, OneFactor: true,
		Lease: time.Hour, Every: time.Hour, Now: slowly(), Random: rand.Reader, Log: slog.New(slog.DiscardHandler), Version: "test",
	}
	m.App = open(t, m.config)
	server := httptest.NewServer(m.App)
	m.url = server.URL
	t.Cleanup(func() { server.Close(); ok(t, m.Close()) })
	m.memory, m.beneath = m.Beneath()
	m.populate(t)
	m.run(t, `INSERT INTO daily (day, size, at, note, told) VALUES ('2026-03-05', 1, 1, 'x', 1)`)
	for role, a := range m.who {
		m.clients[role] = m.enter(t, a)
	}
	m.clients[""] = browser(t)
	return m
}

// slowly is a clock that begins now and goes on by a microsecond whenever
// somebody looks at it: however long the questions take, no session and no
// proof grows old over them.
func slowly() func() time.Time {
	begun := time.Now()
	var looks atomic.Int64
	return func() time.Time { return begun.Add(time.Duration(looks.Add(1)) * time.Microsecond) }
}

func (m *matrix) populate(t *testing.T) {
	hash, err := hashed()
	ok(t, err)
	own, err := secret.Open(m.config.Secrets[1])
	ok(t, err)
	let, err := login.New(m.memory, login.Config{Now: m.config.Now, Random: m.config.Random, Secret: own, OneFactor: true, KeyPrefix: "rst_test_"})
	ok(t, err)
	fgr := account.Agency{Code: "FGR", Name: "Fiscalía", Kind: account.Federal}
	tam := account.Agency{Code: "FGJ-TAM", Name: "Fiscalía de Tamaulipas", Kind: account.State, Entidad: "28"}
	far := account.Agency{Code: "FGJ-SON", Name: "Fiscalía de Sonora", Kind: account.State, Entidad: "26"}
	center := account.Agency{Code: "NTC", Name: "Center", Kind: account.Center}
	m.write(t, func(tx *store.Tx) error {
		for _, a := range []*account.Agency{&fgr, &tam, &far, &center} {
			ok(t, tx.AddAgency(t.Context(), a))
		}
		add := func(name string, home account.Agency, role account.Role) account.Account {
			a := account.Account{AgencyID: home.ID, Username: name, Password: hash, Name: "Persona " + name, Role: role, Lang: "es", Zone: "America/Tijuana"}
			ok(t, tx.AddAccount(t.Context(), &a))
			return a
		}
		for _, role := range account.Roles {
			home := fgr
			if role.Staff() {
				home = center
			}
			m.who[role] = add("a."+string(role), home, role)
		}
		m.other["fourth"], m.other["apprentice"] = add("cuarta", fgr, account.Submitter), add("aprendiz", fgr, account.Trainee)
		m.other["far"] = add("lejana", far, account.Submitter)
		m.other["colleague"], m.other["third"] = add("colega", fgr, account.Submitter), add("tercera", fgr, account.Submitter)
		m.other["stranger"], m.other["tracer"] = add("ajena", tam, account.Submitter), add("otro", center, account.Tracer)
		return nil
	})
	for role, a := range m.who {
		who := account.Actor{ID: a.ID, AgencyID: a.AgencyID, Role: role, Proven: true}
		if account.Can(who, account.OwnKeys, nil) {
			m.keys[role], _, err = let.IssueKey(t.Context(), who, login.Usual("matrix", role))
			ok(t, err)
		}
	}
}

func (m *matrix) write(t *testing.T, f func(*store.Tx) error) {
	t.Helper()
	ok(t, m.memory.Write(context.Background(), setup, f))
}

// statement changes rows as no act does.
type statement func(q string, args ...any)

func (m *matrix) enter(t *testing.T, a account.Account) *http.Client {
	t.Helper()
	c := browser(t)
	if r := m.signIn(t, c, "/training", a.Username, phrase); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s does not get in: %d %.300s", a.Username, r.StatusCode, r.body)
	}
	return c
}

// exhibit makes a record that is in a situation to a role.
func (m *matrix) exhibit(t *testing.T, role account.Role, situation string) *exhibit {
	t.Helper()
	me := m.who[role]
	filer := m.other["colleague"]
	switch situation {
	case "own":
		filer = me
	case "foreign", "granted", "expired", "claimed", "taken", "offered":
		filer = m.other["stranger"]
	}
	m.filings++
	x := &exhibit{person: filer.ID, claim: "0"}
	first, second := storetest.Seizure(filer, m.filings), storetest.Seizure(filer, m.filings)
	m.write(t, func(tx *store.Tx) error {
		ctx := t.Context()
		ok(t, tx.AddSeizure(ctx, &first))
		ok(t, tx.AddSeizure(ctx, &second))
		r := first.Requests[0]
		x.seizure, x.request, x.twin = first.Folio, r.Folio, second.Requests[0].Folio
		l := trace.Link{Verdict: trace.SameFirearm, Center: role.Staff(), By: me.ID}
		ok(t, tx.AddLink(ctx, &l, r, second.Requests[0]))
		c := trace.Contact{RequestID: r.ID, Kind: "manufacturer", AskedBy: m.other["tracer"].ID, AskedAt: tx.Now()}
		ok(t, tx.AddContact(ctx, &c))
		file := trace.Document{RequestID: r.ID, ContactID: c.ID, Name: "a.txt", Kind: "txt", By: c.AskedBy}
		ok(t, tx.AddDocument(ctx, &file, []byte("a")))
		x.document = file.ID
		d := trace.Saved{AccountID: filer.ID, Filing: storetest.Filing(m.filings)}
		ok(t, tx.AddDraft(ctx, &d))
		k := account.Key{AccountID: filer.ID, Name: "otra", Hint: "rst", Hash: d.ID}
		ok(t, tx.AddKey(ctx, &k))
		x.link, x.contact, x.draft, x.key = l.ID, c.ID, d.ID, k.ID
		seller := trace.Licensee{Name: "Example Outfitters", Kinds: []string{"dealer"}}
		ok(t, tx.AddLicensee(ctx, &seller, m.other["tracer"].ID))
		x.licensee = seller.ID
		ready := trace.Wording{Title: trace.Titles{ES: "a", EN: "b"}, Text: trace.Texts{ES: "a", EN: "b"}, Fields: []string{"model"}}
		ok(t, tx.AddWording(ctx, &ready, m.other["tracer"].ID))
		x.wording = ready.ID
		kept := trace.View{AccountID: m.other["tracer"].ID, Name: "Hoy", Filter: "due=today"}
		if situation == "own" {
			kept.AccountID = me.ID
		}
		others, err := tx.Views(ctx, kept.AccountID)
		ok(t, err)
		for _, v := range others { // one keeps so many
			if v.AccountID == kept.AccountID && len(others) == trace.MostViews {
				ok(t, tx.DeleteView(ctx, v.AccountID, v.ID))
				break
			}
		}
		ok(t, tx.AddView(ctx, &kept))
		x.view = kept.ID
		for _, id := range []*string{&x.bulk, &x.ended} {
			many := trace.Bulk{By: me.ID, BulkBody: trace.BulkBody{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}}}
			many.Plan.Add(r.Folio, "")
			ok(t, tx.AddBulk(ctx, &many, [][]trace.BulkItem{{{ID: r.ID, Folio: r.Folio, Seen: trace.SeenOf(r)}}}))
			if *id = many.ID; id == &x.ended {
				many.State, many.EndedAt, many.Step = trace.BulkDone, tx.Now(), 1
				ok(t, tx.SaveBulk(ctx, many))
			}
		}
		for by, when := range map[string]string{me.ID: "claimed", m.other["tracer"].ID: "taken"} {
			if situation == when {
				r, err := tx.ClaimRequest(ctx, r.Folio, by, tx.Now().Add(time.Hour))
				ok(t, err)
				x.claim = strconv.Itoa(r.Claim)
			}
		}
		return nil
	})
	ok(t, m.beneath.Write(context.Background(), db.Unfenced, func(tx *db.Tx) error {
		sql := func(q string, args ...any) {
			_, err := tx.Exec(context.Background(), q, args...)
			ok(t, err)
		}
		m.seclude(sql, first, me, situation)
		m.attach(sql, x, first, me, situation)
		m.hand(sql, x, second, me, situation)
		return nil
	}))
	return x
}

// attach puts beside a seizure what is not of it: a grant, a change of a
// person, a session and a factor of its filer.
func (m *matrix) attach(sql statement, x *exhibit, s trace.Seizure, me account.Account, situation string) {
	now := time.Now()
	if situation == "trainee" {
		x.person = m.other["apprentice"].ID
	}
	home, by := s.AgencyID, m.other["colleague"]
	switch situation {
	case "own":
		home, by = me.AgencyID, me
	case "colleague":
		home = me.AgencyID
		if me.AgencyID == m.other["tracer"].AgencyID {
			by = m.other["tracer"]
		}
	case "foreign", "offered":
		home, by = m.other["stranger"].AgencyID, m.other["stranger"]
	}
	if situation == "own" && !me.Role.Requester() {
		x.person = me.ID
	}
	if situation == "colleague" && me.AgencyID == m.other["tracer"].AgencyID {
		x.person = m.other["tracer"].ID
	}
	id := s.ID[1:] // with another letter before it, an id like any
	x.grant, x.change, x.named, x.session, x.factor, x.broken, x.decoy = "G"+id, "C"+id, "N"+id, "S"+id, "F"+id, "B"+id, "D"+id
	to := m.other["stranger"].AgencyID
	if situation == "offered" {
		to = me.AgencyID
	}
	if situation == "foreign" {
		to = m.other["far"].AgencyID
	}
	sql(`UPDATE api_key SET account_id = $1 WHERE id = $2`, x.person, x.key)
	sql(`INSERT INTO share (id, seizure_id, agency_id, to_agency, people, fields, purpose, words, until, by, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, 'place', 'coordinate', '', $6, $7, $8, $9)`,
		x.grant, s.ID, home, to, me.Username, now.Add(48*time.Hour).Format(time.DateOnly), by.ID, db.At(now), db.At(now.Add(48*time.Hour)))
	if situation == "offered" {
		sql(`UPDATE share SET approved_by = $1, approved_at = $2 WHERE id = $3`, by.ID, db.At(now), x.grant)
	}
	sql(`INSERT INTO change (id, agency_id, kind, account_id, role, by, at, expires_at) VALUES ($1, $2, 'role', $3, 'coordinator', $4, $5, $6)`,
		x.change, home, m.other["third"].ID, by.ID, db.At(now), db.At(now.Add(48*time.Hour)))
	sql(`INSERT INTO named_change (id, seizure_id, kind, account_id, by, at) VALUES ($1, $2, 'add', $3, $4, $5)`,
		x.named, s.ID, m.other["fourth"].ID, m.other["colleague"].ID, db.At(now))
	sql(`INSERT INTO break_glass (id, agency_id, folio, account_id, reason, words, by, at) VALUES ($1, $2, $3, $4, 'danger', '', $5, $6)`,
		x.broken, home, s.Folio, by.ID, by.ID, db.At(now))
	sql(`INSERT INTO decoy (id, seizure_id, folio, agency_id, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		x.decoy, s.ID, s.Folio, s.AgencyID, s.FiledBy, db.At(now))
	sql(`INSERT INTO bar (seizure_id, account_id, by, at) VALUES ($1, $2, '', $3)`, s.ID, m.other["fourth"].ID, db.At(now))
	sql(`INSERT INTO session (token, account_id, data, expires_at, id, started_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		x.session, x.person, []byte("{}"), db.At(now.Add(time.Hour)), x.session, db.At(now))
	sql(`INSERT INTO factor (id, account_id, kind, name, secret, created_at) VALUES ($1, $2, 'totp', 'tel', $3, $4)`,
		x.factor, x.person, []byte("x"), db.At(now))
}

// hand has somebody offer to hand a seizure over, as situations say of a grant.
func (m *matrix) hand(sql statement, x *exhibit, s trace.Seizure, me account.Account, situation string) {
	now := time.Now()
	by, to := s.FiledBy, m.other["stranger"].AgencyID
	switch situation {
	case "foreign":
		to = m.other["far"].AgencyID
	case "offered":
		to = me.AgencyID
	}
	x.transfer = "T" + s.ID[1:]
	sql(`INSERT INTO transfer (id, seizure_id, folio, agency_id, to_agency, restricted, requests, handed, document, reason, by, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, 0, 1, '2026-03-05', 'OF/1', 'joined', $6, $7, $8)`,
		x.transfer, s.ID, s.Folio, s.AgencyID, to, by, db.At(now), db.At(now.Add(48*time.Hour)))
	if situation == "offered" {
		sql(`UPDATE transfer SET approved_by = $1, approved_at = $2 WHERE id = $3`, by, db.At(now), x.transfer)
	}
}

// seclude restricts a seizure or shares it.
func (m *matrix) seclude(sql statement, s trace.Seizure, me account.Account, situation string) {
	now := time.Now()
	switch situation {
	case "barred":
		sql(`INSERT INTO bar (seizure_id, account_id, by, at) VALUES ($1, $2, '', $3)`, s.ID, me.ID, db.At(now))
	case "hidden", "named":
		sql(`UPDATE seizure SET restricted = 1 WHERE id = $1`, s.ID)
		sql(`UPDATE request SET restricted = 1 WHERE seizure_id = $1`, s.ID)
		list := []string{m.other["colleague"].ID, m.other["third"].ID}
		if situation == "named" {
			list = append(list, me.ID)
		}
		for _, id := range list {
			sql(`INSERT INTO named (seizure_id, account_id, by, at) VALUES ($1, $2, $3, $4)`, s.ID, id, s.FiledBy, db.At(now))
		}
	case "granted", "expired":
		end := now.Add(time.Hour)
		if situation == "expired" {
			end = now.Add(-time.Hour)
		}
		sql(`INSERT INTO share (id, seizure_id, agency_id, to_agency, people, fields, purpose, words, until, by, at, expires_at,
				approved_by, approved_at, accepted_by, accepted_at)
			VALUES ($1, $2, $3, $4, '', $5, 'coordinate', '', $6, $7, $8, $9, $7, $8, $7, $8)`,
			s.ID, s.ID, s.AgencyID, me.AgencyID, "firearm place people", end.Format(time.DateOnly), s.FiledBy, db.At(now.Add(-2*time.Hour)), db.At(end))
		sql(`INSERT INTO share_person (share_id, account_id) VALUES ($1, $2)`, s.ID, me.ID)
	}
}

// question is one request about a record in a situation.
type question struct {
	method, pattern, path string
	role                  account.Role
	situation             string
	program               bool
	never                 bool // the role is refused whatever the record, and so changes none
}

// ask sends one request. It is false where it makes no sense, as a key for a
// role that can have none.
func (m *matrix) ask(t *testing.T, q question) (reply, bool) {
	t.Helper()
	if q.program && q.role != "" && m.keys[q.role] == "" {
		return reply{}, false
	}
	return m.put(t, q, m.subject(t, q)), true
}

// subject is the record that a question is about. What is only read can be
// read again.
func (m *matrix) subject(t *testing.T, q question) *exhibit {
	t.Helper()
	by := q.role
	if by == "" {
		by = account.Submitter
	}
	name := string(by) + "/" + q.situation
	x := m.known[name]
	if x == nil || q.method != http.MethodGet && !q.never {
		x = m.exhibit(t, by, q.situation)
	}
	if m.known[name] == nil && (q.method == http.MethodGet || q.never) {
		m.known[name] = x
	}
	return x
}

// put sends the request about a record.
func (m *matrix) put(t *testing.T, q question, x *exhibit) reply {
	t.Helper()
	target := "/training" + m.path(x, q.pattern, q.path)
	if q.program {
		header := []string{"Content-Type", "application/json", "Accept-Language", "es", "Claim", x.claim, "If-Match", "1"}
		if q.role != "" {
			header = append(header, "Authorization", "Bearer "+m.keys[q.role])
		}
		return m.send(t, http.DefaultClient, q.method, target, jsonBody(q.path, x), header...)
	}
	c := m.clients[q.role]
	if q.path == "/logout" && q.role != "" && !m.mute {
		c = m.enter(t, m.who[q.role])
	}
	if q.method == http.MethodGet {
		return m.send(t, c, q.method, target+query(q.path, x), "")
	}
	if q.path == "/session/typed" {
		target += "?at=/training/account"
	}
	if q.path == "/bulk" {
		target += "?which=chosen&folio=" + x.request
	}
	form := m.form(q.path, x, q.role)
	form.Set("claim", x.claim)
	return m.send(t, c, q.method, target, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// path puts the record's ids into a pattern.
func (m *matrix) path(x *exhibit, pattern, path string) string {
	id := map[string]string{
		"drafts": x.draft, "account/keys": x.key, "account/sessions": x.session, "account/factors": x.factor,
		"shared": x.grant, "office/people": x.person, "office/changes": x.change, "audit/breaks": x.broken, "audit/decoys": x.decoy, "licensees": x.licensee, "wordings": x.wording, "views": x.view, "transfers": x.transfer, "bulk": x.bulk,
	}[about(pattern)]
	switch {
	case strings.Contains(pattern, "/links/"):
		id = x.link
	case strings.HasSuffix(pattern, "/bulk/:id/undo"):
		id = x.ended
	case strings.Contains(pattern, "/contacts/"):
		id = x.contact
	case strings.Contains(pattern, "/documents/"):
		id = x.document
	case strings.Contains(pattern, "/named/"):
		id = x.named
	case strings.Contains(pattern, "/bars/"):
		id = m.other["fourth"].ID
	}
	folio := x.request
	if about(pattern) == "seizures" {
		folio = x.seizure
	}
	return strings.NewReplacer(":folio", folio, ":id", id, ":key", x.key, ":n", "1", ":entidad", "28", ":country", "MX", ":code", "88900",
		":list", "offence", ":what", "person-1", ":day", "2026-03-05").Replace(strings.ReplaceAll(path, "/suggest/:list", "/suggest/manufacturer"))
}

func query(path string, x *exhibit) string {
	switch {
	case strings.HasSuffix(path, "/links"):
		return "?other=" + x.twin
	case strings.HasSuffix(path, "/same"):
		return "?folio=" + x.twin
	case path == "/people":
		return "?q=trevino"
	case path == "/suggest/settlement", path == "/suggest/county":
		return "?q=Mat&entidad=28&state=TX"
	}
	return ""
}

// form is a body that would be taken from whoever may.
func (m *matrix) form(path string, x *exhibit, role account.Role) url.Values {
	form := url.Values{"language": {"es"}, "zone": {"America/Tijuana"}, "key_name": {"nueva"}}
	switch {
	case path == "/views":
		form = url.Values{"name": {"Hoy"}, "due": {"today"}}
	case path == "/login":
		form = url.Values{"username": {m.who[account.Submitter].Username}, "password": {phrase}}
		if role != "" {
			form.Set("username", m.who[role].Username)
		}
	case path == "/account/mail":
		form = url.Values{}
		for _, topic := range trace.TopicsOf(role) {
			form.Set("way_"+string(topic), string(trace.InDigest))
		}
	case path == "/prove":
		form = url.Values{"password": {phrase}, "next": {"/account"}}
	case strings.HasSuffix(path, "/open"):
		form = url.Values{"purpose": {"verify_identity"}}
	case strings.HasSuffix(path, "/named"):
		form = url.Values{"kind": {"add"}, "name": {"cuarta"}}
	case path == "/language":
		form = url.Values{"lang": {"es"}}
	case strings.HasSuffix(path, "/same"):
		form = url.Values{"folio": {x.twin}}
	case strings.HasSuffix(path, "/links"):
		form = url.Values{"other": {x.twin}, "verdict": {"same"}}
	case strings.HasSuffix(path, "/withdrawal"):
		form = url.Values{"reason": {"Ya no hace falta."}, "requests": {x.request}}
	case strings.HasSuffix(path, "/answers"), strings.HasSuffix(path, "/questions"):
		form = url.Values{"text": {"Así está estampado."}, "fields": {"serial.text"}}
	case strings.HasSuffix(path, "/reminders"):
		form = url.Values{"channel": {"phone"}}
	case strings.HasSuffix(path, "/strike"):
		form = url.Values{"struck": {"Otra solicitud."}}
	case strings.HasSuffix(path, "/messages"):
		form = url.Values{"text": {"Apareció el propietario."}}
	case strings.HasPrefix(path, "/wordings"):
		form = url.Values{"title.es": {"a"}, "title.en": {"b"}, "words.es": {"a"}, "words.en": {"b"}, "fields": {"model"}, "version": {"1"}, "retired": {"yes"}}
	case strings.HasSuffix(path, "/contacts"), strings.HasSuffix(path, "/correction"):
		form = url.Values{"kind": {"manufacturer"}, "name": {"Cugir"}, "channel": {"email"}}
	case strings.HasSuffix(path, "/answer"):
		form = url.Values{"said": {"Vendida en 2003."}}
	case strings.HasSuffix(path, "/assignment"):
		form = url.Values{"tracer": {m.who[account.Supervisor].Username}}
	case strings.HasSuffix(path, "/priority"):
		form = url.Values{"priority": {"routine"}}
	case path == "/bulk":
		form = url.Values{"act": {"claim"}}
	case strings.HasSuffix(path, "/licensees"), strings.HasSuffix(path, "/change"):
		form = url.Values{"name": {"Example Outfitters"}, "kinds[0]": {"dealer"}, "version": {"1"}}
	case strings.HasSuffix(path, "/transfer"):
		form = url.Values{"to": {"FGJ-TAM"}, "handed.day": {"5"}, "handed.month": {"3"}, "handed.year": {"2026"}, "document": {"OF/2"}, "transfer_reason": {"joined"}}
	case strings.HasPrefix(path, "/transfers/"):
		form = url.Values{"case_kind": {"nuc"}, "case_number": {"77/2026"}, "holder": {"a.coordinator"}, "decline_why": {"No es de aquí."}}
	case strings.HasSuffix(path, "/result"):
		form = url.Values{"outcome": {"before_records"}}
	}
	return form
}

func jsonBody(path string, x *exhibit) string {
	var body any
	switch {
	case strings.HasSuffix(path, "/seizures"), strings.HasSuffix(path, "/check"):
		body = storetest.Filing(1)
	case strings.HasSuffix(path, "/withdrawal"):
		body = map[string]any{"reason": "Ya no hace falta."}
	case strings.HasSuffix(path, "/answers"):
		body = map[string]any{"text": "Así está estampado."}
	case strings.HasSuffix(path, "/questions"):
		body = map[string]any{"text": "Look again, please.", "fields": []string{"serial.text"}}
	case strings.HasSuffix(path, "/links"):
		body = map[string]any{"other": x.twin, "verdict": "same"}
	case strings.HasSuffix(path, "/documents"):
		body = map[string]any{"name": "b.txt", "content": "Yg=="}
	case strings.HasSuffix(path, "/strike"):
		body = map[string]any{"struck": "Another request."}
	case strings.HasSuffix(path, "/messages"):
		body = map[string]any{"text": "The owner came forward."}
	case strings.HasSuffix(path, "/contacts"), strings.HasSuffix(path, "/correction"):
		body = map[string]any{"kind": "manufacturer", "name": "Cugir", "channel": "email"}
	case strings.HasSuffix(path, "/answer"):
		body = map[string]any{"said": "Sold in 2003."}
	case strings.HasSuffix(path, "/assignment"):
		body = map[string]any{"tracer": "nobody"}
	case strings.HasSuffix(path, "/priority"):
		body = map[string]any{"priority": "routine"}
	case strings.Contains(path, "/proposal/"):
		body = map[string]any{"proposal": "P1", "notes": map[string]string{"sold": "Which day?"}}
	case strings.HasSuffix(path, "/bulk"):
		body = map[string]any{"act": "claim", "which": "chosen", "folios": []string{x.request}}
	case strings.HasSuffix(path, "/licensees"), strings.Contains(path, "/licensees/"):
		body = map[string]any{"name": "Example Outfitters", "kinds": []string{"dealer"}}
	case strings.HasSuffix(path, "/transfers"):
		body = map[string]any{"to": "FGJ-TAM", "handed": "2026-03-05", "document": "OF/2", "transfer_reason": "joined"}
	case strings.HasSuffix(path, "/close"):
		body = map[string]any{"decline_why": "No es de aquí."}
	case strings.HasSuffix(path, "/result"):
		body = map[string]any{"outcome": "before_records"}
	default:
		body = map[string]any{}
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(b)
}
