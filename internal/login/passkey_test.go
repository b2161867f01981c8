package login_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

const origin = "https://rastreo.example.mx"

// holding is a world with a tracer, who has a session and an authenticator.
type holding struct {
	house
	t      *testing.T
	tracer account.Actor
	cookie *http.Cookie
	*device
}

// device is an authenticator in a browser at an address.
type device struct {
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice() *device {
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	for len(key.Key.AttestationData()) != wholeKey {
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return &device{
		virtualwebauthn.RelyingParty{ID: "rastreo.example.mx", Name: "Rastreo", Origin: origin},
		virtualwebauthn.NewAuthenticator(), key,
	}
}

// wholeKey is the length of a public key whose coordinates begin with no zero:
// the module cuts those off, which real authenticators do not.
const wholeKey = 77

// attest answers a registration.
func (d *device) attest(t *testing.T, c login.Ceremony) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(text(t, c))
	must(t, err)
	d.auth.Options.UserHandle = []byte(options.UserID)
	return virtualwebauthn.CreateAttestationResponse(d.rp, d.auth, d.key, *options)
}

// assert answers a sign-in or a proof, and counts it.
func (d *device) assert(t *testing.T, c login.Ceremony) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(text(t, c))
	must(t, err)
	d.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.rp, d.auth, d.key, *options)
}

func text(t *testing.T, c login.Ceremony) string {
	t.Helper()
	b, err := json.Marshal(c)
	must(t, err)
	return string(b)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hold runs f on every engine with a tracer whose passkey is registered.
func hold(t *testing.T, f func(t *testing.T, h *holding)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		h := world(t, x, "")
		must(t, h.register(h.device))
		f(t, h)
	})
}

// world is a world in which nobody has a passkey yet.
func world(t *testing.T, x *storetest.Fixture, mark string) *holding {
	t.Helper()
	l, err := login.New(x.Store, login.Config{
		Secret: secret.New([]byte(strings.Repeat("s", 32) + mark)), Now: x.Clock.Now, Random: rand.Reader,
		Origin: origin, Mark: mark, Cookie: "rastreo", Path: "/",
	})
	must(t, err)
	a := x.Account(x.Agency("ntc", account.Center), account.Tracer)
	h := &holding{house: house{x, l, a}, t: t, device: newDevice()}
	h.tracer = account.Actor{ID: a.ID, AgencyID: a.AgencyID, Role: a.Role, Proven: true}
	h.cookie = h.visit(func(ctx context.Context) { want(t, err1(h.Admit(ctx, account.Actor{}, a.ID, login.ByPassword)), "") }, nil).Cookies()[1] // the first is the browser
	return h
}

func (h *holding) register(d *device) error {
	h.t.Helper()
	return h.registerAs(h.tracer, d)
}

func (h *holding) registerAs(who account.Actor, d *device) error {
	h.t.Helper()
	c, err := h.BeginRegister(h.t.Context(), who, "x")
	must(h.t, err)
	return h.answer(who, c.ID, d.attest(h.t, c), "Teléfono")
}

// answer finishes a registration.
func (h *holding) answer(who account.Actor, id, answer, name string) (err error) {
	h.visit(func(ctx context.Context) { _, err = h.FinishRegister(ctx, who, id, answer, name) }, h.cookie)
	return err
}

func (h *holding) begin() login.Ceremony {
	h.t.Helper()
	c, err := h.BeginSignIn(h.t.Context())
	must(h.t, err)
	return c
}

// enter finishes a sign-in and returns who is in.
func (h *holding) enter(id, answer string) (who account.Actor, err error) {
	h.visit(func(ctx context.Context) { who, err = h.FinishSignIn(ctx, account.Actor{}, id, answer) }, nil)
	return who, err
}

func (h *holding) signIn() (account.Actor, error) {
	h.t.Helper()
	c := h.begin()
	return h.enter(c.ID, h.assert(h.t, c))
}

// because fails unless err is a fault of this key.
func because(t *testing.T, what string, err error, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

func TestPasskey(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		who, err := h.signIn()
		if must(t, err); who.ID != h.tracer.ID {
			t.Errorf("signed in %q", who.ID)
		}
		h.visit(func(ctx context.Context) {
			c, err := h.BeginProof(ctx, h.tracer)
			must(t, err)
			must(t, h.FinishProof(ctx, h.tracer, c.ID, h.assert(t, c)))
		}, h.cookie)
		want(t, h.register(h.device), fault.Conflict)
		must(t, h.register(newDevice()))
	})
}

// What a browser is asked for.
func TestPasskeyOptions(t *testing.T) {
	h := world(t, storetest.Open(t, dbtest.SQLite(t)), "PRUEBA-")
	var options struct {
		ID        string `json:"ceremony"`
		PublicKey struct {
			Challenge, Attestation, UserVerification string
			Timeout                                  int
			RP, User                                 struct{ ID, Name string }
			AuthenticatorSelection                   struct{ ResidentKey, UserVerification string }
			AllowCredentials                         []any
		} `json:"publicKey"`
	}
	c, err := h.BeginRegister(t.Context(), h.tracer, "x")
	must(t, err)
	must(t, json.Unmarshal([]byte(text(t, c)), &options))
	k := options.PublicKey
	if len(k.Challenge) != 43 || k.Attestation != "none" || k.Timeout != 300000 || k.RP.ID != "rastreo.example.mx" ||
		k.AuthenticatorSelection.ResidentKey != "required" || k.AuthenticatorSelection.UserVerification != "required" ||
		!strings.HasPrefix(k.User.Name, "PRUEBA-") || strings.Contains(k.User.ID, h.tracer.ID) {
		t.Errorf("registration asks for %+v", options)
	}
	c = h.begin()
	must(t, json.Unmarshal([]byte(text(t, c)), &options))
	if k := options.PublicKey; len(k.Challenge) != 43 || k.UserVerification != "required" || len(k.AllowCredentials) != 0 || k.Timeout != 300000 {
		t.Errorf("sign-in asks for %+v", options)
	}
}

// Every way in which an answer is wrong, each with words of its own, and with
// nobody signed in.
func TestPasskeyRefused(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		for _, c := range []struct {
			name, key string
			spoil     func(d *device)
		}{
			{"another origin", "passkey.site", func(d *device) { d.rp.Origin = "https://rastreo.example.mx.evil.example" }},
			{"another scheme", "passkey.site", func(d *device) { d.rp.Origin = "http://rastreo.example.mx" }},
			{"another port", "passkey.site", func(d *device) { d.rp.Origin = origin + ":8443" }},
			{"another relying party", "passkey.refused", func(d *device) { d.rp.ID = "example.mx" }},
			{"user not verified", "passkey.unverified", func(d *device) { d.auth.Options.UserNotVerified = true }},
			{"user not present", "passkey.refused", func(d *device) { d.auth.Options.UserNotPresent = true }},
			{"no user handle", "passkey.refused", func(d *device) { d.auth.Options.UserHandle = nil }},
			{"another user handle", "passkey.refused", func(d *device) { d.auth.Options.UserHandle = []byte("somebody else") }},
			{"a key that was never registered", "passkey.unknown", func(d *device) { d.key = newDevice().key }},
			{"another key under the same name", "passkey.refused", func(d *device) { d.key.Key = newDevice().key.Key }},
			{"flags that changed", "passkey.refused", func(d *device) { d.auth.Options.BackupEligible = true }},
		} {
			spoiled := *h.device
			c.spoil(&spoiled)
			begun := h.begin()
			who, err := h.enter(begun.ID, spoiled.assert(t, begun))
			if because(t, c.name, err, c.key); who.ID != "" {
				t.Errorf("%s: signed in", c.name)
			}
		}
		begun := h.begin()
		for _, junk := range []string{"", "{}", "null", "\x00", `{"type":"public-key","id":"AA","rawId":"AA","response":{}}`} {
			_, err := h.enter(begun.ID, junk)
			want(t, err, fault.Unauthenticated)
			begun = h.begin()
		}
		_, err := h.signIn()
		must(t, err) // none of it has done harm
	})
}

// What was signed for another challenge, or another act, opens nothing.
func TestPasskeyChallenge(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		first := h.begin()
		answer := h.assert(t, first)
		_, err := h.enter(first.ID, answer)
		must(t, err)
		_, err = h.enter(first.ID, answer)
		because(t, "replayed", err, "passkey.late")
		_, err = h.enter(h.begin().ID, answer)
		because(t, "replayed under a new challenge", err, "passkey.refused")

		late := h.begin()
		answer = h.assert(t, late)
		h.Clock.Advance(5 * time.Minute)
		_, err = h.enter(late.ID, answer)
		because(t, "too late", err, "passkey.late")

		c, err := h.BeginProof(t.Context(), h.tracer)
		must(t, err)
		_, err = h.enter(c.ID, h.assert(t, c))
		because(t, "a proof used to sign in", err, "passkey.late")
		c, err = h.BeginRegister(t.Context(), h.tracer, "x")
		must(t, err)
		_, err = h.enter(c.ID, h.assert(t, c))
		because(t, "a registration used to sign in", err, "passkey.late")
		h.visit(func(ctx context.Context) {
			c := h.begin()
			because(t, "a sign-in used as a proof", h.FinishProof(ctx, h.tracer, c.ID, h.assert(t, c)), "passkey.late")
		}, h.cookie)
		_, err = h.enter("", "")
		because(t, "no ceremony", err, "passkey.late")
	})
}

// Of two who answer the same challenge at once one is let in.
func TestPasskeyChallengeOnce(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		c := h.begin()
		answer := h.assert(t, c)
		var in atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := h.enter(c.ID, answer); err == nil {
					in.Add(1)
				} else {
					because(t, "the others", err, "passkey.late")
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d were let in", in.Load())
		}
	})
}

// A counter that goes back says that there are two of it: neither opens any
// more, whatever session either has begun ends, and the right people hear of it.
func TestPasskeyCloned(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		var begun *http.Cookie
		for range 3 {
			c := h.begin()
			begun = session(h.visit(func(ctx context.Context) { must(t, err1(h.FinishSignIn(ctx, account.Actor{}, c.ID, h.assert(t, c)))) }, nil))
		}
		in := func() (who account.Actor) {
			h.visit(func(ctx context.Context) {
				var err error
				who, err = h.Actor(ctx)
				must(t, err)
			}, begun)
			return who
		}
		if in().ID != h.tracer.ID {
			t.Fatal("the passkey has begun no session")
		}
		boss := h.Account(account.Agency{ID: h.tracer.AgencyID, Code: "ntc"}, account.Admin)
		elsewhere := h.Account(h.Agency("fgr", account.Federal), account.Admin)
		clone := *h.device
		clone.key.Counter = 1
		c := h.begin()
		_, err := h.enter(c.ID, clone.assert(t, c))
		because(t, "the clone", err, "passkey.cloned")
		if in().ID != "" {
			t.Error("the session goes on that one of the two has begun")
		}
		_, err = h.signIn()
		because(t, "the first one", err, "passkey.cloned")
		_, err = h.BeginProof(t.Context(), h.tracer)
		because(t, "a proof with none that opens", err, "passkey.unknown")
		h.visit(func(ctx context.Context) {
			who, err := h.Admit(ctx, account.Actor{}, h.tracer.ID, login.ByPassword)
			if must(t, err); who.ID != "" {
				t.Error("a password alone lets add another passkey in its place")
			}
			if steps, err := h.Next(ctx); err != nil || steps.Any() {
				t.Errorf("goes on by %+v, %v", steps, err)
			}
		}, nil)

		must(t, err1(notify.New(h.Store, h.Clock.Now).Deliver(t.Context())))
		h.Read(func(tx *store.Tx) error {
			for id, want := range map[string]trace.NoticeCode{h.who.ID: trace.NoticePasskeyCopied, boss.ID: trace.NoticeSomeonesPasskey, elsewhere.ID: ""} {
				list, _, err := tx.Notices(t.Context(), id, "", 50)
				must(t, err)
				list = slices.DeleteFunc(list, func(n trace.Notice) bool {
					return n.Code != trace.NoticePasskeyCopied && n.Code != trace.NoticeSomeonesPasskey
				})
				if want == "" && len(list) > 0 || want != "" && (len(list) != 1 || list[0].Code != want) {
					t.Errorf("notices %v, want one %q", list, want)
				}
			}
			return nil
		})
	})
}

// An authenticator that counts nothing is no clone.
func TestPasskeyWithoutCounter(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		for range 3 {
			h.key.Counter = ^uint32(0) // the next is 0
			_, err := h.signIn()
			must(t, err)
		}
	})
}

func TestPasskeyOfAnother(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		other := h.Account(account.Agency{ID: h.tracer.AgencyID, Code: "ntc"}, account.Tracer)
		theirs := account.Actor{ID: other.ID, AgencyID: other.AgencyID, Role: other.Role, Proven: true}
		_, err := h.BeginProof(t.Context(), theirs)
		because(t, "who has none", err, "passkey.unknown")
		second := newDevice()
		c, err := h.BeginRegister(t.Context(), theirs, "x")
		must(t, err)
		because(t, "a registration of another's", h.answer(h.tracer, c.ID, second.attest(t, c), "x"), "passkey.late")
		must(t, h.registerAs(theirs, second))
		h.visit(func(ctx context.Context) {
			c, err := h.BeginProof(ctx, h.tracer)
			must(t, err)
			because(t, "another's proof", h.FinishProof(ctx, h.tracer, c.ID, second.assert(t, c)), "passkey.refused")
			c, err = h.BeginProof(ctx, theirs)
			must(t, err)
			because(t, "another's ceremony", h.FinishProof(ctx, h.tracer, c.ID, second.assert(t, c)), "passkey.late")
		}, h.cookie)
	})
}

// A registration is refused as a use is.
func TestPasskeyRegistrationRefused(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		for key, spoil := range map[string]func(d *device){
			"passkey.site":       func(d *device) { d.rp.Origin = "https://evil.example" },
			"passkey.refused":    func(d *device) { d.rp.ID = "evil.example" },
			"passkey.unverified": func(d *device) { d.auth.Options.UserNotVerified = true },
		} {
			d := newDevice()
			spoil(d)
			because(t, key, h.register(d), key)
		}
		_, err := h.BeginRegister(t.Context(), account.Actor{ID: h.tracer.ID, Role: account.Tracer}, "x")
		because(t, "not proven", err, "fault.step_up")
		c, err := h.BeginRegister(t.Context(), h.tracer, "x")
		must(t, err)
		want(t, h.answer(h.tracer, c.ID, newDevice().attest(t, c), " "), fault.Invalid)
		because(t, "nothing", h.answer(h.tracer, c.ID, "{}", "x"), "passkey.unread")
	})
}

// The worlds share an address: one authenticator holds a passkey of each, and
// neither opens the other.
func TestPasskeyOfTheOtherWorld(t *testing.T) {
	hold(t, func(t *testing.T, live *holding) {
		training := world(t, storetest.Open(t, dbtest.SQLite(t)), "PRUEBA-")
		second := newDevice()
		must(t, training.register(second))
		if string(second.auth.Options.UserHandle) == string(live.auth.Options.UserHandle) {
			t.Error("an authenticator could not tell the worlds apart")
		}
		c := live.begin()
		_, err := live.enter(c.ID, second.assert(t, c))
		because(t, "training's in live", err, "passkey.unknown")
		c = training.begin()
		answer := live.assert(t, c)
		_, err = training.enter(c.ID, answer)
		because(t, "live's in training", err, "passkey.unknown")
		c = training.begin()
		_, err = live.enter(c.ID, second.assert(t, c))
		because(t, "a ceremony of training's", err, "passkey.late")
	})
}

// A passkey cannot be guessed, so it opens a name that is locked; whoever is
// disabled stays out.
func TestPasskeyAndTheAccount(t *testing.T) {
	hold(t, func(t *testing.T, h *holding) {
		wrong := func() error { return err1(h.house.enter(h.who.Username, "wrong")) }
		for range 5 {
			want(t, wrong(), fault.Unauthenticated)
		}
		want(t, wrong(), fault.TooMany)
		_, err := h.signIn()
		must(t, err)
		want(t, wrong(), fault.Unauthenticated)
		must(t, h.DB.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE account SET disabled = 1 WHERE id = $1`, h.who.ID)
			return err
		}))
		_, err = h.signIn()
		because(t, "disabled", err, "passkey.unknown")
	})
}

// Where the house has no name that browsers know it by there are no passkeys.
func TestPasskeysNowhere(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	config := login.Config{Secret: secret.New(make([]byte, 32)), Now: x.Clock.Now, Random: rand.Reader, Cookie: "rastreo", Path: "/"}
	l, err := login.New(x.Store, config)
	must(t, err)
	_, err = l.BeginSignIn(t.Context())
	because(t, "without an origin", err, "passkey.nowhere")
	_, err = l.FinishSignIn(t.Context(), account.Actor{}, "x", "{}")
	because(t, "without an origin", err, "passkey.nowhere")
	for _, bad := range []string{"rastreo.example.mx", "https://rastreo.example.mx/", "http://rastreo.example.mx", "https://", "https://a b"} {
		config.Origin = bad
		if _, err := login.New(x.Store, config); err == nil {
			t.Errorf("%q is taken for an origin", bad)
		}
	}
	for _, good := range []string{"https://rastreo.example.mx", "https://rastreo.example.mx:8443", "http://localhost:8080"} {
		config.Origin = good
		_, err := login.New(x.Store, config)
		must(t, err)
	}
}
