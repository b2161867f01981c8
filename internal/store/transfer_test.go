package store_test

import (
	"errors"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// handing is a seizure of one agency, which another is to take.
type handing struct {
	*storetest.Fixture
	ours, theirs, far   account.Agency
	filer, chief, taker account.Account
	tracer              account.Account
	z                   trace.Seizure
}

func newHanding(t *testing.T, x *storetest.Fixture) *handing {
	h := &handing{Fixture: x, ours: x.Agency("FGJ-TAM", account.State), theirs: x.Agency("FGR", account.Federal), far: x.Agency("GN", account.Federal)}
	h.filer, h.chief = x.Account(h.ours, account.Submitter), x.Account(h.ours, account.Coordinator)
	h.taker, h.tracer = x.Account(h.theirs, account.Coordinator), x.Account(x.Agency("NTC", account.Center), account.Tracer)
	h.z = x.File(h.filer, 1)
	return h
}

func (h *handing) offer() trace.Transfer {
	return trace.Transfer{
		SeizureID: h.z.ID, Folio: h.z.Folio, AgencyID: h.ours.ID, ToAgency: h.theirs.ID, Requests: len(h.z.Requests),
		Date: "2026-03-05", Document: "FGJ/123/2026", Reason: "jurisdiction", By: h.filer.ID,
	}
}

// take hands the seizure over.
func (h *handing) take(t *testing.T, named ...string) (trace.Transfer, []trace.Request, []trace.Grant) {
	t.Helper()
	o := h.offer()
	var requests []trace.Request
	var ended []trace.Grant
	h.Write(func(tx *store.Tx) error { return tx.AddTransfer(t.Context(), &o) })
	h.Write(func(tx *store.Tx) error { return tx.ApproveTransfer(t.Context(), &o, h.chief.ID) })
	ok(t, h.Store.Write(t.Context(), audit.By(actor(h.taker), audit.TransferAccepted, o.Folio), func(tx *store.Tx) (err error) {
		if o, err = tx.HoldHanding(t.Context(), o.ID); err != nil {
			return err
		}
		o.AcceptedBy, o.Holder, o.Reference = h.taker.ID, h.taker.ID, trace.Reference{Kind: "carpeta_investigacion", Number: "FED/TAM/77/2026"}
		requests, ended, err = tx.HandOver(t.Context(), &o, named)
		return err
	}))
	return o, requests, ended
}

func (h *handing) count(t *testing.T, q string, args ...any) (n int) {
	t.Helper()
	ok(t, h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error { return tx.Row(t.Context(), q, args...).Scan(&n) }))
	return n
}

// A seizure goes to another agency whole: every row of it, what it is found by
// and what was counted; folios, clocks, claims and history stay.
func TestHandOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, h := t.Context(), newHanding(t, x)
		other := x.File(h.filer, 2)
		r := h.z.Requests[0]
		x.Write(func(tx *store.Tx) (err error) {
			r, err = tx.ClaimRequest(ctx, r.Folio, h.tracer.ID, tx.Now().Add(time.Hour))
			ok(t, err)
			r.Outcome = "exported"
			return tx.MoveRequest(ctx, &r, trace.Conclude, h.tracer.ID)
		})
		x.Write(func(tx *store.Tx) error {
			g := trace.Grant{SeizureID: h.z.ID, AgencyID: h.ours.ID, ToAgency: h.far.ID, People: []string{"x"}, Fields: []string{"firearm"}, Purpose: "coordinate", Until: "2026-04-01", By: h.filer.ID, ExpiresAt: tx.Now().Add(time.Hour)}
			ok(t, tx.AddGrant(ctx, &g))
			return tx.AddNamedChange(ctx, &trace.NamedChange{SeizureID: h.z.ID, Kind: trace.NameMore, AccountID: h.chief.ID, By: h.filer.ID})
		})
		tables := map[string]string{
			"seizure": "id = $2", "request": "seizure_id = $2", "person_term": "seizure_id = $2", "party": "seizure_id = $2",
			"request_term": "request_id IN (SELECT id FROM request WHERE seizure_id = $2)",
		}
		before := map[string]int{}
		for table, of := range tables {
			before[table] = h.count(t, `SELECT COUNT(*) FROM `+table+` WHERE agency_id = $1 AND `+of, h.ours.ID, h.z.ID)
		}
		mine := h.count(t, `SELECT COUNT(*) FROM request WHERE agency_id = $1`, h.ours.ID)
		x.Write(func(tx *store.Tx) error {
			for _, kind := range []string{"manufacturer", "dealer"} {
				ok(t, tx.AddContact(ctx, &trace.Contact{RequestID: h.z.Requests[1].ID, Kind: kind, AskedBy: h.tracer.ID}))
			}
			return nil
		})
		o, requests, ended := h.take(t)
		x.Write(func(tx *store.Tx) error {
			held, err := tx.HoldHanding(ctx, o.ID)
			same(t, "held", held.AcceptedBy, h.taker.ID)
			return err
		})
		for table, of := range tables {
			same(t, table+" left behind", h.count(t, `SELECT COUNT(*) FROM `+table+` WHERE agency_id = $1 AND `+of, h.ours.ID, h.z.ID), 0)
			want := before[table]
			if table == "request_term" { // each is found by the new number too
				want += len(h.z.Requests)
			}
			same(t, table+" there", h.count(t, `SELECT COUNT(*) FROM `+table+` WHERE agency_id = $1 AND `+of, h.theirs.ID, h.z.ID), want)
		}
		same(t, "the other seizure stays", h.count(t, `SELECT COUNT(*) FROM request WHERE agency_id = $1`, h.ours.ID), mine-len(h.z.Requests))
		same(t, "ended", len(ended), 1)
		same(t, "requests", folios(requests), folios(h.z.Requests))
		same(t, "the holder", requests[0].FiledBy, h.taker.ID)
		same(t, "the list's change", h.count(t, `SELECT COUNT(*) FROM named_change WHERE verdict = 'refused' AND decided_by = $1`, h.taker.ID), 1)

		x.Read(func(tx *store.Tx) error {
			z, err := tx.Seizure(ctx, h.z.Folio)
			ok(t, err)
			same(t, "agency", z.Agency, "FGR")
			same(t, "who filed it", z.FilerAgency, h.ours.Name)
			same(t, "references", len(z.Reference), len(h.z.Reference)+1)
			now, err := tx.Request(ctx, r.Folio)
			ok(t, err)
			same(t, "claim", now.Claim, r.Claim)
			chased, err := tx.Chased(ctx, h.z.ID)
			ok(t, err)
			same(t, "chased", chased, map[string]string{h.z.Requests[1].ID: "dealer"})
			same(t, "due", now.DueAt, r.DueAt)
			same(t, "turn", now.TurnAt, r.TurnAt)
			same(t, "status", now.Status, trace.Concluded)
			events, err := tx.Events(ctx, r.ID)
			ok(t, err)
			last := events[len(events)-1]
			same(t, "event", last.Code, trace.EventTransferred)
			same(t, "to", last.Params["to_agency"], "FGR")
			for agency, n := range map[string]int{h.ours.ID: 0, h.theirs.ID: 1} {
				list, err := tx.Tallies(ctx, agency, "2026-01-01")
				ok(t, err)
				same(t, "counted", len(list), n)
			}
			found, _, err := tx.Requests(ctx, store.RequestFilter{AgencyID: h.theirs.ID, For: h.taker.ID, Term: "FEDTAM772026"})
			ok(t, err)
			same(t, "found by the new number", len(found), len(h.z.Requests))
			return nil
		})
		sees := func(a account.Account, q func(tx *store.Tx) error) bool {
			return x.Store.Read(ctx, actor(a), q) == nil
		}
		for who, want := range map[account.Account]bool{h.filer: false, h.chief: false, h.taker: true, x.Account(h.far, account.Coordinator): false} {
			got := sees(who, func(tx *store.Tx) error { _, err := tx.SeizureHead(ctx, h.z.Folio); return err })
			same(t, who.Username+" sees the seizure", got, want)
		}
		for who, want := range map[account.Account]bool{h.filer: true, h.chief: true, h.taker: true, x.Account(h.far, account.Coordinator): false} {
			got := sees(who, func(tx *store.Tx) error { _, err := tx.Transfer(ctx, o.ID); return err })
			same(t, who.Username+" sees the transfer", got, want)
		}
		x.Read(func(tx *store.Tx) error {
			for folio, want := range map[string]bool{r.Folio: true, h.z.Folio: false, other.Requests[0].Folio: false} {
				hushed, err := tx.Hushed(ctx, h.filer.ID, folio)
				ok(t, err)
				same(t, folio+" hushed", hushed, want)
			}
			return nil
		})
		// What is corrected afterwards counts where the result is.
		x.Write(func(tx *store.Tx) error {
			now, err := tx.HoldRequest(ctx, r.Folio)
			ok(t, err)
			now.Outcome = "government_sale"
			return tx.MoveRequest(ctx, &now, trace.Correct, h.tracer.ID)
		})
		same(t, "counts below none", h.count(t, `SELECT COUNT(*) FROM tally WHERE n < 0`), 0)
	})
}

// A restricted seizure is, from then on, only for those whom the other agency
// names; of the transfer only they know, and who took part.
func TestHandOverRestricted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, h := t.Context(), newHanding(t, x)
		second, third := x.Account(h.theirs, account.Submitter), x.Account(h.theirs, account.Coordinator)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.Name(ctx, h.z.ID, h.filer.ID, h.filer.ID, h.chief.ID))
			return tx.Restrict(ctx, h.z.ID, true)
		})
		o := h.offer()
		o.Restricted = true
		x.Write(func(tx *store.Tx) error { return tx.AddTransfer(ctx, &o) })
		x.Write(func(tx *store.Tx) error { return tx.EndTransfer(ctx, &o, h.filer.ID, "") })
		x.Write(func(tx *store.Tx) error {
			o.ID, o.At = "", time.Time{}
			ok(t, tx.AddTransfer(ctx, &o))
			ok(t, tx.ApproveTransfer(ctx, &o, h.chief.ID))
			o.AcceptedBy, o.Holder = h.taker.ID, second.ID
			_, _, err := tx.HandOver(ctx, &o, []string{h.taker.ID, second.ID})
			return err
		})
		for who, want := range map[account.Account][2]bool{
			h.filer: {false, true}, h.chief: {false, false}, h.taker: {true, true}, second: {true, true}, third: {false, false},
		} {
			same(t, who.Username+" sees the seizure", x.Store.Read(ctx, actor(who), func(tx *store.Tx) error { _, err := tx.SeizureHead(ctx, h.z.Folio); return err }) == nil, want[0])
			same(t, who.Username+" sees the transfer", x.Store.Read(ctx, actor(who), func(tx *store.Tx) error { _, err := tx.Transfer(ctx, o.ID); return err }) == nil, want[1])
		}
	})
}

// One offer waits at a time; it ends, runs out, and is counted while it waits.
func TestTransfers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, h := t.Context(), newHanding(t, x)
		add := func() (o trace.Transfer, err error) {
			o = h.offer()
			err = x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddTransfer(ctx, &o) })
			return o, err
		}
		offers := func() (n int) {
			x.Read(func(tx *store.Tx) (err error) { n, err = tx.Offers(ctx, h.theirs.ID); return err })
			return n
		}
		first, err := add()
		ok(t, err)
		_, err = add()
		refused(t, "a second", err, "conflict", "transfer.waits")
		same(t, "not approved", offers(), 0)
		x.Write(func(tx *store.Tx) (err error) {
			first, err = tx.HoldTransfer(ctx, first.ID)
			ok(t, err)
			return tx.ApproveTransfer(ctx, &first, h.chief.ID)
		})
		same(t, "waits", offers(), 1)
		x.Clock.Advance(trace.TransferWaits)
		same(t, "has run out", offers(), 0)
		second, err := add()
		ok(t, err)
		err = x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.EndTransfer(ctx, &first, h.taker.ID, "No.") })
		refused(t, "ended", err, "stale", "fault.stale")
		x.Clock.Advance(time.Minute)
		x.Write(func(tx *store.Tx) error { return tx.EndTransfer(ctx, &second, h.taker.ID, "No es de aquí.") })
		same(t, "declined", second.State(x.Clock.Now()), trace.TransferDeclined)
		x.Read(func(tx *store.Tx) error {
			for _, f := range []store.TransferFilter{{SeizureID: h.z.ID}, {From: h.ours.ID}, {To: h.theirs.ID}, {From: h.ours.ID, By: h.filer.ID}} {
				f.Limit = 1
				list, next, err := tx.Transfers(ctx, f)
				ok(t, err)
				f.After = next
				more, last, err := tx.Transfers(ctx, f)
				ok(t, err)
				same(t, "pages", []string{list[0].ID, more[0].ID, last}, []string{second.ID, first.ID, ""})
			}
			none, _, err := tx.Transfers(ctx, store.TransferFilter{From: h.ours.ID, By: h.chief.ID})
			same(t, "of others", len(none), 0)
			return err
		})
	})
}

// A decoy is handed over to nobody.
func TestNoDecoyIsHandedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx, h := t.Context(), newHanding(t, x)
		x.Write(func(tx *store.Tx) error {
			for _, r := range h.z.Requests {
				ok(t, tx.MoveRequest(ctx, &r, trace.Withdraw, h.filer.ID))
			}
			return tx.AddDecoy(ctx, &trace.Decoy{SeizureID: h.z.ID, Folio: h.z.Folio, AgencyID: h.ours.ID, By: h.filer.ID})
		})
		o := h.offer()
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddTransfer(ctx, &o))
			return tx.ApproveTransfer(ctx, &o, h.chief.ID)
		})
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { _, _, err := tx.HandOver(ctx, &o, nil); return err })
		if !errors.Is(err, store.ErrLure) {
			t.Errorf("got %v", err)
		}
	})
}
