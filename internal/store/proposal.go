package store

import (
	"context"
	"strconv"
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// proposed is what of a proposal is kept as one text.
type proposed struct {
	Result trace.Result `json:"result"`
	Also   []string     `json:"also,omitempty"`
}

// AddProposal keeps a result that a second person must look at, and fills in id
// and time. A request has one that waits, at most.
func (tx *Tx) AddProposal(ctx context.Context, p *trace.Proposal) error {
	tx.fresh(&p.ID, &p.Result.At)
	_, err := tx.sql.Exec(ctx, `INSERT INTO proposal (id, request_id, body, by, at) VALUES ($1, $2, $3, $4, $5)`,
		p.ID, p.RequestID, db.AsJSON(proposed{p.Result, p.Also}), p.Result.By, db.At(p.Result.At))
	return err
}

// Proposals returns what was proposed of a request, what waits first and then
// the newest: personal data.
// Lang is the language the author reads now.
func (tx *Tx) Proposals(ctx context.Context, requestID string) ([]trace.Proposal, error) {
	return all(ctx, tx.sql, scanProposal, `
		SELECT proposal.id, proposal.request_id, proposal.body, proposal.by, author.name, author.lang, proposal.at,
			proposal.decided_by, COALESCE(decider.name, ''), proposal.decided_at, proposal.verdict, proposal.notes
		FROM proposal JOIN account AS author ON author.id = proposal.by LEFT JOIN account AS decider ON decider.id = proposal.decided_by
		WHERE proposal.request_id = $1 ORDER BY CASE WHEN proposal.verdict = '' THEN 0 ELSE 1 END, proposal.at DESC, proposal.id DESC`, requestID)
}

func scanProposal(from row, p *trace.Proposal) error {
	var body proposed
	var by, name, lang string
	at := p.Result.At
	err := from.Scan(&p.ID, &p.RequestID, db.FromJSON(&body), &by, &name, &lang, db.Into(&at),
		&p.DecidedBy, &p.Decider, db.Into(&p.DecidedAt), &p.Verdict, db.FromJSON(&p.Notes))
	p.Result, p.Also = body.Result, body.Also
	p.Result.Family, p.Result.RequestID = catalog.Family(p.Result.Outcome), p.RequestID
	p.Result.By, p.Result.ByName, p.Result.Lang, p.Result.At = by, name, lang, at
	return err
}

// DecideProposal ends a proposal that waits with what somebody made of it. It is
// Stale if it was ended meanwhile.
func (tx *Tx) DecideProposal(ctx context.Context, p trace.Proposal) error {
	n, err := tx.sql.Exec(ctx, `UPDATE proposal SET decided_by = $1, decided_at = $2, verdict = $3, notes = $4 WHERE id = $5 AND verdict = ''`,
		p.DecidedBy, db.At(tx.now), string(p.Verdict), sparse(p.Notes, len(p.Notes) > 0), p.ID)
	return must(n, err, errStale)
}

const byReview = "v"

// reviewQuery lists what waits after a place, in the order to be looked at.
func reviewQuery(from turn, limit int) query {
	return query{`SELECT ` + requestColumns + ` FROM request
		WHERE request.review_at IS NOT NULL AND (request.rank, request.review_at, request.id) > ($1, $2, $3)
		ORDER BY request.rank, request.review_at, request.id LIMIT $4`, []any{from.rank, from.at, from.id, limit}}
}

// Waiting returns a page of the requests whose result waits for a second
// person, urgent ones first and then the longest waiting; after, limit and next
// are as in RequestFilter and Requests.
func (tx *Tx) Waiting(ctx context.Context, after string, limit int) (list []trace.Request, next string, err error) {
	from := turn{-1, oldest}
	if after != "" {
		if from, err = unsealTurn(byReview, after); err != nil {
			return nil, "", err
		}
	}
	limit = pageLength(limit)
	q := reviewQuery(from, limit+1)
	list, err = all(ctx, tx.sql, scanRequest, q.text, q.args...)
	list, next = cut(list, limit, func(r trace.Request) string {
		return seal(byReview, strconv.Itoa(rank(r.Priority)), strconv.FormatInt(r.ReviewAt.UnixMicro(), 10), r.ID)
	})
	return list, next, err
}

// waitingMost is where counting stops: a page says "more than" from there on.
const waitingMost = 100

// WaitingCount returns how many requests have a result that waits for a second
// person, at most 100.
func (tx *Tx) WaitingCount(ctx context.Context) (int, error) {
	return one(ctx, tx.sql, number,
		`SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE review_at IS NOT NULL LIMIT $1) AS waiting`, waitingMost)
}

// Join notes that the result of one request answers another too, or will.
func (tx *Tx) Join(ctx context.Context, requestID, leadID string) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO together (request_id, lead_id, at) VALUES ($1, $2, $3)
		ON CONFLICT (request_id) DO UPDATE SET lead_id = excluded.lead_id, at = excluded.at`, requestID, leadID, db.At(tx.now))
	return err
}

// Part forgets of what the result of a request was to be, and what it was to
// answer.
func (tx *Tx) Part(ctx context.Context, requestID string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM together WHERE lead_id = $1 OR request_id = $1`, requestID)
	return err
}

// Joined returns the requests that the result of one answers too, or will.
func (tx *Tx) Joined(ctx context.Context, leadID string) ([]trace.Request, error) {
	return all(ctx, tx.sql, scanRequest, `SELECT `+requestColumns+` FROM together JOIN request ON request.id = together.request_id
		WHERE together.lead_id = $1 ORDER BY request.id`, leadID)
}

// Lead returns the folio of the request whose result answers this one too, or
// will; "" is none.
func (tx *Tx) Lead(ctx context.Context, requestID string) (string, error) {
	list, err := all(ctx, tx.sql, text, `SELECT request.folio FROM together JOIN request ON request.id = together.lead_id
		WHERE together.request_id = $1`, requestID)
	return strings.Join(list, ""), err
}
