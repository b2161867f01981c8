package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// wordingBody is what of a wording is only shown.
type wordingBody struct {
	Title  trace.Titles `json:"title"`
	Text   trace.Texts  `json:"words"`
	Fields []string     `json:"fields"`
}

const wordingColumns = `id, version, retired, changed_at, body`

func scanWording(r row, w *trace.Wording) error {
	var b wordingBody
	err := r.Scan(&w.ID, &w.Version, &w.Retired, db.Into(&w.ChangedAt), db.FromJSON(&b))
	w.Title, w.Text, w.Fields = b.Title, b.Text, b.Fields
	return err
}

// AddWording keeps a prepared question, by an account, and fills in id, version
// and time.
func (tx *Tx) AddWording(ctx context.Context, w *trace.Wording, by string) error {
	tx.fresh(&w.ID, &w.ChangedAt)
	w.Version = 1
	_, err := tx.sql.Exec(ctx, `INSERT INTO wording (id, version, retired, changed_at, changed_by, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		w.ID, w.Version, flag(w.Retired), db.At(w.ChangedAt), by, db.AsJSON(wordingBody{w.Title, w.Text, w.Fields}))
	return err
}

// ChangeWording keeps what was changed of the version that was read, or that it
// is retired. It is Stale if somebody changed it meanwhile.
func (tx *Tx) ChangeWording(ctx context.Context, w *trace.Wording, by string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE wording SET version = version + 1, retired = $1, changed_at = $2, changed_by = $3, body = $4 WHERE id = $5 AND version = $6`,
		flag(w.Retired), db.At(tx.now), by, db.AsJSON(wordingBody{w.Title, w.Text, w.Fields}), w.ID, w.Version)
	if err := must(n, err, errStale); err != nil {
		return err
	}
	w.Version, w.ChangedAt = w.Version+1, tx.now
	return nil
}

// Wording returns the prepared question with this id.
func (tx *Tx) Wording(ctx context.Context, id string) (trace.Wording, error) {
	return one(ctx, tx.sql, scanWording, `SELECT `+wordingColumns+` FROM wording WHERE id = $1`, id)
}

const byWording = "v"

const (
	wordingsQuery     = `SELECT ` + wordingColumns + ` FROM wording WHERE id > $1 ORDER BY id LIMIT $2`
	keptWordingsQuery = `SELECT ` + wordingColumns + ` FROM wording WHERE retired = 0 AND id > $1 ORDER BY id LIMIT $2`
)

// Wordings lists the prepared questions, oldest first, a page at a time; without
// retired only those that can be used.
func (tx *Tx) Wordings(ctx context.Context, retired bool, after string, limit int) (list []trace.Wording, next string, err error) {
	from := []string{""}
	if after != "" {
		if from, err = unseal(byWording, after, 1); err != nil {
			return nil, "", err
		}
	}
	q := keptWordingsQuery
	if retired {
		q = wordingsQuery
	}
	limit = pageLength(limit)
	list, err = all(ctx, tx.sql, scanWording, q, from[0], limit+1)
	list, next = cut(list, limit, func(w trace.Wording) string { return seal(byWording, w.ID) })
	return list, next, err
}
