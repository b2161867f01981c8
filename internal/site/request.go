package site

import (
	"net/http"
	"net/url"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

func (s *Site) requestRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/requests", Act: account.ListRequests, Title: "page.requests", Do: s.requests},
		{Method: http.MethodGet, Path: "/requests/:folio", Act: account.ReadRequest, Title: "request.title", Verb: audit.RequestRead, Do: s.request},
		{Method: http.MethodPost, Path: "/requests/:folio/answers", Act: account.Answer, Title: "request.title", Stands: "/requests/:folio", Verb: audit.Answered, Do: s.reply},
		{Method: http.MethodGet, Path: "/requests/:folio/withdrawal", Act: account.Withdraw, Title: "request.withdraw", Verb: audit.RequestRead, Do: s.askWithdraw},
		{Method: http.MethodPost, Path: "/requests/:folio/withdrawal", Act: account.Withdraw, Title: "request.withdraw", Verb: audit.Withdrawn, Do: s.withdraw},
	}
}

// Tab is one of the lists a status makes.
type Tab struct {
	To, Text string
	Count    int
	Now      bool
}

// Select is a filter of a list.
type Select struct {
	Name, Label string
	Options     []Option
}

func (s *Site) requests(v *gate.Visit) error {
	done, wrong := s.worded(v, "/requests", "status")
	if done {
		return nil
	}
	l := intake.List{Status: v.Query("status"), Query: v.Query("q"), Cursor: v.Query("cursor")}
	if l.Status != "" && !slices.Contains(trace.Filed, trace.Status(l.Status)) {
		wrong = append(wrong, trace.WrongWord{Typed: "status:" + l.Status, Key: "status"})
	}
	found, err := s.Intake.Requests(v.Request.Context(), v.Actor, l)
	if err != nil {
		return err
	}
	rows, err := s.rows(v, "request-row", desk.Page{Requests: found.Requests})
	if err != nil {
		return err
	}
	data := map[string]any{
		"Rows": rows, "Filtered": l != (intake.List{}), "Whole": v.Actor.Role == account.Coordinator,
		"Selects": []Select{{"status", v.Say.T("field.status", nil), statuses(v.Say)}}, "Older": older("/requests", v.Request.URL.Query(), found.Next),
		"Newer": newest("/requests", v.Request.URL.Query()),
	}
	if l == (intake.List{}) {
		lines, next, err := s.draftLines(v, "")
		if err != nil {
			return err
		}
		data["Drafts"], data["MoreDrafts"] = lines, older("/drafts", url.Values{}, next)
	}
	p, err := s.page(v, data)
	p.Form = url.Values{"q": {l.Query}, "status": {l.Status}}
	if len(wrong) > 0 {
		p.Flash = &Flash{"error", unknownWords(v.Say, wrong)}
		return s.answer(v, http.StatusUnprocessableEntity, "request/list", p, err)
	}
	return s.show(v, "request/list", p, err)
}

func statuses(say *i18n.Printer) (out []Option) {
	for _, x := range trace.Filed {
		out = append(out, Option{Value: string(x), Text: say.T("status."+string(x), nil)})
	}
	return out
}

// older is the path of the next page of a list, "" when there is none.
func older(path string, q url.Values, cursor string) string {
	if cursor == "" {
		return ""
	}
	q.Set("cursor", cursor)
	return withQuery(path, q)
}

// newest is the path of the first page of a list, "" on that page. A keyset
// list knows no page before this one.
func newest(path string, q url.Values) string {
	if q.Get("cursor") == "" {
		return ""
	}
	q.Del("cursor")
	return withQuery(path, q)
}

// request is one address with two pages: for whoever asked, and for whoever
// traces.
func (s *Site) request(v *gate.Visit) error {
	if v.Actor.Role.Staff() {
		return s.work(v)
	}
	d, err := s.Intake.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	values := url.Values{}
	if q := d.Question(); q != nil {
		values = askedValues(v.Say, d.Request.Firearm, q.Fields)
	}
	return s.drawRequest(v, http.StatusOK, d, values, nil)
}

func (s *Site) drawRequest(v *gate.Visit, status int, d trace.Dossier, values url.Values, problems []Problem) error {
	q := d.Question()
	seizure := "/seizures/" + d.Request.SeizureFolio
	p, err := s.page(v, map[string]any{
		"Private": d.Private, "Given": s.given(v, d.Grant), "Opening": openingOf(v, seizure+"/open", "/requests/"+d.Request.Folio),
		"Request": d.Request, "Course": courseOf(v.Say, d), "Called": called(v.Say, d.Request.Firearm), "Rows": requestRows(v.Say, d.Request),
		"Ordinal": ordinal(v.Say, d.Request, len(d.Seizure.Requests)),
		"Events":  events(v, d), "Talk": talk(v, d, d.Thread), "Question": q, "Words": asksIn(v.Say, q), "Fields": s.askedFields(v, q), "About": about(v.Say, q),
		"Results": results(v, d), "CanWithdraw": d.Grant == nil && d.Request.Status.Can(trace.Withdraw),
		"Check": filedCheck(v.Say, d.Request), "Pairs": pairs(v, d),
	})
	p.HasForm, p.Form, p.Problems = q != nil, values, problems
	return s.answer(v, status, "request/show", p, err)
}

// readable is how somebody of an agency stands to a request that they could
// read: of a restricted one they are on the list, one of another agency is
// shared with them.
func readable(v *gate.Visit, r trace.Request) account.Resource {
	on := r.Resource()
	on.Named, on.Granted = on.Restricted, on.AgencyID != v.Actor.AgencyID
	return on
}

func (s *Site) askWithdraw(v *gate.Visit) error {
	d, err := s.Intake.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	on := readable(v, d.Request)
	if err := account.May(v.Actor, account.Withdraw, &on); err != nil {
		return err
	}
	if _, err := d.Request.Status.Move(trace.Withdraw); err != nil {
		return err
	}
	p, err := s.form(v, nil, line(v.Say, d.Request))
	return s.show(v, "request/withdraw", p, err)
}

func (s *Site) withdraw(v *gate.Visit) error {
	folio := v.Param("folio")
	d, err := s.Intake.Request(v.Request.Context(), v.Actor, folio)
	if err != nil {
		return err
	}
	data := line(v.Say, d.Request)
	if v.Switching() {
		return s.again(v, "request/withdraw", data)
	}
	if _, err = s.Intake.Withdraw(v.Request.Context(), v.Actor, folio, typed(v).Get("reason")); err != nil {
		return s.attempt(v, "request/withdraw", data, err)
	}
	return s.done(v, "withdrawn", "/requests/"+folio)
}

// amendable tells whether an answer may correct a field, or only explain it.
func amendable(field string) bool { return slices.Contains(trace.Amendable, field) }
