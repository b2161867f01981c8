package share_test

import (
	"crypto/rand"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// emergency is a house with an auditor and an administrator, and a seizure that
// two know of.
type emergency struct {
	house
	auditor, admin account.Actor
}

func eachEmergency(t *testing.T, f func(t *testing.T, h emergency)) {
	each(t, func(t *testing.T, h house) {
		ours := account.Agency{ID: h.ana.AgencyID, Code: "FGR"}
		actor := func(role account.Role) account.Actor {
			a := h.x.Account(ours, role)
			h.names[a.ID] = a.Username
			return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Agency: "FGR", Role: role, Proven: true}
		}
		e := emergency{h, actor(account.Auditor), actor(account.Admin)}
		want(t, h.Restrict(t.Context(), h.ana, h.z.Folio, []string{h.names[h.eva.ID]}), "")
		f(t, e)
	})
}

func (e emergency) ask() trace.Break {
	return trace.Break{Folio: e.z.Folio, Reason: "list_gone", Words: "El juzgado pide el expediente."}
}

// asked is the id of what somebody asked last.
func (e emergency) asked(t *testing.T, who account.Actor) string {
	t.Helper()
	found, err := e.Breaks(t.Context(), who, "")
	want(t, err, "")
	return found.Asked[0].ID
}

// told counts the notices of a kind that somebody is to get.
func (e emergency) told(t *testing.T) (n int) {
	t.Helper()
	e.x.Read(func(tx *store.Tx) (err error) {
		n, err = tx.Jobs(t.Context())
		return err
	})
	return n
}

// Somebody asks and an auditor approves: the coordinator is on the list for a
// day, and everybody on it is told.
func TestBreak(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx, folio := t.Context(), h.z.Folio
		for pointer, b := range map[string]trace.Break{
			"/break_folio":  {Folio: "AS-2026-AAAAAA-A", Reason: "danger", Words: "x"},
			"/break_reason": {Folio: folio, Reason: "curiosity", Words: "x"},
			"/break_words":  {Folio: folio, Reason: "danger", Words: " "},
		} {
			f := fault.Of(h.AskBreak(ctx, h.chief, b))
			if f == nil || f.Kind != fault.Invalid || len(f.Problems) != 1 || f.Problems[0].Pointer != pointer {
				t.Errorf("%s: %+v", pointer, f)
			}
		}
		if f := fault.Of(h.AskBreak(ctx, h.admin, trace.Break{})); f == nil || len(f.Problems) != 4 {
			t.Errorf("nothing typed: %+v", f)
		}
		b := h.ask()
		for name, kind := range map[string]fault.Kind{h.names[h.ana.ID]: fault.Invalid, h.names[h.gatekeeper.ID]: fault.Invalid, "nobody.here": fault.Invalid} {
			b.Username = name
			want(t, h.AskBreak(ctx, h.admin, b), kind)
		}
		want(t, h.AskBreak(ctx, h.eva, b), fault.Forbidden)
		want(t, h.AskBreak(ctx, h.boss, b), fault.Forbidden)

		b.Username = h.names[h.chief.ID]
		want(t, h.AskBreak(ctx, h.admin, b), "")
		id := h.asked(t, h.admin)
		want(t, h.DecideBreak(ctx, h.admin, id, true), fault.Forbidden)
		late := h.auditor
		late.Proven = false
		want(t, h.DecideBreak(ctx, late, id, true), fault.Forbidden)
		_, err := h.Access(ctx, h.chief, folio)
		want(t, err, fault.NotFound)
		before := h.told(t)
		want(t, h.DecideBreak(ctx, h.auditor, id, true), "")
		if n := h.told(t) - before; n != 4 { // two on the list, who is let in, who asked
			t.Errorf("%d are told", n)
		}
		want(t, h.DecideBreak(ctx, h.auditor, id, false), fault.Conflict)
		a, err := h.Access(ctx, h.chief, folio)
		want(t, err, "")
		if len(a.Named) != 3 || a.Mine.Filer == h.chief.ID || !a.Mine.Named {
			t.Errorf("let in: %+v", a)
		}
		_, err = h.Access(ctx, h.admin, folio)
		want(t, err, fault.Forbidden)
		_, err = h.Access(ctx, h.second, folio)
		want(t, err, fault.NotFound)

		h.x.Clock.Advance(trace.BreakFor)
		_, err = h.Access(ctx, h.chief, folio)
		want(t, err, fault.NotFound)
	})
}

// letIn asks for somebody and approves it.
func (e emergency) letIn(t *testing.T, who account.Actor) {
	t.Helper()
	want(t, e.AskBreak(t.Context(), who, e.ask()), "")
	want(t, e.DecideBreak(t.Context(), e.auditor, e.asked(t, who), true), "")
}

// Whoever was let in in an emergency leaves who may know of the seizure as it
// is: not even two of them together, with one of the list, or with what they
// have filed themselves, change the list, open it or share it.
func TestGuestsChangeNothing(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx, folio := t.Context(), h.z.Folio
		h.letIn(t, h.chief)
		h.letIn(t, h.second)
		want(t, h.ProposeNamed(ctx, h.eva, folio, trace.NameMore, h.names[h.leo.ID]), "")
		g, err := h.Propose(ctx, h.ana, folio, h.grant())
		want(t, err, "")
		h.x.Beneath(`UPDATE seizure SET filed_by = '`+h.chief.ID+`' WHERE id = '`+h.z.ID+`'`, `UPDATE named_change SET by = '`+h.leo.ID+`'`)
		for _, who := range []account.Actor{h.chief, h.second} {
			a, err := h.Access(ctx, who, folio)
			want(t, err, "")
			if !a.Mine.Named || !a.Mine.Guest || len(a.Changes) != 1 {
				t.Fatalf("let in: %+v", a)
			}
			for _, kind := range trace.NamedKinds {
				want(t, h.ProposeNamed(ctx, who, folio, kind, h.names[h.leo.ID]), fault.Forbidden)
			}
			want(t, h.DecideNamed(ctx, who, folio, a.Changes[0].ID, true), fault.Forbidden)
			want(t, h.DecideNamed(ctx, who, folio, a.Changes[0].ID, false), fault.Forbidden)
			want(t, h.Restrict(ctx, who, folio, []string{h.names[h.leo.ID]}), fault.Forbidden)
			want(t, h.Bar(ctx, who, folio, h.names[h.leo.ID]), fault.Forbidden)
			want(t, h.Unbar(ctx, who, folio, h.leo.ID, ""), fault.Forbidden)
			_, err = h.Propose(ctx, who, folio, h.grant())
			want(t, err, fault.Forbidden)
			_, err = h.Approve(ctx, who, g.ID)
			want(t, err, fault.Forbidden)
			s, err := h.Shared(ctx, who)
			want(t, err, "")
			if len(s.Approve) != 0 {
				t.Errorf("they are asked for their word: %+v", s.Approve)
			}
		}
		h.x.Read(func(tx *store.Tx) error {
			list, err := tx.Named(ctx, h.z.ID)
			if len(list) != 4 {
				t.Errorf("on the list %+v", list)
			}
			return err
		})
	})
}

// What nobody decides in a day is decided no more, whoever asked is told, it is
// in the log, and they may ask again.
func TestBreakExpires(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx := t.Context()
		want(t, h.AskBreak(ctx, h.chief, h.ask()), "")
		id, before := h.asked(t, h.chief), h.told(t)
		tend := func(most int) {
			t.Helper()
			if n, err := h.Tend(ctx); n != most || err != nil {
				t.Errorf("%d are noted, %v; want %d", n, err, most)
			}
		}
		h.x.Clock.Advance(trace.BreakWaits - time.Microsecond)
		tend(0)
		h.x.Clock.Advance(time.Microsecond)
		want(t, h.DecideBreak(ctx, h.auditor, id, true), fault.Conflict)
		want(t, h.DecideBreak(ctx, h.auditor, id, false), fault.Conflict)
		tend(1)
		tend(0)
		if n := h.told(t) - before; n != 1 {
			t.Errorf("%d are told", n)
		}
		found, err := h.Breaks(ctx, h.chief, "")
		want(t, err, "")
		if state := found.Asked[0].State(h.x.Clock.Now()); state != trace.BreakExpired {
			t.Errorf("it is %s", state)
		}
		_, err = h.Access(ctx, h.chief, h.z.Folio)
		want(t, err, fault.NotFound)
		logged := 0
		want(t, h.x.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT count(*) FROM audit WHERE verb = $1 AND on_ = $2`, string(audit.BreakExpired), h.z.Folio).Scan(&logged)
		}), "")
		if logged != 1 {
			t.Errorf("the log says it %d times", logged)
		}
		h.letIn(t, h.chief)
	})
}

// Nobody asks the same twice while it waits, or more than five times in a day,
// at once or one after the other.
func TestBreakBrake(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx := t.Context()
		var all sync.WaitGroup
		var done atomic.Int32
		for range 8 {
			all.Go(func() {
				if h.AskBreak(ctx, h.chief, h.ask()) == nil {
					done.Add(1)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 {
			t.Errorf("the same was asked %d times", done.Load())
		}
		f := fault.Of(h.AskBreak(ctx, h.chief, h.ask()))
		if f == nil || f.Kind != fault.Invalid || f.Problems[0].Pointer != "/break_folio" || f.Problems[0].Code != "waits" {
			t.Errorf("the same again: %+v", f)
		}
		want(t, h.DecideBreak(ctx, h.auditor, h.asked(t, h.chief), false), "")
		want(t, h.AskBreak(ctx, h.chief, h.ask()), "")
		braked := atomic.Int32{}
		for range 8 {
			b := h.ask()
			var err error
			b.Folio, err = trace.NewFolio(rand.Reader, "", trace.SeizureFolio, 2026)
			want(t, err, "")
			all.Go(func() {
				if fault.Is(h.AskBreak(ctx, h.chief, b), fault.TooMany) {
					braked.Add(1)
				}
			})
		}
		all.Wait()
		if braked.Load() != 5 {
			t.Errorf("%d of eight more are braked, want five", braked.Load())
		}
		want(t, h.AskBreak(ctx, h.second, h.ask()), "")
		h.x.Clock.Advance(trace.BreakWaits)
		want(t, h.AskBreak(ctx, h.chief, h.ask()), "")
	})
}

// The answer, and what is seen of it afterwards, is the same whether there is
// such a seizure, it is restricted, or it is another agency's; and nobody is let
// in where they must not be.
func TestBreakTellsNothing(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx := t.Context()
		var theirs account.Account
		h.x.Read(func(tx *store.Tx) (err error) { theirs, err = tx.Account(ctx, h.reader.ID); return err })
		other := h.x.File(theirs, 7)
		list := func(tx *store.Tx) error { return tx.Restrict(ctx, other.ID, true) }
		h.x.Write(list)
		h.x.Write(func(tx *store.Tx) error { return tx.Bar(ctx, h.z.ID, h.second.ID, h.ana.ID) })
		for _, c := range []struct {
			name, folio string
			who         account.Actor
		}{
			{"there is none", "AS-2026-7KXH4P-" + check(), h.chief},
			{"another agency's", other.Folio, h.chief},
			{"kept out", h.z.Folio, h.second},
		} {
			b := h.ask()
			b.Folio = c.folio
			h.x.Clock.Advance(time.Second)
			want(t, h.AskBreak(ctx, c.who, b), "")
			id := h.asked(t, c.who)
			before := h.told(t)
			want(t, h.DecideBreak(ctx, h.auditor, id, true), "")
			if n := h.told(t) - before; n != 1 {
				t.Errorf("%s: %d are told", c.name, n)
			}
			found, err := h.Breaks(ctx, c.who, "")
			want(t, err, "")
			if x := found.Asked[0]; x.Verdict != trace.BreakApproved || x.DecidedAt.IsZero() {
				t.Errorf("%s: %+v", c.name, x)
			}
			_, err = h.Access(ctx, c.who, c.folio)
			want(t, err, fault.NotFound)
		}
		all, err := h.AllBreaks(ctx, h.auditor, "")
		want(t, err, "")
		if len(all.Asked) != 3 {
			t.Errorf("the auditor sees %d", len(all.Asked))
		}
		_, err = h.AllBreaks(ctx, h.admin, "")
		want(t, err, fault.Forbidden)
	})
}

// check is the last character of a folio that nobody has.
func check() string {
	for _, c := range "234679ACEFHJKLMNPRTUWXY" {
		if _, ok := trace.ParseFolio("AS-2026-7KXH4P-" + string(c)); ok {
			return string(c)
		}
	}
	return ""
}

// Of all who decide the same at once, one has decided.
func TestDecisionsAtOnce(t *testing.T) {
	eachEmergency(t, func(t *testing.T, h emergency) {
		ctx := t.Context()
		once := func(step string, acts ...func() error) {
			t.Helper()
			var all sync.WaitGroup
			var done atomic.Int32
			for range 4 {
				for _, act := range acts {
					all.Go(func() {
						err := act()
						switch {
						case err == nil:
							done.Add(1)
						case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Stale) && !fault.Is(err, fault.Forbidden):
							t.Errorf("%s: %v", step, err)
						}
					})
				}
			}
			all.Wait()
			if done.Load() != 1 {
				t.Errorf("%s: %d have decided", step, done.Load())
			}
		}
		of := func(_ trace.Grant, err error) error { return err }
		propose := func() string {
			g, err := h.Propose(ctx, h.ana, h.z.Folio, h.grant())
			want(t, err, "")
			return g.ID
		}
		h.x.Write(func(tx *store.Tx) error { return tx.Name(ctx, h.z.ID, h.ana.ID, h.chief.ID, h.second.ID) })
		id := propose()
		approve := func(who account.Actor) func() error { return func() error { return of(h.Approve(ctx, who, id)) } }
		refuse := func(who account.Actor) func() error { return func() error { return of(h.Refuse(ctx, who, id)) } }
		names := []string{h.names[h.reader.ID]}
		accept := func() error { return of(h.Accept(ctx, h.gatekeeper, id, names)) }
		revoke := func(who account.Actor) func() error { return func() error { return of(h.Revoke(ctx, who, id)) } }
		once("approved by two", approve(h.chief), approve(h.second))
		once("accepted", accept)
		once("revoked by both sides", revoke(h.ana), revoke(h.gatekeeper))
		id = propose()
		once("refused by two", refuse(h.chief), refuse(h.ana))
		id = propose()
		want(t, approve(h.chief)(), "")
		once("accepted and refused", accept, refuse(h.ana))

		want(t, h.AskBreak(ctx, h.chief, h.ask()), "")
		broken := h.asked(t, h.chief)
		once("an emergency", func() error { return h.DecideBreak(ctx, h.auditor, broken, true) },
			func() error { return h.DecideBreak(ctx, h.auditor, broken, false) })
	})
}

// A grant that was approved and refused at once is one of the two: nobody can
// accept what was refused, and a revoked one is not accepted afterwards.
func TestApprovedOrRefused(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		for range 6 {
			g, err := h.Propose(ctx, h.ana, h.z.Folio, h.grant())
			want(t, err, "")
			var all sync.WaitGroup
			all.Go(func() { _, _ = h.Approve(ctx, h.chief, g.ID) })
			all.Go(func() { _, _ = h.Refuse(ctx, h.second, g.ID) })
			all.Go(func() { _, _ = h.Accept(ctx, h.gatekeeper, g.ID, []string{h.names[h.reader.ID]}) })
			all.Go(func() { _, _ = h.Revoke(ctx, h.ana, g.ID) })
			all.Wait()
			var held trace.Grant
			h.x.Write(func(tx *store.Tx) (err error) { held, err = tx.HoldGrant(ctx, g.ID); return err })
			s, err := h.Shared(ctx, h.reader)
			want(t, err, "")
			switch state := held.State(h.x.Clock.Now()); state {
			case trace.GrantEnded:
				if len(s.Read) != 0 {
					t.Error("it ended and is read")
				}
				if _, err = h.Accept(ctx, h.gatekeeper, g.ID, []string{h.names[h.reader.ID]}); err == nil {
					t.Error("it ended and is accepted")
				}
			case trace.GrantHolds:
				_, err = h.Revoke(ctx, h.ana, g.ID)
				want(t, err, "")
			default:
				t.Errorf("it is %s", state)
			}
		}
	})
}

// A grant ends when its last day does: it is not read after, nor accepted, nor
// approved.
func TestGrantExpires(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		names := []string{h.names[h.reader.ID]}
		propose := func() string {
			g, err := h.Propose(ctx, h.ana, folio, h.grant())
			want(t, err, "")
			return g.ID
		}
		held, approved, proposed := propose(), propose(), propose()
		for _, id := range []string{held, approved} {
			_, err := h.Approve(ctx, h.chief, id)
			want(t, err, "")
		}
		g, err := h.Accept(ctx, h.gatekeeper, held, names)
		want(t, err, "")
		reads := func(n int) {
			t.Helper()
			s, err := h.Shared(ctx, h.reader)
			want(t, err, "")
			if len(s.Read) != n {
				t.Errorf("%d are read, want %d", len(s.Read), n)
			}
		}
		h.x.Clock.Advance(g.ExpiresAt.Sub(h.x.Clock.Now()) - time.Microsecond)
		reads(1)
		want(t, h.Open(ctx, h.reader, folio, "related_case"), "")
		h.x.Clock.Advance(time.Microsecond)
		reads(0)
		want(t, h.Open(ctx, h.reader, folio, "court"), fault.NotFound)
		_, err = h.Accept(ctx, h.gatekeeper, approved, names)
		want(t, err, fault.Conflict)
		_, err = h.Approve(ctx, h.chief, proposed)
		want(t, err, fault.Conflict)
	})
}
