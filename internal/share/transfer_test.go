package share_test

import (
	"slices"
	"sync"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

func (h house) transfer() trace.Transfer {
	return trace.Transfer{To: "FGJ-TAM", Date: "2026-03-04", Document: "FGR/UEITA/88/2026", Reason: "jurisdiction"}
}

func (h house) take(holder account.Actor) trace.Taking {
	return trace.Taking{Reference: trace.Reference{Kind: "carpeta_investigacion", Number: "TAM/99/2026"}, Holder: h.names[holder.ID]}
}

// One offers, another approves, the other agency accepts: then it is theirs,
// and only theirs.
func TestTransfer(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		f := fault.Of(func() error { _, err := h.OfferTransfer(ctx, h.ana, folio, trace.Transfer{}); return err }())
		if f == nil || len(f.Problems) != 4 {
			t.Errorf("nothing typed: %+v", f)
		}
		strange := h.transfer()
		for _, to := range []string{"FGR", "NTC", "XYZ"} {
			strange.To = to
			_, err := h.OfferTransfer(ctx, h.ana, folio, strange)
			want(t, err, fault.Invalid)
		}
		for who, kind := range map[*account.Actor]fault.Kind{&h.eva: fault.NotFound, &h.reader: fault.NotFound, &h.boss: fault.Forbidden} {
			_, err := h.OfferTransfer(ctx, *who, folio, h.transfer())
			want(t, err, kind)
		}
		o, err := h.OfferTransfer(ctx, h.chief, folio, h.transfer())
		want(t, err, "")
		_, err = h.OfferTransfer(ctx, h.ana, folio, h.transfer())
		want(t, err, fault.Conflict)
		_, err = h.Transfer(ctx, h.gatekeeper, o.ID)
		want(t, err, fault.NotFound)
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader))
		want(t, err, fault.NotFound)
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, fault.Forbidden)
		late := h.second
		late.Proven = false
		_, err = h.ApproveTransfer(ctx, late, o.ID)
		want(t, err, fault.Forbidden)
		_, err = h.ApproveTransfer(ctx, h.second, o.ID)
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.second, o.ID)
		want(t, err, fault.Conflict)

		n, err := h.Offers(ctx, h.gatekeeper)
		if n != 1 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
		seen, err := h.Transfer(ctx, h.gatekeeper, o.ID)
		want(t, err, "")
		if seen.Folio != folio || seen.Requests != len(h.z.Requests) || seen.Document == "" {
			t.Errorf("offered %+v", seen)
		}
		_, err = h.Access(ctx, h.gatekeeper, folio)
		want(t, err, fault.NotFound)
		for holder, kind := range map[*account.Actor]fault.Kind{&h.ana: fault.Invalid, &h.reader: ""} {
			_, err = h.AcceptTransfer(ctx, h.stranger, o.ID, h.take(*holder))
			want(t, err, fault.Forbidden)
			if kind != "" {
				_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(*holder))
				want(t, err, kind)
			}
		}
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, trace.Taking{})
		if f := fault.Of(err); f == nil || len(f.Problems) != 3 {
			t.Errorf("nothing typed: %+v", err)
		}
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader))
		want(t, err, "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader))
		want(t, err, fault.Conflict)
		_, err = h.EndTransfer(ctx, h.chief, o.ID, "")
		want(t, err, fault.Conflict)

		for who, kind := range map[*account.Actor]fault.Kind{&h.ana: fault.NotFound, &h.chief: fault.NotFound, &h.reader: "", &h.gatekeeper: "", &h.stranger: fault.NotFound} {
			_, err := h.Access(ctx, *who, folio)
			want(t, err, kind)
		}
		for who, kind := range map[*account.Actor]fault.Kind{&h.ana: fault.NotFound, &h.chief: "", &h.second: "", &h.reader: "", &h.gatekeeper: "", &h.stranger: fault.NotFound} {
			_, err := h.Transfer(ctx, *who, o.ID)
			want(t, err, kind)
		}
		list, err := h.Custody(ctx, h.reader, folio)
		if len(list) != 1 || err != nil || list[0].HolderName == "" || list[0].Reference.Number != "TAM/99/2026" {
			t.Errorf("custody %+v, %v", list, err)
		}
		// It goes on from there.
		back := h.transfer()
		back.To = "FGR"
		_, err = h.OfferTransfer(ctx, h.reader, folio, back)
		want(t, err, "")
		said := 0
		want(t, h.x.DB.Read(ctx, db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT COUNT(*) FROM audit WHERE verb = $1 AND on_ = $2 AND agency = $3 AND to_ = $3 AND grant_id = $4`,
				string(audit.TransferAccepted), folio, h.gatekeeper.AgencyID, o.ID).Scan(&said)
		}), "")
		if said != 1 {
			t.Errorf("the log says it %d times", said)
		}
	})
}

// Either side ends what waits: taken back, or declined with a reason.
func TestTransferEnds(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		offer := func() string {
			t.Helper()
			o, err := h.OfferTransfer(ctx, h.ana, folio, h.transfer())
			want(t, err, "")
			return o.ID
		}
		id := offer()
		_, err := h.EndTransfer(ctx, h.gatekeeper, id, "No.")
		want(t, err, fault.NotFound)
		_, err = h.EndTransfer(ctx, h.eva, id, "")
		want(t, err, fault.NotFound)
		_, err = h.EndTransfer(ctx, h.ana, id, "")
		want(t, err, "")
		id = offer()
		_, err = h.ApproveTransfer(ctx, h.chief, id)
		want(t, err, "")
		_, err = h.EndTransfer(ctx, h.stranger, id, "No.")
		want(t, err, fault.NotFound)
		_, err = h.EndTransfer(ctx, h.gatekeeper, id, " ")
		want(t, err, fault.Invalid)
		_, err = h.EndTransfer(ctx, h.gatekeeper, id, "No es de nuestra competencia.")
		want(t, err, "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, id, h.take(h.reader))
		want(t, err, fault.Conflict)
		out, err := h.Transfers(ctx, h.chief, false, "")
		want(t, err, "")
		var states []trace.TransferState
		for _, x := range out.List {
			states = append(states, x.State(h.x.Clock.Now()))
		}
		if !slices.Contains(states, trace.TransferTaken) || !slices.Contains(states, trace.TransferDeclined) {
			t.Errorf("states %v", states)
		}
		in, err := h.Transfers(ctx, h.gatekeeper, true, "")
		if err != nil || len(in.List) != 1 {
			t.Errorf("the other agency knows of %d, %v", len(in.List), err)
		}
		none, err := h.Transfers(ctx, h.stranger, true, "")
		if err != nil || len(none.List) != 0 {
			t.Errorf("a stranger knows of %d, %v", len(none.List), err)
		}
		id = offer()
		_, err = h.ApproveTransfer(ctx, h.chief, id)
		want(t, err, "")
		h.x.Clock.Advance(trace.TransferWaits)
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, id, h.take(h.reader))
		want(t, err, fault.Conflict)
	})
}

// Of a restricted seizure the other agency names two at least.
func TestTransferRestricted(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.chief.ID]}), "")
		_, err := h.OfferTransfer(ctx, h.second, folio, h.transfer())
		want(t, err, fault.NotFound)
		o, err := h.OfferTransfer(ctx, h.ana, folio, h.transfer())
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.second, o.ID)
		want(t, err, fault.NotFound)
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.gatekeeper))
		want(t, err, fault.Invalid)
		take := h.take(h.gatekeeper)
		take.Named = []string{h.names[h.reader.ID]}
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, take)
		want(t, err, "")
		for who, kind := range map[*account.Actor]fault.Kind{&h.ana: fault.NotFound, &h.reader: "", &h.gatekeeper: "", &h.stranger: fault.NotFound} {
			_, err := h.Access(ctx, *who, folio)
			want(t, err, kind)
		}
		_, err = h.Transfer(ctx, h.ana, o.ID)
		want(t, err, "")
		_, err = h.Transfer(ctx, h.second, o.ID)
		want(t, err, fault.NotFound)
	})
}

// One that is restricted while it is offered goes to those whom the other agency
// names, as if it had been before; nobody else reads of the transfer any more.
func TestTransferRestrictedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		o, err := h.OfferTransfer(ctx, h.ana, folio, h.transfer())
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, "")
		want(t, h.Restrict(ctx, h.ana, folio, []string{h.names[h.chief.ID]}), "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.gatekeeper))
		want(t, err, fault.Invalid)
		take := h.take(h.gatekeeper)
		take.Named = []string{h.names[h.reader.ID]}
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, take)
		want(t, err, "")
		for who, kind := range map[*account.Actor]fault.Kind{&h.ana: fault.NotFound, &h.reader: "", &h.gatekeeper: "", &h.stranger: fault.NotFound} {
			_, err := h.Access(ctx, *who, folio)
			want(t, err, kind)
		}
		_, err = h.Transfer(ctx, h.second, o.ID)
		want(t, err, fault.NotFound)
	})
}

// Whoever accepts one and whoever restricts it at the same moment wait for each
// other in one order.
func TestTransferAndRestrictAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		o, err := h.OfferTransfer(ctx, h.ana, folio, h.transfer())
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, "")
		var accepted, again, restricted error
		var all sync.WaitGroup
		all.Go(func() { _, accepted = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader)) })
		all.Go(func() { _, again = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader)) })
		all.Go(func() { restricted = h.Restrict(ctx, h.ana, folio, []string{h.names[h.chief.ID]}) })
		all.Wait()
		if (accepted == nil) == (again == nil) || restricted != nil && !fault.Is(restricted, fault.NotFound) {
			t.Errorf("accepted: %v, %v, restricted: %v", accepted, again, restricted)
		}
		a, err := h.Access(ctx, h.gatekeeper, folio)
		want(t, err, "")
		if a.Restricted != (restricted == nil) || a.Restricted != (len(a.Named) == 2) {
			t.Errorf("restricted %t, to %d", a.Restricted, len(a.Named))
		}
	})
}

// What another agency handed over is real: whoever answers for it now cannot
// make a decoy of it.
func TestDecoyOfWhatWasHandedOver(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		h.x.Beneath(`UPDATE request SET status = 'withdrawn'`)
		o, err := h.OfferTransfer(ctx, h.ana, folio, h.transfer())
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.gatekeeper))
		want(t, err, "")
		if f := fault.Of(h.MarkDecoy(ctx, h.gatekeeper, folio)); f == nil || f.Key != "decoy.handed" {
			t.Errorf("marking it: %+v", f)
		}
	})
}

// A decoy is as if it had been taken back.
func TestTransferOfDecoy(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.z.Folio
		h.x.Beneath(`UPDATE seizure SET filed_by = '`+h.chief.ID+`'`, `UPDATE request SET status = 'withdrawn'`)
		want(t, h.MarkDecoy(ctx, h.chief, folio), "")
		o, err := h.OfferTransfer(ctx, h.second, folio, h.transfer())
		want(t, err, "")
		_, err = h.ApproveTransfer(ctx, h.chief, o.ID)
		want(t, err, "")
		_, err = h.AcceptTransfer(ctx, h.gatekeeper, o.ID, h.take(h.reader))
		want(t, err, fault.Conflict)
		h.x.Read(func(tx *store.Tx) error {
			now, err := tx.Transfer(ctx, o.ID)
			if now.State(h.x.Clock.Now()) != trace.TransferTaken {
				t.Errorf("it is %+v", now)
			}
			return err
		})
	})
}
