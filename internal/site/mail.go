package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

func (s *Site) mailRoutes() []gate.Route {
	const at, title = "/account/mail", "page.mail"
	return []gate.Route{
		{Method: http.MethodGet, Path: at, Act: account.OwnAccount, Title: title, Do: s.mailbox},
		{Method: http.MethodPost, Path: at, Act: account.OwnAccount, Title: title, Verb: audit.AccountChanged, Do: s.saveWays},
		{Method: http.MethodPost, Path: at + "/address", Act: account.OwnAccount, Title: title, Verb: audit.AccountChanged, Stands: at, Do: s.wantAddress},
		{Method: http.MethodPost, Path: at + "/confirm", Act: account.OwnAccount, Title: title, Verb: audit.AccountChanged, Stands: at, Do: s.confirmAddress},
	}
}

// mailPage is where a reader's notices are mailed, and what they choose for
// each topic.
type mailPage struct {
	trace.Mailbox
	Mails  bool // notices are mailed here
	Topics []topic
}

// topic is a question of the form, by the name of its field.
type topic struct {
	Name, Label string
	Options     []Option
}

// ways puts the topics that a reader is told of as a form has them.
func ways(v *gate.Visit) (list []topic) {
	for _, t := range trace.TopicsOf(v.Actor.Role) {
		q := topic{Name: way(t), Label: v.Say.T("topic."+string(t), nil)}
		for _, w := range trace.Ways {
			q.Options = append(q.Options, Option{Value: string(w), Text: v.Say.T("way."+string(w), nil)})
		}
		list = append(list, q)
	}
	return list
}

// way is the name of the field of a topic.
func way(t trace.Topic) string { return "way_" + string(t) }

// mailData is the page of a reader, and what is chosen on it.
func (s *Site) mailData(v *gate.Visit) (data mailPage, chosen url.Values, err error) {
	box, err := s.Notify.Mailbox(v.Request.Context(), v.Actor)
	chosen = url.Values{"mail_address": {box.Address}}
	if box.Wanted != "" {
		chosen.Set("mail_address", box.Wanted)
	}
	for _, t := range trace.TopicsOf(v.Actor.Role) {
		chosen.Set(way(t), string(box.Way(t)))
	}
	return mailPage{Mailbox: box, Mails: s.Notify.Mails(), Topics: ways(v)}, chosen, err
}

func (s *Site) mailbox(v *gate.Visit) error {
	data, chosen, err := s.mailData(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, chosen, data)
	return s.show(v, "account/mail", p, err)
}

func (s *Site) saveWays(v *gate.Visit) error {
	if v.Switching() {
		return s.mailAgain(v)
	}
	chosen := map[trace.Topic]trace.Way{}
	for _, t := range trace.TopicsOf(v.Actor.Role) {
		chosen[t] = trace.Way(typed(v).Get(way(t)))
	}
	err := s.Notify.SaveWays(v.Request.Context(), v.Actor, chosen)
	return s.mailed(v, err, "ways")
}

func (s *Site) wantAddress(v *gate.Visit) error {
	address := typed(v).Get("mail_address")
	said := "mail_code"
	if address == "" {
		said = "mail_off"
	}
	return s.mailed(v, s.Notify.WantAddress(v.Request.Context(), v.Actor, address), said)
}

func (s *Site) confirmAddress(v *gate.Visit) error {
	err := s.Notify.ConfirmAddress(v.Request.Context(), v.Actor, typed(v).Get("mail_code"))
	typed(v).Del("mail_code")
	return s.mailed(v, err, "mail_on")
}

// mailAgain shows the page as it was, with what was chosen on it, in the language
// that was asked for.
func (s *Site) mailAgain(v *gate.Visit) error {
	data, chosen, err := s.mailData(v)
	if err != nil {
		return err
	}
	fillUp(v, chosen)
	return s.again(v, "account/mail", data)
}

// fillUp adds to what was typed in one form of a page what the others held.
func fillUp(v *gate.Visit, held url.Values) {
	for name, values := range held {
		if !typed(v).Has(name) {
			typed(v)[name] = values
		}
	}
}

// mailed answers to one of the forms of the page: each shows again what was
// typed in it, and the others what they held.
func (s *Site) mailed(v *gate.Visit, err error, said string) error {
	if err == nil {
		return s.done(v, said, "/account/mail")
	}
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid {
		return err
	}
	data, chosen, failed := s.mailData(v)
	if failed != nil {
		return failed
	}
	fillUp(v, chosen)
	return s.attempt(v, "account/mail", data, err)
}
