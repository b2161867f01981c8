package notify

import (
	"context"
	"html/template"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/i18n"
	"rastreo/internal/post"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// letter is what a mail says: of each notice what it is about and where in the
// portal the rest stands, and nothing of any person or firearm.
type letter struct {
	Tag, Subject, Lead           string
	Items                        []item
	Code                         string
	Foot                         []string
	Preferences, PreferencesText string
}

// templateName is the file of the letter in HTML.
const templateName = "mail/letter.tmpl"

// item is one notice in it.
type item struct{ Text, Link, At, Note string }

// writer writes to one reader.
type writer struct {
	say  *i18n.Printer
	root string // of the portal
	note string // the checkpoint that is told daily; "" for none
}

// notices writes what has happened.
func (w writer) notices(list []trace.Notice) letter {
	l := w.letter()
	for _, n := range list {
		l.Items = append(l.Items, w.item(n))
	}
	l.Subject = w.say.T("mail.subject", map[string]any{"what": l.Items[0].Text})
	if len(list) > 1 {
		l.Lead = w.say.T("mail.digest", map[string]any{"n": len(list)})
		l.Subject = w.say.T("mail.subject", map[string]any{"what": l.Lead})
	}
	l.Preferences, l.PreferencesText = w.root+"/account/mail", w.say.T("mail.preferences", nil)
	l.Foot = []string{w.say.T("mail.care", nil), w.say.T("mail.automatic", nil)}
	return l
}

func (w writer) letter() letter { return letter{Tag: w.say.Tag()} }

// item says what a notice is about if a mail may, and else that there is one.
func (w writer) item(n trace.Notice) item {
	i := item{Text: w.say.T("mail.discreet", nil), Link: w.root + "/notices", At: w.say.Instant(n.At)}
	if !n.Code.Plain() {
		return i
	}
	i.Text = strings.TrimSuffix(w.say.T("notice."+string(n.Code), nil), ":")
	if n.Code == trace.NoticeAuditDay {
		i.Link, i.Note = w.root+"/agency-log", w.note
	}
	folio, ok := trace.ParseFolio(n.Folio)
	if !ok {
		return i
	}
	i.Text += " · " + folio
	i.Link = w.root + "/seizures/" + folio
	if trace.IsRequest(folio) {
		i.Link = w.root + "/requests/" + folio
	}
	return i
}

// code writes the code that confirms an address.
func (w writer) code(code string, until time.Time) letter {
	l := w.letter()
	l.Subject = w.say.T("mail.subject", map[string]any{"what": w.say.T("mail.code_subject", nil)})
	l.Lead = w.say.T("mail.code", map[string]any{"until": until})
	l.Code = code
	l.Foot = []string{w.say.T("mail.code_foreign", nil), w.say.T("mail.automatic", nil)}
	return l
}

// Trial is a letter that only says that it arrived.
func Trial(web fs.FS, say *i18n.Printer, to string, at time.Time) (post.Letter, error) {
	page, err := template.ParseFS(web, templateName)
	if err != nil {
		return post.Letter{}, err
	}
	l := writer{say: say}.letter()
	l.Lead = say.T("mail.trial", nil)
	l.Subject = say.T("mail.subject", map[string]any{"what": l.Lead})
	l.Foot = []string{say.T("mail.automatic", nil)}
	return l.seal(page, "trial."+strconv.FormatInt(at.UnixNano(), 36), to, at)
}

// text is the letter for whoever reads no HTML.
func (l letter) text() string {
	var b strings.Builder
	para := func(lines ...string) {
		for _, line := range lines {
			if line != "" {
				b.WriteString(line + "\r\n")
			}
		}
		b.WriteString("\r\n")
	}
	if l.Lead != "" {
		para(l.Lead)
	}
	for _, i := range l.Items {
		para(i.Text, i.At, i.Link)
		if i.Note != "" {
			para(strings.ReplaceAll(strings.TrimSpace(i.Note), "\n", "\r\n"))
		}
	}
	if l.Code != "" {
		para(l.Code)
	}
	para(append([]string{"-- "}, l.Foot...)...)
	if l.Preferences != "" {
		para(l.PreferencesText, l.Preferences)
	}
	return b.String()
}

// seal makes the letter one that can be sent.
func (l letter) seal(page *template.Template, id, to string, at time.Time) (post.Letter, error) {
	var html strings.Builder
	err := page.Execute(&html, l)
	return post.Letter{
		ID: id, To: to, Subject: l.Subject, Text: l.text(), HTML: html.String(), Lang: l.Tag,
		Preferences: l.Preferences, At: at, AutoSubmitted: true,
	}, err
}

// to is a writer to whoever an account is of.
func (n *Notify) to(a account.Account) writer {
	return writer{say: n.mail.Bundle.Printer(a.Lang, n.mail.Bundle.Zone(a.Zone)), root: n.mail.Root}
}

// checkpoint is the one that was told last, "" before the first.
func checkpoint(ctx context.Context, tx *store.Tx) (string, error) {
	days, _, err := tx.Dailies(ctx, "", 1)
	if err != nil || len(days) == 0 {
		return "", err
	}
	return audit.Line(days[0].Note), nil
}
