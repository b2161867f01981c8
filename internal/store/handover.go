package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// ErrLure says that a seizure is a decoy, and so is handed over to nobody.
var ErrLure = errors.New("store: a decoy is not handed over")

// HandOver does what t, which was held and whose AcceptedBy, Holder and
// Reference are filled in, says: all of the seizure and of its requests is the
// other agency's from then on (see [trace.Transfer]). named are the accounts
// that may know of a restricted one. It returns the requests as they now are,
// and the grants that ended with it.
func (tx *Tx) HandOver(ctx context.Context, t *trace.Transfer, named []string) (requests []trace.Request, ended []trace.Grant, err error) {
	// Whoever accepts it has seen nothing of it so far.
	err = tx.Across(ctx, func() error {
		requests, ended, err = tx.handOver(ctx, t, named)
		return err
	})
	return requests, ended, err
}

func (tx *Tx) handOver(ctx context.Context, t *trace.Transfer, named []string) ([]trace.Request, []trace.Grant, error) {
	if err := tx.HoldSeizure(ctx, t.SeizureID); err != nil {
		return nil, nil, err
	}
	// Who moves one of them holds its row; the order is everybody's.
	if _, err := all(ctx, tx.sql, text, `SELECT id FROM request WHERE seizure_id = $1 ORDER BY id`+tx.sql.Lock(), t.SeizureID); err != nil {
		return nil, nil, err
	}
	s, err := tx.Seizure(ctx, t.Folio)
	if err != nil {
		return nil, nil, err
	}
	if s.AgencyID != t.AgencyID {
		return nil, nil, errStale
	}
	if _, err := tx.HeldDecoy(ctx, t.SeizureID); !fault.Is(err, fault.NotFound) {
		return nil, nil, cmp.Or(err, ErrLure)
	}
	if err := tx.accepted(ctx, t); err != nil {
		return nil, nil, err
	}
	if err := tx.moveSeizure(ctx, t, &s); err != nil {
		return nil, nil, err
	}
	if err := tx.moveFindings(ctx, t, &s); err != nil {
		return nil, nil, err
	}
	if err := tx.movePeople(ctx, t, &s); err != nil {
		return nil, nil, err
	}
	if err := tx.moveTallies(ctx, t, s.Requests); err != nil {
		return nil, nil, err
	}
	if err := tx.moveAccess(ctx, t, &s, named); err != nil {
		return nil, nil, err
	}
	ended, err := tx.endGrants(ctx, t)
	return s.Requests, ended, err
}

// moveSeizure makes the seizure and its requests the other agency's, and notes
// it in the history of each.
func (tx *Tx) moveSeizure(ctx context.Context, t *trace.Transfer, s *trace.Seizure) error {
	s.Reference = append(slices.Clone(s.Reference), t.Reference)
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE seizure SET first_by = CASE WHEN first_by = '' THEN filed_by ELSE first_by END,
			first_agency = CASE WHEN first_agency = '' THEN agency_id ELSE first_agency END,
			agency_id = $1, filed_by = $2, reference = $3 WHERE id = $4`, []any{t.ToAgency, t.Holder, db.AsJSON(s.Reference), s.ID}},
		{`UPDATE request SET agency_id = $1, filed_by = $2 WHERE seizure_id = $3`, []any{t.ToAgency, t.Holder, s.ID}},
		{`INSERT INTO event (request_id, seq, at, by, code, params)
			SELECT request.id, (SELECT COALESCE(MAX(event.seq), 0) + 1 FROM event WHERE event.request_id = request.id),
				CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT)
			FROM request WHERE request.seizure_id = $5`, []any{
			db.At(tx.now), t.AcceptedBy, string(trace.EventTransferred), db.AsJSON(map[string]string{"from_agency": t.Agency, "to_agency": t.To}), s.ID,
		}},
	} {
		if _, err := tx.sql.Exec(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	s.AgencyID, s.FiledBy = t.ToAgency, t.Holder
	for i := range s.Requests {
		r := &s.Requests[i]
		r.AgencyID, r.Agency, r.FiledBy = t.ToAgency, t.To, t.Holder
		tx.store.known(r.AgencyID, r.Serial.Text)
	}
	return nil
}

// moveFindings has the requests found by the other agency, by the number of
// its own case too.
func (tx *Tx) moveFindings(ctx context.Context, t *trace.Transfer, s *trace.Seizure) error {
	before := s.Reference[:len(s.Reference)-1]
	var values []any
	for i := range s.Requests {
		r := &s.Requests[i]
		old, list := terms(r, before), terms(r, s.Reference)
		for _, term := range old {
			if _, err := tx.sql.Exec(ctx, `UPDATE request_term SET agency_id = $1, filed_by = $2 WHERE term = $3 AND request_id = $4`,
				t.ToAgency, t.Holder, term, r.ID); err != nil {
				return err
			}
		}
		if len(list) == len(old) {
			continue
		}
		values = append(values, termValues(r, list[len(old):])...)
		if _, err := tx.sql.Exec(ctx, `UPDATE request SET terms = $1 WHERE id = $2`, db.AsJSON(list), r.ID); err != nil {
			return err
		}
	}
	_, err := tx.insert(ctx, termRows, values)
	return err
}

// movePeople has the people found by the other agency, and keeps those of it
// out who bear the name of one.
func (tx *Tx) movePeople(ctx context.Context, t *trace.Transfer, s *trace.Seizure) error {
	for i, p := range s.People {
		if _, err := inPieces(p.Terms(), func(some []any) ([]string, error) {
			args := append([]any{t.ToAgency, t.Holder, t.AgencyID, s.ID, i + 1}, some...)
			_, err := tx.sql.Exec(ctx, `UPDATE person_term SET agency_id = $1, filed_by = $2
				WHERE agency_id = $3 AND seizure_id = $4 AND ordinal = $5 AND term IN (`+places(6, len(some))+`)`, args...)
			return nil, err
		}); err != nil {
			return err
		}
	}
	_, err := inPieces(trace.PartyKeys(s.People), func(some []any) ([]string, error) {
		args := append([]any{t.ToAgency, t.AgencyID, s.ID}, some...)
		_, err := tx.sql.Exec(ctx, `UPDATE party SET agency_id = $1 WHERE agency_id = $2 AND seizure_id = $3
			AND name_key IN (`+places(4, len(some))+`)`, args...)
		return nil, err
	})
	return err
}

// moveTallies has what ended counted as the other agency's, whose a correction
// will be.
func (tx *Tx) moveTallies(ctx context.Context, t *trace.Transfer, requests []trace.Request) error {
	var values []any
	for _, r := range requests {
		if r.Status != trace.Concluded {
			continue
		}
		was := r
		was.AgencyID = t.AgencyID
		values = append(append(values, tallied(was, -1)...), tallied(r, 1)...)
	}
	_, err := tx.insert(ctx, tallyRows, values)
	return err
}

// moveAccess leaves who may know of the seizure to the other agency.
func (tx *Tx) moveAccess(ctx context.Context, t *trace.Transfer, s *trace.Seizure, named []string) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`DELETE FROM named WHERE seizure_id = $1`, []any{s.ID}},
		{`UPDATE named_change SET decided_by = $1, decided_at = $2, verdict = 'refused' WHERE seizure_id = $3 AND verdict = ''`, []any{t.AcceptedBy, db.At(tx.now), s.ID}},
		{`DELETE FROM notice WHERE account_id IN (SELECT id FROM account WHERE agency_id = $1)
			AND folio IN (SELECT folio FROM seizure WHERE id = $2 UNION SELECT folio FROM request WHERE seizure_id = $2)`, []any{t.AgencyID, s.ID}},
	} {
		if _, err := tx.sql.Exec(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	if s.Restricted {
		if err := tx.Name(ctx, s.ID, t.AcceptedBy, named...); err != nil {
			return err
		}
	}
	return tx.KeepPartiesOut(ctx, s)
}

// endGrants ends what the agency that had the seizure has given, or was to
// give, to others.
func (tx *Tx) endGrants(ctx context.Context, t *trace.Transfer) (ended []trace.Grant, err error) {
	list, err := tx.Grants(ctx, GrantFilter{SeizureID: t.SeizureID})
	for _, g := range list {
		switch g.State(tx.now) {
		case trace.GrantEnded, trace.GrantExpired:
			continue
		}
		if err := tx.EndGrant(ctx, &g, t.AcceptedBy); err != nil {
			return nil, err
		}
		ended = append(ended, g)
	}
	return ended, err
}
