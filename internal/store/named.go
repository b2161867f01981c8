package store

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// HoldSeizure lets nobody else change who may know of a seizure until the
// transaction ends.
func (tx *Tx) HoldSeizure(ctx context.Context, seizureID string) error {
	_, err := one(ctx, tx.sql, text, `SELECT id FROM seizure WHERE id = $1`+tx.sql.Lock(), seizureID)
	return err
}

// HoldAbout does the same for the seizures that some folios are of, and for
// those of requests. Each waits for its turn in the order of ids, so that two
// who hold several never wait for each other.
func (tx *Tx) HoldAbout(ctx context.Context, folios []string) error {
	var of [2][]string // keys of seizures, and of requests
	for _, folio := range folios {
		i := 0
		if trace.IsRequest(folio) {
			i = 1
		}
		of[i] = append(of[i], trace.FolioKey(folio))
	}
	var ids []string
	for i, q := range []string{`SELECT id FROM seizure WHERE folio_key IN (`, `SELECT seizure_id FROM request WHERE folio_key IN (`} {
		list, err := inPieces(of[i], func(some []any) ([]string, error) {
			return all(ctx, tx.sql, text, q+places(1, len(some))+`)`, some...)
		})
		if err != nil {
			return err
		}
		ids = append(ids, list...)
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if err := tx.HoldSeizure(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Restrict marks a seizure and its requests as restricted, for those who are
// named by then, or, with on false, as open again, and then nobody is named.
func (tx *Tx) Restrict(ctx context.Context, seizureID string, on bool) error {
	for _, q := range []string{
		`UPDATE seizure SET restricted = $1 WHERE id = $2`, `UPDATE request SET restricted = $1 WHERE seizure_id = $2`,
		`UPDATE transfer SET restricted = $1 WHERE seizure_id = $2 AND accepted_at IS NULL AND ended_at IS NULL`,
	} {
		if _, err := tx.sql.Exec(ctx, q, flag(on), seizureID); err != nil {
			return err
		}
	}
	if on {
		return nil
	}
	_, err := tx.sql.Exec(ctx, `DELETE FROM named WHERE seizure_id = $1`, seizureID)
	return err
}

var namedRows = bulk{into: "named (seizure_id, account_id, by, at)", columns: 4, end: `ON CONFLICT (seizure_id, account_id)
	DO UPDATE SET by = excluded.by, at = excluded.at, until = NULL WHERE named.until IS NOT NULL`}

// Name puts people on the list of a seizure for good. Who is on it so already
// stays as they are.
func (tx *Tx) Name(ctx context.Context, seizureID, by string, accounts ...string) error {
	var values []any
	for _, id := range slices.Compact(slices.Sorted(slices.Values(accounts))) {
		values = append(values, seizureID, id, by, db.At(tx.now))
	}
	_, err := tx.insert(ctx, namedRows, values)
	return err
}

// NameUntil puts somebody on the list of a seizure until a moment. Who is on it
// for good stays so.
func (tx *Tx) NameUntil(ctx context.Context, seizureID, by, accountID string, until time.Time) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO named (seizure_id, account_id, by, at, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (seizure_id, account_id) DO UPDATE SET by = excluded.by, at = excluded.at, until = excluded.until
		WHERE named.until IS NOT NULL`, seizureID, accountID, by, db.At(tx.now), db.At(until))
	return err
}

// Unname takes somebody off the list of a seizure, whose row is held. At least
// two people who can still come in stay on it for good: else it is a Conflict,
// access.few.
func (tx *Tx) Unname(ctx context.Context, seizureID, accountID string) error {
	// Whoever decides may be taken off it, and the others must be counted still.
	return tx.Across(ctx, func() error { return tx.unname(ctx, seizureID, accountID) })
}

func (tx *Tx) unname(ctx context.Context, seizureID, accountID string) error {
	n, err := tx.sql.Exec(ctx, `DELETE FROM named WHERE seizure_id = $1 AND account_id = $2`, seizureID, accountID)
	if err = must(n, err, errNotFound); err != nil {
		return err
	}
	left, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM named JOIN account ON account.id = named.account_id
		WHERE named.seizure_id = $1 AND account.disabled = 0 AND named.until IS NULL`, seizureID)
	if err == nil && left < trace.FewestNamed {
		err = errFew
	}
	return err
}

var errFew = fault.New(fault.Conflict, "access.few", nil)

// Named returns who is on the list of a seizure, in order of their names.
func (tx *Tx) Named(ctx context.Context, seizureID string) ([]trace.Named, error) {
	return all(ctx, tx.sql, func(r row, n *trace.Named) error {
		a := &n.Account
		return r.Scan(&a.ID, &a.AgencyID, &a.Username, &a.Name, &a.Role, &a.Disabled, db.Into(&n.Until))
	}, `SELECT account.id, account.agency_id, account.username, account.name, account.role, account.disabled, named.until
		FROM named JOIN account ON account.id = named.account_id
		WHERE named.seizure_id = $1 AND (named.until IS NULL OR named.until > $2) ORDER BY account.name, account.id`,
		seizureID, db.At(tx.now))
}

func scanPerson(r row, a *account.Account) error {
	return r.Scan(&a.ID, &a.AgencyID, &a.Username, &a.Name, &a.Role, &a.Disabled)
}

// NamedFor returns the folios of restricted seizures that name an account and
// that others filed, the last filed first: they stand in no list of its own.
func (tx *Tx) NamedFor(ctx context.Context, accountID string) ([]string, error) {
	return all(ctx, tx.sql, text, `SELECT seizure.folio FROM named JOIN seizure ON seizure.id = named.seizure_id
		WHERE named.account_id = $1 AND seizure.filed_by <> $1 AND (named.until IS NULL OR named.until > $2)
		AND NOT EXISTS (SELECT 1 FROM bar WHERE bar.seizure_id = seizure.id AND bar.account_id = $1)
		ORDER BY seizure.filed_at DESC, seizure.id DESC LIMIT 200`, accountID, db.At(tx.now))
}

// AddNamedChange keeps what somebody on a list wants to change of it, and fills
// in id and time.
func (tx *Tx) AddNamedChange(ctx context.Context, c *trace.NamedChange) error {
	tx.fresh(&c.ID, &c.At)
	_, err := tx.sql.Exec(ctx, `INSERT INTO named_change (id, seizure_id, kind, account_id, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.SeizureID, string(c.Kind), c.AccountID, c.By, db.At(c.At))
	return err
}

// NamedChanges returns what waits for a second person on a list, oldest first.
func (tx *Tx) NamedChanges(ctx context.Context, seizureID string) ([]trace.NamedChange, error) {
	return all(ctx, tx.sql, func(r row, c *trace.NamedChange) error {
		return r.Scan(&c.ID, &c.SeizureID, &c.Kind, &c.AccountID, &c.Name, &c.By, &c.ByName, db.Into(&c.At))
	}, `SELECT named_change.id, named_change.seizure_id, named_change.kind, named_change.account_id, COALESCE(whom.name, ''),
			named_change.by, COALESCE(proposer.name, ''), named_change.at
		FROM named_change LEFT JOIN account AS whom ON whom.id = named_change.account_id
		LEFT JOIN account AS proposer ON proposer.id = named_change.by
		WHERE named_change.seizure_id = $1 AND named_change.verdict = '' ORDER BY named_change.at, named_change.id`, seizureID)
}

// DecideNamedChange ends what waits. It is Stale if somebody else was quicker.
func (tx *Tx) DecideNamedChange(ctx context.Context, id, by string, approved bool) error {
	verdict := "refused"
	if approved {
		verdict = "approved"
	}
	n, err := tx.sql.Exec(ctx, `UPDATE named_change SET decided_by = $1, decided_at = $2, verdict = $3 WHERE id = $4 AND verdict = ''`,
		by, db.At(tx.now), verdict, id)
	return must(n, err, errStale)
}

// Bar keeps an account out of a seizure; Unbar lets it back.
func (tx *Tx) Bar(ctx context.Context, seizureID, accountID, by string) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO bar (seizure_id, account_id, by, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (seizure_id, account_id) DO NOTHING`, seizureID, accountID, by, db.At(tx.now))
	return err
}

// Unbar lets an account back to a seizure.
func (tx *Tx) Unbar(ctx context.Context, seizureID, accountID string) error {
	n, err := tx.sql.Exec(ctx, `DELETE FROM bar WHERE seizure_id = $1 AND account_id = $2`, seizureID, accountID)
	return must(n, err, errNotFound)
}

// Barred returns who is kept out of a seizure, in order of their names.
func (tx *Tx) Barred(ctx context.Context, seizureID string) ([]trace.Barred, error) {
	return all(ctx, tx.sql, func(r row, b *trace.Barred) error {
		a := &b.Account
		return r.Scan(&a.ID, &a.AgencyID, &a.Username, &a.Name, &a.Role, &a.Disabled, &b.House)
	}, `SELECT account.id, account.agency_id, account.username, account.name, account.role, account.disabled,
			CASE WHEN bar.by = '' THEN 1 ELSE 0 END
		FROM bar JOIN account ON account.id = bar.account_id WHERE bar.seizure_id = $1 ORDER BY account.name, account.id`, seizureID)
}

// HushNotices takes the notices about a seizure and its requests from those of
// its agency who may no longer know of it.
func (tx *Tx) HushNotices(ctx context.Context, seizureID string) error {
	// A notice is its owner's alone.
	return tx.Across(ctx, func() error { return tx.hushNotices(ctx, seizureID) })
}

func (tx *Tx) hushNotices(ctx context.Context, seizureID string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM notice WHERE account_id IN (
			SELECT account.id FROM account JOIN seizure ON seizure.agency_id = account.agency_id WHERE seizure.id = $1
			AND (EXISTS (SELECT 1 FROM bar WHERE bar.seizure_id = $1 AND bar.account_id = account.id)
				OR seizure.restricted = 1 AND NOT EXISTS (SELECT 1 FROM named WHERE named.seizure_id = $1 AND named.account_id = account.id
					AND (named.until IS NULL OR named.until > $2))))
		AND folio IN (SELECT folio FROM seizure WHERE id = $1 UNION SELECT folio FROM request WHERE seizure_id = $1)`, seizureID, db.At(tx.now))
	return err
}

// Hushed tells whether an account may no longer know of the seizure or request
// of a folio, though it is of its agency, or was until its agency handed it
// over: then it still hears of the seizure, and of no request.
func (tx *Tx) Hushed(ctx context.Context, accountID, folio string) (bool, error) {
	if trace.IsRequest(folio) {
		if gone, err := tx.handedOver(ctx, accountID, folio); err != nil || gone {
			return gone, err
		}
	}
	from := `seizure WHERE seizure.folio_key = $1 AND seizure.folio = $2`
	if trace.IsRequest(folio) {
		from = `request JOIN seizure ON seizure.id = request.seizure_id WHERE request.folio_key = $1 AND request.folio = $2`
	}
	n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM `+from+`
		AND seizure.agency_id = (SELECT agency_id FROM account WHERE account.id = $3)
		AND (EXISTS (SELECT 1 FROM bar WHERE bar.seizure_id = seizure.id AND bar.account_id = $3)
			OR seizure.restricted = 1 AND NOT EXISTS (SELECT 1 FROM named WHERE named.seizure_id = seizure.id AND named.account_id = $3
				AND (named.until IS NULL OR named.until > $4)))`,
		trace.FolioKey(folio), folio, accountID, db.At(tx.now))
	return n > 0, err
}

// Following returns who is told of what happens to a request: whoever filed it
// or, where they may not know of it any more, those on the list.
func (tx *Tx) Following(ctx context.Context, r trace.Request) ([]string, error) {
	w := where{}
	w.is("seizure.id", r.SeizureID)
	w.known("seizure.restricted", "seizure.id", r.FiledBy, tx.now)
	n, err := one(ctx, tx.sql, number, `SELECT COUNT(*) FROM seizure WHERE `+w.String(), w.args...)
	if err != nil || n > 0 {
		return []string{r.FiledBy}, err
	}
	return all(ctx, tx.sql, text, `SELECT account_id FROM named
		WHERE seizure_id = $1 AND (until IS NULL OR until > $2) ORDER BY account_id`, r.SeizureID, db.At(tx.now))
}
