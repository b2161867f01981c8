package store

import (
	"context"
	"slices"
	"strings"

	"rastreo/internal/db"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// licenseeBody is what of a licensee is only shown.
type licenseeBody struct {
	Name      string   `json:"name"`
	TradeName string   `json:"trade_name,omitempty"`
	FFL       string   `json:"ffl,omitempty"`
	Kinds     []string `json:"kinds"`
	City      string   `json:"city,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Email     string   `json:"email,omitempty"`
	Fax       string   `json:"fax,omitempty"`
	Hours     string   `json:"hours,omitempty"`
	Channel   string   `json:"channel,omitempty"`
	Note      string   `json:"note,omitempty"`
}

func bodyOfLicensee(l trace.Licensee) licenseeBody {
	return licenseeBody{l.Name, l.TradeName, l.FFL, l.Kinds, l.City, l.Phone, l.Email, l.Fax, l.Hours, l.Channel, l.Note}
}

const licenseeColumns = `licensee.id, licensee.state, licensee.closed, licensee.version, licensee.changed_at, licensee.body`

func scanLicensee(r row, l *trace.Licensee) error {
	var b licenseeBody
	err := r.Scan(&l.ID, &l.State, &l.Closed, &l.Version, db.Into(&l.ChangedAt), db.FromJSON(&b))
	l.Name, l.TradeName, l.FFL, l.Kinds, l.City = b.Name, b.TradeName, b.FFL, b.Kinds, b.City
	l.Phone, l.Email, l.Fax, l.Hours, l.Channel, l.Note = b.Phone, b.Email, b.Fax, b.Hours, b.Channel, b.Note
	return err
}

// AddLicensee adds a licensee, by an account, and fills in id, version and time.
// A license that another has is a Conflict.
func (tx *Tx) AddLicensee(ctx context.Context, l *trace.Licensee, by string) error {
	tx.fresh(&l.ID, &l.ChangedAt)
	l.Version = 1
	_, err := tx.sql.Exec(ctx, `
		INSERT INTO licensee (id, name_key, ffl_key, state, closed, version, changed_at, changed_by, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, nameKey(*l), firearm.FFL(l.FFL).Key(), l.State, l.Closed, l.Version, db.At(l.ChangedAt), by, db.AsJSON(bodyOfLicensee(*l)))
	if err != nil {
		return taken(err)
	}
	return tx.insertLicenseeTerms(ctx, *l)
}

// ChangeLicensee keeps what was changed of the version that was read. It is
// Stale if somebody changed it meanwhile, and a Conflict if another has the
// license.
func (tx *Tx) ChangeLicensee(ctx context.Context, l *trace.Licensee, by string) error {
	n, err := tx.sql.Exec(ctx, `
		UPDATE licensee SET name_key = $1, ffl_key = $2, state = $3, closed = $4, version = version + 1, changed_at = $5, changed_by = $6, body = $7
		WHERE id = $8 AND version = $9`,
		nameKey(*l), firearm.FFL(l.FFL).Key(), l.State, l.Closed, db.At(tx.now), by, db.AsJSON(bodyOfLicensee(*l)), l.ID, l.Version)
	if err := must(n, taken(err), errStale); err != nil {
		return err
	}
	l.Version, l.ChangedAt = l.Version+1, tx.now
	if _, err := tx.sql.Exec(ctx, `DELETE FROM licensee_term WHERE licensee_id = $1`, l.ID); err != nil {
		return err
	}
	return tx.insertLicenseeTerms(ctx, *l)
}

// taken says that another has the license. Of a fenced table PostgreSQL names the
// index alone.
func taken(err error) error {
	if d := db.Duplicate(err); d == "licensee.ffl_key" || d == "licensee.ffl" {
		return fault.New(fault.Conflict, "licensee.ffl_taken", nil)
	}
	return err
}

// Licensee returns the licensee with this id.
func (tx *Tx) Licensee(ctx context.Context, id string) (trace.Licensee, error) {
	return one(ctx, tx.sql, scanLicensee, `SELECT `+licenseeColumns+` FROM licensee WHERE id = $1`, id)
}

// Licensed returns who has this license, whatever its expiry.
func (tx *Tx) Licensed(ctx context.Context, ffl firearm.FFL) (trace.Licensee, error) {
	return one(ctx, tx.sql, scanLicensee, `SELECT `+licenseeColumns+` FROM licensee WHERE ffl_key = $1 AND ffl_key <> ''`, ffl.Key())
}

// LicenseesOf returns those of the directory who have one of some licenses,
// whatever its expiry, or are known by one of some names.
func (tx *Tx) LicenseesOf(ctx context.Context, licenses []firearm.FFL, names []string) ([]trace.Licensee, error) {
	keys := []string{"-"} // no license, so that the list is never empty
	for _, ffl := range licenses {
		if key := ffl.Key(); key != "" {
			keys = append(keys, key)
		}
	}
	called := []string{"-"}
	for _, name := range names {
		called = append(called, nameKey(trace.Licensee{Name: name}))
	}
	k, n := padded(keys, "-"), padded(called, "-")
	return all(ctx, tx.sql, scanLicensee, `SELECT `+licenseeColumns+` FROM licensee
		WHERE ffl_key IN (`+places(1, len(k))+`) OR name_key IN (`+places(1+len(k), len(n))+`) ORDER BY name_key, id`, append(k, n...)...)
}

var licenseeTermRows = bulk{into: "licensee_term (term, licensee_id)", columns: 2}

func (tx *Tx) insertLicenseeTerms(ctx context.Context, l trace.Licensee) error {
	var values []any
	for _, term := range licenseeTerms(l) {
		values = append(values, term, l.ID)
	}
	_, err := tx.insert(ctx, licenseeTermRows, values)
	return err
}

// nameKey is what the directory is sorted by: as much of the folded name as a
// cursor can hold.
func nameKey(l trace.Licensee) string {
	key := mx.Fold(l.Called())
	return strings.ToValidUTF8(key[:min(len(key), 200)], "")
}

// licenseeTerms are what a licensee is found by, without doubles.
func licenseeTerms(l trace.Licensee) []string {
	list := strings.Fields(mx.Fold(l.Name + " " + l.TradeName + " " + l.City))
	ffl := firearm.FFL(l.FFL)
	if ffl != "" {
		list = append(list, fold(l.FFL), ffl.RDS())
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fold leaves the letters and digits of a number.
func fold(number string) string { return strings.ReplaceAll(mx.Fold(number), " ", "") }

// LicenseeTerms are the beginnings of words, all of which a licensee must have
// to be found by what somebody typed: a license number, whole, begun or in its
// short form, is one.
func LicenseeTerms(typed string) []string {
	if number := fold(strings.ReplaceAll(typed, "-", "")); len(number) > 2 && strings.Trim(number[:3], "0123456789") == "" {
		return []string{number}
	}
	return strings.Fields(mx.Fold(typed))
}

// LicenseeFilter picks part of the directory.
type LicenseeFilter struct {
	Terms []string // beginnings of words, all of them
	State string
	After string // cursor
	Limit int
}

const byLicensee = "l"

// afterAll sorts after whatever may follow the beginning of a word.
const afterAll = "\U0010FFFF"

// Licensees lists the directory by name, a page at a time.
func (tx *Tx) Licensees(ctx context.Context, f LicenseeFilter) (list []trace.Licensee, next string, err error) {
	q, err := f.query()
	if err != nil {
		return nil, "", err
	}
	list, err = all(ctx, tx.sql, scanLicensee, q.text, q.args...)
	list, next = cut(list, pageLength(f.Limit), func(l trace.Licensee) string { return seal(byLicensee, nameKey(l), l.ID) })
	return list, next, err
}

func (f LicenseeFilter) query() (query, error) {
	from := []string{"", ""}
	if f.After != "" {
		var err error
		if from, err = unseal(byLicensee, f.After, 2); err != nil {
			return query{}, err
		}
	}
	var w where
	w.is("licensee.state", f.State)
	w.that("(licensee.name_key, licensee.id) > (?, ?)", from[0], from[1])
	for _, term := range f.Terms {
		w.that("licensee.id IN (SELECT licensee_term.licensee_id FROM licensee_term WHERE licensee_term.term >= ? AND licensee_term.term < ?)", term, term+afterAll)
	}
	limit := w.arg(pageLength(f.Limit) + 1)
	return query{`SELECT ` + licenseeColumns + ` FROM licensee WHERE ` + w.String() + `
		ORDER BY licensee.name_key, licensee.id LIMIT ` + limit, w.args}, nil
}
