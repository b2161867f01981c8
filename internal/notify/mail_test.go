package notify_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/notify"
	"rastreo/internal/post"
	"rastreo/internal/post/posttest"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/locales"
	"rastreo/web"
)

const root = "https://rastreo.example.mx"

// house is a world that mails, with a submitter in Mexico and a tracer in the
// United States.
type house struct {
	*storetest.Fixture
	*notify.Notify
	t      *testing.T
	server *posttest.Server
	log    *bytes.Buffer
	ana    account.Actor
	joe    account.Actor
}

func each(t *testing.T, f func(*testing.T, *house)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		h := &house{Fixture: x, t: t, server: posttest.Start(t, post.StartTLS), log: &bytes.Buffer{}}
		h.Notify = h.mailing(h.server.Config())
		fgr, center := x.Agency("FGR", account.Federal), x.Agency("NTC", account.Center)
		h.ana = h.person(fgr, account.Submitter, "es", "America/Tijuana")
		h.joe = h.person(center, account.Tracer, "en", "America/New_York")
		f(t, h)
	})
}

func (h *house) mailing(c post.Config) *notify.Notify {
	h.t.Helper()
	p, err := post.New(c)
	must(h.t, err)
	words, err := i18n.Load(locales.FS)
	must(h.t, err)
	n, err := notify.New(h.Store, h.Clock.Now).WithMail(notify.Mail{
		Post: p, Root: root, Web: web.FS, Bundle: words, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(h.log, nil)),
	})
	must(h.t, err)
	return n
}

func (h *house) person(agency account.Agency, role account.Role, lang, zone string) account.Actor {
	h.t.Helper()
	a := h.Account(agency, role)
	a.Lang, a.Zone = lang, zone
	h.Write(func(tx *store.Tx) error { return tx.SaveSettings(h.t.Context(), a) })
	return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Name: a.Name, Role: role, Lang: lang, Zone: zone}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tell writes down that somebody is told something, and makes the notices.
func (h *house) tell(to account.Actor, folio string, codes ...trace.NoticeCode) {
	h.t.Helper()
	h.Write(func(tx *store.Tx) error {
		for _, code := range codes {
			must(h.t, tx.Tell(h.t.Context(), trace.Notice{AccountID: to.ID, Folio: folio, Code: code}))
		}
		return nil
	})
	_, err := h.Deliver(h.t.Context())
	must(h.t, err)
}

// sent hands over what is due until nothing is, and returns what was taken.
func (h *house) sent() []posttest.Mail {
	h.t.Helper()
	for {
		n, err := h.Send(h.t.Context())
		must(h.t, err)
		if n == 0 {
			return h.server.Taken()
		}
	}
}

// at moves the clock on to the next time a clock of a zone shows so.
func (h *house) at(zone, when string) {
	h.t.Helper()
	where, err := time.LoadLocation(zone)
	must(h.t, err)
	hour, err := time.Parse("15:04", when)
	must(h.t, err)
	now := h.Clock.Now()
	here := now.In(where)
	next := time.Date(here.Year(), here.Month(), here.Day(), hour.Hour(), hour.Minute(), 0, 0, where)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	h.Clock.Advance(next.Sub(now))
}

var digits = regexp.MustCompile(`\b\d{8}\b`)

// confirmed gives somebody an address.
func (h *house) confirmed(who account.Actor, address string) {
	h.t.Helper()
	must(h.t, h.WantAddress(h.t.Context(), who, address))
	taken := h.sent()
	if len(taken) != 1 || taken[0].To != address {
		h.t.Fatalf("the code went to %+v", taken)
	}
	must(h.t, h.ConfirmAddress(h.t.Context(), who, digits.FindString(texts(h.t, taken[0])[0])))
	_, err := h.Deliver(h.t.Context())
	must(h.t, err)
	if taken := h.sent(); len(taken) != 1 { // that it is another now
		h.t.Fatalf("%d mails say that the address is confirmed", len(taken))
	}
}

// texts are the plain text of a mail and the HTML.
func texts(t *testing.T, m posttest.Mail) (list []string) {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(m.Raw))
	must(t, err)
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	must(t, err)
	for r := multipart.NewReader(read.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err != nil {
			return list
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		must(t, err)
		list = append(list, string(text))
	}
}

func subject(t *testing.T, m posttest.Mail) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(m.Head("Subject"))
	must(t, err)
	return text
}

const folio = "RM-2026-7KXH4P-T"

// A mail says in its reader's language what a notice is about and where the
// rest stands, under the id that the notice has.
func TestMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		h.confirmed(h.joe, "joe@ntc.example.gov")
		z := h.File(account.Account{ID: h.ana.ID, AgencyID: h.ana.AgencyID}, 1)
		asked := z.Requests[0].Folio
		h.tell(h.ana, asked, trace.NoticeQuestion)
		taken := h.sent()
		if len(taken) != 1 {
			t.Fatalf("%d mails", len(taken))
		}
		page, err := h.Notices(t.Context(), h.ana, "")
		must(t, err)
		m := taken[0]
		if m.To != "ana@fgr.example.mx" || m.Head("Message-Id") != "<"+page.Notices[0].ID+"@rastreo.example>" || m.Head("Content-Language") != "es-MX" {
			t.Errorf("%s %s %s", m.To, m.Head("Message-Id"), m.Head("Content-Language"))
		}
		if got := m.Head("List-Unsubscribe"); got != "<"+root+"/account/mail>" {
			t.Error(got)
		}
		if got := subject(t, m); got != "Aviso de Rastreo: El centro de rastreo le hizo una pregunta · "+asked {
			t.Error(got)
		}
		for _, text := range texts(t, m) {
			for _, want := range []string{asked, root + "/requests/" + asked, root + "/account/mail", "5 de marzo de 2026", "Tijuana"} {
				if !strings.Contains(text, want) {
					t.Errorf("the mail lacks %q:\n%s", want, text)
				}
			}
			h.discreet(z, text)
		}
		must(t, h.SaveWays(t.Context(), h.joe, map[trace.Topic]trace.Way{
			trace.TopicWork: trace.AtOnce, trace.TopicProgress: trace.InPortal, trace.TopicAccount: trace.InDigest,
		}))
		h.tell(h.joe, asked, trace.NoticeAnswered, trace.NoticePriority)
		taken = h.sent()
		if len(taken) != 1 || subject(t, taken[0]) != "Rastreo notice: Your question was answered · "+asked || taken[0].Head("Content-Language") != "en-US" {
			t.Errorf("%+v", taken)
		}
	})
}

// discreet wants a text to say nothing of anybody or anything in a seizure.
func (h *house) discreet(z trace.Seizure, text string) {
	h.t.Helper()
	words := []string{h.ana.Name, h.joe.Name, "José Ángel", "Treviño", "Ñoño", "punto de revisión", "Calle Sexta", "La Retama"}
	for _, r := range z.Requests {
		words = append(words, r.Serial.Text, r.Manufacturer, r.Model)
	}
	for _, word := range words {
		if word != "" && strings.Contains(text, word) {
			h.t.Errorf("the mail tells %q:\n%s", word, text)
		}
	}
}

// Of every notice there is a mail in both languages that can be read, and those
// that a mailbox must not tell of say only that there is one.
func TestEveryNotice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		for _, lang := range i18n.Langs {
			h.Write(func(tx *store.Tx) error {
				return tx.SaveSettings(t.Context(), account.Account{ID: h.ana.ID, Name: h.ana.Name, Lang: lang, Zone: h.ana.Zone})
			})
			for _, code := range trace.NoticeCodes {
				must(t, h.SaveWays(t.Context(), h.ana, once(h.ana.Role)))
				h.Write(func(tx *store.Tx) error {
					return tx.SaveWays(t.Context(), h.ana.ID, map[trace.Topic]trace.Way{code.Topic(): trace.AtOnce})
				})
				h.tell(h.ana, folio, code)
				taken := h.sent()
				if code == trace.NoticeMailRefused {
					if len(taken) != 0 {
						t.Errorf("%s is mailed", code)
					}
					continue
				}
				if len(taken) != 1 {
					t.Fatalf("%s: %d mails", code, len(taken))
				}
				text := strings.Join(texts(t, taken[0]), "")
				if strings.Contains(text, "⟦") || strings.Contains(text, "<no value>") || strings.Contains(text, folio) != code.Plain() {
					t.Errorf("%s (%s):\n%s", code, lang, text)
				}
			}
		}
	})
}

// once is everything at once.
func once(role account.Role) map[trace.Topic]trace.Way {
	ways := map[trace.Topic]trace.Way{}
	for _, topic := range trace.TopicsOf(role) {
		ways[topic] = trace.AtOnce
	}
	return ways
}

// An address gets nothing but a code until the code comes back from its owner,
// who has few tries.
func TestAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		for _, typed := range []string{"nadie", "a@b", "a@example.mx\r\nBcc: b@example.mx", "Ana <a@example.mx>", "a@example.mx, b@example.mx", "á@example.mx"} {
			if err := h.WantAddress(ctx, h.ana, typed); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", typed, err)
			}
		}
		must(t, h.WantAddress(ctx, h.ana, " ana@FGR.example.mx "))
		h.tell(h.ana, folio, trace.NoticeQuestion)
		taken := h.sent()
		if len(taken) != 1 || taken[0].To != "ana@fgr.example.mx" || strings.Contains(taken[0].Raw, folio) {
			t.Fatalf("taken %+v", taken)
		}
		code := digits.FindString(texts(t, taken[0])[0])
		for range 5 {
			err := h.ConfirmAddress(ctx, h.ana, "00000000")
			if !fault.Is(err, fault.Invalid) {
				t.Error(err)
			}
		}
		if err := h.ConfirmAddress(ctx, h.ana, code); !fault.Is(err, fault.Invalid) {
			t.Errorf("after five tries: %v", err)
		}
		if err := h.ConfirmAddress(ctx, h.joe, code); !fault.Is(err, fault.Invalid) {
			t.Errorf("somebody else's code: %v", err)
		}
		h.confirmed(h.ana, "ana@fgr.example.mx")
		// Somebody else may have the same: that is told to nobody.
		h.confirmed(h.joe, "ana@fgr.example.mx")
		// Another one gets nothing before it is confirmed, and the first goes on.
		must(t, h.WantAddress(ctx, h.ana, "otra@fgr.example.mx"))
		_ = h.sent()
		h.tell(h.ana, folio, trace.NoticeQuestion)
		if taken := h.sent(); len(taken) != 1 || taken[0].To != "ana@fgr.example.mx" {
			t.Errorf("meanwhile %+v", taken)
		}
		must(t, h.WantAddress(ctx, h.ana, ""))
		h.tell(h.ana, folio, trace.NoticeQuestion)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("after it was taken away %+v", taken)
		}
		for range 5 {
			_ = h.WantAddress(ctx, h.ana, "ana@fgr.example.mx")
		}
		if err := h.WantAddress(ctx, h.ana, "ana@fgr.example.mx"); !fault.Is(err, fault.TooMany) {
			t.Errorf("without end: %v", err)
		}
	})
}

// What is not urgent comes together on the next working day at eight; what was
// read meanwhile, is muted, or became secret does not come.
func TestDigest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		for range 2 { // until Friday the sixth
			h.at("America/Tijuana", "12:00")
		}
		h.tell(h.ana, folio, trace.NoticeReceived)
		h.tell(h.ana, folio, trace.NoticePriority)
		for range 3 { // until Monday
			h.at("America/Tijuana", "07:59")
		}
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("before %+v", taken)
		}
		h.tell(h.ana, folio, trace.NoticePriority) // too late for this one
		h.Clock.Advance(time.Minute)
		taken := h.sent()
		if len(taken) != 1 || subject(t, taken[0]) != "Aviso de Rastreo: Tiene 2 avisos" {
			t.Fatalf("on Monday %+v", taken)
		}
		if text := texts(t, taken[0])[0]; strings.Count(text, folio) != 4 {
			t.Errorf("the digest:\n%s", text)
		}
		must(t, h.ReadAll(t.Context(), h.ana))
		h.Clock.Advance(24 * time.Hour)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("what was read %+v", taken)
		}

		z := h.File(account.Account{ID: h.ana.ID, AgencyID: h.ana.AgencyID}, 1)
		h.tell(h.ana, z.Folio, trace.NoticeReceived)
		h.tell(h.ana, z.Requests[0].Folio, trace.NoticePriority)
		h.Write(func(tx *store.Tx) error {
			must(t, tx.Mute(t.Context(), h.ana.ID, []string{string(trace.NoticeReceived)}))
			must(t, tx.Name(t.Context(), z.ID, h.joe.ID, h.joe.ID))
			return tx.Restrict(t.Context(), z.ID, true)
		})
		h.Clock.Advance(24 * time.Hour)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("what is muted or secret %+v", taken)
		}
	})
}

// Nothing is sent at night, neither what happens then nor what a dead server
// held up until then.
func TestNoMailAtNight(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		h.at("America/Tijuana", "23:00")
		h.tell(h.ana, folio, trace.NoticeQuestion)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("at night %+v", taken)
		}
		h.at("America/Tijuana", "07:00")
		if taken := h.sent(); len(taken) != 1 {
			t.Errorf("in the morning %+v", taken)
		}
		h.at("America/Tijuana", "20:59")
		h.server.Answer(posttest.Busy)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("busy, but %+v", taken)
		}
		for range 18 {
			h.Clock.Advance(30 * time.Minute)
			if taken := h.sent(); len(taken) != 0 {
				t.Errorf("at %v %+v", h.Clock.Now(), taken)
			}
		}
		h.Clock.Advance(time.Hour + time.Minute)
		if taken := h.sent(); len(taken) != 1 {
			t.Errorf("in the morning after %+v", taken)
		}
	})
}

// A server that is busy is asked again, later and later; one that has no such
// address is not, and neither is who refuses this mail.
func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		h.server.Answer(posttest.Busy, posttest.Busy)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		var ids []string
		for range 6 {
			for _, m := range h.sent() {
				ids = append(ids, m.Head("Message-Id"))
			}
			h.Clock.Advance(2 * time.Minute)
		}
		if len(ids) != 1 {
			t.Errorf("it arrived as %v", ids)
		}
		h.counts(0, 0)

		h.server.Answer(posttest.NoRelay)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		h.counts(1, 0)
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("refused, but %+v", taken)
		}
		h.counts(0, 1)

		h.server.Answer(posttest.Unknown)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		_ = h.sent()
		h.counts(0, 1)
		box, err := h.Mailbox(t.Context(), h.ana)
		must(t, err)
		if box.Address != "" || box.Refused != "ana@fgr.example.mx" {
			t.Errorf("the mailbox is %+v", box)
		}
		_, err = h.Deliver(t.Context())
		must(t, err)
		page, err := h.Notices(t.Context(), h.ana, "")
		must(t, err)
		if !slices.ContainsFunc(page.Notices, func(n trace.Notice) bool { return n.Code == trace.NoticeMailRefused }) {
			t.Errorf("told %+v", page.Notices)
		}
		if log := h.log.String(); strings.Contains(log, "example.mx") || strings.Contains(log, "@") {
			t.Errorf("logged:\n%s", log)
		}
	})
}

// counts wants so many mails to wait, and so many to have been given up.
func (h *house) counts(waiting, failed int) {
	h.t.Helper()
	h.Read(func(tx *store.Tx) error {
		w, f, err := tx.Mails(h.t.Context())
		if w != waiting || f != failed {
			h.t.Errorf("%d wait and %d were given up, want %d and %d", w, f, waiting, failed)
		}
		return err
	})
}

// A server that is gone for two days loses nothing; after three days a mail is
// given up, and goes when somebody wants it to.
func TestServerGone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		h.confirmed(h.joe, "joe@ntc.example.gov")
		gone := h.server.Config()
		gone.Server = "127.0.0.1:1"
		there := h.Notify
		h.at("America/New_York", "12:00")
		h.Notify = h.mailing(gone)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		tries := 0
		for end := h.Clock.Now().Add(48 * time.Hour); h.Clock.Now().Before(end); h.Clock.Advance(10 * time.Minute) {
			if _, err := h.Send(t.Context()); err != nil {
				tries++
			}
		}
		h.counts(1, 0)
		if tries < 10 || tries > 60 {
			t.Errorf("%d tries in two days", tries)
		}
		h.Notify = there
		h.Clock.Advance(3 * time.Hour)
		if taken := h.sent(); len(taken) != 1 {
			t.Errorf("when it is back %+v", taken)
		}

		h.Notify = h.mailing(gone)
		h.tell(h.ana, folio, trace.NoticeConcluded)
		for range 80 {
			_, _ = h.Send(t.Context())
			h.Clock.Advance(time.Hour)
		}
		h.counts(0, 1)
		h.Write(func(tx *store.Tx) error { _, err := tx.ReviveJobs(t.Context(), store.MailJob); return err })
		h.Notify = there
		h.at("America/Tijuana", "12:00")
		if taken := h.sent(); len(taken) != 1 {
			t.Errorf("when somebody wants it to %+v", taken)
		}
		h.counts(0, 0)
	})
}

// While a server says nothing everything else goes on, and the mail is not lost.
func TestServerHangs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		short := h.server.Config()
		short.Timeout = 200 * time.Millisecond
		h.Notify = h.mailing(short)
		h.tell(h.ana, folio, trace.NoticeQuestion)
		h.server.Hang()
		var sending sync.WaitGroup
		sending.Go(func() {
			if n, err := h.Send(t.Context()); n != 0 || post.Judged(err) != post.Down {
				t.Errorf("%d, %v", n, err)
			}
		})
		h.tell(h.ana, folio, trace.NoticeConcluded)
		if n, err := h.Unread(t.Context(), h.ana); n != 3 || err != nil {
			t.Errorf("%d notices, %v", n, err)
		}
		sending.Wait()
		h.server.Wake()
		h.Clock.Advance(20 * time.Minute)
		if taken := h.sent(); len(taken) != 2 {
			t.Errorf("afterwards %+v", taken)
		}
	})
}

// Each mail is sent by one of two instances; one that dies with it leaves it to
// the other, which sends it under the same id.
func TestInstances(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.confirmed(h.ana, "ana@fgr.example.mx")
		other := h.mailing(h.server.Config())
		for range 30 {
			h.tell(h.ana, folio, trace.NoticeQuestion)
		}
		var all sync.WaitGroup
		for _, n := range []*notify.Notify{h.Notify, other, h.Notify, other} {
			all.Go(func() {
				for {
					done, err := n.Send(context.Background())
					if err != nil {
						t.Error(err)
					}
					if done == 0 {
						return
					}
				}
			})
		}
		all.Wait()
		seen := map[string]int{}
		for _, m := range h.server.Taken() {
			seen[m.Head("Message-Id")]++
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		if len(seen) != 30 {
			t.Errorf("%d mails", len(seen))
		}
		h.tell(h.ana, folio, trace.NoticeQuestion)
		must(t, h.Store.Chore(t.Context(), func(c *store.Chore) error { // and dies
			_, err := c.TakeJobs(t.Context(), store.MailJob, c.Now().Add(10*time.Minute), 10)
			return err
		}))
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("what another has %+v", taken)
		}
		h.Clock.Advance(10 * time.Minute)
		if taken := h.sent(); len(taken) != 1 {
			t.Errorf("what another had %+v", taken)
		}
	})
}

// The checkpoint of the day is in the mail of whoever chose it, for nobody to
// change it afterwards unseen.
func TestDailyMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		chief := h.person(account.Agency{ID: h.ana.AgencyID}, account.Coordinator, "es", "America/Mexico_City")
		h.confirmed(chief, "jefa@fgr.example.mx")
		h.Beneath(`INSERT INTO daily (day, size, at, note, told) VALUES ('2026-03-05', 7, 1, 'rastreo/live
7
cmFpeg==

— rastreo/live c2lnbmF0dXJl
', 1)`)
		h.tell(chief, "", trace.NoticeAuditDay)
		h.at("America/Mexico_City", "12:00")
		if taken := h.sent(); len(taken) != 0 {
			t.Errorf("unasked %+v", taken)
		}
		ways := once(chief.Role)
		must(t, h.SaveWays(t.Context(), chief, ways))
		h.tell(chief, "", trace.NoticeAuditDay)
		taken := h.sent()
		if len(taken) != 1 {
			t.Fatalf("%d mails", len(taken))
		}
		for _, text := range texts(t, taken[0]) {
			for _, want := range []string{"cmFpeg==", "c2lnbmF0dXJl", root + "/agency-log"} {
				if !strings.Contains(text, want) {
					t.Errorf("the mail lacks %s:\n%s", want, text)
				}
			}
		}
	})
}

// Where no server is named nothing is mailed, and what is chosen is kept.
func TestWithoutMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		n := notify.New(x.Store, x.Clock.Now)
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		who := account.Actor{ID: a.ID, AgencyID: a.AgencyID, Role: a.Role}
		if err := n.WantAddress(t.Context(), who, "ana@fgr.example.mx"); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		must(t, n.SaveWays(t.Context(), who, once(who.Role)))
		if err := n.SaveWays(t.Context(), who, nil); !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
		if done, err := n.Send(t.Context()); done != 0 || err != nil || n.Mails() {
			t.Error(done, err)
		}
	})
}
