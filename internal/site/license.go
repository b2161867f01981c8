package site

import (
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
)

// license adds a license number and, in words, what its parts say: until when
// it runs, its short form, what it is for, where it was issued and for which
// county of a state.
func (r *rower) license(ffl firearm.FFL, state string, now time.Time) {
	if ffl == "" {
		return
	}
	row := r.add("ffl", string(ffl))
	row.Mark = true
	key := "licensee.runs"
	if ffl.Expired(now) {
		key = "licensee.lapsed"
	}
	until := r.say.T(key, map[string]any{"month": r.say.Date(ffl.Expiry(now))})
	if ffl.Expired(now) {
		row.Flag = until
	} else {
		row.Note = until
	}
	r.rows = append(r.rows, Row{Label: r.say.T("licensee.rds", nil), Value: ffl.RDS(), Mark: true},
		Row{Label: r.say.T("licensee.type", nil), Value: word(r.say, catalog.FFLType, ffl.Type())},
		Row{Label: r.say.T("licensee.region", nil), Value: word(r.say, catalog.FFLRegion, ffl.Region())})
	if county, ok := ffl.County(state); ok {
		r.rows = append(r.rows, Row{Label: r.say.T("licensee.county", nil), Value: county.Name})
	}
}
