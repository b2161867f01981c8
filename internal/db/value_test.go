package db_test

import (
	"errors"
	"testing"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

func TestDuplicate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		try := func(q string) error {
			return d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), q)
				return err
			})
		}
		want(t, "insert", try(`INSERT INTO note (id, num, shade, ratio) VALUES ('a', 1, 'red', 0.5)`), nil)
		for q, column := range map[string]string{
			`INSERT INTO note (id) VALUES ('a')`:                                 "note.id",
			`INSERT INTO note (id, num) VALUES ('b', 1)`:                         "note.num",
			`INSERT INTO note (id, shade, ratio) VALUES ('b', 'red', 0.5)`:       "note.shade",
			`INSERT INTO reply (id, note_id) VALUES ('r', 'nowhere')`:            "",
			`INSERT INTO note (id, done) VALUES ('c', NULL)`:                     "",
			`INSERT INTO reply (id, note_id, late_id) VALUES ('r', 'a', 'none')`: "",
		} {
			err := try(q)
			if err == nil {
				t.Errorf("%s passed", q)
			}
			want(t, q, db.Duplicate(err), column)
		}
		want(t, "nil", db.Duplicate(nil), "")
	})
}

func TestValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		d := dbtest.Open(t, dsn, steps)
		at := time.Date(2026, 3, 5, 23, 59, 58, 123456789, time.FixedZone("", -6*3600))
		tags := map[string]string{"año": "<ñ>"}
		err := d.Write(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO note (id, at, done, raw, ratio, tags) VALUES ($3, $1, $2, $4, $5, $6)`,
				db.At(at), true, "a", []byte{0, 255}, 0.25, db.AsJSON(tags))
			if err != nil {
				return err
			}
			_, err = tx.Exec(t.Context(), `INSERT INTO note (id, at) VALUES ('b', $1)`, db.At(time.Time{}))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got, none := time.Time{}, at
		var done bool
		var raw []byte
		var ratio float64
		var read map[string]string
		var text string
		var null db.JSON[[]string]
		err = d.Read(t.Context(), db.Fence{}, func(tx *db.Tx) error {
			err := tx.Row(t.Context(), `SELECT at, done, raw, ratio, tags, tags FROM note WHERE id = 'a'`).
				Scan(db.Into(&got), &done, &raw, &ratio, db.FromJSON(&read), &text)
			return errors.Join(err, tx.Row(t.Context(), `SELECT at, tags FROM note WHERE id = 'b'`).Scan(db.Into(&none), &null))
		})
		want(t, "error", err, nil)
		want(t, "instant", got, at.Truncate(time.Microsecond).UTC())
		want(t, "zero", none.IsZero(), true)
		want(t, "bool", done, true)
		want(t, "bytes", string(raw), "\x00\xff")
		want(t, "ratio", ratio, 0.25)
		want(t, "json", read["año"], "<ñ>")
		want(t, "text", text, `{"año":"<ñ>"}`)
		want(t, "null", null.V == nil, true)
	})
}
