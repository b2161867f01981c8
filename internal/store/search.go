package store

import (
	"cmp"
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

// terms are what a request is found by beside its folios, without doubles: its
// serial and the case numbers.
func terms(r *trace.Request, refs []trace.Reference) (list []string) {
	add := func(term string) {
		if len(term) >= 2 && !slices.Contains(list, term) {
			list = append(list, term)
		}
	}
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

// search gives first, all on the first page, the requests whose own or whose
// seizure's folio begins with the term, then the others in order of the number
// that matched.
func (tx *Tx) search(ctx context.Context, f RequestFilter) (list []trace.Request, next string, err error) {
	if f.After == "" {
		if list, err = tx.byFolio(ctx, f); err != nil {
			return nil, "", err
		}
	}
	hits, next, err := tx.byNumber(ctx, f, max(pageLength(f.Limit)-len(list), 0))
	for _, h := range hits {
		list = append(list, h.request)
	}
	return list, next, err
}

// partOfFolio tells whether a term can begin the drawn part of a folio and is
// long enough to mean few of them.
func partOfFolio(term string) bool { return len(term) >= 4 && len(term) <= 7 }

// byFolio finds what a folio begins. Four characters mean one folio in 280,000,
// so the bound is met only by the firearms of large seizures.
func (tx *Tx) byFolio(ctx context.Context, f RequestFilter) ([]trace.Request, error) {
	if !partOfFolio(f.Term) {
		return nil, nil
	}
	var list []trace.Request
	for _, table := range []string{"request", "seizure"} {
		q, args := f.folioQuery(table)
		found, err := all(ctx, tx.sql, scanRequest, q, args...)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(found, func(a, b trace.Request) int {
			return cmp.Or(cmp.Compare(a.SeizureFolio, b.SeizureFolio), cmp.Compare(a.Ordinal, b.Ordinal))
		})
		for _, r := range found {
			if !slices.ContainsFunc(list, func(x trace.Request) bool { return x.ID == r.ID }) {
				list = append(list, r)
			}
		}
	}
	return list, nil
}

// folioQuery is the range of the folios of a table, request or seizure. The
// reader's own are picked by COALESCE, which no index answers: SQLite would
// rather read all that is theirs than the few that have the folio.
func (f RequestFilter) folioQuery(table string) (string, []any) {
	from := "request"
	var w where
	if table == "seizure" {
		from = "seizure CROSS JOIN request"
		w.that("request.seizure_id = seizure.id")
	}
	w.that(table+".folio_key >= ?", f.Term)
	w.that(table+".folio_key < ?", f.Term+"~")
	w.is("COALESCE(request.filed_by, '')", f.FiledBy)
	w.is("COALESCE(request.agency_id, '')", f.AgencyID)
	w.is("COALESCE(request.status, '')", string(f.Status))
	f.pick(&w)
	w.known("request.restricted", "request.seizure_id", f.For, f.now)
	limit := w.arg(pageMost)
	return `SELECT ` + requestColumns + ` FROM ` + from + ` WHERE ` + w.String() + ` LIMIT ` + limit, w.args
}

// pick keeps what else a search is narrowed to, in the same way.
func (f RequestFilter) pick(w *where) {
	w.is("COALESCE(request.priority, '')", f.Priority)
	w.is("COALESCE(request.claimed_by, '')", f.ClaimedBy)
	if f.Unclaimed {
		w.that("COALESCE(request.claimed_by, '') = ''")
	}
	if !f.Due.All() {
		w.that("COALESCE(request.ended_at, 0) = 0")
		w.due("request.due_at + 0", f.Due)
	}
}

// hit is a request and the number it was found by.
type hit struct {
	term    string
	terms   []string
	request trace.Request
}

// shown tells whether the request already stood further up in the list: under
// its folio, or under an earlier one of its numbers.
func (h hit) shown(term string) bool {
	keys := []string{trace.FolioKey(h.request.Folio), trace.FolioKey(h.request.SeizureFolio)}
	if partOfFolio(term) && slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, term) }) {
		return true
	}
	return slices.ContainsFunc(h.terms, func(t string) bool { return t < h.term && strings.HasPrefix(t, term) })
}

const byTerm = "t"

func (h hit) cursor() string { return seal(byTerm, h.term, h.request.ID) }

// Bounds of a search that is narrowed: how much of what has the number one
// statement looks at, and how many of them a page.
const (
	searchWindow  = 400
	searchWindows = 3
)

// byNumber finds n requests by serial or case number, and where to go on. It
// reads on until it has them, because a request that comes again under another
// of its numbers leaves a gap, and one that is narrowed away another. However
// many have the number, it looks at a bounded number of them.
func (tx *Tx) byNumber(ctx context.Context, f RequestFilter, n int) (page []hit, next string, err error) {
	start := seal(byTerm, f.Term, "")
	usual := cmp.Or(f.window, searchWindow)
	window := min(2*(n+1), usual)
	for range searchWindows {
		numbers, err := tx.numbers(ctx, f, window)
		if err != nil {
			return nil, "", err
		}
		if page, err = tx.hits(ctx, f.Term, numbers, page, n); err != nil {
			return nil, "", err
		}
		switch {
		case len(page) > n && n == 0:
			return nil, start, nil
		case len(page) > n:
			return page[:n], page[n-1].cursor(), nil
		case len(numbers) < window:
			return page, "", nil
		}
		last := numbers[window-1]
		f.After, window = seal(byTerm, last.term, last.request), usual
	}
	return page, f.After, nil
}

// numbered is an entry of the index; fits is 1 if its request is what the search
// is narrowed to.
type numbered struct {
	term, request string
	fits          int
}

func (tx *Tx) numbers(ctx context.Context, f RequestFilter, most int) ([]numbered, error) {
	q, args, err := f.numberQuery(most)
	if err != nil {
		return nil, err
	}
	return all(ctx, tx.sql, func(r row, x *numbered) error { return r.Scan(&x.term, &x.request, &x.fits) }, q, args...)
}

// hits reads the requests that fit until a page has more than n of them.
func (tx *Tx) hits(ctx context.Context, term string, numbers []numbered, page []hit, n int) ([]hit, error) {
	numbers = slices.DeleteFunc(slices.Clone(numbers), func(x numbered) bool { return x.fits == 0 })
	for len(numbers) > 0 && len(page) <= n {
		some := numbers[:min(len(numbers), n+1)]
		numbers = numbers[len(some):]
		found, err := tx.byID(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, x := range some {
			if h, ok := found[x.request]; ok {
				if h.term = x.term; !h.shown(term) {
					page = append(page, h)
				}
			}
		}
	}
	return page, nil
}

func (tx *Tx) byID(ctx context.Context, some []numbered) (map[string]hit, error) {
	var ids []string
	for _, x := range some {
		ids = append(ids, x.request)
	}
	list, err := inPieces(ids, func(piece []any) ([]hit, error) {
		return all(ctx, tx.sql, scanHit, `SELECT request.terms, `+requestColumns+` FROM request WHERE request.id IN (`+places(1, len(piece))+`)`, piece...)
	})
	found := map[string]hit{}
	for _, h := range list {
		found[h.request.ID] = h
	}
	return found, err
}

func scanHit(from row, h *hit) error {
	return from.Scan(append([]any{db.FromJSON(&h.terms)}, requestFields(&h.request)...)...)
}

// numberQuery is a window of one range of the index of terms, narrowed to the
// reader's own. Terms are ASCII, so everything with a prefix sorts before prefix
// + "~". What else narrows it is told of each entry: as a condition, it would
// have the database look for the last that fits however far that is.
func (f RequestFilter) numberQuery(n int) (string, []any, error) {
	from := []string{f.Term, ""}
	if f.After != "" {
		var err error
		if from, err = unseal(byTerm, f.After, 2); err != nil {
			return "", nil, err
		}
	}
	var fits where
	fits.is("request.status", string(f.Status))
	f.pick(&fits)
	fits.known("request.restricted", "request.seizure_id", f.For, f.now)
	shown := "1"
	if len(fits.conditions) > 0 {
		shown = `CASE WHEN ` + there(`request WHERE request.id = request_term.request_id AND `+fits.String()) + ` THEN 1 ELSE 0 END`
	}
	w := where{args: fits.args}
	f.narrow(&w, "request_term")
	w.that("(request_term.term, request_term.request_id) > (?, ?)", from[0], from[1])
	w.that("request_term.term < ?", f.Term+"~")
	limit := w.arg(n)
	return `SELECT request_term.term, request_term.request_id, ` + shown + ` FROM request_term WHERE ` + w.String() + `
		ORDER BY request_term.term, request_term.request_id LIMIT ` + limit, w.args, nil
}

// RequestsAmong returns those with one of these folios that a search is narrowed
// to, in order of the seizures. Term and cursor are not looked at.
func (tx *Tx) RequestsAmong(ctx context.Context, folios []string, f RequestFilter) ([]trace.Request, error) {
	var keys []string
	for _, folio := range folios {
		keys = append(keys, trace.FolioKey(folio))
	}
	list, err := inPieces(keys, func(piece []any) ([]trace.Request, error) {
		w := where{args: piece}
		w.that("request.folio_key IN (" + places(1, len(piece)) + ")")
		w.is("COALESCE(request.agency_id, '')", f.AgencyID)
		w.is("COALESCE(request.status, '')", string(f.Status))
		f.pick(&w)
		return all(ctx, tx.sql, scanRequest, `SELECT `+requestColumns+` FROM request WHERE `+w.String(), w.args...)
	})
	slices.SortFunc(list, func(a, b trace.Request) int {
		return cmp.Or(cmp.Compare(a.SeizureFolio, b.SeizureFolio), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return list, err
}
