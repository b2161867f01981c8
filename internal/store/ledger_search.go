package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
)

// LedgerFilter says which events to list. What is empty is not asked for.
type LedgerFilter struct {
	By     string // account id
	On     string // record
	Verb   audit.Verb
	Agency string // id of the agency of whoever acted
	From   time.Time
	To     time.Time // before this moment
	After  string    // cursor of the page before
	Limit  int
	verbs  []audit.Verb // one of these; empty is any
}

const byLedger = "l"

// query lists by time: that is nearly the order of the log, and what people
// look for.
func (f LedgerFilter) query() (string, []any, error) {
	var w where
	w.is("by", f.By)
	w.is("on_", f.On)
	w.is("verb", string(f.Verb))
	w.is("agency", f.Agency)
	if f.Verb == "" && len(f.verbs) == 0 {
		w.conditions = append(w.conditions, `verb <> '`+string(audit.Sent)+`'`) // each stands beside its act
	}
	if len(f.verbs) > 0 {
		places := make([]string, len(f.verbs))
		for i, verb := range f.verbs {
			places[i] = w.arg(string(verb))
		}
		w.conditions = append(w.conditions, `verb IN (`+strings.Join(places, ", ")+`)`)
	}
	if !f.From.IsZero() {
		w.that("at >= ?", db.At(f.From))
	}
	from, err := unsealPlace(byLedger, f.After, newest)
	if err != nil {
		return "", nil, err
	}
	seq := int64(0)
	if f.After != "" {
		if seq, err = strconv.ParseInt(from.id, 10, 64); err != nil {
			return "", nil, errCursor
		}
	}
	if f.After == "" && !f.To.IsZero() {
		from.at = f.To.UnixMicro()
	}
	w.that("(at, seq) < (?, ?)", from.at, seq)
	return `SELECT ` + eventColumns + `, seq FROM ledger WHERE ` + w.String() +
		` ORDER BY at DESC, seq DESC LIMIT ` + w.arg(pageLength(f.Limit)+1), w.args, nil
}

func scanEntry(r row, e *audit.Entry) error { return r.Scan(append(eventFields(&e.Event), &e.Seq)...) }

func entryCursor(e audit.Entry) string {
	return sealPlace(byLedger, e.At, strconv.FormatInt(e.Seq, 10))
}

// Ledger returns a page of events, newest first, with the names of whoever
// acted and what went out to the same requests; next is as in Requests. Events
// that are only about what went out are left out unless they are asked for.
func (tx *Tx) Ledger(ctx context.Context, f LedgerFilter) (list []audit.Entry, next string, err error) {
	q, args, err := f.query()
	if err != nil {
		return nil, "", err
	}
	if list, err = all(ctx, tx.sql, scanEntry, q, args...); err != nil {
		return nil, "", err
	}
	list, next = cut(list, pageLength(f.Limit), entryCursor)
	return list, next, tx.nameEntries(ctx, list)
}

// LedgerOn is Ledger for several records at once, and for some verbs only. The
// rest of the filter but After and Limit is not looked at.
func (tx *Tx) LedgerOn(ctx context.Context, records []string, verbs []audit.Verb, f LedgerFilter) (list []audit.Entry, next string, err error) {
	for _, record := range records {
		q, args, err := LedgerFilter{On: record, After: f.After, Limit: f.Limit, verbs: verbs}.query()
		if err != nil {
			return nil, "", err
		}
		some, err := all(ctx, tx.sql, scanEntry, q, args...)
		if err != nil {
			return nil, "", err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b audit.Entry) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Seq, a.Seq)) })
	list, next = cut(list, pageLength(f.Limit), entryCursor)
	return list, next, tx.nameEntries(ctx, list)
}

// nameEntries fills in who acted and where they are, as it is now: the log
// itself has ids.
func (tx *Tx) nameEntries(ctx context.Context, list []audit.Entry) error {
	var people []string
	for _, e := range list {
		if e.By != "" && !slices.Contains(people, e.By) {
			people = append(people, e.By)
		}
	}
	found, err := inPieces(people, func(some []any) ([]account.Account, error) {
		return all(ctx, tx.sql, func(r row, a *account.Account) error { return r.Scan(&a.ID, &a.Username, &a.Name, &a.Role) },
			`SELECT id, username, name, role FROM account WHERE id IN (`+places(1, len(some))+`)`, some...)
	})
	if err != nil {
		return err
	}
	agencies, err := tx.Agencies(ctx)
	if err != nil {
		return err
	}
	sent, err := tx.Answers(ctx, vias(list)...)
	if err != nil {
		return err
	}
	for i := range list {
		e := &list[i]
		if a, ok := sent[e.Via]; ok {
			e.Answer = &a
		}
		for _, a := range found {
			if a.ID == e.By {
				e.Username, e.Name, e.Role = a.Username, a.Name, a.Role
			}
		}
		for _, a := range agencies {
			if a.ID == e.Agency {
				e.AgencyCode = a.Code
			}
			if a.ID == e.To {
				e.ToCode = a.Code
			}
		}
	}
	return nil
}

// vias are the requests by which events were made, each once.
func vias(list []audit.Entry) (out []string) {
	for _, e := range list {
		if e.Via != "" && !slices.Contains(out, e.Via) {
			out = append(out, e.Via)
		}
	}
	return out
}

// answersQuery enters an index that has nothing but these events.
func answersQuery(n int) string {
	return `SELECT via, fields FROM ledger WHERE verb || '' = '` + string(audit.Sent) + `' AND via IN (` + places(1, n) + `)`
}

// Answers tells what went out to some requests, as far as it is sealed.
func (tx *Tx) Answers(ctx context.Context, vias ...string) (map[string]audit.Answer, error) {
	type sent struct{ via, fields string }
	found, err := inPieces(vias, func(some []any) ([]sent, error) {
		return all(ctx, tx.sql, func(r row, s *sent) error { return r.Scan(&s.via, &s.fields) }, answersQuery(len(some)), some...)
	})
	out := make(map[string]audit.Answer, len(found))
	for _, s := range found {
		if a, ok := audit.ParseAnswer(s.fields); ok {
			out[s.via] = a
		}
	}
	return out, err
}

// Folios returns the folios of a seizure's requests.
func (tx *Tx) Folios(ctx context.Context, seizureID string) ([]string, error) {
	return all(ctx, tx.sql, func(r row, folio *string) error { return r.Scan(folio) },
		`SELECT folio FROM request WHERE seizure_id = $1 ORDER BY ordinal`, seizureID)
}

// Holders returns the ids of everybody who has a role and may sign in.
func (tx *Tx) Holders(ctx context.Context, role account.Role) ([]string, error) {
	return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) },
		`SELECT id FROM account WHERE role = $1 AND disabled = 0 ORDER BY id`, string(role))
}
