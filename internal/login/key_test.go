package login_test

import (
	"slices"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/login"
	"rastreo/internal/store"
)

// A key does what it was made for, until it ends.
func TestKeyScopes(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, me := t.Context(), account.Actor{ID: h.who.ID, Role: account.Submitter, Proven: true}
		secret, k, err := h.IssueKey(ctx, me, login.NewKey{Name: "lector", Scopes: []account.Scope{account.ScopeRead}, Days: 30})
		want(t, err, "")
		who, err := h.KeyActor(ctx, secret)
		want(t, err, "")
		if !who.Key || who.Session != k.ID || !slices.Equal(who.Scopes, k.Scopes) || !who.Until.Equal(k.ExpiresAt) {
			t.Errorf("the actor of a key: %+v", who)
		}
		want(t, account.May(who, account.ListRequests, nil), "")
		for _, act := range []account.Act{account.File, account.FindPeople, account.Draft, account.OwnKeys, account.OwnAccount} {
			want(t, account.May(who, act, nil), fault.Forbidden)
		}
		h.Clock.Advance(30*24*time.Hour - time.Second)
		want(t, err1(h.KeyActor(ctx, secret)), "")
		h.Clock.Advance(time.Second)
		want(t, err1(h.KeyActor(ctx, secret)), fault.Unauthenticated)

		for name, n := range map[string]login.NewKey{
			"no scope":          {Name: "x", Days: 30},
			"another's scope":   {Name: "x", Scopes: []account.Scope{account.ScopeWork}, Days: 30},
			"no such scope":     {Name: "x", Scopes: []account.Scope{"fly"}, Days: 30},
			"no days":           {Name: "x", Scopes: []account.Scope{account.ScopeRead}},
			"more than a year":  {Name: "x", Scopes: []account.Scope{account.ScopeRead}, Days: 366},
			"days before today": {Name: "x", Scopes: []account.Scope{account.ScopeRead}, Days: -1},
		} {
			if _, _, err := h.IssueKey(ctx, me, n); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		me.Proven = false
		_, _, err = h.IssueKey(ctx, me, login.Usual("x", me.Role))
		want(t, err, fault.Forbidden)
		for _, role := range []account.Role{account.Admin, account.Auditor, account.Operator} {
			_, _, err := h.IssueKey(ctx, account.Actor{ID: h.who.ID, Role: role, Proven: true}, login.Usual("x", account.Submitter))
			want(t, err, fault.Forbidden)
		}
	})
}

// That a key was used is noted, and that its owner's account is in use; a key
// of before is good for all that the role allows, and does not end.
func TestKeyUse(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, me := t.Context(), account.Actor{ID: h.who.ID, Role: account.Submitter, Proven: true}
		secret, _, err := h.IssueKey(ctx, me, login.Usual("x", me.Role))
		want(t, err, "")
		used := func() time.Time {
			keys, err := h.Keys(ctx, me)
			want(t, err, "")
			return keys[0].UsedAt
		}
		first := h.Clock.Now()
		for _, x := range []struct{ after, used time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Second, time.Minute}} {
			h.Clock.Advance(x.after)
			want(t, err1(h.KeyActor(ctx, secret)), "")
			if got := used(); !got.Equal(first.Add(x.used).Truncate(time.Microsecond)) {
				t.Errorf("used at %s", got)
			}
		}
		h.Write(func(tx *store.Tx) error {
			a, err := tx.Account(ctx, h.who.ID)
			if a.SeenAt.IsZero() {
				t.Error("whose key is used is not seen")
			}
			if err == nil {
				err = tx.SetRole(ctx, h.who.ID, account.Coordinator)
			}
			return err
		})
		who, err := h.KeyActor(ctx, secret)
		want(t, err, "")
		if who.Role != account.Coordinator {
			t.Errorf("the role is %s", who.Role)
		}
		want(t, h.Seen(ctx, h.who.ID), "")
	})
}
