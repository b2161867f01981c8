package store

import (
	"context"
	"errors"
	"time"

	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// AddSeizure files a seizure: the seizure itself, the people, one queued
// request for each firearm, what each is found by, its first event and the
// counts. s comes with a checked filing, AgencyID, Agency, FiledBy and, where
// the firearms were checked, their Reports; it gets its ids, folios, time and
// Requests, and firearms and reports leave it for those.
//
// It takes nine statements, and the act's counts and record two more, for up to
// six firearms, people and terms each; beyond that one more for each further
// piece (see bulk), and for each folio that was drawn before.
func (tx *Tx) AddSeizure(ctx context.Context, s *trace.Seizure) error {
	tx.fresh(&s.ID, &s.FiledAt)
	if err := tx.insertSeizure(ctx, s); err != nil {
		return err
	}
	tx.On(s.Folio)
	if err := tx.insertPeople(ctx, s); err != nil {
		return err
	}
	if err := tx.insertTraits(ctx, s.ID, "", s.Traits()); err != nil {
		return err
	}
	tx.unpack(s)
	if err := tx.line(ctx, s.Requests); err != nil {
		return err
	}
	if err := tx.insertRequests(ctx, s); err != nil {
		return err
	}
	if err := tx.insertTerms(ctx, s); err != nil {
		return err
	}
	return tx.insertFiled(ctx, s)
}

// draws is how often a folio is drawn again. A year has 148 million of each
// kind, so even the second draw is rare.
const draws = 20

var errNoFolio = errors.New("store: no folio to be had")

func (tx *Tx) insertSeizure(ctx context.Context, s *trace.Seizure) (err error) {
	for range draws {
		if s.Folio, err = tx.folio(trace.SeizureFolio, s.FiledAt); err != nil {
			return err
		}
		n, err := tx.sql.Exec(ctx, `
			INSERT INTO seizure (id, folio, folio_key, agency_id, filed_by, filed_at, unit, offence, recovered, time, entidad,
				municipio, reference, place, custody, narrative, restricted, keyed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
			ON CONFLICT (folio_key) DO NOTHING`,
			s.ID, s.Folio, trace.FolioKey(s.Folio), s.AgencyID, s.FiledBy, db.At(s.FiledAt), s.Unit, s.Offence, s.Recovered.Date,
			s.Recovered.Time, s.Recovered.Place.Entidad, s.Recovered.Place.Municipio, db.AsJSON(s.Reference),
			db.AsJSON(s.Recovered.Place), db.AsJSON(s.Custody), s.Narrative, flag(s.Restricted))
		if err != nil || n == 1 {
			return err
		}
	}
	return errNoFolio
}

// mexico is the time that the center of the country keeps all year. The year of a
// folio is the year there, not in Greenwich.
var mexico = time.FixedZone("", -6*60*60)

func (tx *Tx) folio(kind string, at time.Time) (string, error) {
	return trace.NewFolio(tx.store.random, tx.store.prefix, kind, at.In(mexico).Year())
}

// unpack makes a request of each firearm of the filing. Their ids are in the
// order of the filing, and so the queue is too.
func (tx *Tx) unpack(s *trace.Seizure) {
	s.Requests = make([]trace.Request, len(s.Firearms))
	ids := tx.ids(len(s.Firearms))
	for i, g := range s.Firearms {
		s.Requests[i] = trace.Request{
			ID: ids[i], Ordinal: i + 1, SeizureID: s.ID, SeizureFolio: s.Folio,
			AgencyID: s.AgencyID, Agency: s.Agency, FiledBy: s.FiledBy, FiledAt: s.FiledAt,
			Recovered: s.Recovered.Date, Entidad: s.Recovered.Place.Entidad,
			Firearm: g, Status: trace.Queued, QueuedAt: s.FiledAt, Restricted: s.Restricted,
		}
		if i < len(s.Reports) {
			s.Requests[i].Report = s.Reports[i]
		}
		tx.count(trace.Queued, g.Priority, 1)
	}
	s.Firearms, s.Reports = nil, nil
}

const seizureHead = `seizure.id, seizure.folio, seizure.agency_id, agency.code, agency.name, seizure.filed_by,
	COALESCE((SELECT first.name FROM account AS first WHERE first.id = seizure.first_by AND seizure.first_by <> ''), account.name),
	COALESCE((SELECT first.name FROM agency AS first WHERE first.id = seizure.first_agency AND seizure.first_agency <> ''), agency.name),
	seizure.filed_at, seizure.unit, seizure.offence, seizure.recovered, seizure.time, seizure.entidad,
	seizure.municipio, seizure.reference, seizure.restricted`

const seizureFrom = ` FROM seizure JOIN agency ON agency.id = seizure.agency_id
	JOIN account ON account.id = seizure.filed_by WHERE seizure.folio_key = $1 AND seizure.folio = $2`

func seizureFields(s *trace.Seizure) []any {
	return []any{
		&s.ID, &s.Folio, &s.AgencyID, &s.Agency, &s.AgencyName, &s.FiledBy, &s.FilerName, &s.FilerAgency, db.Into(&s.FiledAt),
		&s.Unit, &s.Offence, &s.Recovered.Date, &s.Recovered.Time, &s.Recovered.Place.Entidad,
		&s.Recovered.Place.Municipio, db.FromJSON(&s.Reference), &s.Restricted,
	}
}

// Seizure returns a seizure with its people and requests: personal data. It
// takes three queries, however many there are.
func (tx *Tx) Seizure(ctx context.Context, folio string) (trace.Seizure, error) {
	s, err := one(ctx, tx.sql, func(r row, s *trace.Seizure) error {
		return r.Scan(append(seizureFields(s),
			db.FromJSON(&s.Recovered.Place), db.FromJSON(&s.Custody), &s.Narrative)...)
	}, `SELECT `+seizureHead+`, seizure.place, seizure.custody, seizure.narrative`+seizureFrom, trace.FolioKey(folio), folio)
	if err != nil {
		return s, err
	}
	s.Recovered.Precision = trace.Precision(s.Recovered.Date)
	if s.People, err = tx.people(ctx, s.ID); err != nil {
		return s, err
	}
	s.Requests, err = tx.siblings(ctx, s.ID)
	return s, err
}

// siblings are the requests of a seizure, in the order they were typed.
func (tx *Tx) siblings(ctx context.Context, seizureID string) ([]trace.Request, error) {
	return all(ctx, tx.sql, scanWhole,
		`SELECT `+wholeColumns+` FROM request WHERE request.seizure_id = $1 ORDER BY request.ordinal`, seizureID)
}

// SeizureHead returns what a seizure says without personal data: no people, no
// narrative, no custody, of the place only entidad and municipio; no requests.
func (tx *Tx) SeizureHead(ctx context.Context, folio string) (trace.Seizure, error) {
	s, err := one(ctx, tx.sql, func(r row, s *trace.Seizure) error { return r.Scan(seizureFields(s)...) },
		`SELECT `+seizureHead+seizureFrom, trace.FolioKey(folio), folio)
	s.Recovered.Precision = trace.Precision(s.Recovered.Date)
	return s, err
}
