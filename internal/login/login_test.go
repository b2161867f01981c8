package login_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/store/storetest"
)

const password = "contraseña de prueba ñ"

type house struct {
	*storetest.Fixture
	*login.Login
	who account.Account
}

func each(t *testing.T, f func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) { f(t, newHouse(t, x)) })
}

func newHouse(t *testing.T, x *storetest.Fixture) house {
	t.Helper()
	l, err := login.New(x.Store, login.Config{
		Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: x.Clock.Now, Random: rand.Reader, KeyPrefix: "rst_live_", Cookie: "rastreo", Path: "/",
	})
	if err != nil {
		t.Fatal(err)
	}
	agency := x.Agency("FGJ-TAM", account.State)
	who, err := office.New(x.Store, office.Config{Hash: l.Hash}).AddAccount(t.Context(), account.Account{
		AgencyID: agency.ID, Username: "Fuentes", Name: "Ana Fuentes de la O", Role: account.Submitter, Lang: "es", Zone: "America/Matamoros",
	}, password)
	if err != nil {
		t.Fatal(err)
	}
	return house{x, l, who}
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
		t.Errorf("got %v, want %q", err, kind)
	}
}

// enter signs in with a new browser.
func (h house) enter(username, password string) (who account.Actor, err error) {
	h.visit(func(ctx context.Context) { who, err = h.SignIn(ctx, account.Actor{}, username, password) }, nil)
	return who, err
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, c := range []struct {
			name, user, password string
			kind                 fault.Kind
		}{
			{"right", "fuentes", password, ""},
			{"capitals and spaces", " FUENTES ", password, ""},
			{"ñ typed as two characters", "fuentes", strings.ReplaceAll(password, "ñ", "n\u0303"), ""},
			{"wrong password", "fuentes", password + "x", fault.Unauthenticated},
			{"no such name", "nadie", password, fault.Unauthenticated},
			{"nothing", "", "", fault.Unauthenticated},
		} {
			who, err := h.enter(c.user, c.password)
			want(t, err, c.kind)
			if (who.ID == h.who.ID) != (c.kind == "") {
				t.Errorf("%s: signed in as %q", c.name, who.ID)
			}
		}
		wrong, unknown := fault.Of(err1(h.enter("fuentes", "x"))), fault.Of(err1(h.enter("nadie", "x")))
		if wrong.Key != unknown.Key {
			t.Errorf("%s tells a name that exists from %s", wrong.Key, unknown.Key)
		}
	})
}

func err1[T any](_ T, err error) error { return err }

// visit serves one request through the session and returns the answer.
func (h house) visit(f func(ctx context.Context), cookie *http.Cookie) *http.Response {
	if cookie == nil {
		return h.visitAll(f, nil)
	}
	return h.visitAll(f, []*http.Cookie{cookie})
}

func (h house) visitAll(f func(ctx context.Context), cookies []*http.Cookie) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { f(r.Context()) })).ServeHTTP(w, r)
	return w.Result()
}

func TestSession(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		res := h.visit(func(ctx context.Context) {
			want(t, err1(h.Admit(ctx, account.Actor{}, h.who.ID, login.ByPassword)), "")
		}, nil)
		cookies := res.Cookies()
		if len(cookies) != 2 || !cookies[1].HttpOnly || cookies[1].SameSite != http.SameSiteStrictMode || cookies[1].MaxAge > 0 {
			t.Fatalf("cookies %v", cookies)
		}
		signedIn := func(expect bool) {
			t.Helper()
			h.visit(func(ctx context.Context) {
				who, err := h.Actor(ctx)
				want(t, err, "")
				if (who.ID == h.who.ID) != expect {
					t.Errorf("signed in: %v, want %v", who.ID != "", expect)
				}
			}, cookies[1])
		}
		for range 5 {
			h.Clock.Advance(29 * time.Minute)
			signedIn(true)
		}
		h.Clock.Advance(31 * time.Minute)
		signedIn(false)
		signedIn(false)
	})
}

func TestSignOut(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		cookie := h.visit(func(ctx context.Context) {
			want(t, err1(h.Admit(ctx, account.Actor{}, h.who.ID, login.ByPassword)), "")
		}, nil).Cookies()[1] // the first is the browser
		h.visit(func(ctx context.Context) { want(t, h.SignOut(ctx, account.Actor{ID: h.who.ID}), "") }, cookie)
		h.visit(func(ctx context.Context) {
			if who, _ := h.Actor(ctx); who.ID != "" {
				t.Error("still signed in")
			}
		}, cookie)
	})
}

// A page that was under way while its reader signed out does not bring the
// session back.
func TestSignOutMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		cookie := h.visit(func(ctx context.Context) {
			want(t, err1(h.Admit(ctx, account.Actor{}, h.who.ID, login.ByPassword)), "")
		}, nil).Cookies()[1] // the first is the browser
		h.Clock.Advance(2 * time.Minute)
		h.visit(func(ctx context.Context) {
			who, err := h.Actor(ctx)
			if want(t, err, ""); who.ID == "" {
				t.Error("not signed in")
			}
			h.visit(func(ctx context.Context) { want(t, h.SignOut(ctx, account.Actor{ID: h.who.ID}), "") }, cookie)
		}, cookie)
		h.visit(func(ctx context.Context) {
			if who, _ := h.Actor(ctx); who.ID != "" {
				t.Error("signed in again")
			}
		}, cookie)
	})
}

// Where sessions cannot be read nobody is signed in, and the reason is told.
func TestSessionUnread(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	l, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), OneFactor: true, Now: x.Clock.Now, Random: rand.Reader, Cookie: "rastreo", Path: "/"})
	want(t, err, "")
	h := house{Fixture: x, Login: l}
	want(t, x.DB.Close(), "")
	asked := false
	h.visit(func(ctx context.Context) {
		asked = true
		_, err := h.Actor(ctx)
		want(t, err, fault.Unavailable)
	}, &http.Cookie{Name: "rastreo", Value: "x"})
	if !asked {
		t.Error("the request did not go on")
	}
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, me := t.Context(), account.Actor{ID: h.who.ID, Role: account.Submitter, Proven: true}
		secret, k, err := h.IssueKey(ctx, me, login.Usual("Sistema de la fiscalía", me.Role))
		want(t, err, "")
		if !strings.HasPrefix(secret, "rst_live_") || strings.Contains(k.Hash, secret) || !strings.HasPrefix(secret, k.Hint) {
			t.Errorf("key %q kept as %+v", secret, k)
		}
		who, err := h.KeyActor(ctx, secret)
		want(t, err, "")
		if who.ID != me.ID || who.Agency != "FGJ-TAM" {
			t.Errorf("key of %+v", who)
		}
		want(t, err1(h.KeyActor(ctx, secret+"x")), fault.Unauthenticated)
		if f := fault.Of(err1(h.KeyActor(ctx, "rst_test_abc"))); f.Key != "fault.key_world" {
			t.Errorf("a key of the other world: %s", f.Key)
		}
		want(t, h.RevokeKey(ctx, account.Actor{ID: "somebody else", Role: account.Submitter, Proven: true}, k.ID), fault.NotFound)
		want(t, h.RevokeKey(ctx, me, k.ID), "")
		want(t, err1(h.KeyActor(ctx, secret)), fault.Unauthenticated)
		for name, code := range map[string]string{" ": "required", strings.Repeat("ñ", 129): "max", "S\xed": "utf8"} {
			_, _, err = h.IssueKey(ctx, me, login.Usual(name, me.Role))
			if want(t, err, fault.Invalid); fault.Of(err).Problems[0].Code != code {
				t.Errorf("a key called %q: %v", name, fault.Of(err).Problems)
			}
		}
	})
}

func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		want(t, err1(h.enter("nadie", "x")), fault.Unauthenticated)
		h.Clock.Advance(time.Hour)
		want(t, h.Sweep(t.Context()), "")
	})
}

// Of a form nothing secret is kept: no password, however its field is called.
func TestKeptWithoutSecrets(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, who := t.Context(), account.Actor{ID: h.who.ID}
		form := url.Values{"unit": {"Célula"}}
		for _, name := range []string{"password", "old_password", "again", "code", "answer", "ceremony", "form_token"} {
			form.Set(name, "kanari")
		}
		want(t, h.KeepTyped(ctx, who, who.ID, "/activate", form), "")
		kept, err := h.Typed(ctx, who, "/activate")
		want(t, err, "")
		if kept.Encode() != "unit=C%C3%A9lula" {
			t.Errorf("kept %v", kept)
		}
	})
}
