package store

import (
	"cmp"
	"context"
	"slices"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

var errJudged = fault.New(fault.Conflict, "link.judged", nil)

// AddLink notes what somebody found of two requests and fills in id and time.
// Of one side, the center's or the agencies', one holds for a pair: a second is
// a Conflict, link.judged, until the first is undone.
func (tx *Tx) AddLink(ctx context.Context, l *trace.Link, r, other trace.Request) error {
	tx.fresh(&l.ID, &l.At)
	l.Folio, l.Other = r.Folio, other.Folio
	n, err := tx.sql.Exec(ctx, `
		INSERT INTO link (id, request_id, other_id, pair, verdict, reason, why, center, by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (pair, center) WHERE undone_at IS NULL DO NOTHING`,
		l.ID, r.ID, other.ID, pair(r.ID, other.ID), string(l.Verdict), l.Reason, l.Why, flag(l.Center), l.By, db.At(l.At))
	return must(n, err, errJudged)
}

// pair names two requests, whichever was looked at.
func pair(a, b string) string { return min(a, b) + " " + max(a, b) }

// flag is a truth as a column keeps it.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// LinkFilter says which links to read.
type LinkFilter struct {
	RequestID string
	Center    bool // those of the center too
}

// Links returns what was found of a request and others, newest first, those
// that were undone too. Folio is always the request's own and Other the other
// one, whichever of the two was looked at when it was found.
func (tx *Tx) Links(ctx context.Context, f LinkFilter) (list []trace.Link, err error) {
	for _, way := range [][2]string{{"request_id", "other_id"}, {"other_id", "request_id"}} {
		q := f.query(way[0], way[1])
		some, err := all(ctx, tx.sql, scanLink, q.text, q.args...)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b trace.Link) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return list, nil
}

func (f LinkFilter) query(mine, other string) query {
	var w where
	w.is("link."+mine, f.RequestID)
	if !f.Center {
		w.that("link.center = 0")
	}
	return query{`
		SELECT link.id, mine.folio, other.folio, link.verdict, link.reason, link.why, link.center, link.by,
			COALESCE(account.name, ''), link.at, link.undone_by, link.undone_at
		FROM link
		JOIN request AS mine ON mine.id = link.` + mine + `
		JOIN request AS other ON other.id = link.` + other + `
		LEFT JOIN account ON account.id = link.by
		WHERE ` + w.String(), w.args}
}

func scanLink(r row, l *trace.Link) error {
	var center int
	err := r.Scan(&l.ID, &l.Folio, &l.Other, &l.Verdict, &l.Reason, &l.Why, &center, &l.By, &l.ByName, db.Into(&l.At),
		&l.UndoneBy, db.Into(&l.UndoneAt))
	l.Center = center == 1
	return err
}

// UndoLink undoes a link of its own side; both acts stay. It is Stale if it
// was undone meanwhile.
func (tx *Tx) UndoLink(ctx context.Context, l *trace.Link, by string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE link SET undone_by = $1, undone_at = $2 WHERE id = $3 AND undone_at IS NULL`,
		by, db.At(tx.now), l.ID)
	if err = must(n, err, errStale); err == nil {
		l.UndoneBy, l.UndoneAt = by, tx.now
	}
	return err
}
