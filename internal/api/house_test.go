package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/login"
	"rastreo/internal/report"
	"rastreo/internal/secret"
	"rastreo/internal/share"
	"rastreo/internal/store/storetest"
	"rastreo/locales"
)

const (
	base = "/training"
	root = base + api.Root
)

// house is one world on an empty database, with the API mounted as it is in
// the real one, and a key for everybody.
type house struct {
	*storetest.Fixture
	handler http.Handler
	api     *api.API
	spec    *openapi3.T
	keys    map[string]string // by who
	share   *share.Share
	who     map[string]account.Actor
	names   map[string]string // user names
}

// everybody in the tests. The stranger belongs to another agency.
var everybody = []struct {
	who, agency, kind string
	role              account.Role
}{
	{"ana", "FGR", account.Federal, account.Submitter},
	{"colleague", "FGR", account.Federal, account.Submitter},
	{"chief", "FGR", account.Federal, account.Coordinator},
	{"stranger", "FGJ-TAM", account.State, account.Submitter},
	{"tracer", "NTC", account.Center, account.Tracer},
	{"other", "NTC", account.Center, account.Tracer},
	{"boss", "NTC", account.Center, account.Supervisor},
	{"eva", "FGR", account.Federal, account.Submitter},
	{"second", "FGR", account.Federal, account.Coordinator},
	{"theirs", "FGJ-TAM", account.State, account.Coordinator},
}

func newHouse(t *testing.T, dsn string) *house {
	t.Helper()
	x := storetest.Open(t, dsn)
	now := x.Clock.Now
	words, err := i18n.Load(locales.FS)
	must(t, err)
	let, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: now, Random: rand.Reader, KeyPrefix: "rst_test_", Cookie: "sid", Path: base + "/"})
	must(t, err)
	g := gate.New(gate.Config{
		Bundle: words, Login: let, World: gate.Training, Base: base, Now: now,
		Log: slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	sharing := share.New(x.Store, share.Config{Now: now})
	a := api.New(api.Config{
		Intake: intake.New(x.Store, intake.Config{Now: now, Lease: 24 * time.Hour}),
		Desk:   desk.New(x.Store, desk.Config{Now: now, Lease: 24 * time.Hour}),
		Share:  sharing,
		Report: report.New(x.Store, now),
		Bundle: words, Live: false, Base: base, Now: now,
	})
	e := g.Engine()
	must(t, g.JSON(e.Group(root), a.Routes(), a.Answer))
	e.NoRoute(func(c *gin.Context) { g.NoRoute(c, func(*gin.Context) gate.Answer { return a.Answer }) })
	h := &house{Fixture: x, handler: g.Wrap(e, http.NotFoundHandler()), api: a, keys: map[string]string{}, share: sharing, who: map[string]account.Actor{}, names: map[string]string{}}
	h.spec, err = openapi3.NewLoader().LoadFromData(h.do(t, ask{path: "/openapi.json"}).Body.Bytes())
	must(t, err)
	agencies := map[string]account.Agency{}
	for _, p := range everybody {
		if _, ok := agencies[p.agency]; !ok {
			agencies[p.agency] = x.Agency(p.agency, p.kind)
		}
		made := x.Account(agencies[p.agency], p.role)
		who := account.Actor{ID: made.ID, AgencyID: made.AgencyID, Name: made.Name, Role: p.role, Proven: true}
		h.who[p.who], h.names[p.who] = who, made.Username
		h.keys[p.who], _, err = let.IssueKey(t.Context(), who, login.Usual(p.who, p.role))
		must(t, err)
	}
	return h
}

// failing fails the test with whatever the house logs as an error.
type failing struct{ t *testing.T }

func (f failing) Write(b []byte) (int, error) {
	f.t.Errorf("logged: %s", b)
	return len(b), nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each runs f in a new house on every engine.
func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, dsn string) { f(t, newHouse(t, dsn)) })
}

// ask is one request to the API. Body is sent as it is.
type ask struct {
	as, lang, method, path, body string
	header                       map[string]string
}

// do sends a request and checks the answer against the description: its
// status must be there, its headers and its body must fit.
func (h *house) do(t *testing.T, a ask) *httptest.ResponseRecorder {
	t.Helper()
	if a.method == "" {
		a.method = http.MethodGet
	}
	r := httptest.NewRequestWithContext(t.Context(), a.method, "http://rastreo.test"+root+a.path, strings.NewReader(a.body))
	if a.method != http.MethodGet {
		r.Header.Set("Content-Type", "application/json")
		if n := h.ClaimedAt(a.path); n > 0 {
			r.Header.Set("Claim", strconv.Itoa(n))
		}
	}
	if a.as != "" {
		r.Header.Set("Authorization", "Bearer "+h.keys[a.as])
	}
	if a.lang != "" {
		r.Header.Set("Accept-Language", a.lang)
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("%s %s: a text is missing: %s", a.method, a.path, w.Body)
	}
	if h.spec != nil {
		h.fits(t, r, w)
	}
	return w
}

func (h *house) fits(t *testing.T, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	route := h.route(r)
	if route == nil {
		return
	}
	err := openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route},
		Status:                 w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		t.Errorf("%s %s: %d does not fit the description: %v\n%s", r.Method, r.URL.Path, w.Code, err, w.Body)
	}
}

// route finds the description of a request. Fixed steps go before parameters.
func (h *house) route(r *http.Request) *routers.Route {
	var found *routers.Route
	fewest := 99
	for path, item := range h.spec.Paths.Map() {
		op, n := item.GetOperation(r.Method), strings.Count(path, "{")
		if op != nil && n < fewest && fitsPath(path, strings.TrimPrefix(r.URL.Path, root)) {
			found, fewest = &routers.Route{Spec: h.spec, Path: path, PathItem: item, Method: r.Method, Operation: op}, n
		}
	}
	return found
}

func fitsPath(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// ok sends a request that must have this status and reads the answer.
func (h *house) ok(t *testing.T, status int, a ask) map[string]any {
	t.Helper()
	w := h.do(t, a)
	if w.Code != status {
		t.Fatalf("%s %s as %s: %d, want %d: %s", a.method, a.path, a.as, w.Code, status, w.Body)
	}
	return object(t, w)
}

func object(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var m map[string]any
	if w.Code == http.StatusNotModified {
		return nil
	}
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return m
}

// at reads a value in an answer by the names and numbers on the way.
func at(v any, steps ...any) any {
	for _, s := range steps {
		switch s := s.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[s]
		case int:
			l, _ := v.([]any)
			if s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}

// word and many read a text and a list in an answer.
func word(v any, steps ...any) string {
	s, _ := at(v, steps...).(string)
	return s
}

func many(v any, steps ...any) []any {
	l, _ := at(v, steps...).([]any)
	return l
}

// example is a body out of the description.
func (h *house) example(t *testing.T, path, name string) string {
	t.Helper()
	op := h.spec.Paths.Value(path).GetOperation(http.MethodPost)
	b, err := json.Marshal(op.RequestBody.Value.Content["application/json"].Examples[name].Value.Value)
	must(t, err)
	return string(b)
}
