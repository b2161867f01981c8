package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

var noticeRows = bulk{into: "notice (id, account_id, folio, code, at, mail_id)", columns: 6}

// AddNotice puts notices on people's pages and fills in ids and times.
func (tx *Tx) AddNotice(ctx context.Context, list ...*trace.Notice) error {
	var values []any
	for _, n := range list {
		tx.fresh(&n.ID, &n.At)
		values = append(values, n.ID, n.AccountID, n.Folio, string(n.Code), db.At(n.At), n.Mail)
	}
	_, err := tx.insert(ctx, noticeRows, values)
	return err
}

const byNotice = "n"

const noticeQuery = `SELECT id, account_id, folio, code, at, read_at FROM notice
	WHERE account_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4`

// Notices returns a page of somebody's notices, newest first; after, limit and
// next are as in RequestFilter and Requests.
func (tx *Tx) Notices(ctx context.Context, accountID, after string, limit int) (list []trace.Notice, next string, err error) {
	from, err := unsealPlace(byNotice, after, newest)
	if err != nil {
		return nil, "", err
	}
	limit = pageLength(limit)
	list, err = all(ctx, tx.sql, func(r row, n *trace.Notice) error {
		return r.Scan(&n.ID, &n.AccountID, &n.Folio, &n.Code, db.Into(&n.At), db.Into(&n.ReadAt))
	}, noticeQuery, accountID, from.at, from.id, limit+1)
	list, next = cut(list, limit, func(n trace.Notice) string { return sealPlace(byNotice, n.At, n.ID) })
	return list, next, err
}

// unreadMost is where counting stops: a page says "more than" from there on.
const unreadMost = 100

// Unread returns how many notices somebody has not read, at most 100.
func (tx *Tx) Unread(ctx context.Context, accountID string) (int, error) {
	return one(ctx, tx.sql, number, `
		SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE account_id = $1 AND read_at IS NULL LIMIT $2) AS unread`,
		accountID, unreadMost)
}

// ReadNotices marks somebody's notices up to a time as read, and returns how
// many were not.
func (tx *Tx) ReadNotices(ctx context.Context, accountID string, upTo time.Time) (int, error) {
	n, err := tx.sql.Exec(ctx, `UPDATE notice SET read_at = $1 WHERE account_id = $2 AND read_at IS NULL AND at <= $3`,
		db.At(tx.now), accountID, db.At(upTo))
	return int(n), err
}

// mailMost is how many notices a mail lists.
const mailMost = 100

const mailQuery = `SELECT id, account_id, folio, code, at, mail_id FROM notice
	WHERE mail_id = $1 AND mail_id <> '' AND read_at IS NULL ORDER BY at, id LIMIT $2`

// MailNotices lists the notices of a mail that have not been read: at most a
// hundred, the oldest first.
func (tx *Tx) MailNotices(ctx context.Context, id string) ([]trace.Notice, error) {
	return all(ctx, tx.sql, func(r row, n *trace.Notice) error {
		return r.Scan(&n.ID, &n.AccountID, &n.Folio, &n.Code, db.Into(&n.At), &n.Mail)
	}, mailQuery, id, mailMost)
}
