package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"rastreo/internal/db"
)

// Job is something that must happen later.
type Job struct {
	ID    string
	Kind  string
	Body  json.RawMessage
	DueAt time.Time
	Since time.Time // from when it was to be done
	Tries int       // how often it was taken, this time included
}

// AddJob writes down something that must happen at a time, or soon if it is
// zero. It happens if, and only if, the transaction is committed.
func (tx *Tx) AddJob(ctx context.Context, kind string, body any, due time.Time) error {
	tx.moment(&due)
	_, err := tx.sql.Exec(ctx, `INSERT INTO outbox (id, kind, body, due_at, since_at) VALUES ($1, $2, $3, $4, $4)`,
		tx.id(), kind, db.AsJSON(body), db.At(due))
	return err
}

// TakeJobs lends up to limit jobs of a kind that are due, in order: until the
// given time nobody else gets them. Whoever does one drops it in the
// transaction that does the work, see DropJob; who dies loses nothing, because
// the job is due again when the time has passed.
func (c *Chore) TakeJobs(ctx context.Context, kind string, until time.Time, limit int) ([]Job, error) {
	list, err := all(ctx, c.sql, func(r row, j *Job) error {
		var body string
		err := r.Scan(&j.ID, &j.Kind, &body, db.Into(&j.DueAt), db.Into(&j.Since), &j.Tries)
		j.Body = json.RawMessage(body)
		return err
	}, `
		WITH due AS MATERIALIZED (`+dueQuery+c.sql.SkipLocked()+`)
		UPDATE outbox SET due_at = $4, tries = tries + 1 WHERE id IN (SELECT id FROM due)
		RETURNING id, kind, body, due_at, since_at, tries`, kind, db.At(c.now), limit, db.At(until))
	slices.SortFunc(list, func(a, b Job) int { return cmp.Compare(a.ID, b.ID) })
	return list, err
}

// jobsMost is where counting stops: then all that matters is that it is too
// many.
const jobsMost = 10000

// Jobs counts the notices that have not been made yet, at most ten thousand.
func (tx *Tx) Jobs(ctx context.Context) (int, error) {
	return one(ctx, tx.sql, number, `SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE kind = $1 AND failed_at IS NULL LIMIT $2) AS undone`,
		NoticeJob, jobsMost)
}

// Mails counts the mails that wait for their time or a mail server, and those
// that were given up; each at most ten thousand.
func (tx *Tx) Mails(ctx context.Context) (waiting, failed int, err error) {
	err = tx.sql.Row(ctx, `SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE kind = $1 AND failed_at IS NULL LIMIT $2) AS waiting),
		(SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE kind = $1 AND failed_at IS NOT NULL LIMIT $2) AS failed)`, MailJob, jobsMost).Scan(&waiting, &failed)
	return waiting, failed, err
}

// FailJob gives up a job that was taken. It is Stale as DropJob is.
func (tx *Tx) FailJob(ctx context.Context, j Job) error {
	n, err := tx.sql.Exec(ctx, `UPDATE outbox SET failed_at = $1 WHERE id = $2 AND tries = $3 AND failed_at IS NULL`, db.At(tx.now), j.ID, j.Tries)
	return must(n, err, errStale)
}

// ReviveJobs has everything of a kind that was given up done again from now on,
// and returns how many that are.
func (tx *Tx) ReviveJobs(ctx context.Context, kind string) (int, error) {
	n, err := tx.sql.Exec(ctx, `UPDATE outbox SET failed_at = NULL, due_at = $1, since_at = $1 WHERE kind = $2 AND failed_at IS NOT NULL`,
		db.At(tx.now), kind)
	return int(n), err
}

const dueQuery = `SELECT id FROM outbox WHERE kind = $1 AND failed_at IS NULL AND due_at <= $2 ORDER BY due_at, id LIMIT $3`

// DropJob ends jobs that were taken. It is Stale if the loan of one has run
// out and somebody else has taken it: then this transaction must be undone, so
// that the work is done once.
func (tx *Tx) DropJob(ctx context.Context, jobs ...Job) error {
	byTries := map[int][]any{}
	for _, j := range jobs {
		byTries[j.Tries] = append(byTries[j.Tries], j.ID)
	}
	for tries, ids := range byTries {
		if err := tx.dropJobs(ctx, tries, ids); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) dropJobs(ctx context.Context, tries int, ids []any) error {
	for _, size := range pieces {
		for ; len(ids) >= size; ids = ids[size:] {
			q := `DELETE FROM outbox WHERE tries = $1 AND id IN (` + places(2, size) + `)`
			n, err := tx.sql.Exec(ctx, q, append([]any{tries}, ids[:size]...)...)
			if err != nil {
				return err
			}
			if int(n) != size {
				return errStale
			}
		}
	}
	return nil
}

// RetryJob gives a job back, to be taken at a later time. If somebody else has
// taken it meanwhile, it stays theirs.
func (c *Chore) RetryJob(ctx context.Context, j Job, due time.Time) error {
	_, err := c.sql.Exec(ctx, `UPDATE outbox SET due_at = $1 WHERE id = $2 AND tries = $3`, db.At(due), j.ID, j.Tries)
	return err
}
