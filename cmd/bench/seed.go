package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/login"
	"rastreo/internal/secret"
	"rastreo/internal/store"
	"rastreo/internal/trace"
	"rastreo/migrations"
)

// Who is there.
const (
	submitters = 240
	tracers    = 20
	password   = "contraseña de medición 2026"
)

// setup is the act under which everything is seeded. One act writes many
// seizures, so the log stays short.
var setup = audit.Act{Verb: audit.Swept, Via: "bench"}

// memory is an open database with the parts of the house that the bench uses
// in its own process.
type memory struct {
	db    *db.DB
	store *store.Store
	login *login.Login
}

// secretFile is where the secret of a world that is measured stands.
func secretFile(dsn string) string {
	if strings.Contains(dsn, "://") {
		return filepath.Join(os.TempDir(), "rastreo-bench.secret")
	}
	return dsn + ".secret"
}

// remember opens and migrates a database. now is the store's clock.
func remember(ctx context.Context, dsn string, now func() time.Time) (*memory, error) {
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx, migrations.FS); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	s := store.New(d, store.Config{Now: now})
	own, err := secret.Open(secretFile(dsn))
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	l, err := login.New(s, login.Config{Now: now, Secret: own, OneFactor: true, Random: rand.Reader, KeyPrefix: "rst_live_", Cookie: "rastreo", Path: "/"})
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return &memory{d, s, l}, nil
}

// seeder writes requests as years of work would have left them.
type seeder struct {
	*memory
	rows  int
	now   time.Time
	step  time.Duration // between two seizures
	filed []account.Account
	staff []account.Account

	seizure, request int // written so far
}

// years is over how much time the requests are spread.
const years = 8 * 365 * 24 * time.Hour

// seed fills an empty SQLite file with rows requests and returns how many
// requests a second it wrote.
func seed(ctx context.Context, file string, rows int) (float64, error) {
	s := &seeder{rows: rows, now: time.Now().Add(-years), step: years / time.Duration(rows)}
	var err error
	if s.memory, err = remember(ctx, file, func() time.Time { return s.now }); err != nil {
		return 0, err
	}
	since := time.Now()
	if err = s.people(ctx); err == nil {
		err = withoutIndexes(ctx, s.db, func() error { return s.requests(ctx) })
	}
	rate := float64(rows) / time.Since(since).Seconds()
	return rate, errors.Join(err, s.db.Close())
}

// people adds an agency for each town, the tracing center, and who works
// there.
func (s *seeder) people(ctx context.Context) error {
	hash, err := s.login.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, setup, func(tx *store.Tx) error {
		center := account.Agency{Code: "CENTER", Name: "National Tracing Center", Kind: account.Center}
		if err := tx.AddAgency(ctx, &center); err != nil {
			return err
		}
		agencies := make([]account.Agency, len(towns))
		for i, t := range towns {
			agencies[i] = account.Agency{Code: "FGJ-" + t.agency, Name: "Fiscalía General de Justicia, " + t.name, Kind: account.State, Entidad: t.entidad}
			if err := tx.AddAgency(ctx, &agencies[i]); err != nil {
				return err
			}
		}
		for i := range tracers {
			a := account.Account{AgencyID: center.ID, Username: "tracer" + strconv.Itoa(i), Password: hash, Name: "Pat Doe " + strconv.Itoa(i), Role: account.Tracer, Lang: "en", Zone: "America/New_York"}
			if err := tx.AddAccount(ctx, &a); err != nil {
				return err
			}
			s.staff = append(s.staff, a)
		}
		for i := range submitters {
			a := account.Account{AgencyID: agencies[i%len(agencies)].ID, Username: "mp" + strconv.Itoa(i), Password: hash, Name: fmt.Sprintf("María Ñúñez %d", i), Role: account.Submitter, Lang: "es", Zone: "America/Mexico_City"}
			if err := tx.AddAccount(ctx, &a); err != nil {
				return err
			}
			s.filed = append(s.filed, a)
		}
		return nil
	})
}

// together is how many seizures are written in one act.
const together = 250

func (s *seeder) requests(ctx context.Context) error {
	for s.request < s.rows {
		err := s.store.Write(ctx, setup, func(tx *store.Tx) error {
			for range together {
				if s.request >= s.rows {
					return nil
				}
				if err := s.one(ctx, tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// firearms is how many a seizure has: 60 % have one, 25 % two, 15 % three.
func (s *seeder) firearms() int {
	n := []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3}[s.seizure%20]
	return min(n, s.rows-s.request)
}

// one writes one seizure and what became of its requests.
func (s *seeder) one(ctx context.Context, tx *store.Tx) error {
	by := s.filed[s.seizure%len(s.filed)]
	z := seizure(seedStream, s.seizure, s.firearms())
	z.AgencyID, z.FiledBy, z.FiledAt = by.AgencyID, by.ID, s.now
	if err := tx.AddSeizure(ctx, &z); err != nil {
		return err
	}
	for i := range z.Requests {
		if err := s.fate(ctx, tx, &z.Requests[i]); err != nil {
			return err
		}
		s.request++
		s.now = s.now.Add(s.step)
	}
	s.seizure++
	return tx.AddNotice(ctx, &trace.Notice{AccountID: by.ID, Folio: z.Folio, Code: trace.NoticeReceived, At: z.FiledAt})
}

// Streams of specimens: those in the database beforehand, and those filed
// while measuring.
const (
	seedStream = iota
	liveStream
)
