package site_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
	tracing "rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/ledger"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/report"
	"rastreo/internal/secret"
	"rastreo/internal/share"
	"rastreo/internal/site"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/locales"
	"rastreo/static"
	"rastreo/web"
)

// base is the path of the world the tests run in: every link must carry it.
const base = "/training"

// house is one world on an empty database with the real rooms and the real
// gate, and somebody signed in for every role.
type house struct {
	*storetest.Fixture
	t       testing.TB
	site    *site.Site
	handler http.Handler
	intake  *intake.Intake
	desk    *tracing.Desk
	notify  *notify.Notify
	ledger  *ledger.Ledger
	share   *share.Share
	office  *office.Office
	who     map[string]account.Actor
	cookies map[string][]*http.Cookie
	let     *login.Login
}

// everybody in the tests. The stranger belongs to another agency.
var everybody = []struct {
	who, agency, kind string
	role              account.Role
}{
	{"ana", "FGR", account.Federal, account.Submitter},
	{"chief", "FGR", account.Federal, account.Coordinator},
	{"stranger", "FGJ-TAM", account.State, account.Submitter},
	{"pat", "NTC", account.Center, account.Tracer},
	{"kim", "NTC", account.Center, account.Tracer},
	{"boss", "NTC", account.Center, account.Supervisor},
	{"eva", "FGR", account.Federal, account.Submitter},
	{"watch", "FGR", account.Federal, account.Auditor},
}

func newHouse(t testing.TB, dsn string) *house {
	t.Helper()
	x := storetest.Open(t, dsn)
	now := x.Clock.Now
	words, err := i18n.Load(locales.FS)
	must(t, err)
	let, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Origin: "http://localhost", Now: now, Random: rand.Reader, KeyPrefix: "rst_test_", Cookie: "sid", Path: base + "/"})
	must(t, err)
	h := &house{
		Fixture: x, t: t, intake: intake.New(x.Store, intake.Config{Now: now, Lease: 48 * time.Hour}),
		desk: tracing.New(x.Store, tracing.Config{Now: now, Lease: 48 * time.Hour}), notify: notify.New(x.Store, now),
		share:  share.New(x.Store, share.Config{Now: now}),
		office: office.New(x.Store, office.Config{Now: now, Random: rand.Reader, Check: let.CheckPassword, Hash: let.Hash, Attempt: let.Attempt}), who: map[string]account.Actor{}, cookies: map[string][]*http.Cookie{}, let: let,
	}
	h.ledger, err = ledger.New(x.Store, ledger.Config{
		Origin: "rastreo/test", Secret: secret.New(make([]byte, 32)), Now: now,
		Log: slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	must(t, err)
	h.site, err = site.New(site.Config{
		Intake: h.intake, Desk: h.desk, Share: h.share, Report: report.New(x.Store, now), Login: let, Office: h.office, Notify: h.notify, Ledger: h.ledger, Bundle: words,
		Web: web.FS, Asset: static.URL, World: gate.Training, Base: base, Now: now,
	})
	must(t, err)
	g := gate.New(gate.Config{
		Bundle: words, Login: let, World: gate.Training, Base: base, Now: now,
		Log: slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError})),
		SetLang: func(v *gate.Visit, lang string) error {
			return h.office.Speak(v.Request.Context(), v.Actor, lang)
		},
		Refused: func(v *gate.Visit, on, outcome string) error {
			return h.ledger.Refused(v.Request.Context(), v.Actor, v.Route.Act, on, outcome)
		},
	})
	e := g.Engine()
	must(t, h.site.Mount(g, e.Group(base)))
	e.NoRoute(func(c *gin.Context) { g.NoRoute(c, func(*gin.Context) gate.Answer { return h.site.Fault }) })
	h.handler = g.Wrap(e, http.NotFoundHandler())
	h.settle()
	return h
}

// settle adds everybody and signs them in.
func (h *house) settle() {
	h.t.Helper()
	agencies := map[string]account.Agency{}
	for _, p := range everybody {
		if _, ok := agencies[p.agency]; !ok {
			agencies[p.agency] = h.Agency(p.agency, p.kind)
		}
		a := h.Account(agencies[p.agency], p.role)
		actor := account.Actor{ID: a.ID, AgencyID: a.AgencyID, Agency: p.agency, Username: a.Username, Name: a.Name, Role: a.Role, Lang: a.Lang, Zone: a.Zone, Proven: true}
		h.who[p.who] = actor
		h.signIn(p.who)
	}
}

// named is somebody's user name.
func (h *house) named(as string) (name string) {
	h.t.Helper()
	h.Read(func(tx *store.Tx) error {
		a, err := tx.Account(h.t.Context(), h.who[as].ID)
		name = a.Username
		return err
	})
	return name
}

// signIn gives somebody a session without the cost of a password.
func (h *house) signIn(as string) {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.let.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := h.let.Admit(r.Context(), account.Actor{}, h.who[as].ID, login.ByPassword)
		must(h.t, err)
	})).ServeHTTP(w, httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, base+"/login", nil))
	h.cookies[as] = w.Result().Cookies()
}

// failing fails the test with whatever the house logs as an error.
type failing struct{ t testing.TB }

func (f failing) Write(b []byte) (int, error) {
	f.t.Errorf("logged: %s", b)
	return len(b), nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// oneHouse is a house on SQLite, for what does not depend on the engine.
func oneHouse(t testing.TB) *house {
	t.Helper()
	return newHouse(t, dbtest.SQLite(t))
}

// answer is what came back, read as HTML.
type answer struct {
	*goquery.Document
	t      testing.TB
	status int
	header http.Header
	body   string
}

// visit is one request; form is posted when it is not nil.
type visit struct {
	as, lang, path string
	form           url.Values
	header         map[string]string
	cookies        []*http.Cookie
	forged         bool // the form is sent without its token
}

// token is that of somebody's forms, as a page has it.
func (h *house) token(as string) string {
	h.t.Helper()
	return h.do(visit{as: as, path: "/help"}).Find("[name=form_token]").AttrOr("value", "")
}

func (h *house) do(x visit) answer {
	h.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if x.form != nil && len(h.cookies[x.as]) > 0 && !x.forged {
		x.form = maps.Clone(x.form)
		x.form.Set("form_token", h.token(x.as))
		if !x.form.Has("claim") {
			x.form.Set("claim", strconv.Itoa(h.ClaimedAt(x.path)))
		}
	}
	if x.form != nil {
		method, body = http.MethodPost, strings.NewReader(x.form.Encode())
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, "http://rastreo.test"+base+x.path, body)
	if x.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if x.lang != "" {
		r.Header.Set("Accept-Language", x.lang)
	}
	for name, value := range x.header {
		r.Header.Set(name, value)
	}
	for _, c := range append(h.cookies[x.as], x.cookies...) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	a := h.answered(w)
	if strings.Contains(a.body, "⟦") {
		i := strings.Index(a.body, "⟦")
		h.t.Errorf("%s %s: a text is missing: %s", method, x.path, a.body[i:min(i+60, len(a.body))])
	}
	return a
}

// answered reads an answer.
func (h *house) answered(w *httptest.ResponseRecorder) answer {
	h.t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	must(h.t, err)
	return answer{page, h.t, w.Code, w.Header(), w.Body.String()}
}

func (h *house) get(as, path string) answer {
	h.t.Helper()
	return h.do(visit{as: as, path: path}).is(200)
}

func (h *house) post(as, path string, pairs ...string) answer {
	h.t.Helper()
	return h.do(visit{as: as, path: path, form: values(pairs...)})
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// still is the body without the nonce, which no two answers share.
func (a answer) still() string {
	return strings.ReplaceAll(a.body, a.Find("script[nonce]").AttrOr("nonce", "-"), "NONCE")
}

// is fails unless the status is this.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.text("main"))
	}
	return a
}

// to is where a redirect leads, without the base.
func (a answer) to() string {
	a.t.Helper()
	a.is(303)
	path, ok := strings.CutPrefix(a.header.Get("Location"), base)
	if !ok {
		a.t.Fatalf("a redirect leaves the world: %s", a.header.Get("Location"))
	}
	return path
}

// text is the text below a selector with single spaces.
func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// has fails unless the text below a selector holds this.
func (a answer) has(selector, want string) answer {
	a.t.Helper()
	if got := a.text(selector); !strings.Contains(got, want) {
		a.t.Errorf("%s: no %q in %q", selector, want, got)
	}
	return a
}

// form reads the fields of the page's form as a browser would send them.
func (a answer) form() url.Values {
	v := url.Values{}
	a.Find("#page-form input, #page-form textarea, #page-form select").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		if name == "" || s.Is("[type=submit]") || s.Is("[disabled]") || s.ParentsFiltered("fieldset[disabled]").Length() > 0 {
			return
		}
		switch {
		case s.Is("select"):
			v.Add(name, s.Find("option[selected]").Last().AttrOr("value", ""))
		case s.Is("textarea"):
			v.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		case s.Is("[type=radio], [type=checkbox]"):
			if _, on := s.Attr("checked"); on {
				v.Add(name, s.AttrOr("value", "on"))
			}
		default:
			v.Add(name, s.AttrOr("value", ""))
		}
	})
	return v
}

// cookies are those an answer sets.
func (a answer) cookies() []*http.Cookie {
	return (&http.Response{Header: a.header}).Cookies()
}

type goquerySelection = goquery.Selection

// accountNamed is a submitter who can sign in.
func accountNamed(username, agency string) account.Account {
	return account.Account{Username: username, AgencyID: agency, Name: "Persona Nueva", Role: account.Submitter, Lang: "es", Zone: "America/Mexico_City"}
}
