package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// requestColumns serves SELECT and RETURNING alike: what stands in other
// tables comes by subquery, because RETURNING knows no joins. Of the report a
// list shows the score alone; the rest of it is long.
const requestColumns = `request.id, request.folio, request.ordinal, request.seizure_id, request.seizure_folio,
	request.agency_id, (SELECT agency.code FROM agency WHERE agency.id = request.agency_id), request.filed_by,
	request.filed_at, request.recovered, request.entidad, request.type, request.manufacturer, request.importer,
	request.model, request.caliber, request.country, request.year, request.altered, request.serial_text,
	request.serial_reading, request.serial_location, request.serial_missing, request.serial_restoration,
	request.read, request.markings, request.priority, request.justification, request.instructions,
	request.same_as, request.kept, COALESCE(request.score, 0), request.status, request.queued_at, request.turn_at,
	request.due_at, request.claim, request.claimed_by,
	COALESCE((SELECT account.name FROM account WHERE account.id = request.claimed_by), ''), request.claimed_at,
	request.lease_until, request.review_at, request.ended_at, request.outcome, request.restricted`

func requestFields(r *trace.Request) []any {
	return []any{
		&r.ID, &r.Folio, &r.Ordinal, &r.SeizureID, &r.SeizureFolio, &r.AgencyID, &r.Agency, &r.FiledBy,
		db.Into(&r.FiledAt), &r.Recovered, &r.Entidad, &r.Type, &r.Manufacturer, &r.Importer, &r.Model, &r.Caliber,
		&r.Country, &r.Year, db.FromJSON(&r.Altered), &r.Serial.Text, &r.Serial.Reading, &r.Serial.Location,
		&r.Serial.Missing, &r.Serial.Restoration, db.FromJSON(&r.Read), db.FromJSON(&r.Markings), &r.Priority,
		&r.Justification, &r.Instructions, &r.SameAs, db.FromJSON(&r.Kept), &r.Report.Score, &r.Status,
		db.Into(&r.QueuedAt), db.Into(&r.TurnAt), db.Into(&r.DueAt), &r.Claim, &r.ClaimedBy, &r.Claimer, db.Into(&r.ClaimedAt), db.Into(&r.LeaseUntil),
		db.Into(&r.ReviewAt), db.Into(&r.EndedAt), &r.Outcome, &r.Restricted,
	}
}

func scanRequest(from row, r *trace.Request) error { return from.Scan(requestFields(r)...) }

// wholeColumns are of a request that is read alone.
const wholeColumns = requestColumns + `, request.report`

func scanWhole(from row, r *trace.Request) error {
	return from.Scan(append(requestFields(r), db.FromJSON(&r.Report))...)
}

var requestRows = bulk{
	into: `request (id, folio, folio_key, seizure_id, seizure_folio, ordinal, agency_id, filed_by, filed_at, recovered, entidad,
		type, manufacturer, importer, model, caliber, country, year, altered, serial_text, serial_reading, serial_location,
		serial_missing, serial_restoration, serial_key, serial_core, terms, read, markings, priority, justification,
		instructions, same_as, kept, report, score, rank, status, queued_at, turn_at, due_at, restricted)`,
	columns: 42,
	end:     "ON CONFLICT (folio_key) DO NOTHING",
}

// insertRequests draws the folios and writes the requests of a seizure. A row
// whose folio is taken is left out by the database and drawn again.
func (tx *Tx) insertRequests(ctx context.Context, s *trace.Seizure) error {
	written := map[int]bool{}
	for range draws {
		var values []any
		for i := range s.Requests {
			if r := &s.Requests[i]; !written[r.Ordinal] {
				var err error
				if r.Folio, err = tx.folio(trace.RequestFolio, s.FiledAt); err != nil {
					return err
				}
				tx.store.known(s.AgencyID, r.Serial.Text)
				values = append(values, requestValues(r, s.Reference)...)
			}
		}
		n, err := tx.insert(ctx, requestRows, values)
		if err != nil || int(n)*requestRows.columns == len(values) {
			return err
		}
		if written, err = tx.ordinals(ctx, s.ID); err != nil {
			return err
		}
	}
	return errNoFolio
}

func (tx *Tx) ordinals(ctx context.Context, seizureID string) (map[int]bool, error) {
	list, err := all(ctx, tx.sql, number, `SELECT ordinal FROM request WHERE seizure_id = $1`, seizureID)
	there := map[int]bool{}
	for _, n := range list {
		there[n] = true
	}
	return there, err
}

func requestValues(r *trace.Request, refs []trace.Reference) []any {
	return []any{
		r.ID, r.Folio, trace.FolioKey(r.Folio), r.SeizureID, r.SeizureFolio, r.Ordinal, r.AgencyID, r.FiledBy,
		db.At(r.FiledAt), r.Recovered, r.Entidad, r.Type, r.Manufacturer, r.Importer, r.Model, r.Caliber, r.Country,
		r.Year, sparse(r.Altered, len(r.Altered) > 0), r.Serial.Text, r.Serial.Reading, r.Serial.Location,
		r.Serial.Missing, r.Serial.Restoration, firearm.Key(r.Serial.Text), firearm.Core(r.Serial.Text),
		db.AsJSON(terms(r, refs)), sparse(r.Read, r.Read != trace.Read{}), db.AsJSON(r.Markings), r.Priority,
		r.Justification, r.Instructions, r.SameAs, sparse(r.Kept, len(r.Kept) > 0), sparse(r.Report, checked(r.Report)),
		score(r.Report), rank(r.Priority), string(r.Status), db.At(r.QueuedAt), db.At(r.TurnAt), db.At(r.DueAt), flag(r.Restricted),
	}
}

// sparse is JSON for a column that is empty in most rows.
func sparse(v any, there bool) any {
	if !there {
		return ""
	}
	return db.AsJSON(v)
}

// checked tells whether there was a check: every one names its catalogue.
func checked(r firearm.Report) bool { return r.Listed.Version != "" }

func score(r firearm.Report) any {
	if !checked(r) {
		return nil
	}
	return r.Score
}

// rank is the first half of the queue's order.
func rank(priority string) int {
	if priority == trace.Urgent {
		return 0
	}
	return 1
}

// insertFiled writes the first event of each request.
func (tx *Tx) insertFiled(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for _, r := range s.Requests {
		values = append(values, r.ID, 1, db.At(s.FiledAt), s.FiledBy, string(trace.EventFiled), "{}")
	}
	_, err := tx.insert(ctx, eventRows, values)
	return err
}

// withFolio takes a folio's key and the folio.
const withFolio = `request.folio_key = $1 AND request.folio = $2`

// Request returns the request with this folio. In a list, the report of a
// request is its score alone.
func (tx *Tx) Request(ctx context.Context, folio string) (trace.Request, error) {
	return one(ctx, tx.sql, scanWhole, `SELECT `+wholeColumns+` FROM request WHERE `+withFolio, trace.FolioKey(folio), folio)
}

// RequestFilter says which requests to list. What is empty does not matter.
type RequestFilter struct {
	FiledBy  string
	AgencyID string
	For      string // account: only what it may know of
	Status   trace.Status
	Term     string // made by SearchTerm: only requests with a number that begins so
	After    string // the cursor that came with the page before
	Limit    int    // 0 is 50; at most 200

	// These narrow a search, and are not looked at without a Term: no index
	// has the list in order.
	Priority  string
	Due       trace.DueSpan
	ClaimedBy string
	Unclaimed bool

	now    time.Time // when it is asked
	window int       // of a search; 0 is the usual
}

// Requests returns a page of requests, newest first or, with a Term, in order
// of the number that matched. next is the cursor of the next page, "" when
// there is none: a search that is narrowed to few of very many may give a short
// page, or an empty one, before others. A cursor that no page gave is Invalid.
func (tx *Tx) Requests(ctx context.Context, f RequestFilter) (list []trace.Request, next string, err error) {
	f.now = tx.now
	if f.Term != "" {
		return tx.search(ctx, f)
	}
	q, args, err := f.query()
	if err != nil {
		return nil, "", err
	}
	list, err = all(ctx, tx.sql, scanRequest, q, args...)
	list, next = cut(list, pageLength(f.Limit), func(r trace.Request) string {
		return sealPlace(byFiling, r.FiledAt, r.ID)
	})
	return list, next, err
}

const byFiling = "f"

func (f RequestFilter) query() (string, []any, error) {
	from, err := unsealPlace(byFiling, f.After, newest)
	if err != nil {
		return "", nil, err
	}
	var w where
	f.narrow(&w, "request")
	w.that("(request.filed_at, request.id) < (?, ?)", from.at, from.id)
	w.is("request.status", string(f.Status))
	w.known("request.restricted", "request.seizure_id", f.For, f.now)
	limit := w.arg(pageLength(f.Limit) + 1)
	return `SELECT ` + requestColumns + ` FROM request WHERE ` + w.String() +
		` ORDER BY request.filed_at DESC, request.id DESC LIMIT ` + limit, w.args, nil
}

// narrow keeps to those whom the list is for. table has the two columns.
func (f RequestFilter) narrow(w *where, table string) {
	w.is(table+".filed_by", f.FiledBy)
	w.is(table+".agency_id", f.AgencyID)
}
