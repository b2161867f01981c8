package share_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/share"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

type house struct {
	x *storetest.Fixture
	*share.Share
	names                              map[string]string // user names by account
	ana, eva, leo, chief, second       account.Actor     // of one agency
	reader, stranger, boss, gatekeeper account.Actor     // readers and a coordinator of another; the center's
	z                                  trace.Seizure
}

func each(t *testing.T, f func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ours, theirs, center := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State), x.Agency("NTC", account.Center)
		h := house{x: x, Share: share.New(x.Store, share.Config{Now: x.Clock.Now, Brake: store.Brake{Hour: 5, Day: 8}}), names: map[string]string{}}
		var filer account.Account
		actor := func(a account.Agency, role account.Role) account.Actor {
			acc := x.Account(a, role)
			if filer.ID == "" {
				filer = acc
			}
			h.names[acc.ID] = acc.Username
			return account.Actor{ID: acc.ID, AgencyID: acc.AgencyID, Agency: a.Code, Name: acc.Name, Role: role, Zone: "America/Mexico_City", Proven: true}
		}
		h.ana = actor(ours, account.Submitter)
		h.eva, h.leo = actor(ours, account.Submitter), actor(ours, account.Submitter)
		h.chief, h.second = actor(ours, account.Coordinator), actor(ours, account.Coordinator)
		h.reader, h.stranger = actor(theirs, account.Submitter), actor(theirs, account.Submitter)
		h.gatekeeper, h.boss = actor(theirs, account.Coordinator), actor(center, account.Supervisor)
		h.z = x.File(filer, 1)
		f(t, h)
	})
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
		t.Errorf("got %v, want %q", err, kind)
	}
}

// A restricted seizure is only for those on its list, and two of them change
// the list.
func TestTwoPeopleChangeTheList(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		want(t, h.Restrict(ctx, h.eva, folio, []string{h.names[h.eva.ID]}), fault.NotFound)
		want(t, h.Restrict(ctx, h.ana, folio, nil), fault.Invalid)
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.ana.ID]}), fault.Invalid)
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.reader.ID]}), fault.Invalid)
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.eva.ID]}), "")
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.eva.ID]}), fault.Conflict)
		seen := func(step string, who ...account.Actor) {
			t.Helper()
			for _, a := range []account.Actor{h.ana, h.eva, h.leo, h.chief} {
				_, err := h.Access(ctx, a, folio)
				kind := fault.NotFound
				if slices.ContainsFunc(who, func(x account.Actor) bool { return x.ID == a.ID }) {
					kind = ""
				}
				if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
					t.Errorf("%s: %s gets %v, want %q", step, h.names[a.ID], err, kind)
				}
			}
		}
		seen("restricted", h.ana, h.eva)
		want(t, h.ProposeNamed(ctx, h.chief, folio, trace.NameMore, h.names[h.chief.ID]), fault.NotFound)
		late := h.ana
		late.Proven = false
		want(t, h.ProposeNamed(ctx, late, folio, trace.NameMore, h.names[h.leo.ID]), fault.Forbidden)
		change := func(by, decider account.Actor, kind trace.NamedKind, whom account.Actor, outcome fault.Kind) {
			t.Helper()
			want(t, h.ProposeNamed(ctx, by, folio, kind, h.names[whom.ID]), "")
			a, err := h.Access(ctx, by, folio)
			want(t, err, "")
			id := a.Changes[len(a.Changes)-1].ID
			want(t, h.DecideNamed(ctx, by, folio, id, true), fault.Forbidden)
			want(t, h.DecideNamed(ctx, h.chief, folio, id, true), fault.NotFound)
			want(t, h.DecideNamed(ctx, decider, folio, id, true), outcome)
			if outcome != "" {
				want(t, h.DecideNamed(ctx, by, folio, id, false), "")
			}
		}
		change(h.ana, h.eva, trace.NameLess, h.ana, fault.Conflict) // one would be left
		change(h.ana, h.eva, trace.NameMore, h.leo, "")
		seen("one more", h.ana, h.eva, h.leo)
		change(h.leo, h.eva, trace.NameLess, h.ana, "")
		seen("without the filer", h.eva, h.leo)
		want(t, h.Bar(ctx, h.chief, folio, h.names[h.eva.ID]), fault.NotFound)
		change(h.eva, h.leo, trace.OpenAll, account.Actor{}, "")
		a, err := h.Access(ctx, h.chief, folio)
		want(t, err, "")
		if a.Restricted || len(a.Named) != 0 {
			t.Errorf("open again: %+v", a)
		}
		want(t, h.Bar(ctx, h.chief, folio, h.names[h.chief.ID]), fault.Invalid)
		want(t, h.Bar(ctx, h.eva, folio, h.names[h.ana.ID]), fault.Forbidden)
		want(t, h.Bar(ctx, h.chief, folio, h.names[h.ana.ID]), "")
		seen("the filer kept out", h.chief)
		a, err = h.Access(ctx, h.chief, folio)
		want(t, err, "")
		if len(a.Barred) != 1 {
			t.Errorf("kept out: %+v", a.Barred)
		}
		want(t, h.Unbar(ctx, h.chief, folio, a.Barred[0].ID, ""), "")
		seen("let back", h.ana, h.chief)
	})
}

// Two removals at once never leave fewer than two on the list.
func TestRemovalsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.eva.ID], h.names[h.leo.ID]}), "")
		for _, whom := range []account.Actor{h.ana, h.eva, h.leo} {
			want(t, h.ProposeNamed(ctx, h.ana, folio, trace.NameLess, h.names[whom.ID]), "")
		}
		a, err := h.Access(ctx, h.ana, folio)
		want(t, err, "")
		var all sync.WaitGroup
		for _, c := range a.Changes {
			for _, by := range []account.Actor{h.eva, h.leo} {
				all.Go(func() { _ = h.DecideNamed(ctx, by, folio, c.ID, true) })
			}
		}
		all.Wait()
		h.x.Read(func(tx *store.Tx) error {
			list, err := tx.Named(ctx, h.z.ID)
			if len(list) != 2 {
				t.Errorf("%d are left", len(list))
			}
			return err
		})
	})
}

func (h house) grant() trace.Grant {
	return trace.Grant{
		To: "FGJ-TAM", People: []string{h.names[h.reader.ID] + " nobody.here"}, Fields: []string{"people"}, Purpose: "related_case",
		Words: "El mismo grupo.", Until: "2026-03-20",
	}
}

func TestGrantTakesThree(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		for change, pointer := range map[string]string{"to": "/to", "people": "/readers", "purpose": "/purpose", "words": "/words", "until": "/until", "late": "/until", "past": "/until", "fields": "/fields"} {
			g := h.grant()
			switch change {
			case "to":
				g.To = "FGR"
			case "people":
				g.People = nil
			case "purpose":
				g.Purpose = "curiosity"
			case "words":
				g.Words = " "
			case "until":
				g.Until = "mañana"
			case "late":
				g.Until = "2026-06-05"
			case "past":
				g.Until = "2026-03-04"
			case "fields":
				g.Fields = []string{"everything"}
			}
			_, err := h.Propose(ctx, h.ana, folio, g)
			if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Problems[0].Pointer != pointer {
				t.Errorf("%s: %v", change, err)
			}
		}
		_, err := h.Propose(ctx, h.eva, folio, h.grant())
		want(t, err, fault.NotFound)
		g, err := h.Propose(ctx, h.chief, folio, h.grant())
		want(t, err, "")
		_, err = h.Approve(ctx, h.chief, g.ID)
		want(t, err, fault.Forbidden) // their own proposal
		_, err = h.Approve(ctx, h.ana, g.ID)
		want(t, err, fault.Forbidden)
		_, err = h.Approve(ctx, h.gatekeeper, g.ID)
		want(t, err, fault.NotFound)
		_, err = h.Accept(ctx, h.gatekeeper, g.ID, []string{h.names[h.reader.ID]})
		want(t, err, fault.NotFound)
		_, err = h.Refuse(ctx, h.gatekeeper, g.ID)
		want(t, err, fault.NotFound) // they are not asked yet
		_, err = h.Approve(ctx, h.second, g.ID)
		want(t, err, "")
		for _, c := range []struct {
			who   account.Actor
			names []string
			kind  fault.Kind
		}{
			{h.second, []string{h.names[h.reader.ID]}, fault.NotFound},
			{h.reader, []string{h.names[h.reader.ID]}, fault.Forbidden},
			{h.gatekeeper, nil, fault.Invalid},
			{h.gatekeeper, []string{"nobody.here"}, fault.Invalid},
			{h.gatekeeper, []string{h.names[h.stranger.ID]}, fault.Invalid},
			{h.gatekeeper, []string{h.names[h.reader.ID]}, ""},
		} {
			_, err = h.Accept(ctx, c.who, g.ID, c.names)
			want(t, err, c.kind)
		}
		for who, n := range map[string]int{h.reader.ID: 1, h.stranger.ID: 0, h.gatekeeper.ID: 0} {
			a := map[string]account.Actor{h.reader.ID: h.reader, h.stranger.ID: h.stranger, h.gatekeeper.ID: h.gatekeeper}[who]
			s, err := h.Shared(ctx, a)
			want(t, err, "")
			if len(s.Read) != n {
				t.Errorf("%s reads %d", a.Role, len(s.Read))
			}
		}
		_, err = h.Revoke(ctx, h.stranger, g.ID)
		want(t, err, fault.NotFound)
		_, err = h.Revoke(ctx, h.gatekeeper, g.ID)
		want(t, err, "")
		_, err = h.Revoke(ctx, h.ana, g.ID)
		want(t, err, fault.Conflict)
		_, err = h.Stop(ctx, h.chief, g.ID)
		want(t, err, fault.Forbidden)

		g, err = h.Propose(ctx, h.ana, folio, h.grant())
		want(t, err, "")
		list, err := h.All(ctx, h.boss)
		want(t, err, "")
		if len(list) != 2 {
			t.Errorf("%d grants in all", len(list))
		}
		_, err = h.Stop(ctx, h.boss, g.ID)
		want(t, err, "")
		_, err = h.Approve(ctx, h.chief, g.ID)
		want(t, err, fault.Conflict)
	})
}

// Whoever is on the list of a restricted seizure cannot be both persons whose
// word a grant takes.
func TestGrantOfTheRestrictedTakesTwo(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		want(t, h.Restrict(ctx, h.chief, h.z.Folio, []string{h.names[h.second.ID]}), "")
		g, err := h.Propose(ctx, h.chief, h.z.Folio, h.grant())
		want(t, err, "")
		_, err = h.Approve(ctx, h.chief, g.ID)
		want(t, err, fault.Forbidden)
		for who, n := range map[*account.Actor]int{&h.chief: 0, &h.second: 1} {
			s, err := h.Shared(ctx, *who)
			want(t, err, "")
			if len(s.Approve) != n {
				t.Errorf("%s is asked for %d", h.names[who.ID], len(s.Approve))
			}
		}
		_, err = h.Approve(ctx, h.second, g.ID)
		want(t, err, "")
	})
}

// Whether the other agency has such people is not told to whoever proposes.
func TestProposingTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, name := range []string{h.names[h.reader.ID], "nobody.here", h.names[h.eva.ID]} {
			g := h.grant()
			g.People = []string{name}
			_, err := h.Propose(t.Context(), h.ana, h.z.Folio, g)
			want(t, err, "")
		}
	})
}

// That a supervisor opens personal data is told to whoever has the request each
// time, and to auditors once in an hour; what a tracer opens of their own to
// nobody.
func TestOversight(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, center := t.Context(), account.Agency{ID: h.boss.AgencyID}
		tracer, _ := h.x.Account(center, account.Tracer), h.x.Account(center, account.Auditor)
		var filer account.Account
		h.x.Read(func(tx *store.Tx) (err error) { filer, err = tx.Account(ctx, h.ana.ID); return err })
		claimed, free := h.x.File(filer, 20).Requests[0], h.x.File(filer, 21).Requests[0]
		h.x.Write(func(tx *store.Tx) error { return tx.MoveRequest(ctx, &claimed, trace.Claim, tracer.ID) })
		own := account.Actor{ID: tracer.ID, AgencyID: tracer.AgencyID, Role: tracer.Role}
		jobs := 0
		for i, x := range []struct {
			who   account.Actor
			folio string
			more  int
		}{
			{own, claimed.Folio, 0}, {h.boss, claimed.Folio, 2}, {h.boss, claimed.Folio, 0}, {h.boss, free.Folio, 0}, {h.boss, h.z.Requests[0].Folio, 1},
		} {
			if i == 4 {
				h.x.Clock.Advance(time.Hour)
			}
			want(t, h.Open(ctx, x.who, x.folio, "verify_identity"), "")
			h.x.Read(func(tx *store.Tx) error {
				n, err := tx.Jobs(ctx)
				if n-jobs != x.more {
					t.Errorf("opening %d is told %d times, want %d", i, n-jobs, x.more)
				}
				jobs = n
				return err
			})
		}
	})
}

func TestBrake(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		var filer account.Account
		h.x.Read(func(tx *store.Tx) (err error) { filer, err = tx.Account(ctx, h.ana.ID); return err })
		var folios []string
		for i := range 12 {
			folios = append(folios, h.x.File(filer, i+10).Folio)
		}
		want(t, h.Open(ctx, h.chief, folios[0], "curiosity"), fault.Invalid)
		want(t, h.Open(ctx, h.eva, folios[0], "court"), fault.NotFound)
		want(t, h.Open(ctx, h.ana, folios[0], "court"), "") // their own: nothing is counted
		var all sync.WaitGroup
		var mu sync.Mutex
		done, braked := 0, 0
		for _, folio := range folios {
			all.Go(func() {
				err := h.Open(ctx, h.chief, folio, "court")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					done++
				case fault.Is(err, fault.TooMany):
					braked++
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if done != 5 || braked != 7 {
			t.Errorf("%d opened and %d refused, want 5 and 7", done, braked)
		}
		f := fault.Of(h.Open(ctx, h.chief, folios[11], "verify_identity"))
		if f == nil || f.Args["minutes"] != 60 {
			t.Errorf("wait %+v", f)
		}
		h.x.Read(func(tx *store.Tx) error {
			jobs, err := tx.Jobs(ctx)
			if jobs != 1 { // the other coordinator, once
				t.Errorf("%d are told", jobs)
			}
			return err
		})
		h.x.Clock.Advance(time.Hour)
		n := 0
		for _, folio := range folios {
			if h.Open(ctx, h.chief, folio, "related_case") == nil {
				n++
			}
		}
		if n != 3 {
			t.Errorf("%d more within the day, want 3", n)
		}
		agencies, err := h.Agencies(ctx, h.ana)
		want(t, err, "")
		if len(agencies) != 1 || agencies[0].Code != "FGJ-TAM" {
			t.Errorf("agencies %v", agencies)
		}
	})
}
