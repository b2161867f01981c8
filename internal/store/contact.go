package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// contactBody is what of a contact may name somebody.
type contactBody struct {
	Name    string `json:"name"`
	FFL     string `json:"ffl,omitempty"`
	Channel string `json:"channel,omitempty"`
	Note    string `json:"note,omitempty"`
	Said    string `json:"said,omitempty"`
	Lang    string `json:"lang,omitempty"`
}

func bodyOf(c trace.Contact) contactBody {
	return contactBody{Name: c.Name, FFL: c.FFL, Channel: c.Channel, Note: c.Note, Said: c.Said, Lang: c.Lang}
}

const contactColumns = `id, request_id, ordinal, kind, asked_by, asked_at, due_at, answered_at, body`

func scanContact(r row, c *trace.Contact) error {
	var b contactBody
	err := r.Scan(&c.ID, &c.RequestID, &c.Ordinal, &c.Kind, &c.AskedBy, db.Into(&c.AskedAt), db.Into(&c.DueAt),
		db.Into(&c.AnsweredAt), db.FromJSON(&b))
	c.Name, c.FFL, c.Channel, c.Note, c.Said, c.Lang = b.Name, b.FFL, b.Channel, b.Note, b.Said, b.Lang
	return err
}

// AddContact notes that somebody was asked, and fills in id, number and the
// time of asking.
func (tx *Tx) AddContact(ctx context.Context, c *trace.Contact) (err error) {
	tx.fresh(&c.ID, &c.AskedAt)
	c.DueAt, c.AnsweredAt = micro(c.DueAt), micro(c.AnsweredAt)
	c.Ordinal, err = tx.numbered(ctx, `
		INSERT INTO contact (id, request_id, ordinal, kind, asked_by, asked_at, due_at, answered_at, body)
		VALUES ($1, $2, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM contact WHERE request_id = $2), $3, $4, $5, $6, $7, $8)
		ON CONFLICT (request_id, ordinal) DO NOTHING RETURNING ordinal`,
		c.ID, c.RequestID, c.Kind, c.AskedBy, db.At(c.AskedAt), db.At(c.DueAt), db.At(c.AnsweredAt), db.AsJSON(bodyOf(*c)))
	return err
}

// Contact returns the contact with this id.
func (tx *Tx) Contact(ctx context.Context, id string) (trace.Contact, error) {
	return one(ctx, tx.sql, scanContact, `SELECT `+contactColumns+` FROM contact WHERE id = $1`, id)
}

// Contacts returns whom was asked about a request, in order.
func (tx *Tx) Contacts(ctx context.Context, requestID string) ([]trace.Contact, error) {
	return all(ctx, tx.sql, scanContact,
		`SELECT `+contactColumns+` FROM contact WHERE request_id = $1 ORDER BY ordinal`, requestID)
}

// Overdue tells of which requests somebody who was asked has not answered in
// time.
func (tx *Tx) Overdue(ctx context.Context, requestIDs []string) ([]string, error) {
	return inPieces(requestIDs, func(some []any) ([]string, error) {
		w := where{args: some}
		w.that("request_id IN (" + places(1, len(some)) + ")")
		w.that("answered_at IS NULL AND due_at < ?", db.At(tx.now))
		return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) },
			`SELECT DISTINCT request_id FROM contact WHERE `+w.String()+` ORDER BY request_id`, w.args...)
	})
}

// AnswerContact keeps what was said (Said, AnsweredAt; the rest as read). It
// is a Conflict if there is an answer already.
func (tx *Tx) AnswerContact(ctx context.Context, c trace.Contact) error {
	tx.moment(&c.AnsweredAt)
	n, err := tx.sql.Exec(ctx, `UPDATE contact SET answered_at = $1, body = $2 WHERE id = $3 AND answered_at IS NULL`,
		db.At(c.AnsweredAt), db.AsJSON(bodyOf(c)), c.ID)
	if err != nil || n == 1 {
		return err
	}
	if _, err := tx.Contact(ctx, c.ID); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "contact.answered", nil)
}
