// Package storetest gives tests a store on every engine, with a clock that
// stands still until it is moved, and makers of what the house is about.
package storetest

import (
	"crypto/sha256"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// Start is what every clock shows first.
var Start = time.Date(2026, 3, 5, 18, 30, 0, 123456000, time.UTC)

// Setup is the act under which fixtures are made.
var Setup = audit.Act{Verb: audit.Swept, Via: "fixture"}

// Clock is a clock that only moves when told.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves it and returns the new time.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

// Fixture is an empty, migrated store.
type Fixture struct {
	Store *store.Store
	DB    *db.DB // to look beneath
	Clock *Clock
	t     testing.TB
}

// Each runs f on every engine, each time with a new fixture.
func Each(t *testing.T, f func(t *testing.T, x *Fixture)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, dsn string) { f(t, Open(t, dsn)) })
}

// Open makes a fixture in the empty database that dsn names. Ids and folios
// are drawn from the name of the test, so they are the same in every run.
func Open(t testing.TB, dsn string) *Fixture {
	t.Helper()
	clock := &Clock{now: Start}
	d := dbtest.Open(t, dsn, migrations.FS)
	random := rand.NewChaCha8(sha256.Sum256([]byte(t.Name())))
	return &Fixture{store.New(d, store.Config{Now: clock.Now, Random: random}), d, clock, t}
}

// Write runs f in a transaction that must succeed.
func (x *Fixture) Write(f func(tx *store.Tx) error) {
	x.t.Helper()
	if err := x.Store.Write(x.t.Context(), Setup, f); err != nil {
		x.t.Fatal(err)
	}
}

// Read runs f in a reading transaction that must succeed.
func (x *Fixture) Read(f func(tx *store.Tx) error) {
	x.t.Helper()
	if err := x.Store.Read(x.t.Context(), store.House, f); err != nil {
		x.t.Fatal(err)
	}
}

// Claimed is the number of the claim a request is under, which every act of a
// tracer must name.
func (x *Fixture) Claimed(folio string) (claim int) {
	x.t.Helper()
	x.Read(func(tx *store.Tx) error {
		r, err := tx.Request(x.t.Context(), folio)
		claim = r.Claim
		return err
	})
	return claim
}

// ClaimedAt is Claimed of the request an address is below, 0 if there is none.
func (x *Fixture) ClaimedAt(path string) int {
	x.t.Helper()
	for part := range strings.SplitSeq(path, "/") {
		folio, ok := trace.ParseFolio(part)
		if !ok || !trace.IsRequest(folio) {
			continue
		}
		r := trace.Request{}
		_ = x.Store.Read(x.t.Context(), store.House, func(tx *store.Tx) (err error) { r, err = tx.Request(x.t.Context(), folio); return err })
		return r.Claim
	}
	return 0
}

// Agency adds an agency of a kind. A state's is that of Tamaulipas.
func (x *Fixture) Agency(code, kind string) account.Agency {
	x.t.Helper()
	a := account.Agency{Code: code, Name: "Agencia " + code, Kind: kind}
	if kind == account.State {
		a.Entidad = "28"
	}
	x.Write(func(tx *store.Tx) error { return tx.AddAgency(x.t.Context(), &a) })
	return a
}

// Account adds an account to an agency. Its username is made of both and
// unique; Password holds no password.
func (x *Fixture) Account(agency account.Agency, role account.Role) account.Account {
	x.t.Helper()
	a := account.Account{AgencyID: agency.ID, Name: "María Ñúñez " + agency.Code, Role: role, Lang: "es", Zone: "America/Mexico_City"}
	if role.Staff() {
		a.Name, a.Lang, a.Zone = "Pat Doe "+agency.Code, "en", "America/New_York"
	}
	x.Write(func(tx *store.Tx) error {
		a.Username = "u" + tx.Now().Format("150405.000000") + strings.ToLower(agency.Code) + string(role)
		for n := 'a'; ; n++ {
			if _, err := tx.AccountByUsername(x.t.Context(), a.Username+string(n)); err != nil {
				a.Username += string(n)
				return tx.AddAccount(x.t.Context(), &a)
			}
		}
	})
	return a
}

// File files Filing(i) for somebody.
func (x *Fixture) File(filer account.Account, i int) trace.Seizure {
	x.t.Helper()
	s := Seizure(filer, i)
	x.Write(func(tx *store.Tx) error { return tx.AddSeizure(x.t.Context(), &s) })
	return s
}

// Seizure is Filing(i), not filed yet.
func Seizure(filer account.Account, i int) trace.Seizure {
	return trace.Seizure{AgencyID: filer.AgencyID, FiledBy: filer.ID, Filing: Filing(i)}
}
