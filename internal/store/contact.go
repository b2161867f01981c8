package store

import (
	"context"
	"time"

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
	Struck  string `json:"struck,omitempty"`
}

func bodyOf(c trace.Contact) contactBody {
	return contactBody{Name: c.Name, FFL: c.FFL, Channel: c.Channel, Note: c.Note, Said: c.Said, Lang: c.Lang, Struck: c.Struck}
}

const contactColumns = `id, request_id, ordinal, kind, asked_by, asked_at, due_at, answered_at, struck_at, struck_by, body`

func scanContact(r row, c *trace.Contact) error {
	var b contactBody
	err := r.Scan(&c.ID, &c.RequestID, &c.Ordinal, &c.Kind, &c.AskedBy, db.Into(&c.AskedAt), db.Into(&c.DueAt),
		db.Into(&c.AnsweredAt), db.Into(&c.StruckAt), &c.StruckBy, db.FromJSON(&b))
	c.Name, c.FFL, c.Channel, c.Note, c.Said, c.Lang, c.Struck = b.Name, b.FFL, b.Channel, b.Note, b.Said, b.Lang, b.Struck
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
	if err != nil || c.FFL == "" {
		return err
	}
	return tx.retrait(ctx, c.RequestID)
}

// Contact returns the contact with this id.
func (tx *Tx) Contact(ctx context.Context, id string) (trace.Contact, error) {
	return one(ctx, tx.sql, scanContact, `SELECT `+contactColumns+` FROM contact WHERE id = $1`, id)
}

// Chased returns, of the requests of a seizure that somebody of the chain has
// yet to answer about, which link was asked last.
func (tx *Tx) Chased(ctx context.Context, seizureID string) (map[string]string, error) {
	list, err := all(ctx, tx.sql, func(r row, x *[2]string) error { return r.Scan(&x[0], &x[1]) }, `
		SELECT contact.request_id, contact.kind FROM request JOIN contact ON contact.request_id = request.id
		WHERE request.seizure_id = $1 AND contact.answered_at IS NULL AND contact.struck_at IS NULL ORDER BY contact.request_id, contact.ordinal`, seizureID)
	kinds := map[string]string{}
	for _, x := range list {
		kinds[x[0]] = x[1]
	}
	return kinds, err
}

// Contacts returns whom was asked about a request, in order, with how often they
// were reminded, what was noted of them before, and the documents they sent.
func (tx *Tx) Contacts(ctx context.Context, requestID string) ([]trace.Contact, error) {
	list, err := all(ctx, tx.sql, scanContact,
		`SELECT `+contactColumns+` FROM contact WHERE request_id = $1 ORDER BY ordinal`, requestID)
	if err != nil || len(list) == 0 {
		return list, err
	}
	at := map[string]int{}
	for i, c := range list {
		at[c.ID] = i
	}
	reminders, err := all(ctx, tx.sql, scanReminder, `SELECT contact_id, ordinal, by, at, body FROM reminder
		WHERE request_id = $1 ORDER BY contact_id, ordinal`, requestID)
	if err != nil {
		return nil, err
	}
	for _, r := range reminders {
		c := &list[at[r.ContactID]]
		c.Reminders = append(c.Reminders, r)
	}
	drafts, err := all(ctx, tx.sql, scanContactDraft, `SELECT contact_id, kind, asked_at, until, by, body FROM contact_draft
		WHERE request_id = $1 ORDER BY contact_id, ordinal`, requestID)
	for _, d := range drafts {
		c := &list[at[d.of]]
		c.Earlier = append(c.Earlier, d.ContactDraft)
	}
	if err != nil {
		return nil, err
	}
	docs, err := tx.Documents(ctx, requestID)
	for _, d := range docs {
		c := &list[at[d.ContactID]]
		c.Documents = append(c.Documents, d)
	}
	return list, err
}

// contactDraft is how a contact was noted, and its id.
type contactDraft struct {
	of string
	trace.ContactDraft
}

func scanContactDraft(r row, d *contactDraft) error {
	var b contactBody
	err := r.Scan(&d.of, &d.Kind, db.Into(&d.AskedAt), db.Into(&d.Until), &d.By, db.FromJSON(&b))
	d.Name, d.FFL, d.Channel, d.Note, d.Said, d.Lang = b.Name, b.FFL, b.Channel, b.Note, b.Said, b.Lang
	return err
}

// CorrectContact puts what is noted of a contact right (kind, what it may name,
// AskedAt and DueAt) and keeps what was noted before. It is a Conflict if the
// contact was struck.
func (tx *Tx) CorrectContact(ctx context.Context, c trace.Contact, by string) error {
	before, err := tx.Contact(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := tx.changeContact(ctx, c); err != nil {
		return err
	}
	_, err = tx.numbered(ctx, `
		INSERT INTO contact_draft (request_id, contact_id, ordinal, kind, asked_at, body, by, until)
		VALUES ($1, $2, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM contact_draft WHERE request_id = $1 AND contact_id = $2), $3, $4, $5, $6, $7)
		ON CONFLICT (request_id, contact_id, ordinal) DO NOTHING RETURNING ordinal`,
		before.RequestID, c.ID, before.Kind, db.At(before.AskedAt), db.AsJSON(bodyOf(before)), by, db.At(tx.now))
	return err
}

// StrikeContact keeps that a contact was noted in error (Struck is why), by whom
// and when. It is a Conflict if it was struck already.
func (tx *Tx) StrikeContact(ctx context.Context, c *trace.Contact, by string) error {
	was := *c
	c.StruckAt, c.StruckBy = tx.now, by
	if err := tx.changeContact(ctx, *c); err != nil {
		*c = was
		return err
	}
	return nil
}

// changeContact writes a contact that counts.
func (tx *Tx) changeContact(ctx context.Context, c trace.Contact) error {
	n, err := tx.sql.Exec(ctx, `UPDATE contact SET kind = $1, asked_at = $2, due_at = $3, struck_at = $4, struck_by = $5, body = $6
		WHERE id = $7 AND struck_at IS NULL`,
		c.Kind, db.At(micro(c.AskedAt)), db.At(micro(c.DueAt)), db.At(c.StruckAt), c.StruckBy, db.AsJSON(bodyOf(c)), c.ID)
	if err != nil {
		return err
	}
	if n == 1 {
		return tx.retrait(ctx, c.RequestID)
	}
	if _, err := tx.Contact(ctx, c.ID); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "contact.struck", nil)
}

// reminderBody is what of a reminder may name somebody.
type reminderBody struct {
	Channel string `json:"channel,omitempty"`
	Note    string `json:"note,omitempty"`
	Lang    string `json:"lang,omitempty"`
}

func scanReminder(r row, x *trace.Reminder) error {
	var b reminderBody
	err := r.Scan(&x.ContactID, &x.Ordinal, &x.By, db.Into(&x.At), db.FromJSON(&b))
	x.Channel, x.Note, x.Lang = b.Channel, b.Note, b.Lang
	return err
}

// AddReminder notes that whoever was asked was reminded, and fills in number
// and time.
func (tx *Tx) AddReminder(ctx context.Context, requestID string, r *trace.Reminder) (err error) {
	tx.moment(&r.At)
	r.Ordinal, err = tx.numbered(ctx, `
		INSERT INTO reminder (request_id, contact_id, ordinal, by, at, body)
		VALUES ($1, $2, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM reminder WHERE request_id = $1 AND contact_id = $2), $3, $4, $5)
		ON CONFLICT (request_id, contact_id, ordinal) DO NOTHING RETURNING ordinal`,
		requestID, r.ContactID, r.By, db.At(r.At), db.AsJSON(reminderBody{r.Channel, r.Note, r.Lang}))
	return err
}

// Overdue tells of which requests somebody who was asked has not answered in
// time, since when, and how often they were reminded.
func (tx *Tx) Overdue(ctx context.Context, requestIDs []string) ([]trace.Overdue, error) {
	return inPieces(requestIDs, func(some []any) ([]trace.Overdue, error) {
		q := overdueQuery(some, tx.now)
		return all(ctx, tx.sql, func(r row, o *trace.Overdue) error { return r.Scan(&o.RequestID, db.Into(&o.Since), &o.Reminders) }, q.text, q.args...)
	})
}

func overdueQuery(requestIDs []any, now time.Time) query {
	w := where{args: requestIDs}
	w.that("contact.request_id IN (" + places(1, len(requestIDs)) + ")")
	w.that("contact.answered_at IS NULL AND contact.struck_at IS NULL AND contact.due_at < ?", db.At(now))
	return query{`SELECT contact.request_id, MIN(contact.due_at), CAST(SUM((SELECT COUNT(*) FROM reminder
			WHERE reminder.request_id = contact.request_id AND reminder.contact_id = contact.id)) AS BIGINT)
		FROM contact WHERE ` + w.String() + ` GROUP BY contact.request_id ORDER BY contact.request_id`, w.args}
}

// AnswerContact keeps what was said (Said, AnsweredAt; the rest as read). It
// is a Conflict if there is an answer already, or the contact was struck.
func (tx *Tx) AnswerContact(ctx context.Context, c trace.Contact) error {
	tx.moment(&c.AnsweredAt)
	n, err := tx.sql.Exec(ctx, `UPDATE contact SET answered_at = $1, body = $2 WHERE id = $3 AND answered_at IS NULL AND struck_at IS NULL`,
		db.At(c.AnsweredAt), db.AsJSON(bodyOf(c)), c.ID)
	if err != nil || n == 1 {
		return err
	}
	now, err := tx.Contact(ctx, c.ID)
	if err != nil {
		return err
	}
	if !now.Counts() {
		return fault.New(fault.Conflict, "contact.struck", nil)
	}
	return fault.New(fault.Conflict, "contact.answered", nil)
}
