package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// winners counts how many of twenty at once win.
func winners(t *testing.T, x *storetest.Fixture, f func(tx *store.Tx) (bool, error)) int {
	t.Helper()
	var all sync.WaitGroup
	var won atomic.Int32
	for range 20 {
		all.Go(func() {
			err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error {
				is, err := f(tx)
				if is {
					won.Add(1)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return int(won.Load())
}

func TestFactor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, b := x.Account(agency, account.Submitter), x.Account(agency, account.Submitter)
		key := account.Factor{AccountID: a.ID, Kind: account.Passkey, Name: "Teléfono", Handle: "h1", Secret: []byte{0, 255}}
		seed := account.Factor{AccountID: a.ID, Kind: account.TOTP, Name: "Aplicación", Secret: []byte("sealed"), Last: 7}
		others := account.Factor{AccountID: b.ID, Kind: account.TOTP, Secret: []byte("sealed")}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddFactor(ctx, &key))
			return tx.AddFactor(ctx, &others)
		})
		x.Clock.Advance(time.Second)
		x.Write(func(tx *store.Tx) error { return tx.AddFactor(ctx, &seed) })
		refused(t, "somebody's already", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error {
			return tx.AddFactor(ctx, &account.Factor{AccountID: b.ID, Kind: account.Passkey, Handle: "h1", Secret: []byte{}})
		}), fault.Conflict, "passkey.taken")
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Factors(ctx, a.ID)
			ok(t, err)
			same(t, "factors", list, []account.Factor{key, seed})
			got, err := tx.FactorByHandle(ctx, "h1")
			ok(t, err)
			same(t, "by handle", got, key)
			_, err = tx.FactorByHandle(ctx, "")
			refused(t, "no handle", err, fault.NotFound, "fault.not_found")
			return nil
		})

		if n := winners(t, x, func(tx *store.Tx) (bool, error) { f := seed; return tx.UseFactor(ctx, &f, 8) }); n != 1 {
			t.Errorf("%d used the same step", n)
		}
		x.Write(func(tx *store.Tx) error {
			used := key
			used.Secret = []byte("flags")
			won, err := tx.UseFactor(ctx, &used, 0)
			ok(t, err)
			same(t, "a counter that stands still", won, true)
			got, err := tx.FactorByHandle(ctx, "h1")
			ok(t, err)
			same(t, "used", got, used)
			return nil
		})
		if n := winners(t, x, func(tx *store.Tx) (bool, error) { return tx.StopFactor(ctx, key.ID) }); n != 1 {
			t.Errorf("%d stopped it", n)
		}
		x.Write(func(tx *store.Tx) error {
			got, err := tx.FactorByHandle(ctx, "h1")
			ok(t, err)
			same(t, "stopped", got.StoppedAt, tx.Now())
			won, err := tx.UseFactor(ctx, &got, 1)
			ok(t, err)
			same(t, "a stopped one wins", won, false)
			refused(t, "somebody else's", tx.DropFactor(ctx, b.ID, key.ID), fault.NotFound, "fault.not_found")
			ok(t, tx.DropFactor(ctx, a.ID, key.ID))
			n, err := tx.DropFactorsOf(ctx, a.ID)
			ok(t, err)
			same(t, "dropped", n, 1)
			list, err := tx.Factors(ctx, b.ID)
			ok(t, err)
			same(t, "the other's", list, []account.Factor{others})
			return nil
		})
	})
}

func TestRecoveryCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		hashes := func(round string) (list []string) {
			for i := range 10 {
				list = append(list, fmt.Sprint(round, i+1))
			}
			return list
		}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddCodes(ctx, a.ID, hashes("old")))
			return tx.AddCodes(ctx, a.ID, hashes("new"))
		})
		first := account.RecoveryCode{AccountID: a.ID, Number: 1, Hash: "new1"}
		x.Read(func(tx *store.Tx) error {
			got, err := tx.NextCode(ctx, a.ID)
			ok(t, err)
			same(t, "next", got, first)
			_, err = tx.Code(ctx, a.ID, 11)
			refused(t, "no such number", err, fault.NotFound, "fault.not_found")
			return nil
		})
		if n := winners(t, x, func(tx *store.Tx) (bool, error) { return tx.UseCode(ctx, first) }); n != 1 {
			t.Errorf("%d used the same code", n)
		}
		x.Write(func(tx *store.Tx) error {
			got, err := tx.Code(ctx, a.ID, 1)
			ok(t, err)
			same(t, "used", got.UsedAt, tx.Now())
			won, err := tx.UseCode(ctx, account.RecoveryCode{AccountID: a.ID, Number: 2, Hash: "old2"})
			ok(t, err)
			same(t, "a code that was replaced wins", won, false)
			left, err := tx.CodesLeft(ctx, a.ID)
			ok(t, err)
			same(t, "left", left, 9)
			got, err = tx.NextCode(ctx, a.ID)
			ok(t, err)
			same(t, "next", got.Number, 2)
			ok(t, tx.AddCodes(ctx, a.ID, nil))
			_, err = tx.NextCode(ctx, a.ID)
			refused(t, "none left", err, fault.NotFound, "fault.not_found")
			return nil
		})
	})
}

func TestCeremony(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		end := x.Clock.Now().Add(5 * time.Minute)
		begin := func(y store.Ceremony) store.Ceremony {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { return c.AddCeremony(ctx, &y) }))
			return y
		}
		take := func(id string) (y store.Ceremony, err error) {
			err = x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				y, err = c.TakeCeremony(ctx, id)
				return err
			})
			return y, err
		}
		one := begin(store.Ceremony{Kind: "sign-in", Data: []byte{0, 255}, ExpiresAt: end})
		got, err := take(one.ID)
		ok(t, err)
		got.ExpiresAt = got.ExpiresAt.UTC()
		same(t, "taken", got, one)
		_, err = take(one.ID)
		refused(t, "twice", err, fault.NotFound, "fault.not_found")

		two := begin(store.Ceremony{AccountID: "a", Kind: "register", Data: []byte{1}, ExpiresAt: end})
		var won atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := take(two.ID); err == nil {
					won.Add(1)
				} else {
					refused(t, "too late", err, fault.NotFound, "fault.not_found")
				}
			})
		}
		all.Wait()
		same(t, "winners", won.Load(), 1)

		late := begin(store.Ceremony{Kind: "sign-in", Data: []byte{}, ExpiresAt: end})
		x.Clock.Advance(5 * time.Minute)
		_, err = take(late.ID)
		refused(t, "expired", err, fault.NotFound, "fault.not_found")
		for _, want := range []int{1, 0} {
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
				n, err := c.SweepCeremonies(ctx, 10)
				same(t, "swept", n, want)
				return err
			}))
		}
	})
}
