package site_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// send sends files with a form, as a browser does that runs no script.
func (h *house) send(as, path string, files map[string]string, pairs ...string) answer {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		must(h.t, m.WriteField(pairs[i], pairs[i+1]))
	}
	for name, content := range files {
		w, err := m.CreateFormFile("files", name)
		must(h.t, err)
		_, err = w.Write([]byte(content))
		must(h.t, err)
	}
	must(h.t, m.Close())
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "http://rastreo.test"+base+path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	for _, c := range h.cookies[as] {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return h.answered(w)
}

// Files are sent without a script, taken for what they hold, listed with the
// contact, and come back as attachments that no browser runs; whoever may not
// send any is not listened to.
func TestDocuments(t *testing.T) {
	h := oneHouse(t)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/open", "purpose", "trace_chain").to()
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Guns").to()
	to := strings.TrimPrefix(h.get("pat", at).Find(".call-acts a[href$='/documents']").AttrOr("href", ""), base)
	fields := func(as string) []string {
		return []string{"form_token", h.token(as), "claim", strconv.Itoa(h.ClaimedAt(at))}
	}
	h.get("pat", to).has("form", "25 MiB")
	h.send("pat", to, nil, fields("pat")...).is(422).has("main", "Choose at least one file")
	h.send("pat", to, map[string]string{"a.pdf": "MZ\x00"}, fields("pat")...).is(422).has("main", "“a.pdf” is not a PDF").has("main", "Choose all the files again")
	h.send("pat", to, map[string]string{"a.pdf": "%PDF-" + strings.Repeat(" ", 10<<20)}, fields("pat")...).is(422).has("main", "up to 10 MiB")
	h.send("pat", to, map[string]string{"a.pdf": "%PDF-" + strings.Repeat(" ", 27<<20)}, fields("pat")...).is(413)
	h.send("pat", to, map[string]string{"a.pdf": "%PDF-1"}, "claim", "1").is(403)
	h.send("ana", to, map[string]string{"a.pdf": "%PDF-" + strings.Repeat(" ", 27<<20)}, fields("ana")...).is(403)
	h.send("pat", to, map[string]string{"página \"1\".PDF": "%PDF-1", "nota.txt": "<script>alert(1)</script>"}, fields("pat")...).to()
	page := h.get("pat", at)
	if page.Find(".call-documents > li").Length() != 2 {
		t.Fatalf("listed: %s", page.text(".calls"))
	}
	file := strings.TrimPrefix(page.Find(".call-documents a:contains('gina')").AttrOr("href", ""), base)
	a := h.get("pat", file)
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		"Content-Disposition": `attachment; filename="p_gina 1.PDF"; filename*=UTF-8''p%C3%A1gina%201.PDF`, "Cache-Control": "no-store",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if a.body != "%PDF-1" {
		t.Errorf("it holds %q", a.body)
	}
	h.do(visit{as: "kim", path: file}).is(403)
	h.do(visit{as: "ana", path: file}).is(403)
	if to := h.do(visit{as: "boss", path: file}).to(); to != at {
		t.Errorf("a supervisor who has not said what for is led to %s", to)
	}
	if got := h.get("ana", at).body; strings.Contains(got, "gina 1") {
		t.Error("the submitter is told of it")
	}
	h.get("pat", file+"/strike").has("main", "gina 1.PDF")
	h.post("pat", file+"/strike", "struck", " ").is(422)
	h.post("pat", file+"/strike", "struck", "Another firearm.").to()
	h.get("pat", at).has(".call-documents .call-struck", "Another firearm.")
	h.get("pat", file)
}

// Whoever is late is reminded with one press; the letter names the firearm and
// nobody else.
func TestWorksheet(t *testing.T) {
	h := oneHouse(t)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/open", "purpose", "trace_chain").to()
	h.get("pat", at).has(".chain-now", "Manufacturer or importer")
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Gnus", "channel", "fax").to()
	if h.get("pat", at).has(".chain-now", "Lone Star Gnus").Find(".next-step form").Length() != 0 {
		t.Error("somebody is to be reminded who has time")
	}
	h.Clock.Advance(25 * time.Hour)
	h.signIn("pat")
	page := h.get("pat", at)
	form := page.Find(".next-step form")
	remind := strings.TrimPrefix(form.AttrOr("action", ""), base)
	h.post("pat", remind, "channel", form.Find("[name=channel]").AttrOr("value", "")).to()
	h.get("pat", at).has(".call-course", "Reminded on").has(".next-step", "still have time")
	letter := h.get("pat", remind)
	letter.has(".letter", "18 U.S.C. 923(g)(7)").has(".letter", "Lone Star Gnus")
	if copied := letter.Find("[data-copy]").AttrOr("data-copy", ""); !strings.Contains(copied, "Serial number: ") || strings.Contains(copied, "Priority") {
		t.Errorf("what is copied: %s", copied)
	}
	to := strings.TrimSuffix(remind, "/reminders")
	h.post("pat", to+"/correction", "kind", "dealer", "name", "Lone Star Guns").to()
	h.get("pat", at).has(".call-who", "Lone Star Guns").has(".call-earlier", "Lone Star Gnus")
	h.post("pat", to+"/strike", "struck", "").is(422)
	h.post("pat", to+"/strike", "struck", "Another request.").to()
	h.get("pat", at).has(".call-struck", "Another request.").has(".chain-now", "Manufacturer or importer")
	h.do(visit{as: "pat", path: remind}).is(404)
}
