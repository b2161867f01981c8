package store

import (
	"context"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// MailJob is the kind of an outbox job whose body is a Mail.
const MailJob = "mail"

// Mail is a mail to be written and sent to somebody. What it says is found out
// when it goes.
type Mail struct {
	ID        string
	Code      bool // it is a code that confirms an address, and no notices
	AccountID string
}

const mailboxColumns = `account_id, address, wanted, code_until, refused, ways`

func scanMailbox(r row, m *trace.Mailbox) error {
	var ways string
	err := r.Scan(&m.AccountID, &m.Address, &m.Wanted, db.Into(&m.CodeUntil), &m.Refused, &ways)
	m.Ways = trace.ParseWays(ways)
	return err
}

// Mailbox returns where somebody has their notices mailed: nowhere, where they
// have said nothing.
func (tx *Tx) Mailbox(ctx context.Context, accountID string) (trace.Mailbox, error) {
	m, err := one(ctx, tx.sql, scanMailbox, `SELECT `+mailboxColumns+` FROM mailbox WHERE account_id = $1`, accountID)
	if fault.Is(err, fault.NotFound) {
		return trace.Mailbox{AccountID: accountID}, nil
	}
	return m, err
}

// SaveWays keeps how somebody is told of what.
func (tx *Tx) SaveWays(ctx context.Context, accountID string, ways map[trace.Topic]trace.Way) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO mailbox (account_id, ways) VALUES ($1, $2)
		ON CONFLICT (account_id) DO UPDATE SET ways = excluded.ways`, accountID, trace.WaysText(ways))
	return err
}

// Somebody asks for so many codes within a day at most, and a code is tried so
// often.
const (
	codesMost = 5
	codesIn   = 24 * time.Hour
	triesMost = 5
)

// WantAddress keeps an address that somebody wants their notices mailed to, to
// be confirmed by a code. It is TooMany when they have asked for too many.
func (tx *Tx) WantAddress(ctx context.Context, accountID, address string) error {
	n, err := tx.sql.Exec(ctx, `INSERT INTO mailbox (account_id, wanted, asked, asked_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (account_id) DO UPDATE SET wanted = excluded.wanted, hash = '', code_until = NULL, tries = 0, refused = '',
			asked = CASE WHEN COALESCE(mailbox.asked_at, 0) > $4 THEN mailbox.asked + 1 ELSE 1 END,
			asked_at = CASE WHEN COALESCE(mailbox.asked_at, 0) > $4 THEN mailbox.asked_at ELSE $3 END
		WHERE COALESCE(mailbox.asked_at, 0) <= $4 OR mailbox.asked < $5`,
		accountID, address, db.At(tx.now), db.At(tx.now.Add(-codesIn)), codesMost)
	return must(n, err, fault.New(fault.TooMany, "mail.too_many", nil))
}

// DropAddress forgets the addresses of somebody.
func (tx *Tx) DropAddress(ctx context.Context, accountID string) error {
	_, err := tx.sql.Exec(ctx, `UPDATE mailbox SET address = '', wanted = '', hash = '', code_until = NULL, refused = '' WHERE account_id = $1`, accountID)
	return err
}

// SetMailCode keeps the hash of the code that is mailed to an address, in place
// of the one before. The address is not found if somebody wants it no more.
func (tx *Tx) SetMailCode(ctx context.Context, m trace.Mailbox, hash string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE mailbox SET hash = $1, code_until = $2, tries = 0 WHERE account_id = $3 AND wanted = $4 AND wanted <> ''`,
		hash, db.At(m.CodeUntil), m.AccountID, m.Wanted)
	return must(n, err, errNotFound)
}

// TryMailCode counts a try to confirm an address. It is not found when there is
// no code, its time has passed, or it was tried too often.
func (c *Chore) TryMailCode(ctx context.Context, accountID string) error {
	n, err := c.sql.Exec(ctx, `UPDATE mailbox SET tries = tries + 1 WHERE account_id = $1 AND hash <> '' AND code_until > $2 AND tries < $3`,
		accountID, db.At(c.now), triesMost)
	return must(n, err, errNotFound)
}

// ConfirmAddress makes the address that somebody wants theirs, if the code is
// the one that was mailed to it; else it is not found.
func (tx *Tx) ConfirmAddress(ctx context.Context, accountID, hash string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE mailbox SET address = wanted, wanted = '', hash = '', code_until = NULL, refused = ''
		WHERE account_id = $1 AND hash = $2 AND hash <> '' AND code_until > $3`, accountID, hash, db.At(tx.now))
	return must(n, err, errNotFound)
}

// RefuseAddress notes that nobody has an address of somebody, which is used no
// more. It is not found if it is theirs no more.
func (tx *Tx) RefuseAddress(ctx context.Context, accountID, address string) error {
	n, err := tx.sql.Exec(ctx, `UPDATE mailbox SET refused = $2, hash = '', code_until = NULL,
		address = CASE WHEN address = $2 THEN '' ELSE address END, wanted = CASE WHEN wanted = $2 THEN '' ELSE wanted END
		WHERE account_id = $1 AND (address = $2 OR wanted = $2)`, accountID, address)
	return must(n, err, errNotFound)
}

// AddMail has a mail written and sent at a time, and returns its id. Notices
// that it carries name it.
func (tx *Tx) AddMail(ctx context.Context, m Mail, due time.Time) (string, error) {
	m.ID = tx.id()
	return m.ID, tx.AddJob(ctx, MailJob, m, due)
}

// DigestShut is how long before it is due a digest takes no more notices.
const DigestShut = time.Minute

// JoinDigest returns the id of the digest that somebody's notices go into; if
// there is none yet, of a new one that is sent at the given time, which lies
// beyond DigestShut. They have a mailbox.
func (tx *Tx) JoinDigest(ctx context.Context, accountID string, due time.Time) (string, error) {
	n, err := tx.sql.Exec(ctx, `UPDATE mailbox SET digest_at = $1 WHERE account_id = $2 AND COALESCE(digest_at, 0) <= $3`,
		db.At(due), accountID, db.At(tx.now.Add(DigestShut)))
	if err != nil {
		return "", err
	}
	if n == 0 {
		return one(ctx, tx.sql, text, `SELECT digest_id FROM mailbox WHERE account_id = $1`, accountID)
	}
	id, err := tx.AddMail(ctx, Mail{AccountID: accountID}, due)
	if err != nil {
		return "", err
	}
	_, err = tx.sql.Exec(ctx, `UPDATE mailbox SET digest_id = $1 WHERE account_id = $2`, id, accountID)
	return id, err
}
