package desk_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// twice files the same firearm for two agencies.
func (h house) twice(t *testing.T) (ours, theirs string) {
	other := h.Account(h.Agency("FGR", account.Federal), account.Submitter)
	file := func(filer account.Account, serial string) string {
		s := storetest.Seizure(filer, 3)
		s.Firearms[0].Serial.Text = serial
		h.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
		return s.Requests[0].Folio
	}
	return file(h.filer, "BER445566Z"), file(other, "BER445567Z")
}

func TestLink(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		ours, theirs := h.twice(t)
		for _, who := range []account.Actor{h.tracer, h.boss} {
			d, err := h.Request(ctx, who, ours)
			want(t, err, "")
			if len(d.Twins) != 1 || d.Twins[0].Request.Folio != theirs || d.Twins[0].Link != nil {
				t.Fatalf("twins %+v", d.Twins)
			}
		}
		_, err := h.Link(ctx, h.actor(t, h.filer), ours, trace.Link{Other: theirs, Verdict: trace.SameFirearm})
		want(t, err, fault.Forbidden)
		_, err = h.Link(ctx, h.tracer, ours, trace.Link{Other: theirs, Verdict: trace.DifferentFirearm})
		want(t, err, fault.Invalid)
		_, err = h.Link(ctx, h.tracer, ours, trace.Link{Other: "RM-2026-234679-A", Verdict: trace.SameFirearm})
		want(t, err, fault.Invalid)
		_, err = h.Link(ctx, h.tracer, "RM-2026-234679-A", trace.Link{Other: ours, Verdict: trace.SameFirearm})
		want(t, err, fault.NotFound)
		l, err := h.Link(ctx, h.tracer, ours, trace.Link{Other: theirs, Verdict: trace.DifferentFirearm, Reason: "other", Why: "Two receivers on file."})
		want(t, err, "")
		_, err = h.Link(ctx, h.second, theirs, trace.Link{Other: ours, Verdict: trace.SameFirearm})
		want(t, err, fault.Conflict)
		d, err := h.Request(ctx, h.second, theirs)
		want(t, err, "")
		if len(d.Twins) != 1 || d.Twins[0].Link == nil || d.Twins[0].Link.ID != l.ID || d.Links[0].Other != ours || d.Links[0].Why == "" || len(d.Events) != 1 {
			t.Errorf("%+v, %d events", d.Links, len(d.Events))
		}
		want(t, h.Unlink(ctx, h.second, ours, "nothing"), fault.NotFound)
		want(t, h.Unlink(ctx, h.second, ours, l.ID), "")
		want(t, h.Unlink(ctx, h.second, ours, l.ID), fault.Stale)
		_, err = h.Link(ctx, h.second, theirs, trace.Link{Other: ours, Verdict: trace.SameFirearm})
		want(t, err, "")
	})
}

// What an agency says of its own requests the center sees, may say otherwise
// and cannot undo; its words are for whoever may know the people.
func TestAgencysLink(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		ours, theirs := h.twice(t)
		own := trace.Link{Verdict: trace.SameFirearm, Why: "La entregó Juan Pérez.", By: h.filer.ID}
		h.Write(func(tx *store.Tx) error {
			a, err := tx.Request(ctx, ours)
			want(t, err, "")
			b, err := tx.Request(ctx, theirs)
			want(t, err, "")
			return tx.AddLink(ctx, &own, a, b)
		})
		want(t, h.Unlink(ctx, h.boss, ours, own.ID), fault.NotFound)
		_, err := h.Link(ctx, h.tracer, ours, trace.Link{Other: theirs, Verdict: trace.DifferentFirearm, Reason: "other", Why: "No."})
		want(t, err, "")
		h.open(t, h.boss, ours)
		for _, c := range []struct {
			who account.Actor
			why string
		}{{h.tracer, ""}, {h.boss, own.Why}} {
			d, err := h.Request(ctx, c.who, ours)
			want(t, err, "")
			if len(d.Links) != 2 || !d.Links[0].Center && !d.Links[1].Center || d.Twins[0].Link.Verdict != trace.DifferentFirearm {
				t.Fatalf("%+v", d.Links)
			}
			for _, l := range d.Links {
				if !l.Center && l.Why != c.why {
					t.Errorf("%s reads %q", c.who.Role, l.Why)
				}
			}
		}
	})
}

func TestPeople(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(3)
		surname := storetest.Filing(3).People[0].Name.Surname1
		found := func(who account.Actor) int {
			page, err := h.People(ctx, who, surname, "")
			want(t, err, "")
			for _, f := range page.Found {
				if more := f.Person; len(more.Identifiers) > 0 || more.Address.Street != "" || more.Birth != (trace.Birth{}) || more.Name.Surname1 == "" {
					t.Errorf("%s is shown %+v", who.Role, more)
				}
			}
			return len(page.Found)
		}
		if found(h.boss) != 1 || found(h.tracer) != 0 {
			t.Error("a supervisor does not find, or a tracer does")
		}
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		if found(h.tracer) != 1 || found(h.second) != 0 {
			t.Error("the tracer who has it does not find, or another does")
		}
		_, err = h.People(ctx, h.actor(t, h.filer), surname, "")
		want(t, err, fault.Forbidden)
	})
}
