package store

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/trace"
)

// Standing is what an actor is to a seizure or to one of its requests.
type Standing struct {
	account.Resource
	SeizureID string
	Folio     string        // of the seizure
	Purpose   string        // what they opened it for, while that holds
	Grants    []trace.Grant // those to the actor that hold
}

// Hidden tells whether the actor may not even know of it within the agency.
func (s Standing) Hidden() bool { return s.Barred || s.Restricted && !s.Named }

// Same tells whether somebody stands as before.
func (s Standing) Same(as Standing) bool {
	mine, _, _ := s.Rests()
	before, _, _ := as.Rests()
	return s.Resource == as.Resource && s.Purpose == as.Purpose && mine == before
}

// Rests is what the log says of a reading: the grants it rests on, what they
// show, and the agency they show it to; nothing of one's own agency's.
func (s Standing) Rests() (grant, fields, to string) {
	if len(s.Grants) == 0 {
		return "", "", ""
	}
	var ids []string
	for _, g := range s.Grants {
		ids = append(ids, g.ID)
	}
	return strings.Join(ids, " "), strings.Join(trace.GrantFields(s.Grants), " "), s.Grants[0].ToAgency
}

// Standing says how an actor stands to the seizure or request of a folio. It is
// one query, and one more for whoever may not know of it within the agency:
// whether there is none, it is another agency's or it is left to a few costs the
// same.
func (tx *Tx) Standing(ctx context.Context, who account.Actor, folio string) (Standing, error) {
	q := seizureStanding
	if trace.IsRequest(folio) {
		q = requestStanding
	}
	s, err := one(ctx, tx.sql, scanStanding, q, trace.FolioKey(folio), folio, who.ID, db.At(tx.now))
	none := errors.Is(err, errNotFound)
	if err != nil && !none || !none && s.AgencyID == who.AgencyID && !s.Hidden() || who.Role.Staff() {
		return s, err
	}
	grants, failed := tx.grantsTo(ctx, who.ID, cmp.Or(s.SeizureID, folio))
	if failed != nil || none || s.AgencyID == who.AgencyID {
		return s, cmp.Or(failed, err)
	}
	s.Grants, s.Granted = grants, len(grants) > 0
	return s, nil
}

func scanStanding(r row, s *Standing) error {
	var on int
	err := r.Scan(&s.SeizureID, &s.Folio, &s.AgencyID, &s.Filer, &s.Claimer, &s.Second, &s.Restricted, &on, &s.Barred, &s.Purpose)
	s.Named, s.Guest, s.Opened = on > 0, on > 1, s.Purpose != ""
	return err
}

const standing = ` seizure.restricted,
	COALESCE((SELECT CASE WHEN named.until IS NULL THEN 1 ELSE 2 END FROM named
		WHERE named.seizure_id = seizure.id AND named.account_id = $3 AND (named.until IS NULL OR named.until > $4)), 0),
	CASE WHEN EXISTS (SELECT 1 FROM bar WHERE bar.seizure_id = seizure.id AND bar.account_id = $3) THEN 1 ELSE 0 END, `

const seizureStanding = `SELECT seizure.id, seizure.folio, seizure.agency_id, seizure.filed_by, '', 0,` + standing + `
	COALESCE((SELECT opening.purpose FROM opening WHERE opening.folio = seizure.folio AND opening.account_id = $3
		AND opening.until > $4 ORDER BY opening.until DESC LIMIT 1), '')
	FROM seizure WHERE seizure.folio_key = $1 AND seizure.folio = $2`

// A tracer's opening holds as long as the claim does, whatever its end.
const requestStanding = `SELECT seizure.id, seizure.folio, seizure.agency_id, seizure.filed_by, request.claimed_by,
	CASE WHEN request.review_at IS NULL THEN 0 ELSE 1 END,` + standing + `
	COALESCE((SELECT opening.purpose FROM opening WHERE opening.folio IN (request.folio, seizure.folio)
		AND opening.account_id = $3 AND (opening.until > $4 OR request.claimed_by = $3
			AND request.status IN ('claimed', 'returned') AND opening.at >= request.claimed_at)
		ORDER BY opening.until DESC LIMIT 1), '')
	FROM request JOIN seizure ON seizure.id = request.seizure_id WHERE request.folio_key = $1 AND request.folio = $2`

// Known returns of some folios of requests those that an account of their
// agency may know of.
func (tx *Tx) Known(ctx context.Context, accountID string, folios []string) (map[string]bool, error) {
	known := map[string]bool{}
	keys := map[string]bool{}
	var list []string
	for _, f := range folios {
		if key := trace.FolioKey(f); !keys[key] {
			keys[key], list = true, append(list, key)
		}
	}
	found, err := inPieces(list, func(some []any) ([]string, error) {
		w := where{args: some}
		w.that("request.folio_key IN (" + places(1, len(some)) + ")")
		w.known("request.restricted", "request.seizure_id", accountID, tx.now)
		return all(ctx, tx.sql, text, `SELECT request.folio FROM request WHERE `+w.String(), w.args...)
	})
	for _, f := range found {
		known[f] = true
	}
	return known, err
}

// text scans a single text.
func text(r row, s *string) error { return r.Scan(s) }
