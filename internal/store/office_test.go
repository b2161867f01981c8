package store_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

func TestInvitation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, b := x.Account(agency, account.Submitter), x.Account(agency, account.Submitter)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.SetPassword(ctx, a.ID, ""))
			ok(t, tx.SetPassword(ctx, b.ID, ""))
			ok(t, tx.SaveInvitation(ctx, b.ID, "b", "admin", tx.Now().Add(time.Hour)))
			ok(t, tx.SaveInvitation(ctx, a.ID, "old", "admin", tx.Now().Add(time.Hour)))
			return tx.SaveInvitation(ctx, a.ID, "new", "admin", tx.Now().Add(time.Hour))
		})
		take := func(username, hash string) (id string, err error) {
			err = x.Store.Write(context.Background(), storetest.Setup, func(tx *store.Tx) error {
				id, err = tx.TakeInvitation(context.Background(), username, hash)
				return err
			})
			return id, err
		}
		for what, c := range map[string][2]string{
			"replaced": {a.Username, "old"}, "somebody else's": {a.Username, "b"}, "nobody's": {"nobody", "new"}, "none": {a.Username, ""},
		} {
			_, err := take(c[0], c[1])
			refused(t, what, err, fault.NotFound, "fault.not_found")
		}
		var won atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if id, err := take(a.Username, "new"); err == nil && id == a.ID {
					won.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of 100 that come with one code use it", won.Load())
		}
		x.Write(func(tx *store.Tx) error { return tx.DropInvitation(ctx, b.ID) })
		_, err := take(b.Username, "b")
		refused(t, "dropped", err, fault.NotFound, "fault.not_found")
		x.Write(func(tx *store.Tx) error { return tx.SaveInvitation(ctx, b.ID, "b", "admin", tx.Now().Add(time.Hour)) })
		x.Clock.Advance(time.Hour)
		_, err = take(b.Username, "b")
		refused(t, "too late", err, fault.NotFound, "fault.not_found")
	})
}

func TestMembers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency, center := x.Agency("FGR", account.Federal), x.Agency("NTC", account.Center)
		var names []string
		for range 5 {
			names = append(names, x.Account(agency, account.Submitter).Username)
		}
		slices.Sort(names)
		other := x.Account(center, account.Tracer)
		x.Read(func(tx *store.Tx) error {
			var met []string
			f := store.MemberFilter{AgencyID: agency.ID, Limit: 2}
			for more := true; more; more = f.After != "" {
				list, next, err := tx.Members(ctx, f)
				ok(t, err)
				for _, m := range list {
					met = append(met, m.Username)
				}
				f.After = next
			}
			same(t, "an agency's", met, names)
			list, _, err := tx.Members(ctx, store.MemberFilter{Role: account.Tracer})
			ok(t, err)
			same(t, "a role's", len(list), 1)
			list, _, err = tx.Members(ctx, store.MemberFilter{})
			ok(t, err)
			same(t, "everybody", len(list), 6)
			_, _, err = tx.Members(ctx, store.MemberFilter{After: "?"})
			refused(t, "no cursor", err, fault.Invalid, "fault.cursor")
			for _, role := range []account.Role{account.Tracer, account.Trainer} {
				has, err := tx.HasRole(ctx, role)
				ok(t, err)
				same(t, "somebody is "+string(role), has, role == account.Tracer)
			}
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.SetPassword(ctx, other.ID, "$argon2id$"))
			for i, kind := range []account.FactorKind{"passkey", "totp"} {
				ok(t, tx.AddFactor(ctx, &account.Factor{AccountID: other.ID, Kind: kind, Handle: strings.Repeat("h", 1-i), Secret: []byte("s")}))
			}
			ok(t, tx.SaveInvitation(ctx, other.ID, "h", "", tx.Now().Add(time.Hour)))
			ok(t, tx.SetRole(ctx, other.ID, account.Supervisor))
			refused(t, "nobody's role", tx.SetRole(ctx, "nobody", account.Supervisor), fault.NotFound, "fault.not_found")
			refused(t, "nobody disabled", tx.SetDisabled(ctx, "nobody", true), fault.NotFound, "fault.not_found")
			return tx.AddChange(ctx, &account.Change{AgencyID: center.ID, Kind: account.InviteChange, AccountID: other.ID, Role: account.Tracer, By: "x", ExpiresAt: tx.Now()})
		})
		x.Read(func(tx *store.Tx) error {
			m, err := tx.Member(ctx, other.ID)
			ok(t, err)
			same(t, "member", m, account.Member{
				ID: other.ID, AgencyID: center.ID, Agency: "NTC", Kind: account.Center, Username: other.Username, Name: other.Name,
				Role: account.Supervisor, Active: true, Invited: tx.Now().Add(time.Hour), Awaits: true, Passkeys: 1, TOTPs: 1, CreatedAt: other.CreatedAt,
			})
			list, err := tx.Deciders(ctx, center.ID, [2]account.Role{account.Admin, account.Supervisor})
			ok(t, err)
			same(t, "colleagues", list, []string{other.ID})
			_, err = tx.Member(ctx, "nobody")
			refused(t, "nobody", err, fault.NotFound, "fault.not_found")
			return nil
		})
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.SetDisabled(ctx, other.ID, true))
			list, err := tx.Deciders(ctx, center.ID, [2]account.Role{account.Admin, account.Supervisor})
			ok(t, err)
			same(t, "without a disabled one", len(list), 0)
			return nil
		})
	})
}

func TestMuted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		x.Write(func(tx *store.Tx) error {
			for _, codes := range [][]string{{"received", "concluded"}, nil} {
				ok(t, tx.Mute(ctx, a.ID, codes))
				got, err := tx.Muted(ctx, a.ID)
				ok(t, err)
				same(t, "muted", got, codes)
			}
			refused(t, "nobody", tx.Mute(ctx, "nobody", nil), fault.NotFound, "fault.not_found")
			return nil
		})
	})
}

func TestChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, author, other := x.Account(agency, account.Submitter), x.Account(agency, account.Admin), x.Account(agency, account.Admin)
		var made []account.Change
		for i := range 3 {
			c := account.Change{AgencyID: agency.ID, Kind: account.RoleChange, AccountID: a.ID, Role: account.Coordinator, By: author.ID}
			x.Write(func(tx *store.Tx) error {
				c.ExpiresAt = tx.Now().Add(time.Duration(i+1) * time.Hour)
				return tx.AddChange(ctx, &c)
			})
			c.Agency, c.Name, c.Username, c.ByName = "FGR", a.Name, a.Username, author.Name
			made = append(made, c)
			x.Clock.Advance(time.Minute)
		}
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Change(ctx, made[0].ID)
			ok(t, err)
			same(t, "by id", got, made[0])
			got, err = tx.OpenChange(ctx, a.ID)
			ok(t, err)
			same(t, "the newest open one", got, made[2])
			_, err = tx.OpenChange(ctx, author.ID)
			refused(t, "of somebody else", err, fault.NotFound, "fault.not_found")
			list, next, err := tx.Changes(ctx, agency.ID, "", 2)
			ok(t, err)
			same(t, "a page", list, []account.Change{made[2], made[1]})
			list, next, err = tx.Changes(ctx, "", next, 2)
			ok(t, err)
			same(t, "the next", list, made[:1])
			same(t, "the end", next, "")
			return nil
		})
		var won atomic.Int32
		var all sync.WaitGroup
		for i := range 20 {
			verdict := []string{account.Approved, account.Refused}[i%2]
			all.Go(func() {
				err := x.Store.Write(context.Background(), storetest.Setup, func(tx *store.Tx) error {
					return tx.DecideChange(context.Background(), made[2].ID, other.ID, verdict)
				})
				if err == nil {
					won.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of 20 decide", won.Load())
		}
		x.Clock.Advance(time.Hour)
		x.Write(func(tx *store.Tx) error {
			refused(t, "too late", tx.DecideChange(ctx, made[0].ID, other.ID, account.Approved), fault.Stale, "fault.stale")
			due, err := tx.ChangesExpired(ctx)
			ok(t, err)
			same(t, "one is due", due, true)
			list, err := tx.ExpireChanges(ctx, 10)
			ok(t, err)
			if len(list) != 1 || list[0].ID != made[0].ID || list[0].Verdict != account.Expired {
				t.Errorf("expired: %+v", list)
			}
			due, err = tx.ChangesExpired(ctx)
			ok(t, err)
			same(t, "none is due", due, false)
			return nil
		})
	})
}

func TestIdle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		agency := x.Agency("FGR", account.Federal)
		a, b := x.Account(agency, account.Submitter), x.Account(agency, account.Submitter)
		x.Clock.Advance(2 * time.Hour)
		x.Write(func(tx *store.Tx) error { return tx.SeenAccount(ctx, b.ID) })
		seen := x.Clock.Now()
		x.Clock.Advance(59 * time.Minute)
		x.Write(func(tx *store.Tx) error { return tx.SeenAccount(ctx, b.ID) })
		x.Write(func(tx *store.Tx) error {
			got, err := tx.Account(ctx, b.ID)
			ok(t, err)
			same(t, "seen at most hourly", got.SeenAt, seen)
			idle, err := tx.IdleAccounts(ctx, a.CreatedAt, 10)
			ok(t, err)
			same(t, "idle", idle, []store.Idle{{AccountID: a.ID, AgencyID: agency.ID, Since: a.CreatedAt}})
			ok(t, tx.EndUnused(ctx, a.ID, tx.Now()))
			refused(t, "set already", tx.EndUnused(ctx, a.ID, tx.Now()), fault.NotFound, "fault.not_found")
			idle, err = tx.IdleAccounts(ctx, a.CreatedAt, 10)
			ok(t, err)
			same(t, "told of", len(idle), 0)
			ending, err := tx.EndingAccounts(ctx, 10)
			ok(t, err)
			same(t, "ending", len(ending), 1)
			ok(t, tx.SeenAccount(ctx, a.ID))
			refused(t, "back meanwhile", tx.ShutUnused(ctx, a.ID), fault.NotFound, "fault.not_found")
			ok(t, tx.EndUnused(ctx, a.ID, tx.Now()))
			ok(t, tx.ShutUnused(ctx, a.ID))
			_, err = tx.Actor(ctx, a.ID)
			refused(t, "shut", err, fault.NotFound, "fault.not_found")
			return nil
		})
	})
}

func TestKeyLife(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		k := account.Key{AccountID: a.ID, Hash: "h", Scopes: []account.Scope{account.ScopeRead, account.ScopeFind}, ExpiresAt: x.Clock.Now().Add(time.Hour)}
		gone := account.Key{AccountID: a.ID, Hash: "gone"}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddKey(ctx, &k))
			ok(t, tx.AddKey(ctx, &gone))
			ok(t, tx.RevokeKey(ctx, a.ID, gone.ID))
			ok(t, tx.UseKey(ctx, k.ID))
			k.UsedAt = tx.Now()
			return nil
		})
		x.Clock.Advance(59 * time.Second)
		x.Write(func(tx *store.Tx) error { return tx.UseKey(ctx, k.ID) })
		x.Read(func(tx *store.Tx) error {
			got, _, err := tx.KeyByHash(ctx, "h")
			ok(t, err)
			same(t, "key", got.Scopes, k.Scopes)
			same(t, "used at most once a minute", got.UsedAt, k.UsedAt)
			open, err := tx.OpenKeys(ctx, a.ID)
			ok(t, err)
			if len(open) != 1 || open[0].ID != k.ID {
				t.Errorf("open keys: %+v", open)
			}
			return nil
		})
		x.Clock.Advance(time.Hour)
		x.Read(func(tx *store.Tx) error {
			_, _, err := tx.KeyByHash(ctx, "h")
			refused(t, "expired", err, fault.NotFound, "fault.not_found")
			return nil
		})
	})
}

func TestSetKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.SetKeys(ctx, a.ID, "off down:ñ"))
			refused(t, "nobody", tx.SetKeys(ctx, "nobody", ""), fault.NotFound, "fault.not_found")
			return nil
		})
		x.Read(func(tx *store.Tx) error {
			who, err := tx.Actor(ctx, a.ID)
			same(t, "keys", who.Keys, "off down:ñ")
			return err
		})
	})
}
