package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// messageBody is the wording of a message.
type messageBody struct {
	Text string `json:"text"`
	Lang string `json:"lang"`
}

func scanMessage(r row, m *trace.Message) error {
	var body messageBody
	err := r.Scan(&m.ID, &m.RequestID, &m.By, &m.ByName, &m.ByRole, db.Into(&m.At), db.FromJSON(&body))
	m.Text, m.Lang = body.Text, body.Lang
	return err
}

// AddMessage keeps a message and fills in id and time.
func (tx *Tx) AddMessage(ctx context.Context, m *trace.Message) error {
	tx.fresh(&m.ID, &m.At)
	_, err := tx.sql.Exec(ctx, `INSERT INTO message (id, request_id, by, at, body) VALUES ($1, $2, $3, $4, $5)`,
		m.ID, m.RequestID, m.By, db.At(m.At), db.AsJSON(messageBody{m.Text, m.Lang}))
	return err
}

const byMessage = "w"

const messageQuery = `SELECT message.id, message.request_id, message.by, account.name, account.role, message.at, message.body
	FROM message JOIN account ON account.id = message.by
	WHERE message.request_id = $1 AND (message.at, message.id) < ($2, $3) ORDER BY message.at DESC, message.id DESC LIMIT $4`

// Thread returns a page of the messages of a request, newest first; after and
// limit are as in RequestFilter.
func (tx *Tx) Thread(ctx context.Context, requestID, after string, limit int) (t trace.Thread, err error) {
	from, err := unsealPlace(byMessage, after, newest)
	if err != nil {
		return t, err
	}
	limit = pageLength(limit)
	t.Messages, err = all(ctx, tx.sql, scanMessage, messageQuery, requestID, from.at, from.id, limit+1)
	t.Messages, t.Next = cut(t.Messages, limit, func(m trace.Message) string { return sealPlace(byMessage, m.At, m.ID) })
	if t.Next != "" {
		t.From = t.Messages[len(t.Messages)-1].At
	}
	if after != "" {
		t.Until = time.UnixMicro(from.at).UTC()
	}
	return t, err
}
