package site

import (
	"html/template"
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// seenRoutes are where the other requests are listed that have something of one.
func (s *Site) seenRoutes() []gate.Route {
	return []gate.Route{{Method: http.MethodGet, Path: "/requests/:folio/seen/:what", Act: account.OpenRequest, Title: "seen.title", Verb: audit.RequestRead, Do: s.seenIn}}
}

// SeenRow is what other requests have too, in a reader's words.
type SeenRow struct {
	trace.Seen
	Label string
}

// seenRows are those that are in other requests at all.
func seenRows(say *i18n.Printer, list []trace.Seen) (out []SeenRow) {
	for _, x := range list {
		if x.N > 0 {
			out = append(out, SeenRow{x, seenLabel(say, x)})
		}
	}
	return out
}

func seenLabel(say *i18n.Printer, x trace.Seen) string {
	switch x.Kind {
	case trace.TraitPerson:
		if x.Otherwise {
			return say.T("seen.namesake", nil)
		}
		return say.T("seen.person", nil)
	case trace.TraitAddress:
		return say.T("seen.address", nil)
	case trace.TraitPoint:
		return say.T("seen.point", nil)
	case trace.TraitDealer:
		return say.T("seen.dealer", nil)
	}
	return say.T("seen.purchaser", nil)
}

// seenPage is what the list shows.
type seenPage struct {
	Line         Line
	Row          SeenRow
	Rows         []template.HTML
	Older, Newer string
}

// seenIn lists the other requests. Whoever has not said what for is led to where
// that is asked.
func (s *Site) seenIn(v *gate.Visit) error {
	folio, code := v.Param("folio"), v.Param("what")
	r, seen, page, err := s.Desk.SeenIn(v.Request.Context(), v.Actor, folio, code, v.Query("cursor"))
	if fault.Is(err, fault.Invalid) && v.Query("cursor") == "" {
		return s.see(v, "/requests/"+folio)
	}
	if err != nil {
		return err
	}
	rows, err := s.rows(v, "queue-row", page)
	if err != nil {
		return err
	}
	path := "/requests/" + r.Folio + "/seen/" + code
	p, err := s.page(v, seenPage{
		Line: line(v.Say, r), Row: SeenRow{seen, seenLabel(v.Say, seen)}, Rows: rows,
		Older: older(path, v.Request.URL.Query(), page.Next), Newer: newest(path, v.Request.URL.Query()),
	})
	return s.show(v, "request/seen", p, err)
}
