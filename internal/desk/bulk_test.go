package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/notify"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// many files so many requests, and returns their folios.
func (h house) many(n int) (folios []string) {
	for i := range n {
		folios = append(folios, h.one(3*i))
	}
	return folios
}

func (h house) request(folio string) (r trace.Request) {
	h.Read(func(tx *store.Tx) (err error) { r, err = tx.Request(context.Background(), folio); return err })
	return r
}

// carried lets the worker do what is left.
func (h house) carried(t *testing.T) {
	t.Helper()
	for {
		n, err := h.Carry(t.Context())
		want(t, err, "")
		if n == 0 {
			return
		}
	}
}

// try tries an act and begins it.
func (h house) bulk(t *testing.T, who account.Actor, w trace.BulkWanted, folios []string) trace.Bulk {
	t.Helper()
	b, _, err := h.TryBulk(t.Context(), who, desk.BulkAsk{BulkWanted: w, Folios: folios})
	want(t, err, "")
	if b.Plan.Change.N == 0 {
		return b
	}
	want(t, h.BeginBulk(t.Context(), who, b.ID), "")
	h.carried(t)
	return h.seen(t, who, b.ID)
}

func (h house) seen(t *testing.T, who account.Actor, id string) trace.Bulk {
	t.Helper()
	b, _, err := h.Bulk(t.Context(), who, id)
	want(t, err, "")
	return b
}

func (h house) undone(t *testing.T, who account.Actor, id string) trace.Bulk {
	t.Helper()
	want(t, h.UndoBulk(t.Context(), who, id), "")
	h.carried(t)
	return h.seen(t, who, id)
}

func (h house) username(id string) (name string) {
	h.Read(func(tx *store.Tx) error {
		who, err := tx.Actor(context.Background(), id)
		name = who.Username
		return err
	})
	return name
}

// counts are how many change, and how many stay for which reason.
func counts(t trace.BulkTally) map[trace.BulkWhy]int {
	m := map[trace.BulkWhy]int{}
	if t.Change.N > 0 {
		m[""] = t.Change.N
	}
	for why, s := range t.Stay {
		m[why] = s.N
	}
	return m
}

func wantCounts(t *testing.T, what string, got trace.BulkTally, want map[trace.BulkWhy]int) {
	t.Helper()
	if fmt.Sprint(counts(got)) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, counts(got), want)
	}
}

// Before anything happens it is said what would, and why not; then what has
// changed hands is left alone, and each request is recorded as if it were done
// singly.
func TestBulk(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		folios := h.many(6)
		_, err := h.Claim(ctx, h.second, folios[0])
		want(t, err, "")
		_, err = h.Claim(ctx, h.tracer, folios[1])
		want(t, err, "")
		ask := desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}, Folios: append([]string{"RM-2026-234679-A", "?"}, folios...)}
		_, _, err = h.TryBulk(ctx, h.filerActor(t), ask)
		want(t, err, fault.Forbidden)
		_, _, err = h.TryBulk(ctx, h.tracer, desk.BulkAsk{BulkWanted: ask.BulkWanted})
		want(t, err, fault.Invalid)
		_, _, err = h.TryBulk(ctx, h.tracer, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkPriority, Priority: trace.Urgent}, Folios: folios})
		want(t, err, fault.Invalid)
		_, _, err = h.TryBulk(ctx, h.tracer, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkAssign, Tracer: "x"}, Folios: folios})
		want(t, err, fault.Forbidden)
		b, again, err := h.TryBulk(ctx, h.tracer, ask)
		want(t, err, "")
		wantCounts(t, "tried", b.Plan, map[trace.BulkWhy]int{"": 4, trace.WhyTaken: 1, trace.WhyOwn: 1, trace.WhyUnknown: 2})
		if again || h.request(folios[2]).Status != trace.Queued {
			t.Error("something was done")
		}
		_, sample, err := h.Bulk(ctx, h.tracer, b.ID)
		want(t, err, "")
		if len(sample) != 4 {
			t.Errorf("%d are shown", len(sample))
		}
		_, _, err = h.Bulk(ctx, h.second, b.ID)
		want(t, err, fault.NotFound)
		want(t, h.BeginBulk(ctx, h.boss, b.ID), fault.Forbidden)
		want(t, h.UndoBulk(ctx, h.tracer, b.ID), fault.Conflict)
		_, err = h.Claim(ctx, h.second, folios[2])
		want(t, err, "")
		h.tracer.Via = "BULK"
		want(t, h.BeginBulk(ctx, h.tracer, b.ID), "")
		want(t, h.BeginBulk(ctx, h.tracer, b.ID), "")
		h.carried(t)
		b = h.seen(t, h.tracer, b.ID)
		wantCounts(t, "done", b.Result, map[trace.BulkWhy]int{"": 3, trace.WhyMoved: 1})
		if r := h.request(folios[3]); b.State != trace.BulkDone || r.ClaimedBy != h.tracer.ID || !r.LeaseUntil.Equal(h.now().Add(lease)) {
			t.Errorf("%s: %+v", b.State, r)
		}
		logged := map[string]int{}
		want(t, h.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
			for _, verb := range []audit.Verb{audit.RequestClaimed, audit.BulkBegun, audit.BulkCarried} {
				var n int
				if err := tx.Row(ctx, `SELECT count(*) FROM audit WHERE via = 'BULK' AND by = $1 AND verb = $2`, h.tracer.ID, string(verb)).Scan(&n); err != nil {
					return err
				}
				logged[string(verb)] = n
			}
			return nil
		}), "")
		if logged[string(audit.RequestClaimed)] != 3 || logged[string(audit.BulkBegun)] != 1 || logged[string(audit.BulkCarried)] != 1 {
			t.Errorf("recorded %v", logged)
		}
		_, err = h.Ask(ctx, h.tracer, h.held(folios[4]), trace.Question{Text: "¿?"})
		want(t, err, "")
		want(t, h.UndoBulk(ctx, h.second, b.ID), fault.NotFound)
		b = h.undone(t, h.boss, b.ID)
		wantCounts(t, "undone", b.Undo, map[trace.BulkWhy]int{"": 2, trace.WhyMoved: 1})
		if b.State != trace.BulkUndone || h.request(folios[3]).Status != trace.Queued || h.request(folios[4]).Status != trace.Returned {
			t.Errorf("%+v", b)
		}
		want(t, h.UndoBulk(ctx, h.tracer, b.ID), fault.Conflict)
		late := h.bulk(t, h.tracer, trace.BulkWanted{Act: trace.BulkRelease}, folios)
		wantCounts(t, "released", late.Plan, map[trace.BulkWhy]int{"": 1, trace.WhyWaiting: 2, trace.WhyNotYours: 2, trace.WhyAsked: 1})
		h.Clock.Advance(trace.UndoFor + time.Second)
		want(t, h.UndoBulk(ctx, h.tracer, late.ID), fault.Conflict)
		old, _, err := h.TryBulk(ctx, h.tracer, ask)
		want(t, err, "")
		h.Clock.Advance(trace.BulkWaits + time.Second)
		want(t, h.BeginBulk(ctx, h.tracer, old.ID), fault.Stale)
		list, err := h.Bulks(ctx, h.boss)
		want(t, err, "")
		if mine, _ := h.Bulks(ctx, h.second); len(list) != 3 || len(mine) != 0 {
			t.Errorf("%d acts, %d of somebody who did none", len(list), len(mine))
		}
		h.Clock.Advance(40 * 24 * time.Hour)
		n, err := h.Sweep(ctx)
		want(t, err, "")
		if n != 3 {
			t.Errorf("%d are forgotten", n)
		}
	})
}

func (h house) filerActor(t *testing.T) account.Actor { return h.actor(t, h.filer) }

// Under one key an act is tried once.
func TestBulkOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ask := desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}, All: &desk.List{}, Key: "k", Hash: "h"}
		first, again, err := h.TryBulk(t.Context(), h.tracer, ask)
		want(t, err, "")
		second, replayed, err := h.TryBulk(t.Context(), h.tracer, ask)
		want(t, err, "")
		if again || !replayed || first.ID != second.ID {
			t.Errorf("%v, %v", first, second)
		}
		ask.Hash = "another"
		_, _, err = h.TryBulk(t.Context(), h.tracer, ask)
		want(t, err, fault.Invalid)
		ask.Hash = "h"
		other, replayed, err := h.TryBulk(t.Context(), h.second, ask)
		want(t, err, "")
		if replayed || other.ID == first.ID {
			t.Error("somebody else's key")
		}
	})
}

// All of a list is taken, up to what one act takes; nobody hoards.
func TestBulkMatching(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.Desk = desk.New(h.Store, desk.Config{Now: h.Clock.Now, Lease: lease, BulkMost: 230, BulkClaims: 7})
		folios := h.many(231)
		all := desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}, All: &desk.List{}}
		b, _, err := h.TryBulk(t.Context(), h.tracer, all)
		want(t, err, "")
		wantCounts(t, "all", b.Plan, map[trace.BulkWhy]int{"": 7, trace.WhyLimit: 223})
		want(t, h.BeginBulk(t.Context(), h.tracer, b.ID), "")
		second, _, err := h.TryBulk(t.Context(), h.tracer, all)
		want(t, err, "")
		if !b.More || second.More || second.Plan.Change.N != 0 {
			t.Errorf("%+v and then %+v", b, second)
		}
		want(t, h.BeginBulk(t.Context(), h.tracer, second.ID), fault.Conflict)
		for l, n := range map[desk.List]int{
			{Agency: "FGJ-TAM"}: 224, {Agency: "FGR"}: 0, {Agency: "nobody"}: 0, {Query: folios[200]}: 1, {Query: "x"}: 0,
			{Status: string(trace.Claimed)}: 7, {Mine: true}: 0,
		} {
			b, _, err := h.TryBulk(t.Context(), h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkAssign, Tracer: h.username(h.second.ID)}, All: &l})
			want(t, err, "")
			if b.Plan.Change.N != n {
				t.Errorf("%+v: %d match, not %d", l, b.Plan.Change.N, n)
			}
		}
	})
}

// Whoever is given many requests, had them or follows them is told once; the
// pieces are done one after the other, and what is stopped half-way goes back.
func TestBulkPieces(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		folios := h.many(190)
		for _, folio := range folios[:2] {
			_, err := h.Claim(ctx, h.tracer, folio)
			want(t, err, "")
		}
		b, _, err := h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkAssign, Tracer: h.username(h.second.ID)}, Folios: folios})
		want(t, err, "")
		if b.Steps != 2 {
			t.Fatalf("%d pieces", b.Steps)
		}
		want(t, h.BeginBulk(ctx, h.boss, b.ID), "")
		if b = h.seen(t, h.boss, b.ID); b.State != trace.BulkRunning || b.Result.All() != 100 {
			t.Errorf("after the first piece: %+v", b)
		}
		h.carried(t)
		if b = h.seen(t, h.boss, b.ID); b.State != trace.BulkDone || b.Result.Change.N != 190 {
			t.Errorf("at the end: %+v", b)
		}
		soon := h.bulk(t, h.boss, trace.BulkWanted{Act: trace.BulkPriority, Priority: trace.Urgent, Justification: "Audiencia."}, folios)
		b = h.undone(t, h.boss, b.ID)
		if b.State != trace.BulkUndone || b.Undo.Change.N != 190 || h.request(folios[0]).ClaimedBy != h.tracer.ID || h.request(folios[9]).Status != trace.Queued {
			t.Errorf("undone: %+v", b)
		}
		half, _, err := h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkRelease}, Folios: folios})
		want(t, err, "")
		want(t, h.BeginBulk(ctx, h.boss, half.ID), "")
		half = h.undone(t, h.boss, half.ID)
		if half.State != trace.BulkUndone || half.Undo.Change.N != 2 || h.request(folios[0]).ClaimedBy != h.tracer.ID {
			t.Errorf("stopped: %+v", half)
		}
		if soon = h.undone(t, h.boss, soon.ID); soon.Undo.Change.N != soon.Result.Change.N {
			t.Errorf("priorities: %+v", soon)
		}
		n := notify.New(h.Store, h.Clock.Now)
		for made := 1; made > 0; {
			made, err = n.Deliver(ctx)
			want(t, err, "")
		}
		told := map[string]int{}
		h.Read(func(tx *store.Tx) error {
			for who, id := range map[string]string{"tracer": h.tracer.ID, "second": h.second.ID, "filer": h.filer.ID, "boss": h.boss.ID} {
				list, _, err := tx.Notices(ctx, id, "", 0)
				want(t, err, "")
				for _, x := range list {
					told[who+" "+string(x.Code)]++
				}
			}
			return nil
		})
		delete(told, "filer received")
		wanted := map[string]int{
			"tracer bulk_taken_over": 1, "second bulk_assigned": 1, "tracer bulk_undone": 1, "second bulk_undone": 1,
			"tracer bulk_assigned": 1, "filer bulk_priority": 1, "filer bulk_back": 1,
		}
		if fmt.Sprint(told) != fmt.Sprint(wanted) {
			t.Errorf("told %v", told)
		}
	})
}

// Whoever has no account any more does nothing more, and gets nothing back.
func TestBulkGone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		folios := h.many(150)
		b, _, err := h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkAssign, Tracer: h.username(h.second.ID)}, Folios: folios})
		want(t, err, "")
		want(t, h.BeginBulk(ctx, h.boss, b.ID), "")
		h.Beneath(`UPDATE account SET disabled = 1 WHERE id = '` + h.second.ID + `'`)
		h.carried(t)
		wantCounts(t, "assigned to nobody", h.seen(t, h.boss, b.ID).Result, map[trace.BulkWhy]int{"": 100, trace.WhyGone: 50})
		away := h.bulk(t, h.boss, trace.BulkWanted{Act: trace.BulkRelease}, folios)
		wantCounts(t, "to nobody", h.undone(t, h.boss, away.ID).Undo, map[trace.BulkWhy]int{trace.WhyGone: 100})
		b, _, err = h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkPriority, Priority: trace.Urgent, Justification: "x"}, Folios: folios})
		want(t, err, "")
		want(t, h.BeginBulk(ctx, h.boss, b.ID), "")
		h.Beneath(`UPDATE account SET disabled = 1 WHERE id = '` + h.boss.ID + `'`)
		h.carried(t)
		if b = h.seen(t, h.boss, b.ID); b.State != trace.BulkDone || b.Result.Stay[trace.WhyNotYours].N == 0 {
			t.Errorf("by nobody: %+v", b)
		}
	})
}

// A process that dies in the middle of a piece leaves nothing of it, and
// another does it.
func TestBulkCut(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		folios := h.many(150)
		b, _, err := h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkAssign, Tracer: h.username(h.second.ID)}, Folios: folios})
		want(t, err, "")
		h.Read(func(tx *store.Tx) error {
			last, err := tx.BulkStep(ctx, b.ID, 1)
			h.failAt(last[20].Folio)
			return err
		})
		want(t, h.BeginBulk(ctx, h.boss, b.ID), "")
		if _, err := h.Carry(ctx); err == nil {
			t.Fatal("nothing is cut off")
		}
		claimed := func() (n int) {
			for _, folio := range folios {
				if h.request(folio).ClaimedBy == h.second.ID {
					n++
				}
			}
			return n
		}
		if n := claimed(); n != 100 {
			t.Errorf("%d were given in a first piece of 100", n)
		}
		h.mend()
		again := house{Fixture: h.Fixture, Desk: desk.New(h.Store, desk.Config{Now: h.Clock.Now, Lease: lease}), boss: h.boss}
		again.carried(t)
		if b = h.seen(t, h.boss, b.ID); b.State != trace.BulkDone || b.Result.Change.N != 150 || claimed() != 150 {
			t.Errorf("%+v, %d given", b, claimed())
		}
		for _, folio := range folios {
			if r := h.request(folio); r.Claim != 1 {
				t.Errorf("%s was given %d times", folio, r.Claim)
			}
		}
	})
}

// failAt makes it impossible to move one request, as if the process died there.
func (h house) failAt(folio string) {
	const what = `CREATE TRIGGER cut BEFORE UPDATE ON request`
	if !h.DB.Shared() {
		h.Beneath(what + ` WHEN OLD.folio = '` + folio + `' BEGIN SELECT RAISE(ABORT, 'cut'); END`)
		return
	}
	h.Beneath(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'cut'; END $$`,
		what+` FOR EACH ROW WHEN (OLD.folio = '`+folio+`') EXECUTE FUNCTION cut()`)
}

func (h house) mend() {
	if !h.DB.Shared() {
		h.Beneath(`DROP TRIGGER cut`)
		return
	}
	h.Beneath(`DROP TRIGGER cut ON request`)
}

// Bulk acts over the same requests at once, and single claims beside them, give
// each request to one tracer once; nobody waits in a circle.
func TestBulkAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.Desk = desk.New(h.Store, desk.Config{Now: h.Clock.Now, Lease: lease, BulkClaims: 500})
		ctx, folios := t.Context(), h.many(120)
		var mu sync.Mutex
		taken := map[string][]string{}
		var all sync.WaitGroup
		for _, who := range []account.Actor{h.tracer, h.second} {
			b, _, err := h.TryBulk(ctx, who, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkClaim}, Folios: folios})
			want(t, err, "")
			all.Go(func() { want(t, h.BeginBulk(ctx, who, b.ID), "") })
			all.Go(func() {
				for _, folio := range folios[:40] {
					if _, err := h.Claim(ctx, who, folio); err == nil {
						mu.Lock()
						taken[folio] = append(taken[folio], who.ID)
						mu.Unlock()
					} else if !fault.Is(err, fault.Conflict) {
						t.Error(err)
					}
				}
			})
		}
		soon, _, err := h.TryBulk(ctx, h.boss, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkPriority, Priority: trace.Urgent, Justification: "x"}, Folios: folios})
		want(t, err, "")
		all.Go(func() { want(t, h.BeginBulk(ctx, h.boss, soon.ID), "") })
		all.Go(func() {
			for _, folio := range slices.Backward(folios) {
				_, err := h.Prioritise(ctx, h.boss, h.held(folio), trace.Urgency{Priority: trace.Urgent, Justification: "y"})
				if err != nil && !fault.Is(err, fault.Stale) {
					t.Error(err)
				}
			}
		})
		for range 2 {
			all.Go(func() {
				for range 20 {
					if _, err := h.Carry(ctx); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		h.carried(t)
		for _, folio := range folios {
			r := h.request(folio)
			if r.Claim != 1 || r.ClaimedBy == "" || len(taken[folio]) > 1 || len(taken[folio]) == 1 && taken[folio][0] != r.ClaimedBy {
				t.Errorf("%s: claim %d by %s, singly %v", folio, r.Claim, r.ClaimedBy, taken[folio])
			}
		}
	})
}

// Whatever an act is and whatever happens to some of its requests meanwhile:
// done and undone, all others are as they were before, and those are as they
// were left.
func TestBulkThereAndBack(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		rapid.Check(t, func(r *rapid.T) {
			folios := h.many(4)
			for _, folio := range folios {
				h.some(ctx, r, folio)
			}
			w := rapid.SampledFrom([]trace.BulkWanted{
				{Act: trace.BulkClaim},
				{Act: trace.BulkRelease},
				{Act: trace.BulkAssign, Tracer: h.username(h.second.ID)},
				{Act: trace.BulkPriority, Priority: trace.Routine},
				{Act: trace.BulkPriority, Priority: trace.Urgent, Justification: "x"},
			}).Draw(r, "act")
			look := func() (list []state) {
				for _, folio := range folios {
					list = append(list, h.state(folio))
				}
				return list
			}
			before := look()
			b := h.bulk(t, h.boss, w, folios)
			after := look()
			for _, folio := range folios {
				if rapid.Bool().Draw(r, "touched") {
					h.some(ctx, r, folio)
				}
			}
			want := look()
			for i := range want {
				if w.Act == trace.BulkPriority && want[i].place == after[i].place {
					want[i].place = before[i].place
				}
				if w.Act != trace.BulkPriority && want[i].hold == after[i].hold {
					want[i].hold = before[i].hold
				}
			}
			if b.Result.Change.N > 0 {
				h.undone(t, h.boss, b.ID)
			}
			for i, got := range look() {
				same := got.place == before[i].place && got.status == before[i].status
				if got.hold != want[i].hold || got.place != want[i].place || same && got.due != before[i].due {
					r.Fatalf("%s after %+v: %v, want %v", folios[i], w, got, want[i])
				}
			}
		})
	})
}

// state is what of a request an act changes and undoing it puts back: who has
// it, its priority with its place, and when it is due.
type state struct {
	status           trace.Status
	hold, place, due string
}

func (h house) state(folio string) state {
	r := h.request(folio)
	return state{r.Status, fmt.Sprint(r.Status, " ", r.ClaimedBy), fmt.Sprint(r.Priority, " ", r.Justification, " ", r.TurnAt), fmt.Sprint(r.DueAt)}
}

// some does something to a request, if it can be done.
func (h house) some(ctx context.Context, r *rapid.T, folio string) {
	switch rapid.IntRange(0, 5).Draw(r, "some") {
	case 0:
		_, _ = h.Claim(ctx, h.tracer, folio)
	case 1:
		_, _ = h.Claim(ctx, h.second, folio)
	case 2:
		_, _ = h.Release(ctx, h.boss, h.held(folio))
	case 3:
		_, _ = h.Prioritise(ctx, h.boss, h.held(folio), trace.Urgency{Priority: trace.Urgent, Justification: "y"})
	case 4:
		_, _ = h.Claim(ctx, h.tracer, folio)
		_, _ = h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Text: "¿?"})
	}
}
