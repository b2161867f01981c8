package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

const lease = 72 * time.Hour

// house is a tracing center with two tracers, a supervisor and one submitter.
type house struct {
	*storetest.Fixture
	*desk.Desk
	filer          account.Account
	tracer, second account.Actor
	boss           account.Actor
}

func each(t *testing.T, f func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) { f(t, houseOn(t, x)) })
}

func houseOn(t *testing.T, x *storetest.Fixture) house {
	center, state := x.Agency("NTC", account.Center), x.Agency("FGJ-TAM", account.State)
	actor := func(role account.Role) (who account.Actor) {
		a := x.Account(center, role)
		x.Read(func(tx *store.Tx) (err error) { who, err = tx.Actor(t.Context(), a.ID); return err })
		return who
	}
	return house{
		Fixture: x, Desk: desk.New(x.Store, desk.Config{Now: x.Clock.Now, Lease: lease}),
		filer:  x.Account(state, account.Submitter),
		tracer: actor(account.Tracer), second: actor(account.Tracer), boss: actor(account.Supervisor),
	}
}

// one files a seizure and returns its first request's folio.
func (h house) one(i int) string { return h.File(h.filer, i).Requests[0].Folio }

// held is a request as whoever looks at it now sees it.
func (h house) held(folio string) desk.Hold { return desk.Hold{Folio: folio, Claim: h.Claimed(folio)} }

// open says what the people of a request are needed for.
func (h house) open(t *testing.T, who account.Actor, folio string) {
	t.Helper()
	h.Write(func(tx *store.Tx) error {
		_, err := tx.Open(t.Context(), who.ID, folio, "supervise", h.Clock.Now().Add(time.Hour), store.Brake{Hour: 30, Day: 30})
		return err
	})
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
		t.Errorf("got %v, want %q", err, kind)
	}
}

func TestClaim(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		h.tracer.Via = "REQUEST7"
		r, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		var logged int
		err = h.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT count(*) FROM audit WHERE via = $1 AND verb = $2 AND on_ = $3`, "REQUEST7", string(audit.RequestClaimed), folio).Scan(&logged)
		})
		want(t, err, "")
		if logged != 1 {
			t.Errorf("%d rows of the log name the request that claimed", logged)
		}
		if r.Status != trace.Claimed || r.ClaimedBy != h.tracer.ID || !r.LeaseUntil.Equal(h.Clock.Now().Truncate(time.Microsecond).Add(lease)) {
			t.Errorf("claimed: %+v", r)
		}
		_, err = h.Claim(ctx, h.second, folio)
		want(t, err, fault.Conflict)
		_, err = h.Release(ctx, h.second, h.held(folio))
		want(t, err, fault.Conflict)
		_, err = h.Release(ctx, h.boss, h.held(folio))
		want(t, err, "")
		_, err = h.Claim(ctx, h.second, folio)
		want(t, err, "")
		_, err = h.Claim(ctx, h.tracer, "RM-2026-234679-A")
		want(t, err, fault.NotFound)
		_, err = h.Claim(ctx, account.Actor{ID: h.filer.ID, Role: account.Submitter}, folio)
		want(t, err, fault.Forbidden)
	})
}

// Fifty tracers who ask for the next request at once get fifty different ones.
func TestClaimNextAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for i := range 50 {
			h.one(i)
		}
		var (
			wg    sync.WaitGroup
			mu    sync.Mutex
			taken = map[string]int{}
		)
		for range 50 {
			wg.Go(func() {
				r, err := h.ClaimNext(context.Background(), h.tracer)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				taken[r.Folio]++
				mu.Unlock()
			})
		}
		wg.Wait()
		if len(taken) != 50 {
			t.Errorf("%d distinct requests, want 50", len(taken))
		}
	})
}

// People are shown to whoever has claimed the request, and to supervisors.
func TestWhoSeesThePeople(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		for _, who := range []account.Actor{h.tracer, h.boss} {
			if d, err := h.Request(ctx, who, folio); err != nil || !d.Private || len(d.Seizure.People) != 0 {
				t.Errorf("%s sees the people before saying what for: %v", who.Role, err)
			}
			h.open(t, who, folio)
		}
		for _, c := range []struct {
			who     account.Actor
			private bool
		}{{h.tracer, false}, {h.second, true}, {h.boss, false}} {
			d, err := h.Request(ctx, c.who, folio)
			want(t, err, "")
			if d.Private != c.private || (len(d.Seizure.People) == 0) != c.private || (d.Seizure.Narrative == "") != c.private {
				t.Errorf("%s: private %v, %d people", c.who.Role, d.Private, len(d.Seizure.People))
			}
			if len(d.Events) != 2 {
				t.Errorf("%s sees %d events", c.who.Role, len(d.Events))
			}
		}
	})
}

func TestContactAskConclude(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		dealer := trace.Contact{Kind: "dealer", Name: "Example Guns", FFL: "5-74-123-01-7F-12345", Channel: "phone"}
		_, err := h.Contact(ctx, h.tracer, h.held(folio), dealer, trace.Moment{})
		want(t, err, fault.Conflict)
		_, err = h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		_, err = h.Contact(ctx, h.second, h.held(folio), dealer, trace.Moment{})
		want(t, err, fault.Conflict)
		_, err = h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{}, trace.Moment{})
		want(t, err, fault.Invalid)
		c, err := h.Contact(ctx, h.tracer, h.held(folio), dealer, trace.Moment{})
		want(t, err, "")
		h.Clock.Advance(25 * time.Hour)
		_, err = h.ContactAnswered(ctx, h.tracer, h.held(folio), "nothing", "Sold.", trace.Moment{})
		want(t, err, fault.NotFound)
		_, err = h.ContactAnswered(ctx, h.tracer, h.held(folio), c.ID, "Sold on March 2.", trace.Moment{})
		want(t, err, "")
		_, err = h.ContactAnswered(ctx, h.tracer, h.held(folio), c.ID, "Again.", trace.Moment{})
		want(t, err, fault.Conflict)

		_, err = h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Fields: []string{"serial.text"}, Text: "Please read it again."})
		want(t, err, "")
		_, err = h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "never_imported"})
		want(t, err, fault.Conflict)
		_, err = h.Recall(ctx, h.tracer, h.held(folio))
		want(t, err, "")
		_, err = h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "never_imported"})
		want(t, err, "")
		_, err = h.Correct(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "exported"})
		want(t, err, fault.Invalid)
		_, err = h.Correct(ctx, h.boss, h.held(folio), trace.Result{Outcome: "exported", Reason: "The maker found the export record."})
		want(t, err, "")

		h.open(t, h.boss, folio)
		d, err := h.Request(ctx, h.boss, folio)
		want(t, err, "")
		if d.Request.Status != trace.Concluded || d.Request.Outcome != "exported" || len(d.Results) != 2 || d.Results[1].Outcome != "never_imported" {
			t.Errorf("%+v, results %+v", d.Request, d.Results)
		}
		if len(d.Contacts) != 1 || d.Contacts[0].Said != "Sold on March 2." || d.Contacts[0].DueAt.Sub(d.Contacts[0].AskedAt) != 24*time.Hour {
			t.Errorf("contacts %+v", d.Contacts)
		}
		var codes []trace.Code
		for _, e := range d.Events {
			codes = append(codes, e.Code)
		}
		if len(codes) != 8 || codes[7] != trace.EventCorrected {
			t.Errorf("events %v", codes)
		}
	})
}

// An idle claim goes back to the queue; one that is worked on does not.
func TestLease(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, idle, worked := t.Context(), h.one(1), h.one(2)
		for _, folio := range []string{idle, worked} {
			_, err := h.Claim(ctx, h.tracer, folio)
			want(t, err, "")
		}
		h.Clock.Advance(lease - time.Hour)
		_, err := h.Contact(ctx, h.tracer, h.held(worked), trace.Contact{Kind: "manufacturer", Name: "Maker"}, trace.Moment{})
		want(t, err, "")
		if n, err := h.ExpireLeases(ctx); n != 0 || err != nil {
			t.Errorf("%d expired early, %v", n, err)
		}
		h.Clock.Advance(2 * time.Hour)
		if n, err := h.ExpireLeases(ctx); n != 1 || err != nil {
			t.Errorf("%d expired, want 1, %v", n, err)
		}
		_, err = h.Contact(ctx, h.tracer, h.held(idle), trace.Contact{Kind: "manufacturer", Name: "Maker"}, trace.Moment{})
		want(t, err, fault.Conflict)
		counts, err := h.Counts(ctx, h.boss)
		want(t, err, "")
		if counts[trace.Claimed] != 1 {
			t.Errorf("counts %v", counts)
		}
	})
}

func TestQueue(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		folio := h.one(1)
		for i := 2; i < 60; i++ {
			h.one(i)
		}
		seen := map[string]bool{}
		rank := 0
		for cursor := ""; ; {
			page, err := h.Queue(ctx, h.tracer, desk.List{Cursor: cursor})
			want(t, err, "")
			for _, r := range page.Requests {
				if seen[r.Folio] {
					t.Errorf("%s twice", r.Folio)
				}
				seen[r.Folio] = true
				if r.Priority == trace.Routine {
					rank = 1
				} else if rank == 1 {
					t.Errorf("urgent %s after a routine one", r.Folio)
				}
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		counts, err := h.Counts(ctx, h.tracer)
		want(t, err, "")
		if len(seen) != counts[trace.Queued] {
			t.Errorf("%d listed, %d counted", len(seen), counts[trace.Queued])
		}
		page, err := h.Queue(ctx, h.tracer, desk.List{Query: folio})
		want(t, err, "")
		if len(page.Requests) != 1 || page.Requests[0].Folio != folio {
			t.Errorf("search by folio found %d", len(page.Requests))
		}
		found := page.Requests[0]
		for name, x := range map[string]struct {
			list  desk.List
			finds int
		}{
			"its priority":    {desk.List{Query: folio, Priority: found.Priority}, 1},
			"another":         {desk.List{Query: folio, Priority: map[string]string{trace.Urgent: trace.Routine, trace.Routine: trace.Urgent}[found.Priority]}, 0},
			"its agency":      {desk.List{Query: folio, Agency: found.Agency}, 1},
			"unknown agency":  {desk.List{Query: folio, Agency: "NOBODY"}, 0},
			"its status":      {desk.List{Query: folio, Status: string(found.Status)}, 1},
			"somebody else's": {desk.List{Query: folio, Mine: true}, 0},
			"nobody's":        {desk.List{Query: folio, Tracer: trace.TracerNone}, 1},
			"one's own":       {desk.List{Query: folio, Tracer: trace.TracerMe}, 0},
			"of a colleague":  {desk.List{Query: folio, Tracer: h.boss.Username}, 0},
			"not yet due":     {desk.List{Query: folio, Due: trace.DueLate}, 0},
			"with due time":   {desk.List{Query: folio, Due: trace.DueNone}, 0},
		} {
			page, err := h.Queue(ctx, h.tracer, x.list)
			want(t, err, "")
			if len(page.Requests) != x.finds {
				t.Errorf("search by folio and %s found %d", name, len(page.Requests))
			}
		}
		page, err = h.Queue(ctx, h.tracer, desk.List{Agency: "NOBODY"})
		want(t, err, "")
		if len(page.Requests) != 0 {
			t.Error("an unknown agency has requests")
		}
		h.Clock.Advance(found.DueAt.Add(-time.Minute).Sub(h.Clock.Now()))
		page, err = h.Queue(ctx, h.tracer, desk.List{Query: folio, Due: trace.DueSoon})
		want(t, err, "")
		if len(page.Requests) != 1 {
			t.Error("what is due soon is not found")
		}
		_, err = h.Queue(ctx, h.tracer, desk.List{Tracer: "nobody.known"})
		want(t, err, fault.Invalid)
		_, err = h.Claim(ctx, h.boss, folio)
		want(t, err, "")
		for of, n := range map[string]int{h.boss.Username: 1, trace.TracerMe: 0} {
			page, err = h.Queue(ctx, h.tracer, desk.List{Tracer: of, Due: trace.DueSoon})
			want(t, err, "")
			if len(page.Requests) != n {
				t.Errorf("%d of %s", len(page.Requests), of)
			}
		}
		_, err = h.Queue(ctx, h.tracer, desk.List{Cursor: "%%%"})
		want(t, err, fault.Invalid)
	})
}

// An act that was begun under an older claim changes nothing, though the same
// tracer has the request again.
func TestOldClaim(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		claim := func(who account.Actor) desk.Hold {
			r, err := h.Claim(ctx, who, folio)
			want(t, err, "")
			return desk.Hold{Folio: folio, Claim: r.Claim}
		}
		old := claim(h.tracer)
		h.Clock.Advance(lease + time.Minute)
		if n, err := h.ExpireLeases(ctx); n != 1 || err != nil {
			t.Fatalf("%d expired, %v", n, err)
		}
		_, err := h.Release(ctx, h.second, claim(h.second))
		want(t, err, "")
		now := claim(h.tracer)
		before := h.State()
		for name, act := range h.acts(t) {
			want(t, act(old), fault.Stale)
			want(t, act(desk.Hold{Folio: folio}), fault.Stale)
			want(t, act(desk.Hold{Folio: folio, Claim: now.Claim + 1}), fault.Stale)
			if d := cmp.Diff(before, h.State()); d != "" {
				t.Errorf("%s under an older claim: %s", name, d)
			}
		}
		_, err = h.Contact(ctx, h.tracer, now, trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
		want(t, err, "")
	})
}

// acts are what a tracer may do to a claimed request.
func (h house) acts(t *testing.T) map[string]func(desk.Hold) error {
	ctx := t.Context()
	return map[string]func(desk.Hold) error{
		"contact": func(o desk.Hold) error {
			_, err := h.Contact(ctx, h.tracer, o, trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
			return err
		},
		"answer": func(o desk.Hold) error {
			_, err := h.ContactAnswered(ctx, h.tracer, o, "x", "Sold.", trace.Moment{})
			return err
		},
		"ask": func(o desk.Hold) error {
			_, err := h.Ask(ctx, h.tracer, o, trace.Question{Text: "¿Qué dice?"})
			return err
		},
		"message": func(o desk.Hold) error {
			_, err := h.Message(ctx, h.tracer, o, "By the way.")
			return err
		},
		"conclude": func(o desk.Hold) error {
			_, err := h.Conclude(ctx, h.tracer, o, trace.Result{Outcome: "never_imported"})
			return err
		},
		"release":                 func(o desk.Hold) error { _, err := h.Release(ctx, h.tracer, o); return err },
		"release by a supervisor": func(o desk.Hold) error { _, err := h.Release(ctx, h.boss, o); return err },
	}
}
