package store

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rastreo/internal/db"
	"rastreo/internal/firearm"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// partFolio is a folio of which the end is still missing.
var partFolio = regexp.MustCompile(`(?i)^\s*(?:PRUEBA-)?(?:RM|AS)-\d{4}-([2-9A-Y-]+)$`)

// SearchTerm turns what somebody typed into what numbers are searched by: of a
// folio, whole or begun, the part that was drawn; of everything else the
// folded letters and digits, with letter O as zero. ok is false under two
// characters, which would find everything.
func SearchTerm(q string) (term string, ok bool) {
	if folio, whole := trace.ParseFolio(strings.TrimSpace(q)); whole {
		return trace.FolioKey(folio), true
	}
	if m := partFolio.FindStringSubmatch(q); m != nil {
		q = m[1]
	}
	term = firearm.Key(q)
	return term, len(term) >= 2
}

// terms are what a request is found by, without doubles: its folio, that of
// its seizure, its serial and the case numbers.
func terms(r *trace.Request, refs []trace.Reference) (list []string) {
	add := func(term string) {
		if len(term) >= 2 && !slices.Contains(list, term) {
			list = append(list, term)
		}
	}
	add(trace.FolioKey(r.Folio))
	add(trace.FolioKey(r.SeizureFolio))
	add(firearm.Key(r.Serial.Text))
	for _, ref := range refs {
		add(firearm.Key(mx.CaseKey(ref.Number)))
	}
	return list
}

var termRows = bulk{into: "request_term (term, request_id, agency_id, filed_by)", columns: 4}

func (tx *Tx) insertTerms(ctx context.Context, s *trace.Seizure) error {
	var values []any
	for i := range s.Requests {
		values = append(values, termValues(&s.Requests[i], terms(&s.Requests[i], s.Reference))...)
	}
	_, err := tx.insert(ctx, termRows, values)
	return err
}

func termValues(r *trace.Request, list []string) (values []any) {
	for _, term := range list {
		values = append(values, term, r.ID, r.AgencyID, r.FiledBy)
	}
	return values
}

// hit is a request and the term it was found by.
type hit struct {
	term    string
	terms   []string
	request trace.Request
}

// first tells whether no earlier term of the request has the prefix: a request
// stands in the list once, where it comes first.
func (h hit) first(prefix string) bool {
	for _, t := range h.terms {
		if t < h.term && strings.HasPrefix(t, prefix) {
			return false
		}
	}
	return true
}

const byTerm = "t"

func (h hit) cursor() string { return seal(byTerm, h.term, h.request.ID) }

// search reads on until the page is full, because a request that comes again
// under another of its numbers leaves a gap.
func (tx *Tx) search(ctx context.Context, f RequestFilter) ([]trace.Request, string, error) {
	var page []hit
	limit := pageLength(f.Limit)
	for len(page) <= limit {
		q, args, err := f.searchQuery()
		if err != nil {
			return nil, "", err
		}
		hits, err := all(ctx, tx.sql, scanHit, q, args...)
		if err != nil {
			return nil, "", err
		}
		for _, h := range hits {
			if h.first(f.Term) {
				page = append(page, h)
			}
		}
		if len(hits) <= limit {
			break
		}
		f.After = hits[len(hits)-1].cursor()
	}
	page, next := cut(page, limit, hit.cursor)
	var list []trace.Request
	for _, h := range page {
		list = append(list, h.request)
	}
	return list, next, nil
}

func scanHit(from row, h *hit) error {
	return from.Scan(append([]any{&h.term, db.FromJSON(&h.terms)}, requestFields(&h.request)...)...)
}

// searchQuery is one range of the index of terms, narrowed to the reader's
// own. Terms are ASCII, so everything with a prefix sorts before prefix + "~".
// CROSS JOIN makes SQLite begin with the terms.
func (f RequestFilter) searchQuery() (string, []any, error) {
	from := []string{f.Term, ""}
	if f.After != "" {
		var err error
		if from, err = unseal(byTerm, f.After, 2); err != nil {
			return "", nil, err
		}
	}
	var w where
	f.narrow(&w, "request_term")
	w.that("(request_term.term, request_term.request_id) > (?, ?)", from[0], from[1])
	w.that("request_term.term < ?", f.Term+"~")
	w.is("request.status", string(f.Status))
	limit := w.arg(pageLength(f.Limit) + 1)
	return `SELECT request_term.term, request.terms, ` + requestColumns + ` FROM request_term CROSS JOIN request
		WHERE request.id = request_term.request_id AND ` + w.String() + `
		ORDER BY request_term.term, request_term.request_id LIMIT ` + limit, w.args, nil
}
