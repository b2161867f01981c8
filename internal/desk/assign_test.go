package desk_test

import (
	"testing"
	"time"

	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/notify"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// A supervisor gives a request to whomever they choose; what its tracer was
// doing comes too late then, and both are told.
func TestAssign(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		loads, err := h.Tracers(ctx, h.boss)
		want(t, err, "")
		if len(loads) != 3 {
			t.Fatalf("%d can have requests", len(loads))
		}
		name := map[string]string{}
		for _, l := range loads {
			name[l.ID] = l.Username
		}
		second := name[h.second.ID]
		_, err = h.Assign(ctx, h.tracer, h.held(folio), second)
		want(t, err, fault.Conflict)
		_, err = h.Assign(ctx, h.boss, h.held(folio), "nobody")
		want(t, err, fault.Invalid)
		first, err := h.Assign(ctx, h.boss, h.held(folio), name[h.tracer.ID])
		want(t, err, "")
		mine := h.held(folio)
		_, err = h.Contact(ctx, h.tracer, mine, trace.Contact{Kind: "dealer", Name: "Armería"}, trace.Moment{})
		want(t, err, "")
		_, err = h.Assign(ctx, h.boss, desk.Hold{Folio: folio}, second)
		want(t, err, fault.Stale)
		_, err = h.Assign(ctx, h.boss, mine, name[h.tracer.ID])
		want(t, err, fault.Invalid)
		then, err := h.Assign(ctx, h.boss, mine, second)
		want(t, err, "")
		if first.ClaimedBy != h.tracer.ID || then.ClaimedBy != h.second.ID || then.Claim != first.Claim+1 || then.Status != trace.Claimed || !then.LeaseUntil.Equal(h.now().Add(lease)) {
			t.Errorf("%+v", then)
		}
		_, err = h.Conclude(ctx, h.tracer, mine, trace.Result{Outcome: "exported"})
		want(t, err, fault.Conflict)
		_, err = h.Ask(ctx, h.second, h.held(folio), trace.Question{Text: "Which?"})
		want(t, err, "")
		asked, err := h.Assign(ctx, h.boss, h.held(folio), name[h.tracer.ID])
		want(t, err, "")
		if asked.Status != trace.Returned || asked.ClaimedBy != h.tracer.ID || !asked.LeaseUntil.IsZero() {
			t.Errorf("while asked: %+v", asked)
		}
		loads, err = h.Tracers(ctx, h.boss)
		want(t, err, "")
		for _, l := range loads {
			if got, want := [2]int{l.Claimed, l.Returned}, map[string][2]int{h.tracer.ID: {0, 1}}[l.ID]; got != want {
				t.Errorf("%s has %v, not %v", l.Name, got, want)
			}
		}
		_, err = notify.New(h.Store, h.Clock.Now).Deliver(ctx)
		want(t, err, "")
		told := map[string]int{}
		h.Read(func(tx *store.Tx) error {
			for who, id := range map[string]string{"first": h.tracer.ID, "second": h.second.ID, "boss": h.boss.ID} {
				list, _, err := tx.Notices(ctx, id, "", 0)
				want(t, err, "")
				for _, n := range list {
					told[who+" "+string(n.Code)]++
				}
			}
			return nil
		})
		if told["first assigned"] != 2 || told["first taken_over"] != 1 || told["second assigned"] != 1 || told["second taken_over"] != 1 || len(told) != 4 {
			t.Errorf("told %v", told)
		}
	})
}

func (h house) now() time.Time { return h.Clock.Now().Truncate(time.Microsecond) }

// Another priority counts the same time by another measure, and back again.
func TestPrioritise(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		urgent := trace.Urgency{Priority: trace.Urgent, Justification: "Audiencia mañana."}
		get := func() (r trace.Request) {
			h.Read(func(tx *store.Tx) (err error) { r, err = tx.Request(ctx, folio); return err })
			return r
		}
		filed := get()
		_, err := h.Prioritise(ctx, h.boss, h.held(folio), trace.Urgency{Priority: trace.Urgent})
		want(t, err, fault.Invalid)
		_, err = h.Prioritise(ctx, h.tracer, h.held(folio), urgent)
		want(t, err, fault.Conflict)
		_, err = h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		h.Clock.Advance(2 * time.Hour)
		_, err = h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Text: "Which?"})
		want(t, err, "")
		h.Clock.Advance(100 * time.Hour)
		_, err = h.Recall(ctx, h.tracer, h.held(folio))
		want(t, err, "")
		before := get()
		_, err = h.Prioritise(ctx, h.tracer, h.held(folio), urgent)
		want(t, err, "")
		if got := get(); !got.DueAt.Equal(filed.FiledAt.Add(124*time.Hour)) || got.Justification != urgent.Justification || got.TurnAt.Before(got.DueAt) {
			t.Errorf("urgent, due %v: %+v", filed.FiledAt.Add(124*time.Hour), got)
		}
		_, err = h.Prioritise(ctx, h.tracer, h.held(folio), trace.Urgency{Priority: trace.Routine})
		want(t, err, "")
		if got := get(); !got.DueAt.Equal(before.DueAt) || got.Justification != "" {
			t.Errorf("and back, due %v: %+v", before.DueAt, got)
		}
		h.Read(func(tx *store.Tx) error {
			urgent, routine, err := tx.QueueDepth(ctx)
			counts, cerr := tx.Counts(ctx)
			want(t, cerr, "")
			if urgent < 0 || routine < 0 || counts[trace.Claimed] != 1 {
				t.Errorf("%d urgent and %d routine wait, %v", urgent, routine, counts)
			}
			return err
		})
		_, err = h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "exported"})
		want(t, err, "")
		_, err = h.Prioritise(ctx, h.boss, h.held(folio), urgent)
		want(t, err, fault.Conflict)
	})
}
