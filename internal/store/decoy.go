package store

import (
	"context"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// AddDecoy marks a seizure, whose row is held, as a decoy, and fills in id and
// time. It is a Conflict, decoy.marked, where it is one, decoy.in_process while
// one of its requests is, since no tracer ever works on a decoy, and decoy.handed
// where another agency filed it: whoever answers for it now invented nothing.
func (tx *Tx) AddDecoy(ctx context.Context, d *trace.Decoy) error {
	first, err := one(ctx, tx.sql, text, `SELECT first_agency FROM seizure WHERE id = $1`, d.SeizureID)
	if err != nil {
		return err
	}
	if first != "" {
		return fault.New(fault.Conflict, "decoy.handed", nil)
	}
	list, err := tx.siblings(ctx, d.SeizureID)
	if err != nil {
		return err
	}
	folios := []string{d.Folio}
	for _, r := range list {
		if r.Status != trace.Concluded && r.Status != trace.Withdrawn {
			return fault.New(fault.Conflict, "decoy.in_process", nil)
		}
		folios = append(folios, r.Folio)
	}
	tx.fresh(&d.ID, &d.At)
	n, err := tx.sql.Exec(ctx, `INSERT INTO decoy (id, seizure_id, folio, agency_id, by, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, d.ID, d.SeizureID, d.Folio, d.AgencyID, d.By, db.At(d.At))
	if err = must(n, err, fault.New(fault.Conflict, "decoy.marked", nil)); err != nil {
		return err
	}
	var values []any
	for _, folio := range folios {
		values = append(values, folio, d.ID)
	}
	_, err = tx.insert(ctx, bulk{into: "decoy_folio (folio, decoy_id)", columns: 2}, values)
	return err
}

// EndDecoy says that a seizure is a decoy no longer. What was noticed stays. It
// is not found where it is none.
func (tx *Tx) EndDecoy(ctx context.Context, seizureID string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM decoy_folio WHERE decoy_id IN
		(SELECT id FROM decoy WHERE seizure_id = $1 AND ended_at IS NULL)`, seizureID)
	if err != nil {
		return err
	}
	n, err := tx.sql.Exec(ctx, `UPDATE decoy SET ended_at = $1 WHERE seizure_id = $2 AND ended_at IS NULL`, db.At(tx.now), seizureID)
	return must(n, err, errNotFound)
}

// CROSS JOIN makes SQLite begin with the decoys.
const decoyQuery = `SELECT decoy.id, decoy.seizure_id, decoy.folio, decoy.agency_id, agency.code, decoy.by, account.name, account.username,
		decoy.at, decoy.ended_at, decoy.openings
	FROM decoy CROSS JOIN agency CROSS JOIN account WHERE agency.id = decoy.agency_id AND account.id = decoy.by AND `

func scanDecoy(r row, d *trace.Decoy) error {
	return r.Scan(&d.ID, &d.SeizureID, &d.Folio, &d.AgencyID, &d.Agency, &d.By, &d.ByName, &d.Username,
		db.Into(&d.At), db.Into(&d.EndedAt), &d.Openings)
}

// Decoy returns a decoy by its id, held or not.
func (tx *Tx) Decoy(ctx context.Context, id string) (trace.Decoy, error) {
	return one(ctx, tx.sql, scanDecoy, decoyQuery+`decoy.id = $1`, id)
}

// HeldDecoy returns the decoy that a seizure is now. It is not found where it
// is none.
func (tx *Tx) HeldDecoy(ctx context.Context, seizureID string) (trace.Decoy, error) {
	return one(ctx, tx.sql, scanDecoy, decoyQuery+`decoy.seizure_id = $1 AND decoy.ended_at IS NULL`, seizureID)
}

const byDecoy = "y"

func decoysQuery(from place, limit int) query {
	var w where
	w.that("(decoy.at, decoy.id) < (?, ?)", from.at, from.id)
	return query{decoyQuery + w.String() + ` ORDER BY decoy.at DESC, decoy.id DESC LIMIT ` + w.arg(limit), w.args}
}

// Decoys returns a page of all decoys, the last marked first; next is the
// cursor of the page after it.
func (tx *Tx) Decoys(ctx context.Context, after string, limit int) (list []trace.Decoy, next string, err error) {
	from, err := unsealPlace(byDecoy, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	q := decoysQuery(from, limit+1)
	list, err = all(ctx, tx.sql, scanDecoy, q.text, q.args...)
	list, next = cut(list, limit, func(d trace.Decoy) string { return sealPlace(byDecoy, d.At, d.ID) })
	return list, next, err
}

const byLured = "o"

func luredQuery(decoyID string, at int64, seq int64, limit int) query {
	w := where{}
	w.is("decoy_opening.decoy_id", decoyID)
	w.that("(decoy_opening.at, decoy_opening.seq) < (?, ?)", at, seq)
	return query{`SELECT ledger.id, ledger.at, ledger.by, ledger.verb, ledger.on_, ledger.via, ledger.agency, ledger.session, ledger.source,
			ledger.outcome, ledger.purpose, ledger.grant_id, ledger.fields, ledger.to_, ledger.seq
		FROM decoy_opening CROSS JOIN ledger WHERE ledger.seq = decoy_opening.seq AND ` + w.String() + `
		ORDER BY decoy_opening.at DESC, decoy_opening.seq DESC LIMIT ` + w.arg(limit), w.args}
}

// Lured returns a page of the events by which others than its maker opened a
// decoy, newest first; next is the cursor of the page after it.
func (tx *Tx) Lured(ctx context.Context, decoyID, after string, limit int) (list []audit.Entry, next string, err error) {
	from, err := unsealPlace(byLured, after, newest)
	if err != nil {
		return nil, "", err
	}
	seq := int64(0)
	if after != "" {
		if seq, err = strconv.ParseInt(from.id, 10, 64); err != nil {
			return nil, "", errCursor
		}
	}
	limit = pageLength(limit)
	q := luredQuery(decoyID, from.at, seq, limit+1)
	if list, err = all(ctx, tx.sql, scanEntry, q.text, q.args...); err != nil {
		return nil, "", err
	}
	list, next = cut(list, limit, func(e audit.Entry) string { return sealPlace(byLured, e.At, strconv.FormatInt(e.Seq, 10)) })
	return list, next, tx.nameEntries(ctx, list)
}

// lureEvery is how often it is told that somebody opens the same decoy.
const lureEvery = time.Hour

// lure notes which of the events that are being sealed opened a decoy, tells
// its maker and every auditor, and returns how often it told. It is done here
// and not in the act: an event is sealed once and within a second, whichever
// instance wrote it, and whoever opens a decoy waits no longer than for any
// other seizure.
func (c *Chore) lure(ctx context.Context, events []audit.Event) (alarms int, err error) {
	held, err := c.lures(ctx, events)
	if err != nil || len(held) == 0 {
		return 0, err
	}
	tx := &Tx{Chore: *c}
	for _, e := range events {
		d, ok := held[e.On]
		if !ok || !opens(e) || e.By == d.By || e.At.Before(d.At) {
			continue
		}
		told, err := tx.lured(ctx, d, e)
		if err != nil {
			return 0, err
		}
		if told {
			alarms++
		}
	}
	return alarms, nil
}

// opens tells whether an event is somebody's opening of the record it is about,
// or a try to.
func opens(e audit.Event) bool { return e.By != "" && e.On != "" && audit.Opens(e.Verb) }

// lures returns the decoys that events are about, by the folio in the event.
func (c *Chore) lures(ctx context.Context, events []audit.Event) (map[string]trace.Decoy, error) {
	seen, held := map[string]bool{}, map[string]trace.Decoy{}
	var folios []string
	for _, e := range events {
		if opens(e) && !seen[e.On] {
			seen[e.On], folios = true, append(folios, e.On)
		}
	}
	_, err := inPieces(folios, func(some []any) ([]string, error) {
		return all(ctx, c.sql, func(r row, folio *string) error {
			var d trace.Decoy
			err := r.Scan(folio, &d.ID, &d.Folio, &d.By, db.Into(&d.At))
			held[*folio] = d
			return err
		}, `SELECT decoy_folio.folio, decoy.id, decoy.folio, decoy.by, decoy.at FROM decoy_folio
			JOIN decoy ON decoy.id = decoy_folio.decoy_id WHERE decoy_folio.folio IN (`+places(1, len(some))+`)`, some...)
	})
	return held, err
}

// lured notes an opening, and tells of it unless it was told of the same
// account within an hour.
func (tx *Tx) lured(ctx context.Context, d trace.Decoy, e audit.Event) (told bool, err error) {
	n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM decoy_opening
		WHERE decoy_id = $1 AND account_id = $2 AND alarmed = 1 AND at > $3`, d.ID, e.By, db.At(e.At.Add(-lureEvery)))
	if err != nil {
		return false, err
	}
	told = n == 0
	if _, err := tx.sql.Exec(ctx, `INSERT INTO decoy_opening (decoy_id, at, seq, account_id, alarmed) VALUES ($1, $2, $3, $4, $5)`,
		d.ID, db.At(e.At), e.Seq, e.By, flag(told)); err != nil {
		return false, err
	}
	if _, err := tx.sql.Exec(ctx, `UPDATE decoy SET openings = openings + 1 WHERE id = $1`, d.ID); err != nil || !told {
		return false, err
	}
	auditors, err := tx.Holders(ctx, account.Auditor)
	if err != nil {
		return false, err
	}
	if err := tx.TellAll(ctx, trace.NoticeDecoy, d.ID, auditors); err != nil {
		return false, err
	}
	if err := tx.TellAll(ctx, trace.NoticeDecoyMine, d.Folio, []string{d.By}); err != nil {
		return false, err
	}
	return true, tx.note(ctx, audit.Act{Verb: audit.DecoyAlarmed, On: d.Folio, Via: e.Via, Fields: string(e.Verb)})
}
