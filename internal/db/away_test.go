package db_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
)

func TestAway(t *testing.T) {
	_, refused := db.Open(t.Context(), "postgres://nobody@127.0.0.1:1/x?sslmode=disable")
	for _, err := range []error{refused, db.ErrClosed, fmt.Errorf("read: %w", db.ErrBroken), &pgconn.PgError{Code: "57P01"}, &pgconn.PgError{Code: "55P03"}, io.ErrUnexpectedEOF} {
		if !db.Away(err) {
			t.Errorf("%v is the storage's absence", err)
		}
	}
	for _, err := range []error{nil, context.Canceled, errors.New("other"), &pgconn.PgError{Code: "23505"}, &pgconn.PgError{}} {
		if db.Away(err) {
			t.Errorf("%v is no absence of the storage", err)
		}
	}
}

// Whoever stands still in the middle of an act, as a process that was stopped,
// loses it; who waits for the same rows does not.
func TestStandingStill(t *testing.T) {
	dsn := dbtest.Postgres(t)
	d := dbtest.Open(t, dsn+"&idle_in_transaction_session_timeout=200", steps)
	still, passed := make(chan struct{}), make(chan struct{})
	lost := make(chan error, 1)
	go func() {
		lost <- d.Write(context.Background(), db.Unfenced, func(tx *db.Tx) error {
			if err := insert("one")(tx); err != nil {
				return err
			}
			close(still)
			<-passed
			return insert("two")(tx)
		})
	}()
	<-still
	if err := d.Write(t.Context(), db.Unfenced, insert("one")); err != nil {
		t.Errorf("who waits for it gets %v", err)
	}
	close(passed)
	if err := <-lost; !db.Away(err) {
		t.Errorf("who stood still gets %v", err)
	}
	want(t, "there", ids(t, d), "one")
}
