package store

import (
	"context"

	"rastreo/internal/trace"
)

// Colonias returns the settlements of a postal code, none where the list was
// never loaded.
func (tx *Tx) Colonias(ctx context.Context, postalCode string) ([]trace.Colonia, error) {
	return all(ctx, tx.sql, scanColonia, `
		SELECT postal_code, municipio, id, name, type, settlement_type, city, rural
		FROM colonia WHERE postal_code = $1 ORDER BY municipio, id`, postalCode)
}

func scanColonia(r row, c *trace.Colonia) error {
	var rural int
	err := r.Scan(&c.PostalCode, &c.Municipio, &c.ID, &c.Name, &c.Type, &c.SettlementType, &c.City, &rural)
	c.Rural = rural == 1
	return err
}

// DropColonias empties the list, to be filled again in the same act, and
// returns how many there were.
func (tx *Tx) DropColonias(ctx context.Context) (int, error) {
	n, err := tx.sql.Exec(ctx, `DELETE FROM colonia`)
	return int(n), err
}

var coloniaRows = bulk{
	into: "colonia (postal_code, municipio, id, name, type, settlement_type, city, rural)", columns: 8,
	end: `ON CONFLICT (postal_code, municipio, id) DO NOTHING`,
}

// AddColonias adds settlements and returns how many were new: one that is
// already there stays as it is.
func (tx *Tx) AddColonias(ctx context.Context, list []trace.Colonia) (int, error) {
	var values []any
	for _, c := range list {
		values = append(values, c.PostalCode, c.Municipio, c.ID, c.Name, c.Type, c.SettlementType, c.City, flag(c.Rural))
	}
	n, err := tx.insert(ctx, coloniaRows, values)
	return int(n), err
}
