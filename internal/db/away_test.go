package db_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"rastreo/internal/db"
)

func TestAway(t *testing.T) {
	_, refused := db.Open(t.Context(), "postgres://nobody@127.0.0.1:1/x?sslmode=disable")
	for _, err := range []error{refused, db.ErrClosed, fmt.Errorf("read: %w", db.ErrBroken), &pgconn.PgError{Code: "57P01"}, io.ErrUnexpectedEOF} {
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
