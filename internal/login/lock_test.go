package login_test

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// flood tries a wrong password many times at once, and returns how many were
// looked at.
func flood(t *testing.T, tries int, username string, houses ...house) int32 {
	t.Helper()
	var looked atomic.Int32
	var wg sync.WaitGroup
	for i := range tries {
		wg.Go(func() {
			switch err := err1(houses[i%len(houses)].enter(username, "wrong")); {
			case fault.Is(err, fault.Unauthenticated):
				looked.Add(1)
			case !fault.Is(err, fault.TooMany):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return looked.Load()
}

// Wrong passwords sent at the same moment cannot pass the limit together, for
// a name that exists as for one that does not: no more are answered, or hashed
// and compared. Then nothing opens until an administrator releases the name.
func TestLock(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, name := range []string{"fuentes", "nobody"} {
			var looked int32
			hashed := login.Hashed(func() { looked = flood(t, 200, name, h) })
			if looked != 5 || hashed != 5 {
				t.Errorf("%s: %d passwords were looked at and %d hashed, want 5", name, looked, hashed)
			}
		}
		want(t, err1(h.enter("fuentes", password)), fault.TooMany)
		h.Clock.Advance(29 * 24 * time.Hour)
		want(t, err1(h.enter("fuentes", password)), fault.TooMany)
		boss := h.Account(account.Agency{ID: h.who.AgencyID, Code: "FGJ-TAM"}, account.Admin)
		chief := account.Actor{ID: boss.ID, AgencyID: boss.AgencyID, Role: boss.Role, Proven: true}
		must(t, office.New(h.Store, office.Config{Now: h.Clock.Now}).Unlock(t.Context(), chief, h.who.ID))
		want(t, err1(h.enter("fuentes", password)), "")
		codes := h.told(t)
		if !slices.Contains(codes, "locked") {
			t.Errorf("the owner was told %v", codes)
		}
		h.Clock.Advance(31 * 24 * time.Hour)
		want(t, err1(h.enter("nobody", "x")), fault.Unauthenticated)
	})
}

// What is typed for a user name and is nobody's may be a password: it is counted
// under a hash, and stands nowhere.
func TestNobodysNameIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		const secret = "correct-horse-battery"
		for range 6 {
			_, _ = h.enter(secret, "x")
		}
		want(t, err1(h.enter(secret, "x")), fault.TooMany)
		want(t, err1(h.enter("fuentes", "wrong")), fault.Unauthenticated)
		want(t, h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			rows, err := tx.Rows(t.Context(), `SELECT username FROM sign_in`)
			if err != nil {
				return err
			}
			defer rows.Close()
			n := 0
			for ; rows.Next(); n++ {
				var name string
				if err := rows.Scan(&name); err != nil || strings.Contains(name, secret) {
					t.Errorf("kept %q: %v", name, err)
				}
			}
			if n != 2 {
				t.Errorf("%d are counted", n)
			}
			return rows.Err()
		}), "")
	})
}

// told returns the codes of the notices that are due to the owner.
func (h house) told(t *testing.T) (codes []string) {
	t.Helper()
	var jobs []store.Job
	want(t, h.Store.Chore(t.Context(), func(c *store.Chore) (err error) {
		jobs, err = c.TakeJobs(t.Context(), store.NoticeJob, c.Now(), 100)
		return err
	}), "")
	for _, j := range jobs {
		codes = append(codes, notice(t, j, h.who.ID)...)
	}
	return codes
}

// Two instances on one database count together.
func TestLockTogether(t *testing.T) {
	one, two := twoHouses(t)
	var looked int32
	hashed := login.Hashed(func() { looked = flood(t, 200, "fuentes", one, two) })
	if looked != 5 || hashed != 5 {
		t.Errorf("%d passwords were looked at and %d hashed, want 5", looked, hashed)
	}
}

// twoHouses are two instances on one database.
func twoHouses(t *testing.T) (one, two house) {
	t.Helper()
	dsn := dbtest.Postgres(t)
	one = newHouse(t, storetest.Open(t, dsn))
	y := &storetest.Fixture{Clock: one.Clock, DB: dbtest.Open(t, dsn, migrations.FS)}
	y.Store = store.New(y.DB, store.Config{Now: one.Clock.Now})
	return one, house{Fixture: y, Login: one.like(t, y.Store), who: one.who}
}

// like is another login of the same world, set otherwise by more.
func (h house) like(t *testing.T, s *store.Store, more ...func(*login.Config)) *login.Login {
	t.Helper()
	c := h.Config
	for _, set := range more {
		set(&c)
	}
	l, err := login.New(s, c)
	want(t, err, "")
	return l
}

// A browser that the account has signed in from cannot be kept out by
// strangers, and has a limit of its own.
func TestLane(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		known := h.visit(func(ctx context.Context) { want(t, err1(h.SignIn(ctx, account.Actor{}, "fuentes", password)), "") }, nil).Cookies()[0]
		at := func(secret string) (err error) {
			h.visit(func(ctx context.Context) { err = err1(h.SignIn(ctx, account.Actor{}, "fuentes", secret)) }, known)
			return err
		}
		flood(t, 20, "fuentes", h)
		want(t, err1(h.enter("fuentes", password)), fault.TooMany)
		want(t, at(password), "")
		want(t, err1(h.enter("fuentes", password)), fault.TooMany)
		for range 5 {
			want(t, at("wrong"), fault.Unauthenticated)
		}
		want(t, at(password), fault.TooMany)
	})
}

// Colleagues who share a browser have limits of their own: to sign in as
// oneself does not buy more tries at another's password.
func TestLaneOfEach(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		_, err := office.New(h.Store, office.Config{Hash: h.Hash}).AddAccount(t.Context(), account.Account{
			AgencyID: h.who.AgencyID, Username: "vecino", Name: "Un vecino", Role: account.Submitter, Lang: "es", Zone: "America/Matamoros",
		}, password)
		want(t, err, "")
		w := h.window()
		at := func(name, secret string) (err error) {
			w.do(func(ctx context.Context) { err = err1(h.SignIn(ctx, account.Actor{}, name, secret)) })
			return err
		}
		want(t, at("fuentes", password), "")
		want(t, at("vecino", password), "")
		for range 4 {
			want(t, at("fuentes", "wrong"), fault.Unauthenticated)
		}
		want(t, at("vecino", password), "")
		want(t, at("fuentes", "wrong"), fault.Unauthenticated)
		want(t, at("fuentes", password), fault.TooMany)
		want(t, at("vecino", password), "")
	})
}

// Every failure of the five counts that had less than fifteen minutes of peace
// before it.
func TestWindow(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for range 4 {
			want(t, err1(h.enter("fuentes", "wrong")), fault.Unauthenticated)
			h.Clock.Advance(14 * time.Minute)
		}
		want(t, err1(h.enter("fuentes", password)), "")
		for range 4 {
			want(t, err1(h.enter("fuentes", "wrong")), fault.Unauthenticated)
		}
		h.Clock.Advance(15 * time.Minute)
		want(t, err1(h.enter("fuentes", "wrong")), fault.Unauthenticated)
		want(t, err1(h.enter("fuentes", password)), "")
	})
}

// More than a few passwords wait, and the rest are asked to come back.
func TestBusy(t *testing.T) {
	x := storetest.Open(t, dbtest.SQLite(t))
	l, err := login.New(x.Store, login.Config{Secret: secret.New(make([]byte, 32)), Now: x.Clock.Now, Random: rand.Reader})
	want(t, err, "")
	var away, done atomic.Int32
	var wg sync.WaitGroup
	for range 120 {
		wg.Go(func() {
			switch _, err := l.HashDearly(context.Background(), password); {
			case err == nil:
				done.Add(1)
			case fault.Of(err).Key == "login.busy":
				away.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() < 64 || away.Load() == 0 {
		t.Errorf("%d were hashed and %d turned away", done.Load(), away.Load())
	}
}

// What one instance ends has ended at the next request to another.
func TestEndedTogether(t *testing.T) {
	one, two := twoHouses(t)
	here := one.window()
	who := here.signIn(t)
	there := &window{two, here.cookies}
	if there.actor(t).ID != who.ID {
		t.Fatal("another instance does not know the session")
	}
	want(t, one.EndVisit(t.Context(), who, who.Session), "")
	if there.actor(t).ID != "" {
		t.Error("the session goes on at another instance")
	}
}

// The administrators hear of every lock in their agency, and of more than three
// within a quarter of an hour as of an attack. Of a name that nobody has, and
// elsewhere, nobody hears.
func TestManyLocked(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		agency := account.Agency{ID: h.who.AgencyID, Code: "FGJ-TAM"}
		boss := h.Account(agency, account.Admin)
		elsewhere := h.Account(h.Agency("FGR", account.Federal), account.Admin)
		people := make([]account.Account, 5)
		for i := range people {
			people[i] = h.Account(agency, account.Submitter)
		}
		lock := func(names ...string) {
			for _, name := range names {
				flood(t, 5, name, h)
			}
			must(t, err1(notify.New(h.Store, h.Clock.Now).Deliver(t.Context())))
		}
		heard := func(of account.Account) (someone, many int) {
			h.Read(func(tx *store.Tx) error {
				list, _, err := tx.Notices(t.Context(), of.ID, "", 50)
				for _, n := range list {
					someone += map[trace.NoticeCode]int{trace.NoticeSomeoneLocked: 1}[n.Code]
					many += map[trace.NoticeCode]int{trace.NoticeManyLocked: 1}[n.Code]
				}
				return err
			})
			return someone, many
		}
		lock("nobody", people[0].Username)
		h.Clock.Advance(16 * time.Minute)
		lock(people[1].Username, people[2].Username, people[3].Username)
		if someone, many := heard(boss); someone != 4 || many != 0 {
			t.Errorf("three at once: told %d times of one, %d of many", someone, many)
		}
		lock(people[4].Username)
		if someone, many := heard(boss); someone != 5 || many != 1 {
			t.Errorf("a fourth: told %d times of one, %d of many", someone, many)
		}
		if someone, many := heard(elsewhere); someone+many != 0 {
			t.Error("another agency's administrator was told")
		}
	})
}
