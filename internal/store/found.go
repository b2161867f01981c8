package store

import (
	"cmp"
	"context"
	"slices"

	"rastreo/internal/db"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// found reads people and says how well their names fit: the best first, and
// those left out of whose name too little fits.
func (tx *Tx) found(ctx context.Context, typed string, some []someone) (list []trace.Found, err error) {
	people, err := tx.filed(ctx, some)
	if err != nil {
		return nil, err
	}
	for _, x := range people {
		x.Name, x.Score, x.Reasons = x.Person.Match(typed)
		if x.Score >= mx.MatchWorth {
			list = append(list, x.Found)
		}
	}
	slices.SortStableFunc(list, func(a, b trace.Found) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.FiledAt.Compare(a.FiledAt))
	})
	return list, nil
}

// filedPerson is somebody in a filing.
type filedPerson struct {
	trace.Found
	seizure string
}

// filed reads the people of these places with what was filed.
func (tx *Tx) filed(ctx context.Context, some []someone) ([]filedPerson, error) {
	var ids []string
	for _, x := range some {
		if !slices.Contains(ids, x.seizure) {
			ids = append(ids, x.seizure)
		}
	}
	folios, err := tx.folios(ctx, ids)
	if err != nil {
		return nil, err
	}
	list, err := inPieces(ids, func(piece []any) ([]filedPerson, error) {
		return all(ctx, tx.sql, scanFiled, `
			SELECT person.seizure_id, person.ordinal, person.details, seizure.folio, agency.code, seizure.filed_at
			FROM person JOIN seizure ON seizure.id = person.seizure_id JOIN agency ON agency.id = seizure.agency_id
			WHERE person.seizure_id IN (`+places(1, len(piece))+`)`, piece...)
	})
	list = slices.DeleteFunc(list, func(p filedPerson) bool { return !slices.Contains(some, someone{p.seizure, p.Ordinal}) })
	for i := range list {
		list[i].Requests = folios[list[i].seizure]
	}
	return list, err
}

func scanFiled(r row, p *filedPerson) error {
	return r.Scan(&p.seizure, &p.Ordinal, db.FromJSON(&p.Person), &p.Seizure, &p.Agency, db.Into(&p.FiledAt))
}

// folios are those of the requests of each seizure, in their order.
func (tx *Tx) folios(ctx context.Context, seizures []string) (map[string][]string, error) {
	list, err := inPieces(seizures, func(piece []any) ([][2]string, error) {
		return all(ctx, tx.sql, func(r row, x *[2]string) error { return r.Scan(&x[0], &x[1]) }, `
			SELECT seizure_id, folio FROM request WHERE seizure_id IN (`+places(1, len(piece))+`)
			ORDER BY seizure_id, ordinal`, piece...)
	})
	folios := map[string][]string{}
	for _, x := range list {
		folios[x[0]] = append(folios[x[0]], x[1])
	}
	return folios, err
}
