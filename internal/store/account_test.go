package store_test

import (
	"errors"
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
				ID: a.ID, AgencyID: agency.ID, Agency: "FGR", Username: a.Username, Name: a.Name, Role: a.Role, Lang: "es", Zone: a.Zone,
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
		const window, lock = 15 * time.Minute, 30 * 24 * time.Hour
		who := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		maria := who.Username
		chore := func(f func(c *store.Chore) error) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, f))
		}
		fail := func(name string) (n int) {
			chore(func(c *store.Chore) (err error) {
				now := c.Now()
				n, err = c.AddSignInFailure(ctx, name, store.SignInLimit{Most: 5, Since: now.Add(-window), Locked: now.Add(-lock)})
				return err
			})
			return n
		}
		locked := func() (list []string) {
			x.Read(func(tx *store.Tx) (err error) {
				list, err = tx.Locked(ctx, who.AgencyID, tx.Now().Add(-lock))
				return err
			})
			return list
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { fail(maria) })
		}
		all.Wait()
		same(t, "21 failures", fail(maria), 21)
		same(t, "locked", locked(), []string{who.ID})
		x.Clock.Advance(window)
		same(t, "locked still", fail(maria), 22)
		chore(func(c *store.Chore) error { return c.TakeBackSignInFailure(ctx, maria, 5) })
		same(t, "locked after one was none", locked(), []string{who.ID})
		x.Clock.Advance(lock)
		same(t, "after a month", fail(maria), 1)
		for n := 2; n < 5; n++ {
			x.Clock.Advance(window - time.Second)
			same(t, "one more", fail(maria), n)
		}
		same(t, "not locked by four", len(locked()), 0)
		same(t, "the fifth", fail(maria), 5)
		same(t, "locked by five", locked(), []string{who.ID})
		chore(func(c *store.Chore) error { return c.TakeBackSignInFailure(ctx, maria, 5) })
		same(t, "not locked by a right one", len(locked()), 0)
		x.Clock.Advance(window)
		same(t, "after peace", fail(maria), 1)
		chore(func(c *store.Chore) error { return c.ClearSignIn(ctx, maria) })
		same(t, "after clearing", fail(maria), 1)
		chore(func(c *store.Chore) error { return c.SaveDevice(ctx, who.ID, "d1") })
		fail(store.Lane("d1", who.ID))
		x.Write(func(tx *store.Tx) error {
			had, err := tx.Unlock(ctx, who.ID)
			same(t, "unlocked", had, true)
			return err
		})
		same(t, "after unlocking", fail(maria), 1)
		same(t, "after unlocking the browser", fail(store.Lane("d1", who.ID)), 1)
		x.Clock.Advance(time.Second)
		for _, want := range []int{2, 0} {
			chore(func(c *store.Chore) error {
				n, err := c.SweepSignIns(ctx, c.Now(), c.Now(), 10)
				same(t, "swept", n, want)
				return err
			})
		}
	})
}

func TestSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		now := x.Clock.Now()
		end := now.Add(time.Hour)
		chore := func(f func(c *store.Chore) error) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, f))
		}
		there := func(token string) (s store.Session) {
			x.Read(func(tx *store.Tx) error {
				kept, found, err := tx.Session(ctx, token)
				if found != (kept.Token == token) {
					t.Errorf("found is %v with %q", found, kept.Token)
				}
				s = kept
				return err
			})
			return s
		}
		lasting := func() (ids string) {
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Sessions(ctx, "a", now.Add(-time.Minute))
				for _, s := range list {
					ids += s.ID + " "
				}
				return err
			})
			return ids
		}
		one := store.Session{
			Token: "a1", ID: "i1", AccountID: "a", Agent: "firefox linux", Data: []byte{0, 1, 255},
			StartedAt: now, SeenAt: now, ExpiresAt: end.Add(time.Hour),
		}
		two, three, other := one, one, one
		two.Token, two.ID, two.StartedAt, two.ExpiresAt = "a2", "i2", now.Add(time.Second), end
		three.Token, three.ID, three.SeenAt = "a3", "i3", now.Add(-time.Hour)
		other.Token, other.ID, other.AccountID = "b", "i4", "b"
		chore(func(c *store.Chore) error {
			return errors.Join(c.SaveSession(ctx, one), c.SaveSession(ctx, two), c.SaveSession(ctx, three), c.SaveSession(ctx, other))
		})
		one.Data = []byte("new")
		chore(func(c *store.Chore) error { return c.SaveSession(ctx, one) })
		same(t, "saved again", there("a1"), one)
		same(t, "lasting", lasting(), "i2 i1 ")
		one.Data, one.SeenAt = []byte("seen"), now.Add(time.Second)
		chore(func(c *store.Chore) error { return c.RenewSession(ctx, one) })
		same(t, "renewed", there("a1"), one)
		chore(func(c *store.Chore) error {
			refused(t, "somebody else's", c.EndSession(ctx, "b", "i1"), fault.NotFound, "fault.not_found")
			return c.EndSession(ctx, "a", "i1")
		})
		one.EndedAt = now
		lost := one
		lost.Data = []byte("late")
		chore(func(c *store.Chore) error { return c.RenewSession(ctx, lost) })
		same(t, "ended", there("a1"), one)
		same(t, "lasting", lasting(), "i2 ")
		chore(func(c *store.Chore) error {
			n, err := c.EndSessions(ctx, "a", "i2")
			same(t, "ended", n, 1)
			return err
		})
		chore(func(c *store.Chore) error { return c.DropSession(ctx, "b") })
		chore(func(c *store.Chore) error { return c.RenewSession(ctx, other) })
		if there("b").Token != "" || there("a2").Token == "" {
			t.Error("dropped the wrong session")
		}
		x.Clock.Advance(time.Hour)
		if there("a2").Token != "" || there("a1").Token == "" {
			t.Error("a session is forgotten when it expires, and not before")
		}
		chore(func(c *store.Chore) error {
			n, err := c.SweepSessions(ctx, 10)
			same(t, "swept", n, 1)
			return err
		})
	})
}

func TestDevice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		who := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		know := func(hash string) (both [2]bool) {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				both[0], both[1], err = c.Device(ctx, who.ID, hash)
				return err
			}))
			return both
		}
		same(t, "before", know("a"), [2]bool{})
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			return errors.Join(c.SaveDevice(ctx, who.ID, "a"), c.SaveDevice(ctx, who.ID, "a"))
		}))
		same(t, "known", know("a"), [2]bool{true, true})
		same(t, "another", know("b"), [2]bool{true, false})
		x.Clock.Advance(time.Hour)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			n, err := c.SweepDevices(ctx, c.Now(), 10)
			same(t, "swept", n, 1)
			return errors.Join(err, c.SaveDevice(ctx, who.ID, "c"), c.DropDevices(ctx, who.ID))
		}))
		same(t, "after", know("c"), [2]bool{})
	})
}

func TestKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		who := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		for i := range 25 {
			x.Clock.Advance(time.Second)
			x.Write(func(tx *store.Tx) error { return tx.KeepForm(ctx, who.ID, "/p"+string(rune('a'+i)), "x=1") })
		}
		x.Write(func(tx *store.Tx) error { return tx.KeepForm(ctx, who.ID, "/pz", "x=2") })
		x.Read(func(tx *store.Tx) error {
			for path, want := range map[string]bool{"/pa": false, "/py": true, "/pz": true} {
				is, err := tx.HasKept(ctx, who.ID, path)
				ok(t, err)
				same(t, path, is, want)
			}
			form, err := tx.Kept(ctx, who.ID, "/pz")
			same(t, "form", form, "x=2")
			return err
		})
		x.Write(func(tx *store.Tx) error { return tx.DropKept(ctx, who.ID, "/pz") })
		x.Read(func(tx *store.Tx) error {
			_, err := tx.Kept(ctx, who.ID, "/pz")
			refused(t, "dropped", err, fault.NotFound, "fault.not_found")
			return nil
		})
		x.Clock.Advance(time.Second)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			n, err := c.SweepKept(ctx, c.Now(), 100)
			same(t, "swept", n, 19)
			return err
		}))
	})
}

func TestRenew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		who, admin := x.Account(agency, account.Submitter), x.Account(agency, account.Admin)
		actor := func() (a account.Actor) {
			x.Read(func(tx *store.Tx) (err error) {
				a, err = tx.Actor(ctx, who.ID)
				return err
			})
			return a
		}
		x.Write(func(tx *store.Tx) error {
			ids, err := tx.Admins(ctx, agency.ID)
			same(t, "admins", ids, []string{admin.ID})
			return errors.Join(err, tx.MustRenew(ctx, who.ID), tx.SawAccount(ctx, who.ID), tx.Rehash(ctx, who.ID, "other", "x"))
		})
		same(t, "must renew", actor().Renew, true)
		x.Write(func(tx *store.Tx) error {
			return errors.Join(tx.SetPassword(ctx, who.ID, "a"), tx.Rehash(ctx, who.ID, "a", "b"))
		})
		same(t, "has renewed", actor().Renew, false)
		x.Read(func(tx *store.Tx) error {
			a, err := tx.Account(ctx, who.ID)
			same(t, "hash", a.Password, "b")
			same(t, "seen", a.SeenAt, x.Clock.Now().UTC().Truncate(time.Microsecond))
			return err
		})
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
