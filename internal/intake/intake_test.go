package intake_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/intake"
	"rastreo/internal/notify"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

type house struct {
	x *storetest.Fixture
	*intake.Intake
	desk                                           *desk.Desk
	notify                                         *notify.Notify
	filer, colleague, coordinator, foreign, tracer account.Actor
}

func each(t *testing.T, f func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ours, theirs, center := x.Agency("FGJ-TAM", account.State), x.Agency("FGR", account.Federal), x.Agency("NTC", account.Center)
		actor := func(a account.Agency, role account.Role) (who account.Actor) {
			acc := x.Account(a, role)
			x.Read(func(tx *store.Tx) (err error) { who, err = tx.Actor(t.Context(), acc.ID); return err })
			return who
		}
		f(t, house{
			x:      x,
			Intake: intake.New(x.Store, intake.Config{Now: x.Clock.Now, Lease: time.Hour}),
			desk:   desk.New(x.Store, desk.Config{Now: x.Clock.Now, Lease: time.Hour}),
			notify: notify.New(x.Store, x.Clock.Now),
			filer:  actor(ours, account.Submitter), colleague: actor(ours, account.Submitter),
			coordinator: actor(ours, account.Coordinator), foreign: actor(theirs, account.Coordinator),
			tracer: actor(center, account.Tracer),
		})
	})
}

func want(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
		t.Errorf("got %v, want %q", err, kind)
	}
}

func TestFileAndRead(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		typed := storetest.Filing(3)
		r, again, err := h.File(ctx, h.filer, typed, intake.Once{})
		want(t, err, "")
		if again || len(r.Requests) != len(typed.Firearms) || r.Requests[0].Status != trace.Queued {
			t.Errorf("receipt %+v", r)
		}
		for _, c := range []struct {
			who  account.Actor
			kind fault.Kind
		}{{h.filer, ""}, {h.coordinator, ""}, {h.colleague, fault.NotFound}, {h.foreign, fault.NotFound}, {h.tracer, fault.Forbidden}, {account.Actor{}, fault.Unauthenticated}} {
			s, err := h.Seizure(ctx, c.who, r.Folio)
			want(t, err, c.kind)
			if c.kind != "" && s.Folio+s.Narrative != "" {
				t.Errorf("%s was shown %+v", c.who.Name, s)
			}
			d, err := h.Request(ctx, c.who, r.Requests[0].Folio)
			want(t, err, c.kind)
			if private := c.who.ID != h.filer.ID; c.kind == "" && (d.Private != private || (len(d.Seizure.People) == 0) != private || len(d.Contacts) != 0) {
				t.Errorf("dossier %+v", d)
			}
		}
		missing, theirs := fault.Of(second(h.Request(ctx, h.foreign, "RM-2026-234679-A"))), fault.Of(second(h.Request(ctx, h.foreign, r.Requests[0].Folio)))
		if diff := cmp.Diff(missing, theirs); diff != "" {
			t.Errorf("another agency's request is told from a missing one: %s", diff)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestFiledOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, once := t.Context(), intake.Once{Key: "k-1", Hash: "a"}
		first, _, err := h.File(ctx, h.filer, storetest.Filing(1), once)
		want(t, err, "")
		same, again, err := h.File(ctx, h.filer, storetest.Filing(1), once)
		want(t, err, "")
		if diff := cmp.Diff(first, same); diff != "" || !again {
			t.Errorf("again %v: %s", again, diff)
		}
		_, _, err = h.File(ctx, h.filer, storetest.Filing(2), intake.Once{Key: "k-1", Hash: "b"})
		want(t, err, fault.Invalid)
		other, again, err := h.File(ctx, h.colleague, storetest.Filing(1), once)
		want(t, err, "")
		if again || other.Folio == first.Folio {
			t.Error("a key reached over to another account")
		}
		h.x.Clock.Advance(31 * 24 * time.Hour)
		want(t, h.Sweep(ctx), "")
		late, again, err := h.File(ctx, h.filer, storetest.Filing(1), once)
		want(t, err, "")
		if again || late.Folio == first.Folio {
			t.Error("a key outlived its time")
		}
	})
}

// One key sent many times at once files once; whoever was not first is told
// to wait or gets the same receipt.
func TestFiledOnceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		var wg sync.WaitGroup
		folios, busy := sync.Map{}, make(chan struct{}, 32)
		for range 32 {
			wg.Go(func() {
				r, _, err := h.File(t.Context(), h.filer, storetest.Filing(1), intake.Once{Key: "k", Hash: "a"})
				if fault.Is(err, fault.Conflict) {
					busy <- struct{}{}
					return
				}
				want(t, err, "")
				folios.Store(r.Folio, true)
			})
		}
		wg.Wait()
		n := 0
		folios.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("%d filings, want 1 (%d were told to wait)", n, len(busy))
		}
	})
}

func TestDraft(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		d, err := h.Begin(ctx, h.filer)
		want(t, err, "")
		stale := d
		d.Filing.Narrative = "a medias, con fecha 32/13"
		d, err = h.Save(ctx, h.filer, d)
		want(t, err, "")
		_, err = h.Save(ctx, h.filer, stale)
		want(t, err, fault.Stale)
		_, err = h.Draft(ctx, h.colleague, d.ID)
		want(t, err, fault.NotFound)
		_, err = h.FileDraft(ctx, h.filer, d.ID)
		want(t, err, fault.Invalid)
		kept, err := h.Draft(ctx, h.filer, d.ID)
		want(t, err, "")
		if kept.Filing.Narrative != d.Filing.Narrative {
			t.Errorf("kept %q", kept.Filing.Narrative)
		}
		kept.Filing = storetest.Filing(1)
		_, err = h.Save(ctx, h.filer, kept)
		want(t, err, "")
		r, err := h.FileDraft(ctx, h.filer, d.ID)
		want(t, err, "")
		same, err := h.FileDraft(ctx, h.filer, d.ID)
		want(t, err, "")
		if same.Folio != r.Folio {
			t.Error("a draft was filed twice")
		}
		_, err = h.Draft(ctx, h.filer, d.ID)
		want(t, err, fault.NotFound)
		left, err := h.Drafts(ctx, h.filer, "")
		want(t, err, "")
		if len(left.Drafts) != 0 {
			t.Errorf("%d drafts are left", len(left.Drafts))
		}
	})
}

// Question and answer: the request comes back to the tracer who asked, the
// corrected mark is searchable, the old reading stays in the timeline, and
// each side is told.
func TestAnswer(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		r, _, err := h.File(ctx, h.filer, storetest.Filing(1), intake.Once{})
		want(t, err, "")
		folio := r.Requests[0].Folio
		_, err = h.Answer(ctx, h.filer, folio, trace.Reply{Text: "¿?"})
		want(t, err, fault.Conflict)
		_, err = h.desk.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		_, err = h.desk.Ask(ctx, h.tracer, desk.Hold{Folio: folio, Claim: h.x.Claimed(folio)}, trace.Question{Fields: []string{"serial.text", "serial.reading"}, Text: "Read it again."})
		want(t, err, "")
		_, err = h.Answer(ctx, h.colleague, folio, trace.Reply{Text: "x"})
		want(t, err, fault.NotFound)
		_, err = h.Answer(ctx, h.filer, folio, trace.Reply{})
		want(t, err, fault.Invalid)
		got, err := h.Answer(ctx, h.filer, folio, trace.Reply{Values: map[string]string{"serial.text": "ZQ-77 199", "serial.reading": "legible"}})
		want(t, err, "")
		if got.Status != trace.Claimed || got.ClaimedBy != h.tracer.ID || got.Serial.Text != "ZQ-77 199" {
			t.Errorf("answered: %+v", got)
		}
		page, err := h.Requests(ctx, h.filer, intake.List{Query: "zq77"})
		want(t, err, "")
		if len(page.Requests) != 1 || page.Requests[0].Folio != folio {
			t.Errorf("found %d by the corrected serial", len(page.Requests))
		}
		d, err := h.Request(ctx, h.filer, folio)
		want(t, err, "")
		amended := 0
		for _, e := range d.Events {
			if e.Code == trace.EventAmended && e.Params["field"] == "serial.text" && e.Params["to"] == "ZQ-77 199" {
				amended++
			}
		}
		if amended != 1 || d.Questions[0].Answer == nil {
			t.Errorf("events %+v, questions %+v", d.Events, d.Questions)
		}
		told(t, h, h.filer, trace.NoticeReceived, trace.NoticeQuestion)
		told(t, h, h.tracer, trace.NoticeAnswered)
	})
}

// told delivers what waits and checks what somebody has been told.
func told(t *testing.T, h house, who account.Actor, codes ...trace.NoticeCode) {
	t.Helper()
	if _, err := h.notify.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := h.notify.Notices(t.Context(), who, "")
	want(t, err, "")
	got := map[trace.NoticeCode]int{}
	for _, n := range page.Notices {
		got[n.Code]++
	}
	for _, c := range codes {
		if got[c] != 1 {
			t.Errorf("%s was told %v, want one %s", who.Name, got, c)
		}
	}
	n, err := h.notify.Unread(t.Context(), who)
	want(t, err, "")
	if n != len(codes) {
		t.Errorf("%d unread, want %d", n, len(codes))
	}
	want(t, h.notify.ReadAll(t.Context(), who), "")
	if n, _ := h.notify.Unread(t.Context(), who); n != 0 {
		t.Errorf("%d unread after reading", n)
	}
}

func TestWithdraw(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		r, _, err := h.File(ctx, h.filer, storetest.Filing(1), intake.Once{})
		want(t, err, "")
		folio := r.Requests[0].Folio
		_, err = h.Withdraw(ctx, h.filer, folio, "  ")
		want(t, err, fault.Invalid)
		_, err = h.Withdraw(ctx, h.foreign, folio, "no es mía")
		want(t, err, fault.NotFound)
		got, err := h.Withdraw(ctx, h.coordinator, folio, "Se cargó dos veces.")
		want(t, err, "")
		if got.Status != trace.Withdrawn {
			t.Errorf("%+v", got)
		}
		_, err = h.Withdraw(ctx, h.filer, folio, "otra vez")
		want(t, err, fault.Conflict)
	})
}

func TestRequests(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		for i := range 60 {
			_, _, err := h.File(ctx, h.filer, storetest.Filing(i), intake.Once{Key: fmt.Sprint(i), Hash: "h"})
			want(t, err, "")
		}
		for _, c := range []struct {
			who  account.Actor
			some bool
		}{{h.filer, true}, {h.coordinator, true}, {h.colleague, false}, {h.foreign, false}} {
			seen := map[string]bool{}
			for cursor := ""; ; {
				page, err := h.Requests(ctx, c.who, intake.List{Cursor: cursor})
				want(t, err, "")
				for _, r := range page.Requests {
					if seen[r.Folio] {
						t.Errorf("%s twice", r.Folio)
					}
					seen[r.Folio] = true
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			if c.some != (len(seen) >= 60) || !c.some && len(seen) > 0 {
				t.Errorf("%s sees %d", c.who.Name, len(seen))
			}
		}
	})
}
