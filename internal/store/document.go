package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// documentBody is what of a document may name somebody.
type documentBody struct {
	Name   string `json:"name"`
	Struck string `json:"struck,omitempty"`
	Lang   string `json:"lang,omitempty"`
}

const documentColumns = `id, request_id, contact_id, kind, size, sum, by, at, struck_at, struck_by, body`

func scanDocument(r row, d *trace.Document) error {
	var b documentBody
	err := r.Scan(&d.ID, &d.RequestID, &d.ContactID, &d.Kind, &d.Size, &d.Sum, &d.By, db.Into(&d.At), db.Into(&d.StruckAt), &d.StruckBy, db.FromJSON(&b))
	d.Name, d.Struck, d.Lang = b.Name, b.Struck, b.Lang
	return err
}

// AddDocument keeps a file that came with an answer, and fills in id and time.
func (tx *Tx) AddDocument(ctx context.Context, d *trace.Document, content []byte) error {
	tx.fresh(&d.ID, &d.At)
	_, err := tx.sql.Exec(ctx, `INSERT INTO document (id, request_id, contact_id, kind, size, sum, by, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, d.RequestID, d.ContactID, d.Kind, d.Size, d.Sum, d.By, db.At(d.At), db.AsJSON(documentBody{Name: d.Name}))
	if err != nil {
		return err
	}
	_, err = tx.sql.Exec(ctx, `INSERT INTO document_content (document_id, content) VALUES ($1, $2)`, d.ID, content)
	return err
}

const documentsQuery = `SELECT ` + documentColumns + ` FROM document WHERE request_id = $1 ORDER BY at, id`

// Documents returns the documents of a request, the first first, without what
// they hold.
func (tx *Tx) Documents(ctx context.Context, requestID string) ([]trace.Document, error) {
	return all(ctx, tx.sql, scanDocument, documentsQuery, requestID)
}

// Document returns the document with this id, and what it holds.
func (tx *Tx) Document(ctx context.Context, id string) (d trace.Document, content []byte, err error) {
	d, err = one(ctx, tx.sql, scanDocument, `SELECT `+documentColumns+` FROM document WHERE id = $1`, id)
	if err != nil {
		return d, nil, err
	}
	content, err = one(ctx, tx.sql, func(r row, b *[]byte) error { return r.Scan(b) },
		`SELECT content FROM document_content WHERE document_id = $1`, id)
	return d, content, err
}

// StrikeDocument keeps that a document was added by mistake (Struck is why), by
// whom and when. It is a Conflict if it was struck already.
func (tx *Tx) StrikeDocument(ctx context.Context, d *trace.Document, by string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE document SET struck_at = $1, struck_by = $2, body = $3 WHERE id = $4 AND struck_at IS NULL`,
		db.At(tx.now), by, db.AsJSON(documentBody{d.Name, d.Struck, d.Lang}), d.ID)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "document.struck", nil)
	}
	if err == nil {
		d.StruckAt, d.StruckBy = tx.now, by
	}
	return err
}
