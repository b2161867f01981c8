package site

import (
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/gate"
	"rastreo/internal/ledger"
)

func (s *Site) dailyRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/agency-log", Act: account.ReadDaily, Title: "page.agency_log", Do: s.agencyLog},
		{Method: http.MethodGet, Path: "/agency-log/:day", Act: account.ReadDaily, Title: "daily.note", Do: s.dailyNote},
	}
}

// agencyLog lists the checkpoint of each day, to be printed and kept.
func (s *Site) agencyLog(v *gate.Visit) error {
	found, err := s.Ledger.Days(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	var last *ledger.Day
	if len(found.List) > 0 {
		last = &found.List[0]
	}
	p, err := s.page(v, map[string]any{
		"Days": found.List, "Last": last, "Key": found.Key, "Keep": s.Ledger.Keep,
		"Older": older("/agency-log", v.Request.URL.Query(), found.Next), "Newer": newest("/agency-log", v.Request.URL.Query()),
	})
	return s.show(v, "audit/daily", p, err)
}

// dailyNote sends the checkpoint of a day as a file that the log can be
// verified against.
func (s *Site) dailyNote(v *gate.Visit) error {
	day := v.Param("day")
	text, err := s.Ledger.Note(v.Request.Context(), v.Actor, day)
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", `attachment; filename="`+s.World+"-"+day+`.checkpoint"`)
	v.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(text))
	return nil
}
