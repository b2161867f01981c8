package site

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) messageRoutes() []gate.Route {
	const at = "/requests/:folio/messages"
	return []gate.Route{
		{Method: http.MethodGet, Path: at, Act: account.ReadRequest, Title: "message.title", Verb: audit.RequestRead, Do: s.messages},
		{Method: http.MethodPost, Path: at, Act: account.Message, Title: "message.title", Verb: audit.Messaged, Do: s.message},
	}
}

// Talk is what two sides have said to each other about a request.
type Talk struct {
	Entries  []Entry // oldest first
	To       string  // path of the whole
	Older    string  // path of the page before, "" when there is none
	MayWrite bool
	Private  bool
}

// Entry is a question, an answer or a message in a reader's words.
type Entry struct {
	At       time.Time
	What, By string
	About    []string
	Words    []Said
	State    string // of a question
	Open     bool
}

// Said are words of somebody, and their language when it is not the page's.
type Said struct{ Text, Lang string }

// said are the words, unless they are withheld.
func said(say *i18n.Printer, text, lang string) (out []Said) {
	if text == "" {
		return nil
	}
	return []Said{{text, unlike(say, lang)}}
}

// talk puts together what a page of messages covers.
func talk(v *gate.Visit, d trace.Dossier, t trace.Thread) Talk {
	to := "/requests/" + d.Request.Folio + "/messages"
	out := Talk{To: to, Older: older(to, url.Values{}, t.Next), Private: d.Private || t.Private, MayWrite: mayWrite(v, d)}
	for _, q := range d.Questions {
		for _, e := range exchange(v, q) {
			if t.Covers(e.At) {
				out.Entries = append(out.Entries, e)
			}
		}
	}
	for _, m := range t.Messages {
		out.Entries = append(out.Entries, Entry{At: m.At, What: v.Say.T("message.message", nil), By: writer(v, m), Words: said(v.Say, m.Text, m.Lang)})
	}
	slices.SortStableFunc(out.Entries, func(a, b Entry) int { return cmp.Compare(a.At.UnixMicro(), b.At.UnixMicro()) })
	return out
}

// exchange is a question and its answer.
func exchange(v *gate.Visit, q trace.Question) (out []Entry) {
	e := Entry{At: q.AskedAt, What: v.Say.T("message.question", nil), About: about(v.Say, &q), Words: wordsOf(q, v.Say.Lang), Open: q.Open()}
	switch {
	case q.Open():
		e.State = v.Say.T("question.open", nil)
	case q.Answer == nil:
		e.State = v.Say.T("question.recalled", nil)
	}
	out = append(out, e)
	if a := q.Answer; a != nil {
		out = append(out, Entry{At: a.AnsweredAt, What: v.Say.T("message.answer", nil), Words: said(v.Say, a.Text, a.Lang)})
	}
	return out
}

// writer is by whom a message is: whoever asked reads "tracing center" of the
// other side.
func writer(v *gate.Visit, m trace.Message) string {
	if account.Role(m.ByRole).Staff() && !v.Actor.Role.Staff() {
		return v.Say.T("request.center", nil)
	}
	return m.ByName
}

// mayWrite tells whether a reader may write to the other side.
func mayWrite(v *gate.Visit, d trace.Dossier) bool {
	if v.Actor.Role.Staff() {
		return desk.MayMessage(v.Actor, d.Request) == nil
	}
	on := readable(v, d.Request)
	return account.Can(v.Actor, account.Message, &on)
}

// messagePage is what the page of messages shows.
type messagePage struct {
	Line  Line
	Talk  Talk
	Staff bool
	Newer string
}

// messagesOf reads a request with a page of its messages, of whoever asked or of
// whoever traces.
func (s *Site) messagesOf(v *gate.Visit) (data messagePage, err error) {
	read, thread := s.Intake.Request, s.Intake.Thread
	if data.Staff = v.Actor.Role.Staff(); data.Staff {
		read, thread = s.Desk.Request, s.Desk.Thread
	}
	d, err := read(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return data, err
	}
	t := d.Thread
	if cursor := v.Query("cursor"); cursor != "" {
		if t, err = thread(v.Request.Context(), v.Actor, v.Param("folio"), cursor); err != nil {
			return data, err
		}
		data.Newer = "/requests/" + d.Request.Folio + "/messages"
	}
	data.Line, data.Talk = line(v.Say, d.Request), talk(v, d, t)
	return data, nil
}

func (s *Site) messages(v *gate.Visit) error {
	data, err := s.messagesOf(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	p.HasForm = data.Talk.MayWrite
	return s.show(v, "request/messages", p, err)
}

func (s *Site) message(v *gate.Visit) error {
	data, err := s.messagesOf(v)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/messages", data)
	}
	if data.Staff {
		_, err = s.Desk.Message(v.Request.Context(), v.Actor, hold(v), typed(v).Get("text"))
	} else {
		_, err = s.Intake.Message(v.Request.Context(), v.Actor, v.Param("folio"), typed(v).Get("text"))
	}
	if err != nil {
		return s.worked(v, "request/messages", data, err)
	}
	return s.done(v, "messaged", "/requests/"+data.Line.Request.Folio+"/messages")
}
