package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

var (
	// ErrRole says that a role is not confined: the server does not hold it to
	// what the schema fences, or it could take that away.
	ErrRole = errors.New("db: the role is a superuser, bypasses row security or owns the tables")
	// ErrGrant says that a SQLite file knows no roles.
	ErrGrant = errors.New("db: a file has no roles")
)

// Grant lets a role of PostgreSQL do what the program does with the tables
// there are now, and no more: read and write rows, of tables whose comment is
// "rows are only added" only add them. Whoever owns the tables must ask. The
// error is ErrGrant for a SQLite file.
func (db *DB) Grant(ctx context.Context, role string) error { return db.grant(ctx, role) }

// Confined is ErrRole where PostgreSQL does not hold this program to the fence:
// its role is a superuser, bypasses row security or owns the tables. A SQLite
// file belongs to this process, which fences itself.
func (db *DB) Confined(ctx context.Context) error { return db.confined(ctx) }

func (*sqliteFile) grant(context.Context, string) error { return ErrGrant }

func (*sqliteFile) confined(context.Context) error { return nil }

func (p *postgres) grant(ctx context.Context, role string) error {
	pool := p.owner()
	defer pool.Close()
	return grant(ctx, pool, role)
}

// rights are the tables of the schema, with what of each is wanted and what a
// role has.
const rights = `
	SELECT relname, want, has_table_privilege($1, oid, 'SELECT') AND want = (
			CASE WHEN has_table_privilege($1, oid, 'INSERT') THEN ', INSERT' ELSE '' END
			|| CASE WHEN has_table_privilege($1, oid, 'UPDATE') THEN ', UPDATE' ELSE '' END
			|| CASE WHEN has_table_privilege($1, oid, 'DELETE') THEN ', DELETE' ELSE '' END)
		AND NOT has_table_privilege($1, oid, 'TRUNCATE')
	FROM (
		SELECT oid, relname, CASE WHEN relname = 'goose_db_version' THEN ''
			WHEN obj_description(oid, 'pg_class') = 'rows are only added' THEN ', INSERT'
			ELSE ', INSERT, UPDATE, DELETE' END AS want
		FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r') AS tables
	ORDER BY relname`

// grant gives what lacks and takes what is too much. What is right is left
// alone: others may start at the same time.
func grant(ctx context.Context, pool *sql.DB, role string) error {
	var statements []string
	name := pgx.Identifier{role}.Sanitize()
	rows, err := pool.QueryContext(ctx, rights, role)
	if err != nil {
		return fmt.Errorf("db: grant: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, want string
		var right bool
		if err := rows.Scan(&table, &want, &right); err != nil {
			return err
		}
		if table = (pgx.Identifier{table}).Sanitize(); !right {
			statements = append(statements, `REVOKE ALL ON `+table+` FROM `+name, `GRANT SELECT`+want+` ON `+table+` TO `+name)
		}
	}
	if err := rows.Err(); err != nil || len(statements) == 0 {
		return err
	}
	return granted(ctx, pool, name, statements)
}

// granted runs the statements, one process at a time.
func granted(ctx context.Context, pool *sql.DB, role string, statements []string) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var schema string
	err = tx.QueryRowContext(ctx, `SELECT current_schema(), pg_advisory_xact_lock(hashtext('rastreo grant'), hashtext(current_schema()))`).Scan(&schema, new(any))
	if err != nil {
		return err
	}
	statements = append(statements, `GRANT USAGE ON SCHEMA `+pgx.Identifier{schema}.Sanitize()+` TO `+role)
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("db: grant: %w", err)
		}
	}
	return tx.Commit()
}

// confined asks as the role itself. A member of an owner could act as it.
func (p *postgres) confined(ctx context.Context) error {
	var loose bool
	err := p.pool.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls))
			OR EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
				AND pg_has_role(current_user, relowner, 'MEMBER'))`).Scan(&loose)
	if err == nil && loose {
		err = ErrRole
	}
	return err
}
