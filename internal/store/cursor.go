package store

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/fault"
)

// Lengths of a page.
const (
	pageUsual = 50
	pageMost  = 200
)

// pageLength is how many rows a page has for the length that was asked for.
func pageLength(asked int) int {
	if asked <= 0 {
		return pageUsual
	}
	return min(asked, pageMost)
}

// seal makes the cursor that stands for the place of a row in a list. kind
// names the list's order, so that no list takes another's cursor.
func seal(kind string, key ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + "|" + strings.Join(key, "|")))
}

// unseal gives back the key of a cursor with n parts.
func unseal(kind, cursor string, n int) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(raw), "|")
	if err != nil || len(raw) > 300 || len(parts) != n+1 || parts[0] != kind || !askable([]any{string(raw)}) {
		return nil, errCursor
	}
	return parts[1:], nil
}

var errCursor = fault.New(fault.Invalid, "fault.cursor", nil)

// place is where a page of a list in order of time begins.
type place struct {
	at int64
	id string
}

var (
	newest = place{at: math.MaxInt64}
	oldest = place{at: math.MinInt64}
)

func sealPlace(kind string, at time.Time, id string) string {
	return seal(kind, strconv.FormatInt(at.UnixMicro(), 10), id)
}

// unsealPlace reads a cursor of time and id; an empty one is the start.
func unsealPlace(kind, cursor string, start place) (place, error) {
	if cursor == "" {
		return start, nil
	}
	key, err := unseal(kind, cursor, 2)
	if err != nil {
		return start, err
	}
	at, err := strconv.ParseInt(key[0], 10, 64)
	if err != nil {
		return start, errCursor
	}
	return place{at, key[1]}, nil
}

// cut shortens a list that was read one row too far to its page. next is the
// cursor of the page after it, or "" when this is the last.
func cut[T any](list []T, limit int, cursor func(T) string) (page []T, next string) {
	if len(list) <= limit {
		return list, ""
	}
	return list[:limit], cursor(list[limit-1])
}

// where collects conditions and their values.
type where struct {
	conditions []string
	args       []any
}

// is asks for equality, unless nothing was asked.
func (w *where) is(column, value string) {
	if value != "" {
		w.conditions = append(w.conditions, column+" = "+w.arg(value))
	}
}

// that adds a condition in which every ? stands for the next value.
func (w *where) that(condition string, values ...any) {
	for _, v := range values {
		condition = strings.Replace(condition, "?", w.arg(v), 1)
	}
	w.conditions = append(w.conditions, condition)
}

// known keeps to what an account may know of: what is not restricted or names
// it, and from which it is not kept out. The columns are those of a row's flag
// and seizure; a flag of 0 asks the list alone. No condition is one that a
// planner could turn into a join, so that the index keeps the order. now is
// when it is asked: some are on a list for a while.
func (w *where) known(restricted, seizure, accountID string, now time.Time) {
	if accountID == "" {
		return
	}
	who := w.arg(accountID)
	open := restricted + " = 0"
	if restricted == "0" {
		open = "NOT EXISTS (SELECT 1 FROM named WHERE named.seizure_id = " + seizure + ")"
	}
	w.that("CASE WHEN " + open + " OR EXISTS (SELECT 1 FROM named WHERE named.seizure_id = " + seizure +
		" AND named.account_id = " + who + " AND (named.until IS NULL OR named.until > " + w.arg(db.At(now)) + ")) THEN 1 ELSE 0 END = 1")
	w.that("CASE WHEN EXISTS (SELECT 1 FROM bar WHERE bar.seizure_id = " + seizure + " AND bar.account_id = " + who + ") THEN 0 ELSE 1 END = 1")
}

// there asks of each row of a list whether there is a row beside it. Of EXISTS
// PostgreSQL may make a table of every row there is, a million of them, to look
// up the few of a page; this it answers one by one.
func there(from string) string { return `(SELECT 1 FROM ` + from + ` LIMIT 1) = 1` }

// arg keeps a value and returns its placeholder.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) String() string { return strings.Join(w.conditions, " AND ") }
