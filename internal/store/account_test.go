package store_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// same fails unless got is want.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// refused fails unless err is a fault of this kind and key.
func refused(t *testing.T, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != kind || f.Key != key {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAgency(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr, sedena := x.Agency("FGR", account.Federal), x.Agency("A-SEDENA", account.Federal)
		if len(fgr.ID) != 26 || fgr.ID == sedena.ID {
			t.Errorf("ids %q, %q", fgr.ID, sedena.ID)
		}
		x.Read(func(tx *store.Tx) error {
			byID, err := tx.Agency(ctx, fgr.ID)
			ok(t, err)
			same(t, "by id", byID, fgr)
			byCode, err := tx.AgencyByCode(ctx, "FGR")
			ok(t, err)
			same(t, "by code", byCode, fgr)
			list, err := tx.Agencies(ctx)
			ok(t, err)
			same(t, "all", list, []account.Agency{sedena, fgr})
			_, err = tx.Agency(ctx, "nobody")
			refused(t, "unknown", err, fault.NotFound, "fault.not_found")
			_, err = tx.AgencyByCode(ctx, "\x00\xff")
			refused(t, "bytes no database can hold", err, fault.NotFound, "fault.not_found")
			return nil
		})
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			return tx.AddAgency(ctx, &account.Agency{Code: "FGR", Name: "Otra", Kind: account.Federal})
		})
		refused(t, "same code", err, fault.Conflict, "agency.code_taken")
	})
}

func TestAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, other := x.Account(agency, account.Submitter), x.Account(agency, account.Coordinator)
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Account(ctx, a.ID)
			ok(t, err)
			same(t, "by id", got, a)
			got, err = tx.AccountByUsername(ctx, a.Username)
			ok(t, err)
			same(t, "by username", got, a)
			who, err := tx.Actor(ctx, a.ID)
			ok(t, err)
			same(t, "actor", who, account.Actor{
				ID: a.ID, AgencyID: agency.ID, Agency: "FGR", Name: a.Name, Role: a.Role, Lang: "es", Zone: a.Zone,
			})
			_, err = tx.Actor(ctx, "")
			refused(t, "nobody", err, fault.NotFound, "fault.not_found")
			return nil
		})
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			twin := account.Account{AgencyID: agency.ID, Username: a.Username, Role: account.Submitter, Lang: "es"}
			return tx.AddAccount(ctx, &twin)
		})
		refused(t, "same username", err, fault.Conflict, "account.username_taken")

		changed := a
		changed.Name, changed.Lang, changed.Zone, changed.Role = "Otra Ñ", "en", "America/Tijuana", account.Supervisor
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.SaveSettings(ctx, changed))
			ok(t, tx.SetPassword(ctx, a.ID, "$argon2id$new"))
			refused(t, "unknown", tx.SetPassword(ctx, "nobody", ""), fault.NotFound, "fault.not_found")
			refused(t, "unknown", tx.SaveSettings(ctx, account.Account{}), fault.NotFound, "fault.not_found")
			gone := account.Account{AgencyID: agency.ID, Username: "gone", Role: account.Tracer, Lang: "en", Disabled: true}
			ok(t, tx.AddAccount(ctx, &gone))
			_, err := tx.Actor(ctx, gone.ID)
			refused(t, "disabled", err, fault.NotFound, "fault.not_found")
			got, err := tx.AccountByUsername(ctx, "gone")
			ok(t, err)
			same(t, "disabled", got, gone)
			return nil
		})
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Account(ctx, a.ID)
			ok(t, err)
			changed.Password, changed.Role = "$argon2id$new", a.Role
			same(t, "settings", got, changed)
			got, err = tx.Account(ctx, other.ID)
			ok(t, err)
			same(t, "the other", got, other)
			return nil
		})
	})
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		window := 15 * time.Minute
		fail := func(name string) (n int) {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				n, err = c.AddSignInFailure(ctx, name, c.Now().Add(-window))
				return err
			}))
			return n
		}
		count := func(name string) (n int) {
			x.Read(func(tx *store.Tx) (err error) {
				n, err = tx.SignInFailures(ctx, name, tx.Now().Add(-window))
				return err
			})
			return n
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { fail("maria") })
		}
		all.Wait()
		if n := count("maria"); n != 20 {
			t.Errorf("20 failures at once are %d", n)
		}
		if n := count("nobody"); n != 0 {
			t.Errorf("no failure is %d", n)
		}
		x.Clock.Advance(window)
		if n := count("maria"); n != 0 {
			t.Errorf("after the window %d", n)
		}
		if n := fail("maria"); n != 1 {
			t.Errorf("a new window begins with %d", n)
		}
		fail("pat")
		x.Write(func(tx *store.Tx) error { return tx.ClearSignIn(ctx, "maria") })
		if n := count("maria"); n != 0 {
			t.Errorf("cleared, still %d", n)
		}
		x.Clock.Advance(time.Second)
		for _, want := range []int{1, 0} {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				n, err := c.SweepSignIns(ctx, c.Now(), 10)
				same(t, "swept", n, want)
				return err
			}))
		}
	})
}

func TestSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		end := x.Clock.Now().Add(time.Hour)
		chore := func(f func(c *store.Chore) error) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, f))
		}
		there := func(token string) (data []byte) {
			x.Read(func(tx *store.Tx) error {
				d, found, err := tx.Session(ctx, token)
				if found != (d != nil) {
					t.Errorf("found is %v with %q", found, d)
				}
				data = d
				return err
			})
			return data
		}
		chore(func(c *store.Chore) error {
			for _, token := range []string{"a1", "a2", "b"} {
				ok(t, c.SaveSession(ctx, store.Session{Token: token, AccountID: token[:1], Data: []byte{0, 1, 255}, ExpiresAt: end}))
			}
			return c.SaveSession(ctx, store.Session{Token: "a1", AccountID: "a", Data: []byte("new"), ExpiresAt: end.Add(time.Hour)})
		})
		if got := there("a1"); !bytes.Equal(got, []byte("new")) {
			t.Errorf("saved again: %q", got)
		}
		if got := there("b"); !bytes.Equal(got, []byte{0, 1, 255}) {
			t.Errorf("bytes: %q", got)
		}
		chore(func(c *store.Chore) error {
			return c.RenewSession(ctx, store.Session{Token: "a1", AccountID: "a", Data: []byte("seen"), ExpiresAt: end.Add(time.Hour)})
		})
		if got := there("a1"); !bytes.Equal(got, []byte("seen")) {
			t.Errorf("renewed: %q", got)
		}
		chore(func(c *store.Chore) error { return c.DropSession(ctx, "b") })
		chore(func(c *store.Chore) error {
			return c.RenewSession(ctx, store.Session{Token: "b", AccountID: "b", Data: []byte("seen"), ExpiresAt: end})
		})
		if there("b") != nil || there("a2") == nil {
			t.Error("dropped the wrong session")
		}
		x.Clock.Advance(time.Hour)
		if there("a2") != nil || there("a1") == nil {
			t.Error("a session ends when it expires, and not before")
		}
		chore(func(c *store.Chore) error {
			n, err := c.SweepSessions(ctx, 10)
			same(t, "swept", n, 1)
			return err
		})
		chore(func(c *store.Chore) error {
			n, err := c.DropSessionsOf(ctx, "a")
			same(t, "dropped", n, 1)
			return err
		})
		if there("a1") != nil {
			t.Error("still there")
		}
	})
}

func TestKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, b := x.Account(agency, account.Submitter), x.Account(agency, account.Submitter)
		k := account.Key{AccountID: a.ID, Name: "Sistema", Hint: "rst_live_ab", Hash: "h1"}
		later := account.Key{AccountID: a.ID, Name: "Otro", Hint: "rst_live_cd", Hash: "h2"}
		x.Write(func(tx *store.Tx) error { return tx.AddKey(ctx, &k) })
		x.Clock.Advance(time.Second)
		x.Write(func(tx *store.Tx) error { return tx.AddKey(ctx, &later) })
		x.Read(func(tx *store.Tx) error {
			got, who, err := tx.KeyByHash(ctx, "h1")
			ok(t, err)
			same(t, "key", got, k)
			actor, err := tx.Actor(ctx, a.ID)
			ok(t, err)
			same(t, "actor", who, actor)
			list, err := tx.Keys(ctx, a.ID)
			ok(t, err)
			same(t, "keys", list, []account.Key{later, k})
			_, _, err = tx.KeyByHash(ctx, "h3")
			refused(t, "unknown key", err, fault.NotFound, "fault.not_found")
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			refused(t, "somebody else's", tx.RevokeKey(ctx, b.ID, k.ID), fault.NotFound, "fault.not_found")
			ok(t, tx.RevokeKey(ctx, a.ID, k.ID))
			refused(t, "twice", tx.RevokeKey(ctx, a.ID, k.ID), fault.NotFound, "fault.not_found")
			_, _, err := tx.KeyByHash(ctx, "h1")
			refused(t, "revoked", err, fault.NotFound, "fault.not_found")
			list, err := tx.Keys(ctx, a.ID)
			ok(t, err)
			same(t, "when revoked", list[1].RevokedAt, tx.Now())
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			for i := range 101 {
				ok(t, tx.AddKey(ctx, &account.Key{AccountID: b.ID, Hash: fmt.Sprint("many", i)}))
			}
			list, err := tx.Keys(ctx, b.ID)
			ok(t, err)
			same(t, "how many are listed", len(list), 100)
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			gone := account.Account{AgencyID: agency.ID, Username: "gone", Role: account.Submitter, Lang: "es", Disabled: true}
			ok(t, tx.AddAccount(ctx, &gone))
			ok(t, tx.AddKey(ctx, &account.Key{AccountID: gone.ID, Hash: "h4"}))
			_, _, err := tx.KeyByHash(ctx, "h4")
			refused(t, "key of a disabled account", err, fault.NotFound, "fault.not_found")
			return nil
		})
	})
}
