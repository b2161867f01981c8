package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

var eventRows = bulk{into: "event (request_id, seq, at, by, code, params)", columns: 6}

// AddEvent notes what happened to a request and fills in number and time.
func (tx *Tx) AddEvent(ctx context.Context, e *trace.Event) (err error) {
	tx.moment(&e.At)
	if e.Params == nil {
		e.Params = map[string]string{}
	}
	e.Seq, err = tx.numbered(ctx, `
		INSERT INTO event (request_id, seq, at, by, code, params)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE request_id = $1), $2, $3, $4, $5)
		ON CONFLICT (request_id, seq) DO NOTHING RETURNING seq`,
		e.RequestID, db.At(e.At), e.By, string(e.Code), db.AsJSON(e.Params))
	return err
}

// Events returns what happened to a request, oldest first, with the names and
// roles of whoever did it.
func (tx *Tx) Events(ctx context.Context, requestID string) ([]trace.Event, error) {
	return all(ctx, tx.sql, func(r row, e *trace.Event) error {
		return r.Scan(&e.RequestID, &e.Seq, db.Into(&e.At), &e.By, &e.Code, db.FromJSON(&e.Params), &e.ByName, &e.ByRole)
	}, `
		SELECT event.request_id, event.seq, event.at, event.by, event.code, event.params,
			COALESCE(account.name, ''), COALESCE(account.role, '')
		FROM event LEFT JOIN account ON account.id = event.by
		WHERE event.request_id = $1 ORDER BY event.seq`, requestID)
}
