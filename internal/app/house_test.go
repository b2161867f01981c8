package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/alexedwards/argon2id"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/login"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/migrations"
)

// phrase is the password of every account of these tests.
const phrase = "una frase de más de quince"

// house is both worlds behind one address, on one engine, with a key for each
// account of each world.
type house struct {
	*app.App
	config app.Config
	url    string
	keys   map[string]string // by world and user name: "live/ana"
	log    *record
}

// record is a log that may be read while it is written.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// tenant is an account.
type tenant struct {
	username, agency, kind string
	role                   account.Role
}

// tenants are the accounts of each world.
var tenants = []tenant{
	{"ana", "FGR", account.Federal, account.Submitter},
	{"tracer1", "NTC", account.Center, account.Tracer},
	{"tracer2", "NTC", account.Center, account.Tracer},
	{"chief", "FGR", account.Federal, account.Coordinator},
	{"boss", "NTC", account.Center, account.Supervisor},
	{"admin", "FGR", account.Federal, account.Admin},
	{"auditor", "FGR", account.Federal, account.Auditor},
	{"operator", "NTC", account.Center, account.Operator},
}

// bothEngines runs f with both worlds on SQLite, and again on PostgreSQL.
func bothEngines(t *testing.T, f func(*testing.T, *house)) {
	t.Run("sqlite", func(t *testing.T) { f(t, newHouse(t, dbtest.SQLite)) })
	t.Run("postgres", func(t *testing.T) { f(t, newHouse(t, dbtest.Postgres)) })
}

// newHouse builds one for the tenants, and whoever lives there beside them.
func newHouse(t *testing.T, dsn func(testing.TB) string, beside ...tenant) *house {
	t.Helper()
	h := &house{keys: map[string]string{}, log: &record{}}
	h.config = app.Config{
		Live: dsn(t), Training: dsn(t), Migrate: true, OneFactor: true,
		Secrets: [2]string{filepath.Join(t.TempDir(), "live"), filepath.Join(t.TempDir(), "training")}, Lease: time.Hour, Every: time.Hour,
		Now: time.Now, Random: rand.Reader, Log: slog.New(slog.NewJSONHandler(h.log, nil)), Version: "test",
	}
	h.move(t, "live/", "rst_live_", h.config.Live, beside)
	h.move(t, "training/", "rst_test_", h.config.Training, beside)
	h.App = open(t, h.config)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
	h.url = server.URL
	t.Cleanup(func() { server.Close(); ok(t, h.Close()) })
	return h
}

// reopen closes the house and opens it otherwise, at the same address.
func (h *house) reopen(t *testing.T, change func(*app.Config)) {
	t.Helper()
	ok(t, h.Close())
	change(&h.config)
	h.App = open(t, h.config)
}

// hashed is what is kept of secret. It is made once: to hash is to take time.
var hashed = sync.OnceValues(func() (string, error) { return argon2id.CreateHash(phrase, argon2id.DefaultParams) })

// move adds the tenants, and those beside them, to the database of a world.
func (h *house) move(t *testing.T, world, keyPrefix, dsn string, beside []tenant) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	ok(t, err)
	defer func() { ok(t, d.Close()) }()
	ok(t, d.Migrate(t.Context(), migrations.FS))
	s := store.New(d, store.Config{Now: time.Now})
	let, err := login.New(s, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: time.Now, Random: rand.Reader, KeyPrefix: keyPrefix})
	ok(t, err)
	people := office.New(s, office.Config{Hash: func(context.Context, string) (string, error) { return hashed() }})
	for _, x := range slices.Concat(tenants, beside) {
		home, err := people.AddAgency(t.Context(), account.Agency{Code: x.agency, Name: "Institución " + x.agency, Kind: x.kind})
		ok(t, err)
		a, err := people.AddAccount(t.Context(), account.Account{
			AgencyID: home.ID, Username: x.username, Name: "Persona " + x.username, Role: x.role, Lang: "es", Zone: "America/Tijuana",
		}, phrase)
		ok(t, err)
		if !account.Can(account.Actor{ID: a.ID, Role: a.Role, Proven: true}, account.OwnKeys, nil) {
			continue
		}
		h.keys[world+x.username], _, err = let.IssueKey(t.Context(), account.Actor{ID: a.ID, Role: a.Role, Proven: true}, login.Usual("prueba", a.Role))
		ok(t, err)
	}
}

func open(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c)
	ok(t, err)
	return a
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reply is an answer with its body.
type reply struct {
	*http.Response
	body string
}

// send sends a request as a browser or a program would; header is name, value.
func (h *house) send(t *testing.T, c *http.Client, method, path, body string, header ...string) reply {
	t.Helper()
	if form := "application/x-www-form-urlencoded"; method == http.MethodPost && slices.Contains(header, form) && !strings.Contains(body, "form_token=") {
		body += "&form_token=" + token(t, c, h.url+path)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	ok(t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := c.Do(r)
	ok(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ok(t, err)
	return reply{answer, string(text)}
}

// token is that of the forms of whoever is signed in, "" for nobody's. It is
// read from a page of the world that address belongs to.
func token(t testing.TB, c *http.Client, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	ok(t, err)
	at := "/help"
	if strings.HasPrefix(u.Path, "/training/") {
		at = "/training/help"
	}
	answer, err := c.Get(u.Scheme + "://" + u.Host + at)
	ok(t, err)
	defer answer.Body.Close()
	page, err := goquery.NewDocumentFromReader(answer.Body)
	ok(t, err)
	return page.Find("[name=form_token]").AttrOr("value", "")
}

// call sends JSON with the key of an account ("live/ana"). No request is claimed
// more than once in these tests.
func (h *house) call(t *testing.T, who, method, path string, body any) reply {
	t.Helper()
	text := ""
	if body != nil {
		b, err := json.Marshal(body)
		ok(t, err)
		text = string(b)
	}
	return h.send(t, http.DefaultClient, method, path, text, "Content-Type", "application/json", "Authorization", "Bearer "+h.keys[who], "Claim", "1")
}

// browser keeps cookies and follows no redirect.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	ok(t, err)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (h *house) signIn(t *testing.T, c *http.Client, base, username, password string) reply {
	t.Helper()
	form := url.Values{"username": {username}, "password": {password}}
	return h.send(t, c, http.MethodPost, base+"/login", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// file files a seizure with an account's key and returns the folios of its
// requests.
func (h *house) file(t *testing.T, who, base string, i int) (seizure string, requests []string) {
	t.Helper()
	a := h.call(t, who, http.MethodPost, base+"/api/v1/seizures", storetest.Filing(i))
	var r struct {
		Folio    string
		Requests []struct{ Folio string }
	}
	if err := json.Unmarshal([]byte(a.body), &r); err != nil || a.StatusCode != http.StatusCreated {
		t.Fatalf("filing: %d %s", a.StatusCode, a.body)
	}
	for _, q := range r.Requests {
		requests = append(requests, q.Folio)
	}
	return r.Folio, requests
}

// unready tells whether the house says that it cannot work.
func unready(ctx context.Context, a *app.App) bool {
	w := httptest.NewRecorder()
	a.Ops().ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/readyz", nil))
	return w.Code != http.StatusOK
}
