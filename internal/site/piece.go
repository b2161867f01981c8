package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/sheet"
	"rastreo/internal/trace"
)

func (s *Site) pieceRoutes() []gate.Route {
	const at = "/seizures/:folio"
	return []gate.Route{
		{Method: http.MethodGet, Path: at + "/export", Act: account.ExportSeizure, Title: "seizure.export", Verb: audit.SeizureExported, Do: s.exportSeizure},
		{Method: http.MethodGet, Path: at + "/withdrawal", Act: account.Withdraw, Title: "seizure.withdraw", Verb: audit.SeizureRead, Do: s.askWithdrawAll},
		{Method: http.MethodPost, Path: at + "/withdrawal", Act: account.Withdraw, Title: "seizure.withdraw", Verb: audit.Withdrawn, Do: s.withdrawAll},
	}
}

// Piece is one firearm of a seizure, where it stands and what it waits for.
type Piece struct {
	Line
	Waiting  string
	Expected string // a day, or that the clock stands still; "" at the end
	Outcome  string
	Open     bool // it can be taken back
}

// piecePage is how many firearms of a seizure a page shows.
const piecePage = 50

// pieces are the firearms of a seizure with a status, "" for all.
func (s *Site) pieces(say *i18n.Printer, z trace.Seizure, status trace.Status) (out []Piece) {
	for _, r := range z.Requests {
		if status == "" || r.Status == status {
			out = append(out, s.piece(say, r, z.Chased[r.ID]))
		}
	}
	return out
}

func (s *Site) piece(say *i18n.Printer, r trace.Request, chased string) Piece {
	c := r.Course(chased, time.Time{}, s.Now())
	p := Piece{Line: line(say, r), Waiting: word(say, catalog.Waiting, c.Waiting), Open: r.Status.Can(trace.Withdraw)}
	p.Late = c.Late
	switch {
	case !c.DueAt.IsZero():
		p.Expected = say.Day(c.DueAt)
	case r.Status == trace.Returned:
		p.Expected = say.T("request.paused_short", nil)
	}
	if r.Outcome != "" {
		p.Outcome = word(say, catalog.Outcome, r.Outcome)
	}
	return p
}

// pieceTabs are the statuses that firearms of a seizure have.
func pieceTabs(say *i18n.Printer, z trace.Seizure, now trace.Status) []Tab {
	path := "/seizures/" + z.Folio
	out := []Tab{{path, say.T("seizure.all", nil), len(z.Requests), now == ""}}
	for _, x := range trace.Filed {
		n := 0
		for _, r := range z.Requests {
			if r.Status == x {
				n++
			}
		}
		if n > 0 || x == now {
			out = append(out, Tab{withQuery(path, url.Values{"status": {string(x)}}), say.T("status."+string(x), nil), n, x == now})
		}
	}
	return out
}

// pieceList is the part of a seizure's page about its firearms.
type pieceList struct {
	Folio        string
	Pieces       []Piece
	Tabs         []Tab
	Older, Newer string
	Choose       bool // some can be taken back
	CanExport    bool
}

func (s *Site) pieceList(v *gate.Visit, z trace.Seizure, on account.Resource) pieceList {
	status := trace.Status(v.Query("status"))
	if !slices.Contains(trace.Filed, status) {
		status = ""
	}
	q, path := v.Request.URL.Query(), "/seizures/"+z.Folio
	l := pieceList{Folio: z.Folio, Tabs: pieceTabs(v.Say, z, status), Newer: newest(path, q), CanExport: z.Grant == nil && able(v, account.ExportSeizure, on)}
	after, err := strconv.Atoi(v.Query("cursor"))
	if err != nil {
		after = 0 // what is no number is the beginning
	}
	for _, p := range s.pieces(v.Say, z, status) {
		if p.Request.Ordinal <= after {
			continue
		}
		if len(l.Pieces) == piecePage {
			l.Older = older(path, q, strconv.Itoa(l.Pieces[piecePage-1].Request.Ordinal))
			break
		}
		l.Pieces = append(l.Pieces, p)
	}
	l.Choose = z.Grant == nil && able(v, account.Withdraw, on) && slices.ContainsFunc(l.Pieces, func(p Piece) bool { return p.Open })
	return l
}

// heldBy is how somebody of an agency stands to a seizure that they could read.
func heldBy(v *gate.Visit, z trace.Seizure) account.Resource {
	on := z.Resource()
	on.Named, on.Granted = on.Restricted, on.AgencyID != v.Actor.AgencyID
	return on
}

// chosen are the firearms of a seizure that were ticked and can be taken back.
type chosen struct {
	Folio  string
	Pieces []Piece
}

func (s *Site) chosen(v *gate.Visit, folios []string) (c chosen, err error) {
	z, err := s.Intake.Seizure(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return c, err
	}
	on := heldBy(v, z)
	if err := account.May(v.Actor, account.Withdraw, &on); err != nil {
		return c, err
	}
	c.Folio = z.Folio
	for _, p := range s.pieces(v.Say, z, "") {
		if p.Open && slices.Contains(folios, p.Request.Folio) {
			c.Pieces = append(c.Pieces, p)
		}
	}
	return c, nil
}

func (s *Site) askWithdrawAll(v *gate.Visit) error {
	data, err := s.chosen(v, v.Request.URL.Query()["requests"])
	if err != nil {
		return err
	}
	p, err := s.form(v, nil, data)
	return s.show(v, "seizure/withdraw", p, err)
}

func (s *Site) withdrawAll(v *gate.Visit) error {
	data, err := s.chosen(v, typed(v)["requests"])
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "seizure/withdraw", data)
	}
	if len(data.Pieces) == 0 {
		p, err := s.page(v, data)
		return s.answer(v, http.StatusUnprocessableEntity, "seizure/withdraw", p, err)
	}
	var folios []string
	for _, p := range data.Pieces {
		folios = append(folios, p.Request.Folio)
	}
	if _, err := s.Intake.WithdrawAll(v.Request.Context(), v.Actor, folios, typed(v).Get("reason")); err != nil {
		return s.attempt(v, "seizure/withdraw", data, err)
	}
	return s.done(v, "withdrawn_all", "/seizures/"+data.Folio)
}

// exportSeizure answers with the firearms of a seizure as a file, in codes and
// in the reader's words; nothing of people is in it.
func (s *Site) exportSeizure(v *gate.Visit) error {
	z, err := s.Intake.Export(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", `attachment; filename="`+z.Folio+`.csv"`)
	v.Data(http.StatusOK, "text/csv; charset=utf-8", sheet.CSV(s.exported(v.Say, z)))
	return nil
}

func (s *Site) exported(say *i18n.Printer, z trace.Seizure) [][]string {
	key := func(k string) string { return say.T(k, nil) }
	rows := [][]string{{
		key("queue.number"), key("queue.folio"), key("field.firearms.type"), key("field.firearms.manufacturer"), key("field.firearms.model"),
		key("field.firearms.caliber"), key("field.firearms.serial.text"), key("field.firearms.priority"), "status", key("field.status"),
		"waiting", key("course.waiting"), "due_at", key("course.expected"), "outcome", key("field.outcome"), "ended_at",
	}}
	for _, p := range s.pieces(say, z, "") {
		r := p.Request
		rows = append(rows, []string{
			strconv.Itoa(r.Ordinal), r.Folio, word(say, catalog.FirearmType, r.Type), answered(say, r.Manufacturer), answered(say, r.Model),
			answered(say, r.Caliber), r.Serial.Text, word(say, catalog.Priority, r.Priority), string(r.Status), say.T("status."+string(r.Status), nil),
			r.Waiting(z.Chased[r.ID]), p.Waiting, instantText(r.DueAt), p.Expected, r.Outcome, p.Outcome, instantText(r.EndedAt),
		})
	}
	return rows
}

// instantText is an instant as programs read it, "" for none.
func instantText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
