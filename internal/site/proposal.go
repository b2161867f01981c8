package site

import (
	"net/http"
	"net/url"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) proposalRoutes() []gate.Route {
	const get, post, at = http.MethodGet, http.MethodPost, "/requests/:folio/proposal"
	return []gate.Route{
		{Method: get, Path: "/proposals", Act: account.ReadQueue, Title: "page.proposals", Do: s.proposals},
		{Method: get, Path: at, Act: account.Approve, Title: "proposal.title", Verb: audit.ProposalRead, Do: s.proposal},
		{Method: post, Path: at + "/approve", Act: account.Approve, Verb: audit.ProposalEnded, Do: s.approveProposal},
		{Method: post, Path: at + "/return", Act: account.Approve, Title: "proposal.title", Verb: audit.ProposalBack, Do: s.returnProposal},
		{Method: post, Path: at + "/withdraw", Act: account.Work, Verb: audit.ProposalTaken, Do: s.retract},
		{Method: get, Path: "/office/center", Act: account.ChangeCenter, Title: "center.title", Do: s.askCenter},
		{Method: post, Path: "/office/center", Act: account.ChangeCenter, Title: "center.title", Verb: audit.CenterChanged, Do: s.changeCenter},
	}
}

// proposals lists what waits for a second person.
func (s *Site) proposals(v *gate.Visit) error {
	list, next, err := s.Desk.Waiting(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Lines": lines(v.Say, list), "Older": older("/proposals", v.Request.URL.Query(), next), "Newer": newest("/proposals", v.Request.URL.Query()),
	})
	return s.show(v, "proposal/list", p, err)
}

// piece is one field of a result, or a few that are one to whoever reads it.
type piece struct {
	name string
	of   trace.Result // with nothing else in it
}

// pieces takes a result apart, in the order of [trace.ProposalFields].
func pieces(r trace.Result) []piece {
	only := func(name string, p trace.Purchaser) piece { return piece{name, trace.Result{Purchaser: p}} }
	return []piece{
		{"outcome", trace.Result{Outcome: r.Outcome}},
		{"dealer.name", trace.Result{Dealer: trace.Dealer{Name: r.Dealer.Name}}},
		{"dealer.ffl", trace.Result{Dealer: trace.Dealer{FFL: r.Dealer.FFL}}},
		{"dealer.city", trace.Result{Dealer: trace.Dealer{City: r.Dealer.City, State: r.Dealer.State}}},
		{"sold", trace.Result{Sold: r.Sold}},
		only("purchaser.name", trace.Purchaser{Name: r.Purchaser.Name}),
		only("purchaser.birth.date", trace.Purchaser{Birth: r.Purchaser.Birth}),
		only("purchaser.document", trace.Purchaser{Document: r.Purchaser.Document}),
		only("purchaser.address", trace.Purchaser{Address: r.Purchaser.Address}),
		{"note", trace.Result{Note: r.Note, Lang: r.Lang}},
	}
}

// label is what a piece is called.
func (x piece) label(say *i18n.Printer) string {
	if x.name == "purchaser.address" {
		return say.T("result.address", nil)
	}
	return say.T("field."+x.name, nil)
}

// rows describe a piece.
func (x piece) rows(say *i18n.Printer, recovered string) []Row {
	if x.of.Outcome != "" {
		return []Row{{Label: x.label(say), Value: word(say, catalog.Outcome, x.of.Outcome)}}
	}
	return resultRows(say, x.of, recovered)
}

// Point is a piece of a proposal to whoever looks at it, with what was said of
// it when it came back.
type Point struct {
	Name, Label, Note string
	Rows              []Row
}

func pointsOf(say *i18n.Printer, p trace.Proposal, recovered string) (out []Point) {
	for _, x := range pieces(p.Result) {
		if rows := x.rows(say, recovered); len(rows) > 0 || p.Notes[x.name] != "" {
			out = append(out, Point{x.name, x.label(say), p.Notes[x.name], rows})
		}
	}
	return out
}

// Proposed is a proposal in a reader's words.
type Proposed struct {
	ID, By, Decider, State string
	At, DecidedAt          time.Time
	Open                   bool
	Points                 []Point
	Whole, Reason, Lang    string
	Also                   []string
}

func proposedOf(say *i18n.Printer, p trace.Proposal, recovered string) Proposed {
	state := string(p.Verdict)
	if p.Open() {
		state = "waits"
	}
	return Proposed{
		ID: p.ID, By: p.Result.ByName, Decider: p.Decider, State: say.T("proposal.state."+state, nil), At: p.Result.At, DecidedAt: p.DecidedAt,
		Open: p.Open(), Points: pointsOf(say, p, recovered), Whole: p.Notes["whole"], Reason: p.Result.Reason, Lang: unlike(say, p.Result.Lang), Also: p.Also,
	}
}

// lookedAt is a request that waits for a second person, and what waits.
type lookedAt struct {
	Line     Line
	Private  bool
	Opening  opening
	Firearm  []Row
	Calls    []Call
	Proposed *Proposed
	Before   *Finding // the result that would be corrected
	Lead     string   // folio of the request that it was found for, where that is another
	Mine     bool
}

func (s *Site) lookedAt(v *gate.Visit) (data lookedAt, err error) {
	d, err := s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return data, err
	}
	if err := desk.Waits(v.Actor, d.Request); err != nil {
		return data, err
	}
	at := "/requests/" + d.Request.Folio
	data = lookedAt{Line: line(v.Say, d.Request), Private: d.Private, Opening: openingOf(v, at+"/open", at+"/proposal"), Firearm: requestRows(v.Say, d.Request)}
	if d.Private {
		return data, nil
	}
	found, err := s.Desk.Proposals(v.Request.Context(), v.Actor, d.Request.Folio)
	if err != nil || len(found.List) == 0 {
		return data, err
	}
	shown := proposedOf(v.Say, found.List[0], d.Request.Recovered)
	data.Proposed, data.Mine = &shown, found.Mine
	if found.Lead != d.Request.Folio {
		data.Lead = found.Lead
	}
	if past := results(v, d); len(past) > 0 {
		data.Before = &past[0]
	}
	data.Calls = s.calls(v, d.Contacts)
	return data, nil
}

func (s *Site) proposal(v *gate.Visit) error {
	data, err := s.lookedAt(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "proposal/show", p, err)
}

func (s *Site) approveProposal(v *gate.Visit) error {
	if _, err := s.Desk.Approve(v.Request.Context(), v.Actor, v.Param("folio"), typed(v).Get("proposal")); err != nil {
		return err
	}
	return s.done(v, "proposal_approved", "/proposals")
}

// notesOf are what was typed of each field of a proposal.
func notesOf(form url.Values) map[string]string {
	notes := map[string]string{"whole": form.Get("notes")}
	for _, x := range pieces(trace.Result{}) {
		notes[x.name] = form.Get("on." + x.name)
	}
	return notes
}

func (s *Site) returnProposal(v *gate.Visit) error {
	data, err := s.lookedAt(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "proposal/show", data)
	}
	form := typed(v)
	if err := s.Desk.SendBack(v.Request.Context(), v.Actor, v.Param("folio"), form.Get("proposal"), notesOf(form)); err != nil {
		return s.attempt(v, "proposal/show", data, err)
	}
	return s.done(v, "proposal_returned", "/proposals")
}

func (s *Site) retract(v *gate.Visit) error {
	if err := s.Desk.Retract(v.Request.Context(), v.Actor, hold(v)); err != nil {
		return err
	}
	return s.done(v, "proposal_withdrawn", "/requests/"+v.Param("folio"))
}

// proposalsOf are what was proposed of a request that its reader may know.
func (s *Site) proposalsOf(v *gate.Visit, d trace.Dossier) (list []Proposed, err error) {
	if d.Private || d.Request.ClaimedBy != v.Actor.ID && !d.Request.Waits() {
		return nil, nil
	}
	found, err := s.Desk.Proposals(v.Request.Context(), v.Actor, d.Request.Folio)
	for _, p := range found.List {
		if p.Verdict != trace.SightApproved {
			list = append(list, proposedOf(v.Say, p, d.Request.Recovered))
		}
	}
	return list, err
}

func (s *Site) askCenter(v *gate.Visit) error {
	on, err := s.Office.Center(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	values := url.Values{}
	if on.Second {
		values.Set("second", "yes")
	}
	p, err := s.form(v, values, on)
	return s.show(v, "office/center", p, err)
}

func (s *Site) changeCenter(v *gate.Visit) error {
	on, err := s.Office.Center(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "office/center", on)
	}
	if err := s.Office.SetSecond(v.Request.Context(), v.Actor, typed(v).Get("second") != ""); err != nil {
		return err
	}
	return s.done(v, "center_changed", "/office/center")
}
