package store

import (
	"context"
	"slices"

	"rastreo/internal/db"
	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// Amend gives a request the amendable fields of g (see trace.Amendable), as an
// answer corrected them; search and the look-up of twins find it by them from
// then on. It changes r. The report stays that of the check when it was filed.
// The status must still be what r was read with, else it is Stale.
func (tx *Tx) Amend(ctx context.Context, r *trace.Request, g trace.Firearm) error {
	refs, err := one(ctx, tx.sql, func(from row, refs *[]trace.Reference) error { return from.Scan(db.FromJSON(refs)) },
		`SELECT reference FROM seizure WHERE id = $1`, r.SeizureID)
	if err != nil {
		return err
	}
	next := *r
	next.Firearm = amended(r.Firearm, g)
	tx.store.known(next.AgencyID, next.Serial.Text)
	list := terms(&next, refs)
	n, err := tx.sql.Exec(ctx, `
		UPDATE request
		SET type = $1, manufacturer = $2, importer = $3, model = $4, caliber = $5, country = $6, year = $7, altered = $8,
			serial_text = $9, serial_reading = $10, serial_location = $11, serial_missing = $12, serial_restoration = $13,
			read = $14, serial_key = $15, serial_core = $16, terms = $17
		WHERE id = $18 AND status = $19`,
		next.Type, next.Manufacturer, next.Importer, next.Model, next.Caliber, next.Country, next.Year,
		sparse(next.Altered, len(next.Altered) > 0), next.Serial.Text, next.Serial.Reading, next.Serial.Location,
		next.Serial.Missing, next.Serial.Restoration, sparse(next.Read, next.Read != trace.Read{}),
		firearm.Key(next.Serial.Text), firearm.Core(next.Serial.Text), db.AsJSON(list), r.ID, string(r.Status))
	if err = must(n, err, errStale); err != nil {
		return err
	}
	if err := tx.replaceTerms(ctx, r, terms(r, refs), list); err != nil {
		return err
	}
	*r = next
	return nil
}

// amended is g with what no answer can change taken from the old one.
func amended(old, g trace.Firearm) trace.Firearm {
	g.Markings, g.Priority, g.Justification, g.Instructions = old.Markings, old.Priority, old.Justification, old.Instructions
	g.SameAs, g.Kept = old.SameAs, old.Kept
	return g
}

func (tx *Tx) replaceTerms(ctx context.Context, r *trace.Request, old, list []string) error {
	for _, term := range old {
		if slices.Contains(list, term) {
			continue
		}
		if _, err := tx.sql.Exec(ctx, `DELETE FROM request_term WHERE term = $1 AND request_id = $2`, term, r.ID); err != nil {
			return err
		}
	}
	added := slices.DeleteFunc(list, func(term string) bool { return slices.Contains(old, term) })
	_, err := tx.insert(ctx, termRows, termValues(r, added))
	return err
}
