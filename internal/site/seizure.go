package site

import (
	"net/http"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) seizureRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/seizures/:folio", Act: account.ReadSeizure, Title: "seizure.title", Verb: audit.SeizureRead, Do: s.seizure},
		{Method: http.MethodGet, Path: "/seizures/:folio/receipt", Act: account.ReadSeizure, Title: "seizure.receipt", Verb: audit.SeizureRead, Do: s.receipt},
	}
}

// Line is a request in a list.
type Line struct {
	Request   trace.Request
	Called    string // the firearm in one line
	Recovered string
	Entidad   string
	Late      bool          // past the time it was due
	Present   string        // who has it before them
	Overdue   trace.Overdue // somebody of the chain has not answered in time
}

func line(say *i18n.Printer, r trace.Request) Line {
	return Line{
		Request: r, Called: called(say, r.Firearm), Recovered: say.Date(r.Recovered), Entidad: entidad(say, trace.Place{Entidad: r.Entidad}),
	}
}

func lines(say *i18n.Printer, requests []trace.Request) (out []Line) {
	for _, r := range requests {
		out = append(out, line(say, r))
	}
	return out
}

func (s *Site) seizure(v *gate.Visit) error { return s.drawSeizure(v, "seizure/show") }

func (s *Site) receipt(v *gate.Visit) error { return s.drawSeizure(v, "seizure/receipt") }

func (s *Site) drawSeizure(v *gate.Visit, name string) error {
	z, err := s.Intake.Seizure(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	custody, err := s.Share.Custody(v.Request.Context(), v.Actor, z.Folio)
	if err != nil {
		return err
	}
	on := z.Resource()
	on.Named = on.Restricted // whoever reads it may know of it
	p, err := s.page(v, map[string]any{
		"CanAccess": able(v, account.SeeViewers, on), "CanOffer": able(v, account.OfferTransfer, on), "Custody": s.handeds(v.Say, custody), "Given": s.given(v, z.Grant),
		"Opening": openingOf(v, "/seizures/"+z.Folio+"/open", "/seizures/"+z.Folio),
		"Seizure": z, "List": s.pieceList(v, z, heldBy(v, z)), "Lines": lines(v.Say, z.Requests), "Groups": seizureGroups(v.Say, z, filed),
		"Date": dateSaid(v.Say, z.Recovered.Date, trace.Unknown), "Spot": address(v.Say, z.Recovered.Place).Line(),
	})
	return s.show(v, name, p, err)
}

// seizureGroups describes everything of a seizure but its firearms, in rows of
// one kind: filed or taken.
func seizureGroups(say *i18n.Printer, z trace.Seizure, rows func(*i18n.Printer) *rower) []Group {
	groups := []Group{
		{say.T("draft.case", nil), "", caseRows(say, z.Filing)},
		{say.T("draft.place", nil), "", recoveryRows(rows(say), z.Recovered)},
	}
	for i, w := range z.People {
		groups = append(groups, Group{who(say, w, i), "", personRows(rows(say), w)})
	}
	if z.Grant != nil {
		return grantedGroups(z, groups)
	}
	return groups
}

// ordinal is the number of a firearm in its seizure: 2 of 3.
func ordinal(say *i18n.Printer, r trace.Request, of int) string {
	return say.T("request.ordinal", map[string]any{"number": strconv.Itoa(r.Ordinal), "of": strconv.Itoa(of)})
}
