package site

import (
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) transferRoutes() []gate.Route {
	const at, of = "/transfers/:id", "/seizures/:folio/transfer"
	return []gate.Route{
		{Method: http.MethodGet, Path: "/transfers", Act: account.ReadTransfers, Title: "page.transfers", Verb: audit.TransfersRead, Do: s.transfers},
		{Method: http.MethodGet, Path: at, Act: account.ReadTransfers, Title: "transfer.title", Verb: audit.TransfersRead, Do: s.transfer},
		{Method: http.MethodGet, Path: of, Act: account.OfferTransfer, Title: "transfer.offer", Verb: audit.GrantsRead, Do: s.newTransfer},
		{Method: http.MethodPost, Path: of, Act: account.OfferTransfer, Title: "transfer.offer", Verb: audit.TransferOffered, Do: s.offerTransfer},
		{Method: http.MethodPost, Path: at + "/approve", Act: account.ApproveTransfer, Title: "transfer.title", Verb: audit.TransferApproved, Do: s.approveTransfer},
		{Method: http.MethodPost, Path: at + "/accept", Act: account.AcceptTransfer, Title: "transfer.title", Verb: audit.TransferAccepted, Do: s.acceptTransfer},
		{Method: http.MethodPost, Path: at + "/close", Act: account.EndTransfer, Title: "transfer.title", Verb: audit.TransferEnded, Do: s.endTransfer},
	}
}

// Handed is a transfer in a reader's words.
type Handed struct {
	trace.Transfer
	State, For string
	Day        string // when custody passes
	Case       string // the number of the case at the other agency
	Wait, Done bool
}

func (s *Site) handed(say *i18n.Printer, t trace.Transfer) Handed {
	state := t.State(s.Now())
	out := Handed{
		Transfer: t, State: say.T("transfer.state."+string(state), nil), For: word(say, catalog.TransferReason, t.Reason),
		Day: say.Date(t.Date), Wait: t.Waits(s.Now()), Done: state == trace.TransferDone,
	}
	if t.Reference.Number != "" {
		out.Case = word(say, catalog.ReferenceKind, t.Reference.Kind) + " " + t.Reference.Number
	}
	return out
}

func (s *Site) handeds(say *i18n.Printer, list []trace.Transfer) (out []Handed) {
	for _, t := range list {
		out = append(out, s.handed(say, t))
	}
	return out
}

func (s *Site) transfers(v *gate.Visit) error {
	in := v.Query("side") != "out"
	found, err := s.Share.Transfers(v.Request.Context(), v.Actor, in, v.Query("cursor"))
	if err != nil {
		return err
	}
	q := v.Request.URL.Query()
	p, err := s.page(v, map[string]any{
		"List": s.handeds(v.Say, found.List), "Tabs": []Tab{
			{"/transfers", v.Say.T("transfer.in", nil), -1, in}, {"/transfers?side=out", v.Say.T("transfer.out", nil), -1, !in},
		}, "Older": older("/transfers", q, found.Next), "Newer": newest("/transfers", q),
	})
	return s.show(v, "transfer/list", p, err)
}

// transferPage is one transfer, and what the reader can do about it.
type transferPage struct {
	Handed
	CanApprove, CanAccept, CanEnd bool
	Ours                          bool // it is the reader's agency's to hand over
	Kinds                         []Option
}

func (s *Site) transferPage(v *gate.Visit) (p transferPage, err error) {
	t, err := s.Share.Transfer(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return p, err
	}
	p = transferPage{Handed: s.handed(v.Say, t), Ours: t.AgencyID == v.Actor.AgencyID}
	chief, state := v.Actor.Role == account.Coordinator, t.State(s.Now())
	p.CanApprove = p.Ours && chief && state == trace.TransferProposed && t.By != v.Actor.ID
	p.CanAccept = !p.Ours && chief && state == trace.TransferOffered
	p.CanEnd = p.Wait && (p.Ours || chief)
	for _, k := range catalog.ReferenceKind.Codes() {
		p.Kinds = append(p.Kinds, Option{Value: k, Text: word(v.Say, catalog.ReferenceKind, k)})
	}
	return p, nil
}

func (s *Site) transfer(v *gate.Visit) error {
	data, err := s.transferPage(v)
	if err != nil {
		return err
	}
	p, err := s.page(v, data)
	return s.show(v, "transfer/show", p, err)
}

// offerPage is what the form of an offer shows.
type offerPage struct {
	Folio             string
	Agencies, Reasons []Option
}

func (s *Site) offerPage(v *gate.Visit) (p offerPage, err error) {
	a, err := s.Share.Access(v.Request.Context(), v.Actor, v.Param("folio"))
	if err == nil {
		err = account.May(v.Actor, account.OfferTransfer, &a.Mine)
	}
	if err != nil {
		return p, err
	}
	p.Folio = a.Folio
	list, err := s.Share.Agencies(v.Request.Context(), v.Actor)
	for _, x := range list {
		p.Agencies = append(p.Agencies, Option{Value: x.Code, Text: x.Code + " · " + x.Name, Lang: "es"})
	}
	for _, x := range catalog.TransferReason.Codes() {
		p.Reasons = append(p.Reasons, Option{Value: x, Text: word(v.Say, catalog.TransferReason, x)})
	}
	return p, err
}

func (s *Site) newTransfer(v *gate.Visit) error {
	data, err := s.offerPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, nil, data)
	return s.show(v, "transfer/offer", p, err)
}

func (s *Site) offerTransfer(v *gate.Visit) error {
	data, err := s.offerPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "transfer/offer", data)
	}
	posted := typed(v)
	day := Date{Day: posted.Get("handed.day"), Month: posted.Get("handed.month"), Year: posted.Get("handed.year")}
	t, err := s.Share.OfferTransfer(v.Request.Context(), v.Actor, data.Folio, trace.Transfer{
		To: posted.Get("to"), Date: day.Whole(), Document: posted.Get("document"), Reason: posted.Get("transfer_reason"),
	})
	if err != nil {
		return s.attempt(v, "transfer/offer", data, err)
	}
	return s.done(v, "transfer_offered", "/transfers/"+t.ID)
}

// decided goes back to a transfer, or shows it again with what was wrong.
func (s *Site) decided(v *gate.Visit, code, to string, err error) error {
	if err == nil {
		return s.done(v, code, to)
	}
	data, perr := s.transferPage(v)
	if perr != nil {
		return perr
	}
	return s.attempt(v, "transfer/show", data, err)
}

func (s *Site) approveTransfer(v *gate.Visit) error {
	_, err := s.Share.ApproveTransfer(v.Request.Context(), v.Actor, v.Param("id"))
	return s.decided(v, "transfer_approved", "/transfers/"+v.Param("id"), err)
}

func (s *Site) acceptTransfer(v *gate.Visit) error {
	if v.Switching() {
		data, err := s.transferPage(v)
		if err != nil {
			return err
		}
		return s.again(v, "transfer/show", data)
	}
	posted := typed(v)
	t, err := s.Share.AcceptTransfer(v.Request.Context(), v.Actor, v.Param("id"), trace.Taking{
		Reference: trace.Reference{Kind: posted.Get("case_kind"), Number: posted.Get("case_number")},
		Holder:    posted.Get("holder"), Named: trace.UserNames(posted.Get("named")),
	})
	return s.decided(v, "transfer_accepted", "/seizures/"+t.Folio, err)
}

func (s *Site) endTransfer(v *gate.Visit) error {
	_, err := s.Share.EndTransfer(v.Request.Context(), v.Actor, v.Param("id"), typed(v).Get("decline_why"))
	return s.decided(v, "transfer_ended", "/transfers/"+v.Param("id"), err)
}
