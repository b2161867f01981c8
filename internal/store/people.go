package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// PeopleFilter says whom to look for, and among whom: what is empty does not
// narrow.
type PeopleFilter struct {
	Query     string // a name as typed
	AgencyID  string // filed by this agency
	FiledBy   string // filed by this account
	For       string // account: only in what it may know of
	ClaimedBy string // in a seizure of which this account has worked a request
	After     string // the cursor that came with the page before
}

// Bounds of a page.
const (
	peoplePage   = 50
	rareMost     = 1000 // index entries counted to tell which term is rare
	agencyWindow = 1000 // entries of the rarest term looked at, in one agency
	housesWindow = 200  // the same in each of all agencies
	windows      = 4    // how often one page looks further down
)

// People returns people whose names have every term of the query, aliases and
// nicknames too: a page of the newest filings, in it those first whose name
// fits best. next is the cursor of older ones, "" when there are none. However
// frequent a name is, a page looks at a bounded number of them; it may
// therefore be short while there is a next.
func (tx *Tx) People(ctx context.Context, f PeopleFilter) (list []trace.Found, next string, err error) {
	s, err := tx.seek(ctx, f)
	for range windows {
		if err != nil || s.ended || len(list) > 0 {
			break
		}
		var some []someone
		if some, err = tx.window(ctx, &s); err == nil {
			list, err = tx.found(ctx, f.Query, some)
		}
	}
	if !s.ended {
		next = seal(byPerson, s.after.seizure, strconv.Itoa(s.after.ordinal))
	}
	return list, next, err
}

const byPerson = "p"

// seeking is a search under way.
type seeking struct {
	PeopleFilter
	terms    []string // the rarest first
	agencies []string
	after    someone
	ended    bool
	now      time.Time
}

// someone is a person's place in the index.
type someone struct {
	seizure string
	ordinal int
}

func (a someone) compare(b someone) int {
	return cmp.Or(cmp.Compare(a.seizure, b.seizure), cmp.Compare(a.ordinal, b.ordinal))
}

// seek begins a search, or ends it where it can find nothing.
func (tx *Tx) seek(ctx context.Context, f PeopleFilter) (s seeking, err error) {
	s = seeking{PeopleFilter: f, terms: mx.QueryTerms(f.Query), after: someone{"~", 0}, agencies: []string{f.AgencyID}, now: tx.now}
	if f.After != "" {
		key, err := unseal(byPerson, f.After, 2)
		if err != nil {
			return s, err
		}
		s.after.seizure = key[0]
		if s.after.ordinal, err = strconv.Atoi(key[1]); err != nil {
			return s, errCursor
		}
	}
	if s.ended = len(s.terms) == 0; s.ended {
		return s, nil
	}
	if f.AgencyID == "" {
		if s.agencies, err = tx.agencyIDs(ctx); err != nil {
			return s, err
		}
	}
	return s, tx.sort(ctx, &s)
}

func (tx *Tx) agencyIDs(ctx context.Context) ([]string, error) {
	return all(ctx, tx.sql, func(r row, id *string) error { return r.Scan(id) }, `SELECT id FROM agency`)
}

// sort puts the rarest term first, as far as counting tells; the search has
// ended when nobody has one of them.
func (tx *Tx) sort(ctx context.Context, s *seeking) error {
	rows := map[string]int{}
	for _, term := range s.terms {
		q := s.countQuery(term)
		n, err := one(ctx, tx.sql, number, q.text, q.args...)
		if err != nil {
			return err
		}
		rows[term] = n
		s.ended = s.ended || n == 0
	}
	slices.SortStableFunc(s.terms, func(a, b string) int { return cmp.Compare(rows[a], rows[b]) })
	return nil
}

func (s seeking) countQuery(term string) query {
	var w where
	w.is("term", term)
	w.is("agency_id", s.AgencyID)
	limit := w.arg(rareMost)
	return query{`SELECT COUNT(*) FROM (SELECT 1 FROM person_term WHERE ` + w.String() + ` LIMIT ` + limit + `) AS counted`, w.args}
}

// window reads the rarest term a bounded way down in every agency, and goes on
// from there.
func (tx *Tx) window(ctx context.Context, s *seeking) (some []someone, err error) {
	var stop someone
	for _, agency := range s.agencies {
		q, most := s.windowQuery(agency)
		list, err := all(ctx, tx.sql, scanSomeone, q.text, q.args...)
		if err != nil {
			return nil, err
		}
		if len(list) == most && list[most-1].compare(stop) > 0 {
			stop = list[most-1].someone
		}
		for _, x := range list {
			if x.fits == 1 {
				some = append(some, x.someone)
			}
		}
	}
	return s.page(some, stop), nil
}

// page cuts what a window found to what every agency was read down to, and to
// its length, newest first.
func (s *seeking) page(some []someone, stop someone) []someone {
	slices.SortFunc(some, func(a, b someone) int { return b.compare(a) })
	some = slices.DeleteFunc(some, func(x someone) bool { return x.compare(stop) < 0 })
	if len(some) > peoplePage {
		some = some[:peoplePage]
		stop = some[peoplePage-1]
	}
	s.after, s.ended = stop, stop == someone{}
	return some
}

// entry is one entry of the index; fits is 1 if the other terms and the
// narrowing fit too.
type entry struct {
	someone
	fits int
}

func scanSomeone(r row, x *entry) error { return r.Scan(&x.seizure, &x.ordinal, &x.fits) }

func (s seeking) windowQuery(agency string) (q query, most int) {
	if most = agencyWindow; len(s.agencies) > 1 {
		most = housesWindow
	}
	fits := where{conditions: []string{"1 = 1"}}
	fits.is("one.filed_by", s.FiledBy)
	for _, term := range s.terms[1:] {
		fits.that(there(`person_term AS other WHERE other.term = ? AND other.agency_id = one.agency_id
			AND other.seizure_id = one.seizure_id AND other.ordinal = one.ordinal`), term)
	}
	if s.ClaimedBy != "" {
		fits.that(there(`request WHERE request.seizure_id = one.seizure_id AND request.claimed_by = ?`), s.ClaimedBy)
	}
	w := where{args: fits.args}
	w.is("one.term", s.terms[0])
	w.that("one.agency_id = ?", agency)
	w.that("(one.seizure_id, one.ordinal) < (?, ?)", s.after.seizure, s.after.ordinal)
	w.known("0", "one.seizure_id", s.For, s.now)
	limit := w.arg(most)
	return query{`SELECT one.seizure_id, one.ordinal, CASE WHEN ` + fits.String() + ` THEN 1 ELSE 0 END
		FROM person_term AS one WHERE ` + w.String() + `
		ORDER BY one.seizure_id DESC, one.ordinal DESC LIMIT ` + limit, w.args}, most
}
