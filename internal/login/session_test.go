package login_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// person adds somebody of a role who can sign in by password alone.
func (h house) person(t *testing.T, name string, role account.Role) house {
	t.Helper()
	agency := account.Agency{ID: h.who.AgencyID}
	if role.Staff() {
		agency = h.Agency("N-"+name, account.Center)
	}
	who, err := office.New(h.Store, office.Config{Hash: h.Hash}).AddAccount(t.Context(), account.Account{
		AgencyID: agency.ID, Username: name, Name: "Pat Doe", Role: role, Lang: "en", Zone: "America/Chicago",
	}, password)
	must(t, err)
	h.who = who
	return h
}

// in opens a window of somebody's who has signed in.
func (h house) in(t *testing.T) *window {
	t.Helper()
	w := h.window()
	w.do(func(ctx context.Context) { want(t, err1(h.SignIn(ctx, account.Actor{}, h.who.Username, password)), "") })
	return w
}

// A session lasts to the last second of its time and no longer: thirty minutes
// without a request, fifteen where the role can do harm to many, and twelve
// hours in any case.
func TestHowLongASessionLasts(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.Clock.Advance(h.Clock.Now().Truncate(time.Second).Add(time.Second).Sub(h.Clock.Now())) // a session knows whole ones
		for role, idle := range map[account.Role]time.Duration{
			account.Submitter: 30 * time.Minute, account.Coordinator: 30 * time.Minute, account.Admin: 15 * time.Minute, account.Tracer: 15 * time.Minute,
			account.Supervisor: 15 * time.Minute, account.Auditor: 15 * time.Minute, account.Operator: 15 * time.Minute,
		} {
			h := h.person(t, "u."+string(role), role)
			last := func(after, step time.Duration) (ends bool) {
				w := h.in(t)
				for left := after; left > 0; left -= step {
					h.Clock.Advance(min(left, step))
					if w.actor(t).ID == "" {
						return true
					}
				}
				return false
			}
			if last(idle-time.Second, idle) || !last(idle, idle) {
				t.Errorf("a %s has not %s without a request", role, idle)
			}
			if last(12*time.Hour-time.Second, 10*time.Minute) || !last(12*time.Hour, 10*time.Minute) {
				t.Errorf("a %s has not twelve hours", role)
			}
		}
	})
}

// Of one person's sessions two last, of one who can do harm to many one.
func TestHowManySessionsLast(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.Login = h.like(t, h.Store, func(c *login.Config) { c.MostSessions, c.OneFactor = 0, false }) // in earnest,
		h.Login = h.like(t, h.Store, func(c *login.Config) { c.OneFactor = true })                     // but with less to prove
		for role, most := range map[account.Role]int{account.Submitter: 2, account.Tracer: 1, account.Admin: 1, account.Auditor: 1} {
			h := h.person(t, "u."+string(role), role)
			var all []*window
			for range 4 {
				all = append(all, h.in(t))
				h.Clock.Advance(time.Second)
			}
			for i, w := range all {
				if lasts := w.actor(t).ID != ""; lasts != (i >= len(all)-most) {
					t.Errorf("session %d of a %s: lasts %v", i, role, lasts)
				}
			}
		}
	})
}

// token is the session's cookie of a window.
func (w *window) token() string {
	if c := w.cookies["rastreo"]; c != nil {
		return c.Value
	}
	return ""
}

// A session has 256 bits, of which only a hash is kept, and a new token when
// somebody signs in, proves again who they are, or has another role. The old
// one opens nothing.
func TestToken(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		w := h.in(t)
		if len(w.token()) != 43 {
			t.Errorf("a token of %d characters", len(w.token()))
		}
		var kept int
		must(t, h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(t.Context(), `SELECT COUNT(*) FROM session WHERE token = $1`, w.token()).Scan(&kept)
		}))
		if kept != 0 {
			t.Error("the token itself is kept")
		}
		turned := func(what string, f func()) {
			t.Helper()
			old := &window{h, map[string]*http.Cookie{"rastreo": w.cookies["rastreo"]}}
			f()
			if w.token() == old.token() || w.actor(t).ID == "" {
				t.Errorf("%s: the token is the same, or the new one opens nothing", what)
			}
			if old.actor(t).ID != "" {
				t.Errorf("%s: the old token opens", what)
			}
		}
		turned("to sign in once more", func() {
			w.do(func(ctx context.Context) { want(t, err1(h.SignIn(ctx, account.Actor{}, "fuentes", password)), "") })
		})
		turned("a proof", func() {
			who := w.actor(t)
			w.do(func(ctx context.Context) { want(t, h.ProveByPassword(ctx, who, password, ""), "") })
		})
		turned("another role", func() {
			must(t, h.DB.Write(t.Context(), db.Unfenced, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE account SET role = 'coordinator' WHERE id = $1`, h.who.ID)
				return err
			}))
			if who := w.actor(t); who.Role != account.Coordinator || who.Proven {
				t.Errorf("after the role has changed: %+v", who)
			}
		})
		turned("another password", func() {
			who := w.actor(t)
			w.do(func(ctx context.Context) {
				want(t, h.ChangePassword(ctx, who, password, "caballo grapa batería correcta"), "")
			})
		})
	})
}

// heard is what somebody has been told, in order of its code.
func (h house) heard(t *testing.T) (codes []string) {
	t.Helper()
	for {
		n, err := notify.New(h.Store, h.Clock.Now).Deliver(t.Context())
		if must(t, err); n == 0 {
			break
		}
	}
	h.Read(func(tx *store.Tx) error {
		list, _, err := tx.Notices(t.Context(), h.who.ID, "", 50)
		for _, n := range list {
			codes = append(codes, string(n.Code))
		}
		return err
	})
	slices.Sort(codes)
	return codes
}

// The owner hears of a browser that is new while others are known, and of a
// session that ended for another; whoever can do harm to many of a sign-in at
// an odd hour of their own clock. Of nothing else.
func TestUnusual(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.Login = h.like(t, h.Store, func(c *login.Config) { c.MostSessions = 4 })
		told := func(what string, of house, codes string) {
			t.Helper()
			if got := strings.Join(of.heard(t), " "); got != codes {
				t.Errorf("%s: told %q, want %q", what, got, codes)
			}
		}
		chicago, err := time.LoadLocation("America/Chicago")
		must(t, err)
		at := func(day, hour int) { // March 2031 begins on a Saturday
			h.Clock.Advance(time.Date(2031, time.March, day, hour, 30, 0, 0, chicago).Sub(h.Clock.Now()))
		}
		at(3, 10) // a Monday
		ana, pat := h.person(t, "ana", account.Submitter), h.person(t, "pat", account.Tracer)
		w, v := ana.in(t), pat.in(t)
		again := func(w *window, of house) {
			w.do(func(ctx context.Context) {
				want(t, err1(of.SignIn(ctx, account.Actor{}, of.who.Username, password)), "")
			})
		}
		told("the first browser", ana, "")
		told("the first browser, by day", pat, "")
		for _, x := range []struct {
			day, hour int
			odd       bool
		}{{4, 7, false}, {4, 6, true}, {5, 19, false}, {5, 20, true}, {8, 12, true}, {9, 12, true}} {
			at(x.day, x.hour)
			before := len(pat.heard(t))
			again(v, pat)
			again(w, ana)
			if n := len(pat.heard(t)) - before; (n == 1) != x.odd || n > 1 {
				t.Errorf("on day %d at %d: told %d times", x.day, x.hour, n)
			}
		}
		told("a submitter at any hour", ana, "")
		at(10, 10)
		ana.in(t)
		told("another browser", ana, string(trace.NoticeNewDevice))
		ana.in(t)
		ana.in(t)
		ana.in(t)
		ana.in(t)
		told("a fifth session of four", ana, strings.TrimSpace(strings.Repeat("new_device ", 5))+" session_ended")
	})
}
