package db

import (
	"context"
	"errors"
	"strings"
)

// fencing is what a SQLite schema fences: the rows of its table fenced, in the
// order of their numbers.
//
// Each has a table's name, the condition on which a row of it is shown to
// somebody, and the one on which they may write it, ” for the same; {} stands
// for the row. A condition may ask the table reader, of one row, for account,
// agency and reach, and fenced tables above it as seen_NAME.
type fencing struct{ tables []fenced }

type fenced struct{ name, shown, written string }

// learn reads what the schema fences now.
func (s *sqliteFile) learn(ctx context.Context) error {
	var f fencing
	err := s.read(ctx, Unfenced, func(tx *Tx) error {
		var n int
		err := tx.Row(ctx, `SELECT COUNT(*) FROM main.sqlite_schema WHERE name = 'fenced'`).Scan(&n)
		if err != nil || n == 0 {
			return err
		}
		rows, err := tx.Rows(ctx, `SELECT name, shown, written FROM main.fenced ORDER BY number`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var t fenced
			if err := rows.Scan(&t.name, &t.shown, &t.written); err != nil {
				return err
			}
			f.tables = append(f.tables, t)
		}
		return rows.Err()
	})
	if err == nil {
		s.fencing.Store(&f)
	}
	return err
}

// fit makes the connection fence what the schema does: a reader by views in the
// place of the tables, the writer by triggers.
func (s *session) fit(f *fencing) error {
	if f == nil || s.fencing == f {
		return nil
	}
	statements := []string{
		`DROP TABLE IF EXISTS temp.reader`, `CREATE TEMP TABLE reader (account TEXT, agency TEXT, reach TEXT)`,
		`INSERT INTO temp.reader VALUES ('', '', '')`,
	}
	if s.fencing != nil {
		for _, t := range s.fencing.tables {
			statements = append(statements, t.drop(s.writes)...)
		}
	}
	for _, t := range f.tables {
		statements = append(append(statements, t.drop(s.writes)...), t.make(s.writes)...)
	}
	s.fence = nil
	for _, q := range statements {
		if _, err := s.conn.ExecContext(context.Background(), q); err != nil {
			return errors.Join(err, s.forget())
		}
	}
	s.fencing = f
	return nil
}

func (t fenced) drop(writer bool) []string {
	if writer {
		return []string{
			`DROP VIEW IF EXISTS temp.seen_` + t.name, `DROP TRIGGER IF EXISTS temp.insert_` + t.name,
			`DROP TRIGGER IF EXISTS temp.update_` + t.name, `DROP TRIGGER IF EXISTS temp.delete_` + t.name,
		}
	}
	return []string{`DROP VIEW IF EXISTS temp.seen_` + t.name, `DROP VIEW IF EXISTS temp.` + t.name}
}

func (t fenced) make(writer bool) []string {
	rows := ` AS SELECT * FROM main.` + t.name + ` AS ` + t.name + ` WHERE ` + on(t.shown, t.name)
	if !writer {
		return []string{`CREATE TEMP VIEW seen_` + t.name + rows, `CREATE TEMP VIEW ` + t.name + rows}
	}
	written := t.written
	if written == "" {
		written = t.shown
	}
	before, outside := ` ON main.`+t.name+` WHEN `, ` BEGIN SELECT RAISE(ABORT, 'fence: `+t.name+`'); END`
	was, is := `(`+on(t.shown, "OLD")+`) IS NOT TRUE`, `(`+on(written, "NEW")+`) IS NOT TRUE`
	return []string{
		`CREATE TEMP VIEW seen_` + t.name + rows,
		`CREATE TEMP TRIGGER insert_` + t.name + ` BEFORE INSERT` + before + is + outside,
		`CREATE TEMP TRIGGER update_` + t.name + ` BEFORE UPDATE` + before + was + ` OR ` + is + outside,
		`CREATE TEMP TRIGGER delete_` + t.name + ` BEFORE DELETE` + before + was + outside,
	}
}

// on is a condition about a row by its name.
func on(condition, row string) string { return strings.ReplaceAll(condition, "{}", row) }

// admit tells the connection whom it works for, unless it knows.
func (s *session) admit(ctx context.Context, f Fence) error {
	if s.fencing == nil || len(s.fencing.tables) == 0 || s.fence != nil && *s.fence == f {
		return nil
	}
	s.fence = nil
	_, err := s.exec(ctx, `UPDATE temp.reader SET account = $1, agency = $2, reach = $3`, []any{f.Account, f.Agency, f.reach()})
	if err == nil {
		s.fence = &f
	}
	return err
}
