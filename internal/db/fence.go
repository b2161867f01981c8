package db

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Fence says whom a transaction is for. A schema fences tables: of those it
// shows the rows that are theirs and lets no others be written, whatever a
// statement asks for. The zero Fence is nobody's and is shown nothing.
//
// On PostgreSQL the policies of the schema ask for the settings
// rastreo.account, rastreo.agency and rastreo.reach. On SQLite a schema names
// what it fences in the table fenced, see fencing; there what an act of Write
// reads is not fenced, only what it writes.
type Fence struct {
	Account string // of whoever acts
	Agency  string // whose records are theirs too
	All     bool   // every row, whosever it is
}

// Unfenced is for whoever may be shown every row.
var Unfenced = Fence{All: true}

// reach is what policies are told of All.
func (f Fence) reach() string {
	if f.All {
		return "all"
	}
	return ""
}

// settings is the statement that tells PostgreSQL, until the transaction ends.
func (f Fence) settings() string {
	return fmt.Sprintf(`SELECT set_config('rastreo.account', %s, true), set_config('rastreo.agency', %s, true), set_config('rastreo.reach', %s, true)`,
		quote(f.Account), quote(f.Agency), quote(f.reach()))
}

// quote makes a literal. A text that PostgreSQL could read as more than one is
// nobody's.
func quote(s string) string {
	if strings.ContainsAny(s, "\x00\\") || !utf8.ValidString(s) {
		s = ""
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// Across runs f with the fence lifted, for what rightly reaches beyond whoever
// acts. It holds again when f returns.
func (t *Tx) Across(ctx context.Context, f func() error) error {
	if t.fence.All {
		return f()
	}
	mine := t.fence
	if err := t.refence(ctx, Fence{mine.Account, mine.Agency, true}); err != nil {
		return err
	}
	err := f()
	if t.over() {
		return err
	}
	if e := t.refence(ctx, mine); e != nil {
		return e
	}
	return err
}

func (t *Tx) refence(ctx context.Context, f Fence) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.ready(); err != nil {
		return err
	}
	if err := t.run.admit(t.hear(ctx), f); err != nil {
		return t.doom(err)
	}
	t.fence = f
	return nil
}

// over tells whether no statement can follow.
func (t *Tx) over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ended || t.failed != nil
}
