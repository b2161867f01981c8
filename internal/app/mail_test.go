package app_test

import (
	"io"
	"mime/quotedprintable"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/post"
	"rastreo/internal/post/posttest"
	"rastreo/internal/site/sitetest"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Somebody has their notices mailed: they type an address, send back the code
// that was mailed to it, and choose what comes how. What a mail leads to is
// theirs to open.
func TestMailInBrowser(t *testing.T) {
	t.Parallel()
	server := posttest.Start(t, post.StartTLS)
	p, err := post.New(server.Config())
	must(t, err)
	s := empty(t, func(c *app.Config) { c.Post = p })
	b := sitetest.Open(t)
	for i, lang := range i18n.Langs {
		r := s.reader(t, b, "", lang)
		r.signIn([]string{"fgr.mendez", "fgr.ochoa"}[i], password)
		address := []string{"mendez@fgr.example.mx", "ochoa@fgr.example.mx"}[i]
		r.Go("/account").press("page.mail")
		r.look(view{name: "mail-first"})
		r.look(view{name: "mail-wrong", status: 422, bring: after(fill(answers{{"mail_address", "nadie"}}), press("mail.send_code"))})
		r.look(view{name: "mail-waits", bring: after(fill(answers{{"mail_address", address}}), press("mail.send_code"))})
		must(t, s.Mail(t.Context()))
		taken := server.Taken()
		if len(taken) != 1 || taken[0].To != address {
			t.Fatalf("taken %+v", taken)
		}
		r.look(view{name: "mail-code-wrong", status: 422, bring: after(fill(answers{{"mail_code", "1234"}}), press("mail.confirm"))})
		r.Fill(answers{{"mail_code", regexp.MustCompile(`\b\d{8}\b`).FindString(plainly(t, taken[0].Raw))}}...)
		r.look(view{name: "mail-on", bring: press("mail.confirm")})
		r.Sees(address)
		r.Fill(answers{{"way_result", string(trace.InDigest)}}...)
		r.press("action.save")
		r.Sees(r.t("done.ways"))
		r.Is(`document.querySelector("[name=way_result]:checked").value === "digest"`, "what was chosen is kept")
		must(t, s.Tick(t.Context()))
		must(t, s.Mail(t.Context()))
		changed := func(m posttest.Mail) bool {
			text := plainly(t, m.Raw)
			return strings.Contains(text, r.t("notice.mail_changed")) && strings.Contains(text, s.origin+"/account/mail")
		}
		if taken := server.Taken(); !slices.ContainsFunc(taken, changed) {
			t.Errorf("that the address was confirmed is told by none of %d", len(taken))
		}
	}
}

// plainly is the whole of a mail as it is read.
func plainly(t *testing.T, raw string) string {
	t.Helper()
	_, body, _ := strings.Cut(raw, "\r\n\r\n")
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	must(t, err)
	return string(text)
}

// Whatever is done to a request, a mail says nothing of anybody or anything in
// it.
func TestMailTellsNothing(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, h *house) {
		server := posttest.Start(t, post.StartTLS)
		p, err := post.New(server.Config())
		ok(t, err)
		now := &clock{now: time.Now()}
		h.reopen(t, func(c *app.Config) { c.Post, c.Origin, c.Now = p, "https://rastreo.example.mx", now.Now })
		memory, _ := h.Beneath()
		for _, name := range []string{"ana", "tracer1", "chief"} {
			ok(t, memory.Write(t.Context(), setup, func(tx *store.Tx) error {
				a, err := tx.AccountByUsername(t.Context(), name)
				ok(t, err)
				ok(t, tx.WantAddress(t.Context(), a.ID, name+"@example.mx"))
				ok(t, tx.SetMailCode(t.Context(), trace.Mailbox{AccountID: a.ID, Wanted: name + "@example.mx", CodeUntil: tx.Now().Add(time.Hour)}, "h"))
				ok(t, tx.ConfirmAddress(t.Context(), a.ID, "h"))
				ways := map[trace.Topic]trace.Way{}
				for _, topic := range trace.TopicsOf(account.Coordinator) {
					ways[topic] = trace.AtOnce
				}
				ways[trace.TopicWork] = trace.AtOnce
				return tx.SaveWays(t.Context(), a.ID, ways)
			}))
		}
		words := h.worked(t)
		ok(t, h.Tick(t.Context()))
		now.Advance(24 * time.Hour)
		for range 10 {
			ok(t, h.Mail(t.Context()))
			now.Advance(time.Hour)
		}
		taken := server.Taken()
		if len(taken) < 4 {
			t.Errorf("only %d mails", len(taken))
		}
		for _, m := range taken {
			for _, word := range words {
				if text := plainly(t, m.Raw); strings.Contains(text, word) {
					t.Errorf("a mail tells %q:\n%s", word, text)
				}
			}
		}
	})
}

// worked does what there is to do to requests, and returns words of them that
// belong in no mail.
func (h *house) worked(t *testing.T) (words []string) {
	t.Helper()
	ask := func(who, path string, body map[string]any) {
		t.Helper()
		if a := h.call(t, "live/"+who, http.MethodPost, "/api/v1"+path, body); a.StatusCode >= http.StatusBadRequest {
			t.Fatalf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
	_, requests := h.file(t, "live/ana", "", 1) // two firearms
	at := "/requests/" + requests[0]
	ask("tracer1", at+"/claim", nil)
	ask("tracer1", at+"/questions", map[string]any{"fields": []string{"model"}, "text": "Which of the two Zorzales?"})
	ask("ana", at+"/answers", map[string]any{"text": "El segundo, el Quetzal."})
	ask("tracer1", at+"/priority", map[string]any{"priority": "urgent", "justification": "El Quetzal is wanted."})
	ask("tracer1", at+"/result", map[string]any{"outcome": "before_records", "note": "Sold by Papagayo."})
	ask("ana", "/requests/"+requests[1]+"/withdrawal", map[string]any{"reason": "La tiene Colibrí."})
	return slices.Concat(theirs, []string{storetest.Serial(1, 0), storetest.Serial(1, 1), "Zorzal", "Quetzal", "Papagayo", "Colibrí", "Cugir", "Beretta"})
}
