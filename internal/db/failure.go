package db

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// uniqueViolation is an SQLSTATE code of PostgreSQL.
const uniqueViolation = "23505"

// errDangling is what a deferred foreign key answers at the end of an act.
var errDangling = errors.New("db: deferred foreign key is not met")

// Panic is the error of an act that panicked.
type Panic struct {
	Value any
	Stack []byte
}

// Error names the value, not the stack.
func (p *Panic) Error() string { return fmt.Sprintf("db: act panicked: %v", p.Value) }

// Unwrap gives the value if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// guard runs act, ends t whatever happens, and turns a panic into an error.
func guard(t *Tx, act func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{v, debug.Stack()}
		}
		err = t.end(err)
	}()
	return act(t)
}

// Duplicate returns the "table.column" whose uniqueness err violates, or "".
// Of several columns it is the first.
//
// On PostgreSQL the column is read from the detail of the error. If the server
// gives none, it comes from the name of the constraint, so migrations keep
// PostgreSQL's default names: <table>_<column>_key, <table>_pkey (column id).
// A unique index is named the same way. Unique indexes on expressions have no
// column on SQLite and give "".
func Duplicate(err error) string {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return sqliteColumn(e.Error())
		}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == uniqueViolation {
		return e.TableName + "." + postgresColumn(e)
	}
	return ""
}

// sqliteColumn finds t.a in "… UNIQUE constraint failed: t.a, t.b (2067)".
func sqliteColumn(text string) string {
	_, after, ok := strings.Cut(text, "UNIQUE constraint failed: ")
	if !ok || strings.HasPrefix(after, "index ") {
		return ""
	}
	first, _, _ := strings.Cut(after, " ")
	return strings.TrimSuffix(first, ",")
}

// keyDetail matches "(a, b)=(" in the detail, whatever language it is in.
var keyDetail = regexp.MustCompile(`\(([^,()]+)[^()]*\)=\(`)

func postgresColumn(e *pgconn.PgError) string {
	if m := keyDetail.FindStringSubmatch(e.Detail); m != nil {
		return strings.Trim(m[1], `"`)
	}
	name := strings.TrimPrefix(e.ConstraintName, e.TableName+"_")
	if name == "pkey" {
		return "id"
	}
	return strings.TrimSuffix(name, "_key")
}

// Away tells whether the storage itself is not to be had, whatever was asked
// of it: closed, failed, or a server that does not answer.
func Away(err error) bool {
	for _, gone := range []error{ErrClosed, ErrBroken, driver.ErrBadConn, io.ErrUnexpectedEOF} {
		if errors.Is(err, gone) {
			return true
		}
	}
	if pgconn.SafeToRetry(err) { // no byte was sent: the connection was closed before
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.ContainsFunc(awayClasses, func(class string) bool { return strings.HasPrefix(e.Code, class) })
}

// awayClasses are the SQLSTATE classes of a server that gives up: connection
// failure, insufficient resources, operator intervention; and of the others
// an act that stood still for too long, or waited for one that did.
var awayClasses = []string{"08", "53", "57", "25P03", "55P03"}

// fatal tells whether the SQLite file cannot be trusted after err.
func fatal(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}
