package site

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) resultRoutes() []gate.Route {
	const path = "/requests/:folio/result"
	return []gate.Route{
		{Method: http.MethodGet, Path: path, Act: account.Work, Title: "result.conclude", Verb: audit.RequestRead, Do: s.askResult},
		{Method: http.MethodPost, Path: path, Act: account.Work, Title: "result.conclude", Verb: audit.Concluded, Do: s.conclude},
	}
}

// Finding is a result in a reader's words.
type Finding struct {
	Version                 int
	At                      time.Time
	By                      string
	Outcome, Family, Advice string
	Traced                  bool
	Rows                    []Row
	Reason                  string // why it was corrected
	Lang                    string // of the note and the reason
}

// results tells every version of a result, the one that holds first. As with
// events, only staff read the tracer's name.
func results(v *gate.Visit, d trace.Dossier) (out []Finding) {
	say := v.Say
	for _, r := range d.Results {
		by := r.ByName
		if !v.Actor.Role.Staff() {
			by = say.T("request.center", nil)
		}
		out = append(out, Finding{
			Version: r.Version, At: r.At, By: by, Reason: r.Reason, Lang: unlike(say, r.Lang), Rows: resultRows(say, r, d.Request.Recovered),
			Outcome: word(say, catalog.Outcome, r.Outcome), Family: word(say, catalog.OutcomeFamily, r.Family),
			Advice: say.T("advice."+r.Family, nil), Traced: r.Family == "traced",
		})
	}
	return out
}

func resultRows(say *i18n.Printer, r trace.Result, recovered string) []Row {
	t := &rower{say: say, lang: unlike(say, r.Lang)}
	t.said("dealer.name", r.Dealer.Name)
	if r.Dealer.FFL != "" {
		t.add("dealer.ffl", r.Dealer.FFL).Mark = true
	}
	t.said("dealer.city", join(", ", r.Dealer.City, name(say, catalog.USState, r.Dealer.State)))
	t.name("purchaser.name", r.Purchaser.Name)
	if r.Purchaser.Birth.Date != "" {
		t.add("purchaser.birth.date", say.Date(r.Purchaser.Birth.Date))
	}
	if r.Purchaser.Document != "" {
		t.add("purchaser.document", r.Purchaser.Document).Mark = true
	}
	t.place(r.Purchaser.Address)
	if r.Sold != "" {
		t.add("sold", say.Date(r.Sold))
	}
	if r.Sold != "" {
		t.rows = append(t.rows, timeToCrime(say, r.Sold, recovered))
	}
	t.long("note", r.Note)
	return t.rows
}

// timeToCrime says how long it was from the sale to the recovery, in words and
// in days, and whether that is short.
func timeToCrime(say *i18n.Printer, sold, recovered string) Row {
	row := Row{Label: say.T("result.time_to_crime", nil), Value: say.T("answer.unknown", nil)}
	least, most, ok := trace.TimeToCrime(sold, recovered)
	if !ok {
		return row
	}
	row.Value = say.SpanRange(least, most)
	if days := say.DayRange(least, most); days != row.Value {
		row.Value = say.T("result.time_in_days", map[string]any{"span": row.Value, "days": days})
	}
	switch trace.HasteOf(least, most) {
	case trace.Short:
		row.Flag = say.T("result.time_short", nil)
	case trace.Unsure:
		row.Note = say.T("result.time_unsure", nil)
	}
	return row
}

// resultPage is what the form of a result shows beside its fields.
type resultPage struct {
	Line       Line
	Correcting bool
	Groups     []Group // outcomes by family
	Places     Places
	States     []Option
	Linked     []Shared  // what the result may answer too
	Back       *Proposed // what came back
}

// Shared is a linked request that a result may answer too, or why it may not.
type Shared struct {
	Line    Line
	Rows    []TwinRow
	Why     string
	Checked bool
}

// linked lists them beside the request that is concluded.
func (s *Site) linked(v *gate.Visit, r trace.Request, m trace.Move) (out []Shared, err error) {
	list, err := s.Desk.Answerable(v.Request.Context(), v.Actor, r, m)
	for _, a := range list {
		x := Shared{Line: line(v.Say, a.Request), Rows: twinRows(v.Say, r.Firearm, a.Request.Firearm), Checked: slices.Contains(typed(v)["also"], a.Request.Folio)}
		if a.Key != "" {
			x.Why = v.Say.T(a.Key, nil)
		}
		out = append(out, x)
	}
	return out, err
}

func (s *Site) resultPage(v *gate.Visit) (data resultPage, d trace.Dossier, err error) {
	d, err = s.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return data, d, err
	}
	move := trace.Conclude
	if data.Correcting = d.Request.Status == trace.Concluded; data.Correcting {
		move = trace.Correct
	}
	err = desk.May(v.Actor, d.Request, move)
	if err != nil {
		return data, d, err
	}
	data.Line, data.States = line(v.Say, d.Request), named(catalog.USState, v.Say.Lang)
	if data.Linked, err = s.linked(v, d.Request, move); err != nil {
		return data, d, err
	}
	data.Places, err = s.places(v, purchaserPlace(typed(v)))
	return data, d, err
}

// purchaserPlace is as much of a typed address as its choices depend on.
func purchaserPlace(posted url.Values) trace.Place {
	at := func(member string) string { return posted.Get("purchaser.address." + member) }
	return trace.Place{Country: at("country"), Entidad: at("entidad"), Municipio: at("municipio"), Locality: at("locality"), PostalCode: at("postal_code")}
}

func (s *Site) askResult(v *gate.Visit) error {
	data, d, err := s.resultPage(v)
	if err != nil {
		return err
	}
	if data.Correcting && d.Private {
		return s.see(v, "/requests/"+d.Request.Folio) // to say first what the purchaser is shown for
	}
	values := url.Values{"purchaser.address.country": {"US"}}
	r := d.Result()
	if list, err := s.returned(v, d); err != nil {
		return err
	} else if list != nil {
		back := proposedOf(v.Say, *list, d.Request.Recovered)
		r, data.Back = &list.Result, &back
	}
	if r != nil {
		held := *r
		if data.Back == nil {
			held.Reason = ""
		}
		values = unbind(held)
		if data.Places, err = s.places(v, held.Purchaser.Address); err != nil {
			return err
		}
	}
	p, err := s.form(v, values, data)
	return s.show(v, "request/conclude", p, err)
}

// returned is what was proposed last and came back, nil where that is none. Who
// has not said what its people are needed for is not shown it.
func (s *Site) returned(v *gate.Visit, d trace.Dossier) (*trace.Proposal, error) {
	if d.Private {
		return nil, nil
	}
	found, err := s.Desk.Proposals(v.Request.Context(), v.Actor, d.Request.Folio)
	if err != nil || len(found.List) == 0 || found.List[0].Open() || found.List[0].Verdict == trace.SightApproved {
		return nil, err
	}
	return &found.List[0], nil
}

func (s *Site) conclude(v *gate.Visit) error {
	data, d, err := s.resultPage(v)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() || typed(v).Get("refresh") != "" {
		return s.again(v, "request/conclude", data)
	}
	var r trace.Result
	if err := bind(&r, resultFields(typed(v))); err != nil {
		return err
	}
	act, code := s.Desk.Conclude, "concluded"
	if data.Correcting {
		act, code = s.Desk.Correct, "corrected"
	}
	r.Also = typed(v)["also"]
	made, err := act(v.Request.Context(), v.Actor, hold(v), r)
	if err != nil {
		return s.worked(v, "request/conclude", data, err)
	}
	if made.Waits {
		code = "result_proposed"
	}
	return s.done(v, code, "/requests/"+d.Request.Folio)
}

// resultFields keeps the members of a result that are typed: the others are
// the house's own, and an address with nothing but its preset country is no
// address.
func resultFields(posted url.Values) url.Values {
	own := url.Values{}
	for name, texts := range posted {
		top := topOf(name)
		if top == "outcome" || top == "dealer" || top == "purchaser" || top == "sold" || top == "note" || top == "reason" {
			own[name] = texts
		}
	}
	for name, texts := range own {
		if fault.Field(name) != "place.country" && topOf(fault.Field(name)) == "place" && texts[len(texts)-1] != "" {
			return own
		}
	}
	own.Del("purchaser.address.country")
	return own
}

// topOf is the member of the document that a name begins with.
func topOf(name string) string {
	for i, c := range name {
		if c == '.' || c == '[' {
			return name[:i]
		}
	}
	return name
}
