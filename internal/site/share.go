package site

import (
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/share"
	"rastreo/internal/trace"
)

func (s *Site) shareRoutes() []gate.Route {
	const at = "/shared/:id"
	return []gate.Route{
		{Method: http.MethodGet, Path: "/seizures/:folio/grant", Act: account.ProposeGrant, Title: "grant.title", Verb: audit.GrantsRead, Do: s.newGrant},
		{Method: http.MethodPost, Path: "/seizures/:folio/grant", Act: account.ProposeGrant, Title: "grant.title", Verb: audit.GrantProposed, Do: s.proposeGrant},
		{Method: http.MethodGet, Path: "/shared", Act: account.RevokeGrant, Title: "page.shared", Verb: audit.GrantsRead, Do: s.shared},
		{Method: http.MethodGet, Path: "/shared/all", Act: account.StopGrant, Title: "page.shared", Verb: audit.GrantsRead, Do: s.allShared},
		{Method: http.MethodPost, Path: at + "/approve", Act: account.ApproveGrant, Title: "page.shared", Verb: audit.GrantApproved, Do: s.approveGrant},
		{Method: http.MethodPost, Path: at + "/accept", Act: account.AcceptGrant, Title: "page.shared", Verb: audit.GrantAccepted, Do: s.acceptGrant},
		{Method: http.MethodPost, Path: at + "/refuse", Act: account.RevokeGrant, Title: "page.shared", Verb: audit.GrantRefused, Do: s.refuseGrant},
		{Method: http.MethodPost, Path: at + "/revoke", Act: account.RevokeGrant, Title: "page.shared", Verb: audit.GrantRevoked, Do: s.revokeGrant},
		{Method: http.MethodPost, Path: at + "/stop", Act: account.StopGrant, Title: "page.shared", Verb: audit.GrantRevoked, Do: s.stopGrant},
	}
}

// grantPage is what the form of a grant shows.
type grantPage struct {
	Folio                      string
	Agencies, Fields, Purposes []Option
}

func (s *Site) grantPage(v *gate.Visit) (p grantPage, err error) {
	a, err := s.Share.Access(v.Request.Context(), v.Actor, v.Param("folio"))
	if err == nil {
		err = account.May(v.Actor, account.ProposeGrant, &a.Mine)
	}
	if err != nil {
		return p, err
	}
	p.Folio = a.Folio
	list, err := s.Share.Agencies(v.Request.Context(), v.Actor)
	for _, x := range list {
		p.Agencies = append(p.Agencies, Option{Value: x.Code, Text: x.Code + " · " + x.Name, Lang: "es"})
	}
	for _, f := range catalog.GrantField.Codes() {
		if f != "firearm" {
			p.Fields = append(p.Fields, Option{Value: f, Text: word(v.Say, catalog.GrantField, f)})
		}
	}
	for _, x := range catalog.Purpose.Codes() {
		p.Purposes = append(p.Purposes, Option{Value: x, Text: word(v.Say, catalog.Purpose, x)})
	}
	return p, err
}

func (s *Site) newGrant(v *gate.Visit) error {
	data, err := s.grantPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, nil, data)
	return s.show(v, "share/propose", p, err)
}

func (s *Site) proposeGrant(v *gate.Visit) error {
	data, err := s.grantPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "share/propose", data)
	}
	posted := typed(v)
	day := Date{Day: posted.Get("until.day"), Month: posted.Get("until.month"), Year: posted.Get("until.year")}
	g := trace.Grant{
		To: posted.Get("to"), People: []string{posted.Get("readers")}, Fields: posted["fields"], Purpose: posted.Get("purpose"),
		Words: posted.Get("words"), Until: day.Whole(),
	}
	if _, err := s.Share.Propose(v.Request.Context(), v.Actor, data.Folio, g); err != nil {
		return s.attempt(v, "share/propose", data, err)
	}
	return s.done(v, "grant_proposed", "/seizures/"+data.Folio+"/access")
}

// sharedPage is what somebody has to do with grants, in their words.
type sharedPage struct {
	Read, Approve, Taken []Given
	Accept               []Offered
	Named                []string
	Coordinator          bool
}

// Offered is a grant to be accepted, and who of the agency would read.
type Offered struct {
	Given
	Ours []Option
}

func (s *Site) sharedPage(v *gate.Visit) (p sharedPage, err error) {
	all, err := s.Share.Shared(v.Request.Context(), v.Actor)
	if err != nil {
		return p, err
	}
	p = sharedPage{
		Read: s.givens(v.Say, all.Read), Approve: s.givens(v.Say, all.Approve), Taken: s.givens(v.Say, all.Taken), Named: all.Named,
		Coordinator: v.Actor.Role == account.Coordinator,
	}
	for _, x := range all.Accept {
		p.Accept = append(p.Accept, s.offered(v, x))
	}
	return p, nil
}

func (s *Site) offered(v *gate.Visit, x share.Offer) Offered {
	out := Offered{Given: s.givenOf(v.Say, x.Grant)}
	for _, a := range x.Ours {
		out.Ours = append(out.Ours, Option{Value: a.Username, Text: a.Name, Hint: a.Username})
	}
	return out
}

func (s *Site) shared(v *gate.Visit) error {
	data, err := s.sharedPage(v)
	if err != nil {
		return err
	}
	p, err := s.page(v, data)
	return s.show(v, "share/list", p, err)
}

func (s *Site) allShared(v *gate.Visit) error {
	list, err := s.Share.All(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	p, err := s.page(v, s.givens(v.Say, list))
	return s.show(v, "share/all", p, err)
}

func (s *Site) approveGrant(v *gate.Visit) error {
	_, err := s.Share.Approve(v.Request.Context(), v.Actor, v.Param("id"))
	return s.settled(v, "grant_approved", err)
}

func (s *Site) acceptGrant(v *gate.Visit) error {
	_, err := s.Share.Accept(v.Request.Context(), v.Actor, v.Param("id"), typed(v)["readers"])
	return s.settled(v, "grant_accepted", err)
}

func (s *Site) refuseGrant(v *gate.Visit) error {
	_, err := s.Share.Refuse(v.Request.Context(), v.Actor, v.Param("id"))
	return s.settled(v, "grant_ended", err)
}

// settled goes back to the list, or shows it again with what was wrong.
func (s *Site) settled(v *gate.Visit, code string, err error) error {
	if err == nil {
		return s.done(v, code, "/shared")
	}
	data, perr := s.sharedPage(v)
	if perr != nil {
		return perr
	}
	return s.attempt(v, "share/list", data, err)
}

// revokeGrant goes back to the seizure, where the giver was.
func (s *Site) revokeGrant(v *gate.Visit) error {
	g, err := s.Share.Revoke(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	if g.AgencyID == v.Actor.AgencyID {
		return s.done(v, "grant_ended", "/seizures/"+g.Folio+"/access")
	}
	return s.done(v, "grant_ended", "/shared")
}

func (s *Site) stopGrant(v *gate.Visit) error {
	if _, err := s.Share.Stop(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "grant_ended", "/shared/all")
}
