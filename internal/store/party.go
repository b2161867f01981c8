package store

import (
	"cmp"
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

var partyRows = bulk{
	into: "party (agency_id, name_key, seizure_id)", columns: 3,
	end: "ON CONFLICT (agency_id, name_key, seizure_id) DO NOTHING",
}

// insertParties writes the whole names of those who are a party to a seizure.
func (c *Chore) insertParties(ctx context.Context, agencyID, seizureID string, keys []string) error {
	var values []any
	for _, key := range keys {
		values = append(values, agencyID, key, seizureID)
	}
	_, err := c.insert(ctx, partyRows, values)
	return err
}

// entered is what is to be known of a seizure to keep somebody out of it.
type entered struct{ id, folio, agency, filer string }

func scanEntered(r row, z *entered) error { return r.Scan(&z.id, &z.folio, &z.agency, &z.filer) }

// KeepPartiesOut keeps whoever of an agency bears the whole name of a party to
// a seizure just filed out of it, and tells of it: the coordinators who may
// know or, where there are none, the auditors. Whoever filed it stays, and it
// is told. Who may know of it is to be written before.
func (tx *Tx) KeepPartiesOut(ctx context.Context, s *trace.Seizure) error {
	keys := trace.PartyKeys(s.People)
	if len(keys) == 0 {
		return nil
	}
	// An account that is being added has been, or will see the seizure.
	if _, err := one(ctx, tx.sql, text, `SELECT id FROM agency WHERE id = $1`+tx.sql.LockShared(), s.AgencyID); err != nil {
		return err
	}
	ids, err := tx.namesakes(ctx, s.AgencyID, keys)
	if err != nil {
		return err
	}
	return tx.keepOut(ctx, entered{s.ID, s.Folio, s.AgencyID, s.FiledBy}, ids)
}

func namesakesQuery(agencyID string, keys []any) query {
	w := where{args: keys}
	w.that("name_key IN (" + places(1, len(keys)) + ")")
	w.is("agency_id", agencyID)
	w.that("name_key <> ''")
	return query{`SELECT id FROM account WHERE ` + w.String(), w.args}
}

// namesakes are the accounts of an agency that bear one of some names.
func (c *Chore) namesakes(ctx context.Context, agencyID string, keys []string) ([]string, error) {
	ids, err := inPieces(keys, func(some []any) ([]string, error) {
		q := namesakesQuery(agencyID, some)
		return all(ctx, c.sql, text, q.text, q.args...)
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

const partyQuery = `SELECT seizure.id, seizure.folio, seizure.agency_id, seizure.filed_by FROM party CROSS JOIN seizure
	WHERE seizure.id = party.seizure_id AND party.agency_id = $1 AND party.name_key = $2`

// keepNameOut keeps an account out of every seizure to which somebody of its
// whole name is a party. Its agency is locked.
func (tx *Tx) keepNameOut(ctx context.Context, id, agencyID, key string) error {
	if key == "" {
		return nil
	}
	list, err := all(ctx, tx.sql, scanEntered, partyQuery, agencyID, key)
	for _, z := range list {
		if err := tx.keepOut(ctx, z, []string{id}); err != nil {
			return err
		}
	}
	return err
}

// lockAgency has those who are filing for an agency finish first, and others
// wait.
func (c *Chore) lockAgency(ctx context.Context, id string) error {
	_, err := one(ctx, c.sql, text, `SELECT id FROM agency WHERE id = $1`+c.sql.Lock(), id)
	if fault.Is(err, fault.NotFound) {
		return nil // whoever needs it finds out
	}
	return err
}

// keepOut keeps accounts out of a seizure for their names, each as an act of
// the house, but for whoever filed it and those of whom somebody has said that
// they only bear the name.
func (tx *Tx) keepOut(ctx context.Context, z entered, ids []string) error {
	out := 0
	for _, id := range ids {
		if id == z.filer {
			continue
		}
		n, err := tx.sql.Exec(ctx, `INSERT INTO bar (seizure_id, account_id, by, at)
			SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), '', CAST($3 AS BIGINT)
			WHERE NOT EXISTS (SELECT 1 FROM namesake WHERE seizure_id = $1 AND account_id = $2)
			ON CONFLICT (seizure_id, account_id) DO NOTHING`, z.id, id, db.At(tx.now))
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		out++
		if err := tx.note(ctx, audit.Act{Verb: audit.Barred, On: z.folio, Fields: id}); err != nil {
			return err
		}
	}
	if out > 0 {
		if err := tx.HushNotices(ctx, z.id); err != nil {
			return err
		}
		if err := tx.tellOfParty(ctx, z, trace.NoticeParty); err != nil {
			return err
		}
	}
	if !slices.Contains(ids, z.filer) {
		return nil
	}
	return tx.tellOfParty(ctx, z, trace.NoticePartyFiler)
}

// tellOfParty tells the coordinators who may know of a seizure, and who have
// not filed it themselves where it is about whoever did; else the auditors, so
// that nobody is kept out for good unseen.
func (tx *Tx) tellOfParty(ctx context.Context, z entered, code trace.NoticeCode) error {
	chiefs, err := tx.Knowing(ctx, z.id, account.Coordinator)
	if err != nil {
		return err
	}
	if code == trace.NoticePartyFiler {
		chiefs = slices.DeleteFunc(chiefs, func(id string) bool { return id == z.filer })
	}
	if len(chiefs) > 0 {
		return tx.TellAll(ctx, code, z.folio, chiefs)
	}
	auditors, err := tx.Holders(ctx, account.Auditor)
	if err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticePartyStuck, z.folio, auditors)
}

// AddNamesake keeps that an account only bears the name of a party to a
// seizure, and why somebody says so: the house does not keep it out again.
func (tx *Tx) AddNamesake(ctx context.Context, seizureID, accountID, by, reason string) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO namesake (seizure_id, account_id, reason, by, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (seizure_id, account_id) DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at`,
		seizureID, accountID, reason, by, db.At(tx.now))
	return err
}

// Namesakes lists of whom it was said, last first, that they only bear the name
// of a party to a seizure.
func (tx *Tx) Namesakes(ctx context.Context, seizureID string) ([]trace.Namesake, error) {
	return all(ctx, tx.sql, func(r row, n *trace.Namesake) error {
		return r.Scan(&n.Name, &n.Username, &n.Reason, &n.ByName, db.Into(&n.At))
	}, `SELECT account.name, account.username, namesake.reason, sayer.name, namesake.at
		FROM namesake JOIN account ON account.id = namesake.account_id JOIN account AS sayer ON sayer.id = namesake.by
		WHERE namesake.seizure_id = $1 ORDER BY namesake.at DESC, account.id`, seizureID)
}

// unkeyed is a person whose name is held against no account yet.
type unkeyed struct {
	entered
	ordinal int
	person  trace.Person
}

const unkeyedQuery = `SELECT seizure.id, seizure.folio, seizure.agency_id, seizure.filed_by, person.ordinal, person.details
	FROM person CROSS JOIN seizure WHERE seizure.id = person.seizure_id AND person.keyed = 0 LIMIT $1`

// FillParties holds the names of up to limit people who were filed before there
// was such a thing against the accounts of their agencies, and returns how
// many.
func (c *Chore) FillParties(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, x *unkeyed) error {
		return r.Scan(&x.id, &x.folio, &x.agency, &x.filer, &x.ordinal, db.FromJSON(&x.person))
	}, unkeyedQuery+c.sql.SkipLocked(), limit)
	slices.SortStableFunc(list, func(a, b unkeyed) int { return cmp.Compare(a.agency, b.agency) })
	tx := &Tx{Chore: *c}
	for _, x := range list {
		if err := tx.fillParty(ctx, x); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

func (tx *Tx) fillParty(ctx context.Context, x unkeyed) error {
	_, err := tx.sql.Exec(ctx, `UPDATE person SET keyed = 1 WHERE seizure_id = $1 AND ordinal = $2`, x.id, x.ordinal)
	keys := trace.PartyKeys([]trace.Person{x.person})
	if err != nil || len(keys) == 0 {
		return err
	}
	if err := tx.lockAgency(ctx, x.agency); err != nil {
		return err
	}
	if err := tx.insertParties(ctx, x.agency, x.id, keys); err != nil {
		return err
	}
	ids, err := tx.namesakes(ctx, x.agency, keys)
	if err != nil {
		return err
	}
	return tx.keepOut(ctx, x.entered, ids)
}

const unkeyedAccountQuery = `SELECT id, agency_id, name FROM account WHERE name_key IS NULL LIMIT $1`

// FillNames holds the names of up to limit accounts that are of before, or have
// changed, against the parties of their agencies, and returns how many.
func (c *Chore) FillNames(ctx context.Context, limit int) (int, error) {
	list, err := all(ctx, c.sql, func(r row, a *account.Account) error { return r.Scan(&a.ID, &a.AgencyID, &a.Name) },
		unkeyedAccountQuery+c.sql.SkipLocked(), limit)
	slices.SortStableFunc(list, func(a, b account.Account) int { return cmp.Compare(a.AgencyID, b.AgencyID) })
	tx := &Tx{Chore: *c}
	for _, a := range list {
		if err := tx.lockAgency(ctx, a.AgencyID); err != nil {
			return 0, err
		}
		key := mx.NameKey(mx.Parts{Full: a.Name})
		if _, err := tx.sql.Exec(ctx, `UPDATE account SET name_key = $1 WHERE id = $2`, key, a.ID); err != nil {
			return 0, err
		}
		if err := tx.keepNameOut(ctx, a.ID, a.AgencyID, key); err != nil {
			return 0, err
		}
	}
	return len(list), err
}
