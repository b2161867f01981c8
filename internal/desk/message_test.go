package desk_test

import (
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/intake"
	"rastreo/internal/notify"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Both sides write about a request whatever its status; no clock stops, and the
// other side is told. Who has not the request, or not said what for, neither
// writes nor reads.
func TestMessage(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio, filer := t.Context(), h.one(1), h.actor(t, h.filer)
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now, Lease: lease})
		_, err := in.Message(ctx, filer, folio, "Apareció el propietario.")
		want(t, err, "")
		r, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		due := r.DueAt
		h.Clock.Advance(time.Hour)
		for _, text := range []string{"", " \n ", strings.Repeat("a", 2001)} {
			_, err = h.Message(ctx, h.tracer, h.held(folio), text)
			want(t, err, fault.Invalid)
		}
		_, err = h.Message(ctx, h.second, h.held(folio), "It is not mine.")
		want(t, err, fault.Conflict)
		_, err = h.Message(ctx, filer, h.held(folio), "I do not work here.")
		want(t, err, fault.Forbidden)
		_, err = in.Message(ctx, h.tracer, folio, "Nor I there.")
		want(t, err, fault.Forbidden)
		_, err = h.Message(ctx, h.tracer, h.held(folio), "Who is that?")
		want(t, err, "")
		d, err := h.Request(ctx, h.tracer, folio)
		want(t, err, "")
		if !d.Request.DueAt.Equal(due) || d.Request.Status != trace.Claimed || !d.Request.LeaseUntil.Equal(h.now().Add(lease)) {
			t.Errorf("due %v, was %v; %s until %v", d.Request.DueAt, due, d.Request.Status, d.Request.LeaseUntil)
		}
		h.Clock.Advance(time.Hour)
		_, err = in.Message(ctx, filer, folio, "La señora Canales.")
		want(t, err, "")
		_, err = h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "never_imported"})
		want(t, err, "")
		h.Clock.Advance(time.Hour)
		_, err = in.Message(ctx, filer, folio, "Gracias.")
		want(t, err, "")
		h.Clock.Advance(time.Second)
		_, err = h.Message(ctx, h.tracer, h.held(folio), "You are welcome.")
		want(t, err, "")
		h.open(t, h.boss, folio)
		thread, err := h.Thread(ctx, h.boss, folio, "")
		want(t, err, "")
		if len(thread.Messages) != 5 || thread.Messages[1].Lang != filer.Lang || thread.Messages[1].ByName != filer.Name {
			t.Errorf("%+v", thread)
		}
		for _, m := range h.asFiler(t, in, folio) {
			if m.By == h.tracer.ID && m.ByName != "" {
				t.Errorf("the submitter is told who of the center wrote: %+v", m)
			}
		}
		if hidden, err := h.Thread(ctx, h.second, folio, ""); err != nil || !hidden.Private || len(hidden.Messages) > 0 {
			t.Errorf("without saying what for: %+v, %v", hidden, err)
		}
		if n := h.notified(t, h.tracer, trace.NoticeWritten); n != 2 {
			t.Errorf("the tracer was told %d times, want 2", n)
		}
		if n := h.notified(t, filer, trace.NoticeMessage); n != 2 {
			t.Errorf("the submitter was told %d times, want 2", n)
		}
	})
}

// asFiler are the messages as whoever filed reads them.
func (h house) asFiler(t *testing.T, in *intake.Intake, folio string) []trace.Message {
	t.Helper()
	thread, err := in.Thread(t.Context(), h.actor(t, h.filer), folio, "")
	want(t, err, "")
	if len(thread.Messages) != 5 {
		t.Errorf("whoever filed reads %+v", thread)
	}
	return thread.Messages
}

// An answer brings a request back to whoever asked, in whose hands it was, with
// its clock: it is due later by as long as the submitter took.
func TestAnswerReturns(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		in := intake.New(h.Store, intake.Config{Now: h.Clock.Now, Lease: lease})
		urgent := trace.Urgency{Priority: trace.Urgent, Justification: "Audiencia mañana."}
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		r, err := h.Prioritise(ctx, h.boss, h.held(folio), urgent)
		want(t, err, "")
		due, claim := r.DueAt, r.Claim
		h.Clock.Advance(time.Hour)
		_, err = h.Ask(ctx, h.tracer, h.held(folio), trace.Question{Text: "¿La cuarta es O?"})
		want(t, err, "")
		h.Clock.Advance(50 * time.Hour)
		_, err = in.Answer(ctx, h.actor(t, h.filer), folio, trace.Reply{Text: "Es cero."})
		want(t, err, "")
		h.Read(func(tx *store.Tx) error {
			r, err = tx.Request(ctx, folio)
			return err
		})
		if r.Status != trace.Claimed || r.ClaimedBy != h.tracer.ID || r.Claim != claim || !r.DueAt.Equal(due.Add(50*time.Hour)) {
			t.Errorf("%s, by %s under claim %d, due %v: want %v", r.Status, r.ClaimedBy, r.Claim, r.DueAt, due.Add(50*time.Hour))
		}
		if _, err = h.Release(ctx, h.tracer, desk.Hold{Folio: folio, Claim: claim}); err != nil {
			t.Errorf("the claim of before is good no more: %v", err)
		}
	})
}

// notified counts how often somebody was told something.
func (h house) notified(t *testing.T, who account.Actor, code trace.NoticeCode) (n int) {
	t.Helper()
	notices := notify.New(h.Store, h.Clock.Now)
	_, err := notices.Deliver(t.Context())
	want(t, err, "")
	page, err := notices.Notices(t.Context(), who, "")
	want(t, err, "")
	for _, x := range page.Notices {
		if x.Code == code {
			n++
		}
	}
	return n
}
