package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// AddTransfer keeps an offer to hand a seizure over and fills in id and time.
// It is a Conflict, transfer.waits, while another waits for the same seizure.
func (tx *Tx) AddTransfer(ctx context.Context, t *trace.Transfer) error {
	tx.fresh(&t.ID, &t.At)
	t.ExpiresAt = t.At.Add(trace.TransferWaits)
	if _, err := tx.sql.Exec(ctx, `UPDATE transfer SET ended_at = expires_at
		WHERE seizure_id = $1 AND accepted_at IS NULL AND ended_at IS NULL AND expires_at <= $2`, t.SeizureID, db.At(tx.now)); err != nil {
		return err
	}
	n, err := tx.sql.Exec(ctx, `
		INSERT INTO transfer (id, seizure_id, folio, agency_id, to_agency, restricted, requests, handed, document, reason, by, at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
		t.ID, t.SeizureID, t.Folio, t.AgencyID, t.ToAgency, flag(t.Restricted), t.Requests, t.Date, t.Document, t.Reason, t.By,
		db.At(t.At), db.At(t.ExpiresAt))
	return must(n, err, fault.New(fault.Conflict, "transfer.waits", nil))
}

const transferColumns = `transfer.id, transfer.seizure_id, transfer.folio, transfer.agency_id, mine.code, transfer.to_agency, theirs.code,
	transfer.restricted, transfer.requests, transfer.handed, transfer.document, transfer.reason, transfer.by, COALESCE(proposer.name, ''),
	transfer.at, transfer.expires_at, transfer.approved_by, transfer.approved_at, transfer.accepted_by, COALESCE(taker.name, ''),
	transfer.accepted_at, transfer.holder, COALESCE(holder.name, ''), transfer.reference, transfer.ended_by, transfer.ended_at, transfer.why`

// CROSS JOIN makes SQLite begin with the transfers.
const transferTables = ` FROM transfer CROSS JOIN agency AS mine CROSS JOIN agency AS theirs
	LEFT JOIN account AS proposer ON proposer.id = transfer.by LEFT JOIN account AS taker ON taker.id = transfer.accepted_by
	LEFT JOIN account AS holder ON holder.id = transfer.holder
	WHERE mine.id = transfer.agency_id AND theirs.id = transfer.to_agency AND `

func scanTransfer(r row, t *trace.Transfer) error {
	return r.Scan(&t.ID, &t.SeizureID, &t.Folio, &t.AgencyID, &t.Agency, &t.ToAgency, &t.To, &t.Restricted, &t.Requests, &t.Date,
		&t.Document, &t.Reason, &t.By, &t.ByName, db.Into(&t.At), db.Into(&t.ExpiresAt), &t.ApprovedBy, db.Into(&t.ApprovedAt),
		&t.AcceptedBy, &t.TakerName, db.Into(&t.AcceptedAt), &t.Holder, &t.HolderName, db.FromJSON(&t.Reference),
		&t.EndedBy, db.Into(&t.EndedAt), &t.Why)
}

// Transfer returns one by its id.
func (tx *Tx) Transfer(ctx context.Context, id string) (trace.Transfer, error) {
	return one(ctx, tx.sql, scanTransfer, `SELECT `+transferColumns+transferTables+`transfer.id = $1`, id)
}

// HoldTransfer does the same and lets nobody else change it until the
// transaction ends.
func (tx *Tx) HoldTransfer(ctx context.Context, id string) (t trace.Transfer, err error) {
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM transfer WHERE id = $1`+tx.sql.Lock(), id); err != nil {
		return t, err
	}
	return tx.Transfer(ctx, id)
}

// HoldHanding is HoldTransfer, and lets nobody else change who may know of the
// seizure until the transaction ends: that comes first, as it does for whoever
// restricts a seizure that is offered.
func (tx *Tx) HoldHanding(ctx context.Context, id string) (t trace.Transfer, err error) {
	if t, err = tx.Transfer(ctx, id); err != nil {
		return t, err
	}
	// Whoever is to accept it sees nothing of it so far.
	if err := tx.Across(ctx, func() error { return tx.HoldSeizure(ctx, t.SeizureID) }); err != nil {
		return t, err
	}
	return tx.HoldTransfer(ctx, id)
}

// TransferFilter says which transfers to list: exactly one of SeizureID, From
// and To is given.
type TransferFilter struct {
	SeizureID string
	From, To  string // agencies
	By        string // only those that this account offered or answers for
	After     string // the cursor that came with the page before
	Limit     int    // 0 is 50; at most 200
}

const byTransfer = "t"

func (f TransferFilter) query() (query, error) {
	from, err := unsealPlace(byTransfer, f.After, newest)
	if err != nil {
		return query{}, err
	}
	var w where
	w.that("(transfer.at, transfer.id) < (?, ?)", from.at, from.id)
	w.is("transfer.seizure_id", f.SeizureID)
	w.is("transfer.agency_id", f.From)
	w.is("transfer.to_agency", f.To)
	if f.By != "" {
		w.that("(transfer.by = ? OR transfer.holder = ?)", f.By, f.By)
	}
	limit := w.arg(pageLength(f.Limit) + 1)
	return query{`SELECT ` + transferColumns + transferTables + w.String() + ` ORDER BY transfer.at DESC, transfer.id DESC LIMIT ` + limit, w.args}, nil
}

// Transfers returns a page of transfers, the last offered first; next is the
// cursor of the page after it.
func (tx *Tx) Transfers(ctx context.Context, f TransferFilter) (list []trace.Transfer, next string, err error) {
	q, err := f.query()
	if err != nil {
		return nil, "", err
	}
	list, err = all(ctx, tx.sql, scanTransfer, q.text, q.args...)
	list, next = cut(list, pageLength(f.Limit), func(t trace.Transfer) string { return sealPlace(byTransfer, t.At, t.ID) })
	return list, next, err
}

const offersQuery = `SELECT COUNT(*) FROM transfer WHERE to_agency = $1 AND expires_at > $2
	AND approved_at IS NOT NULL AND accepted_at IS NULL AND ended_at IS NULL`

// Offers counts what waits for an agency to accept.
func (tx *Tx) Offers(ctx context.Context, agencyID string) (int, error) {
	return one(ctx, tx.sql, number, offersQuery, agencyID, db.At(tx.now))
}

// ApproveTransfer notes who approved an offer; it is Stale if it has moved.
func (tx *Tx) ApproveTransfer(ctx context.Context, t *trace.Transfer, by string) error {
	t.ApprovedBy, t.ApprovedAt, t.ExpiresAt = by, tx.now, micro(tx.now.Add(trace.TransferWaits))
	n, err := tx.sql.Exec(ctx, `UPDATE transfer SET approved_by = $1, approved_at = $2, expires_at = $3
		WHERE id = $4 AND approved_at IS NULL AND ended_at IS NULL`, by, db.At(tx.now), db.At(t.ExpiresAt), t.ID)
	return must(n, err, errStale)
}

// EndTransfer ends an offer: taken back where why is "", else declined. It is
// Stale if it has moved.
func (tx *Tx) EndTransfer(ctx context.Context, t *trace.Transfer, by, why string) error {
	t.EndedBy, t.EndedAt, t.Why = by, tx.now, why
	n, err := tx.sql.Exec(ctx, `UPDATE transfer SET ended_by = $1, ended_at = $2, why = $3
		WHERE id = $4 AND accepted_at IS NULL AND ended_at IS NULL`, by, db.At(tx.now), why, t.ID)
	return must(n, err, errStale)
}

// accepted notes who accepted a transfer and who answers for the seizure from
// then on; it is Stale if it has moved.
func (tx *Tx) accepted(ctx context.Context, t *trace.Transfer) error {
	t.AcceptedAt = tx.now
	n, err := tx.sql.Exec(ctx, `UPDATE transfer SET accepted_by = $1, accepted_at = $2, holder = $3, reference = $4
		WHERE id = $5 AND approved_at IS NOT NULL AND accepted_at IS NULL AND ended_at IS NULL`,
		t.AcceptedBy, db.At(t.AcceptedAt), t.Holder, db.AsJSON(t.Reference), t.ID)
	return must(n, err, errStale)
}

// handedOver tells whether an account's agency has handed the request of a
// folio over, so that it is told no more of it.
func (tx *Tx) handedOver(ctx context.Context, accountID, folio string) (bool, error) {
	n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM request JOIN account ON account.id = $3
		JOIN transfer ON transfer.seizure_id = request.seizure_id AND transfer.agency_id = account.agency_id AND transfer.accepted_at IS NOT NULL
		WHERE request.folio_key = $1 AND request.folio = $2 AND request.agency_id <> account.agency_id`,
		trace.FolioKey(folio), folio, accountID)
	return n > 0, err
}
