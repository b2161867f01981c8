package store_test

import (
	"testing"

	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// What is proposed waits, is decided once and not by its author, and stands in
// the list by urgency and then by how long it has waited.
func TestProposal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, d := t.Context(), newDesk(t, x)
		ok(t, d.move(trace.Claim, d.tracer.ID))
		other := x.File(d.filer, 2).Requests[0]
		p := trace.Proposal{RequestID: d.r.ID, Also: []string{other.Folio}, Result: trace.Result{
			Outcome: "purchaser_identified", Sold: "2024-05", By: d.tracer.ID, Purchaser: trace.Purchaser{Name: trace.Name{Full: "John Doe"}},
		}}
		x.Write(func(tx *store.Tx) error {
			r, err := tx.HoldRequest(ctx, d.r.Folio)
			ok(t, err)
			ok(t, tx.MoveRequest(ctx, &r, trace.Propose, d.tracer.ID))
			if !r.LeaseUntil.IsZero() || !r.ReviewAt.Equal(tx.Now()) {
				t.Errorf("%+v", r)
			}
			ok(t, tx.Join(ctx, other.ID, r.ID))
			ok(t, tx.Join(ctx, other.ID, r.ID))
			tx.Also(audit.Act{Verb: audit.Concluded, On: other.Folio})
			return tx.AddProposal(ctx, &p)
		})
		again := p
		again.ID = ""
		if err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddProposal(ctx, &again) }); err == nil {
			t.Error("two wait for one request")
		}
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Proposals(ctx, d.r.ID)
			ok(t, err)
			same(t, "proposals", len(list), 1)
			got := list[0]
			same(t, "author", got.Result.ByName, d.tracer.Name)
			same(t, "also", got.Also, p.Also)
			same(t, "sold", got.Result.Sold, "2024-05")
			if !got.Open() || !got.Result.At.Equal(p.Result.At) {
				t.Errorf("%+v", got)
			}
			waiting, next, err := tx.Waiting(ctx, "", 1)
			ok(t, err)
			same(t, "waiting", []string{waiting[0].Folio, next}, []string{d.r.Folio, ""})
			n, err := tx.WaitingCount(ctx)
			ok(t, err)
			same(t, "count", n, 1)
			joined, err := tx.Joined(ctx, d.r.ID)
			ok(t, err)
			same(t, "joined", joined[0].Folio, other.Folio)
			lead, err := tx.Lead(ctx, other.ID)
			ok(t, err)
			same(t, "lead", lead, d.r.Folio)
			_, _, err = tx.Waiting(ctx, "x", 1)
			refused(t, "cursor", err, "invalid", "fault.cursor")
			return nil
		})
		p.Verdict, p.DecidedBy = trace.SightApproved, d.tracer.ID
		if err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.DecideProposal(ctx, p) }); err == nil {
			t.Error("its author decided")
		}
		p.Verdict, p.DecidedBy, p.Notes = trace.SightReturned, other.FiledBy, map[string]string{"sold": "Which day?"}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.DecideProposal(ctx, p))
			refused(t, "twice", tx.DecideProposal(ctx, p), "stale", "fault.stale")
			r, err := tx.HoldRequest(ctx, d.r.Folio)
			ok(t, err)
			ok(t, tx.MoveRequest(ctx, &r, trace.SendBack, d.tracer.ID))
			ok(t, tx.Part(ctx, r.ID))
			joined, err := tx.Joined(ctx, r.ID)
			same(t, "parted", len(joined), 0)
			list, _ := tx.Proposals(ctx, r.ID)
			same(t, "notes", list[0].Notes, p.Notes)
			n, _ := tx.WaitingCount(ctx)
			same(t, "count", n, 0)
			return err
		})
	})
}

// A center's setting is written once.
func TestSetSecond(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		center := x.Agency("NTC", "center")
		x.Write(func(tx *store.Tx) error {
			for _, want := range []bool{true, false} {
				changed, err := tx.SetSecond(t.Context(), center.ID, true)
				ok(t, err)
				same(t, "changed", changed, want)
			}
			a, err := tx.Agency(t.Context(), center.ID)
			same(t, "second", a.Second, true)
			return err
		})
	})
}
