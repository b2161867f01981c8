package store

import (
	"context"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// questionBody is the wording of a question.
type questionBody struct {
	Fields []string     `json:"fields"`
	Parts  []trace.Part `json:"parts,omitempty"`
	Text   string       `json:"text"`
	Lang   string       `json:"lang"`
}

// replyBody is the wording of an answer.
type replyBody struct {
	Text   string            `json:"text"`
	Values map[string]string `json:"values,omitempty"`
	Lang   string            `json:"lang"`
}

const questionColumns = `id, request_id, asked_by, asked_at, answered_by, answered_at, recalled_at, body, reply`

func scanQuestion(r row, q *trace.Question) error {
	var a trace.Reply
	var body questionBody
	var reply replyBody
	err := r.Scan(&q.ID, &q.RequestID, &q.AskedBy, db.Into(&q.AskedAt), &a.AnsweredBy, db.Into(&a.AnsweredAt),
		db.Into(&q.RecalledAt), db.FromJSON(&body), db.FromJSON(&reply))
	q.Fields, q.Parts, q.Text, q.Lang = body.Fields, body.Parts, body.Text, body.Lang
	if !a.AnsweredAt.IsZero() {
		a.Text, a.Values, a.Lang = reply.Text, reply.Values, reply.Lang
		q.Answer = &a
	}
	return err
}

// AddQuestion keeps a question to the submitter and fills in id and time.
func (tx *Tx) AddQuestion(ctx context.Context, q *trace.Question) error {
	tx.fresh(&q.ID, &q.AskedAt)
	_, err := tx.sql.Exec(ctx, `INSERT INTO question (id, request_id, asked_by, asked_at, body) VALUES ($1, $2, $3, $4, $5)`,
		q.ID, q.RequestID, q.AskedBy, db.At(q.AskedAt), db.AsJSON(questionBody{q.Fields, q.Parts, q.Text, q.Lang}))
	return err
}

// Questions returns what was asked about a request, oldest first, with the
// answers.
func (tx *Tx) Questions(ctx context.Context, requestID string) ([]trace.Question, error) {
	return all(ctx, tx.sql, scanQuestion,
		`SELECT `+questionColumns+` FROM question WHERE request_id = $1 ORDER BY asked_at, id`, requestID)
}

// OpenQuestion returns the question of a request that waits for its answer.
func (tx *Tx) OpenQuestion(ctx context.Context, requestID string) (trace.Question, error) {
	return one(ctx, tx.sql, scanQuestion, `
		SELECT `+questionColumns+` FROM question
		WHERE request_id = $1 AND answered_at IS NULL AND recalled_at IS NULL
		ORDER BY asked_at DESC, id DESC LIMIT 1`, requestID)
}

// AnswerQuestion keeps the answer to an open question. It is Stale if the
// question was answered or taken back in the meantime.
func (tx *Tx) AnswerQuestion(ctx context.Context, id string, a trace.Reply) error {
	tx.moment(&a.AnsweredAt)
	n, err := tx.sql.Exec(ctx, `
		UPDATE question SET answered_by = $1, answered_at = $2, reply = $3
		WHERE id = $4 AND answered_at IS NULL AND recalled_at IS NULL`,
		a.AnsweredBy, db.At(a.AnsweredAt), db.AsJSON(replyBody{a.Text, a.Values, a.Lang}), id)
	return must(n, err, errStale)
}

// RecallQuestion takes an open question back. It is Stale if it is open no
// more.
func (tx *Tx) RecallQuestion(ctx context.Context, id string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE question SET recalled_at = $1 WHERE id = $2 AND answered_at IS NULL AND recalled_at IS NULL`,
		db.At(tx.now), id)
	return must(n, err, errStale)
}
