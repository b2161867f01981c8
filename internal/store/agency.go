package store

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/fault"
)

const agencyColumns = `id, code, name, kind, entidad, second`

func scanAgency(r row, a *account.Agency) error {
	return r.Scan(&a.ID, &a.Code, &a.Name, &a.Kind, &a.Entidad, &a.Second)
}

// AddAgency adds an agency and fills in its id. A code that is taken is a
// Conflict.
func (tx *Tx) AddAgency(ctx context.Context, a *account.Agency) error {
	if a.ID == "" {
		a.ID = tx.id()
	}
	_, err := tx.sql.Exec(ctx, `INSERT INTO agency (id, code, name, kind, entidad) VALUES ($1, $2, $3, $4, $5)`,
		a.ID, a.Code, a.Name, a.Kind, a.Entidad)
	if db.Duplicate(err) == "agency.code" {
		return fault.New(fault.Conflict, "agency.code_taken", nil)
	}
	return err
}

// Agency returns the agency with this id.
func (tx *Tx) Agency(ctx context.Context, id string) (account.Agency, error) {
	return one(ctx, tx.sql, scanAgency, `SELECT `+agencyColumns+` FROM agency WHERE id = $1`, id)
}

// AgencyByCode returns the agency with this acronym.
func (tx *Tx) AgencyByCode(ctx context.Context, code string) (account.Agency, error) {
	return one(ctx, tx.sql, scanAgency, `SELECT `+agencyColumns+` FROM agency WHERE code = $1`, code)
}

// Agencies returns every agency in order of its acronym.
func (tx *Tx) Agencies(ctx context.Context) ([]account.Agency, error) {
	return all(ctx, tx.sql, scanAgency, `SELECT `+agencyColumns+` FROM agency ORDER BY code`)
}

// SetSecond says whether a result that names a purchaser is for two people of
// a center to find, and tells whether that is new.
func (tx *Tx) SetSecond(ctx context.Context, agencyID string, on bool) (bool, error) {
	n, err := tx.sql.Exec(ctx, `UPDATE agency SET second = $1 WHERE id = $2 AND second <> $1`, flag(on), agencyID)
	return n > 0, err
}
