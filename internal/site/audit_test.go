package site_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	logged "rastreo/internal/audit"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/intake"
	"rastreo/internal/store/storetest"
)

// The auditor finds what was done, by everything it can be asked for, and
// what they did themselves just now.
func TestAuditSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		z, _, err := h.intake.File(t.Context(), h.who["ana"], storetest.Filing(1), intake.Once{})
		must(t, err)
		h.get("ana", "/seizures/"+z.Folio)
		for lang, words := range map[string][]string{"es": {"Registró un aseguramiento", "Buscó en la bitácora", "Abrió el aseguramiento"}, "en": {"Seizure filed", "Audit log searched", "Seizure opened"}} {
			page := h.get("watch", "/audit?lang="+lang)
			for _, want := range append(words, z.Folio, h.who["ana"].Name) {
				if !strings.Contains(page.body, want) {
					t.Errorf("%s: the log does not say %q", lang, want)
				}
			}
		}
		for path, want := range map[string]int{
			"/audit?verb=seizure.filed": 1, "/audit?record=" + strings.ToLower(z.Folio): 2, "/audit?verb=seizure.read&agency=FGR": 1,
			"/audit?account=" + h.who["ana"].ID + "&verb=seizure.filed": 1, "/audit?agency=NADA": 0, "/audit?verb=seizure.filed&audit_to=2026-03-04": 0,
			"/audit?verb=seizure.filed&audit_from=2026-03-05&audit_to=2026-03-05": 1,
		} {
			if got := h.get("watch", path).Find("main tbody tr").Length(); got != want {
				t.Errorf("%s: %d events, want %d", path, got, want)
			}
		}
		wrong := h.do(visit{as: "watch", path: "/audit?audit_from=ayer&audit_to=x&record=abc"}).is(422)
		if n := wrong.Find(".error-summary li").Length(); n != 2 || !strings.Contains(wrong.body, `value="abc"`) {
			t.Errorf("%d problems are told", n)
		}
		h.do(visit{as: "watch", path: "/audit?audit_from=2026-03-06&audit_to=2026-03-05"}).is(422)
		for _, as := range []string{"ana", "chief", "pat", "boss"} {
			for _, path := range []string{"/audit", "/audit/export", "/audit/review"} {
				h.do(visit{as: as, path: path}).is(http.StatusForbidden)
			}
		}
		if got := h.get("watch", "/audit?verb=house.refused").Find("main tbody tr").Length(); got != 12 {
			t.Errorf("%d refusals are in the log, want 12", got)
		}
	})
}

// Whoever filed a seizure sees who opened it or one of its requests, and who
// tried; nobody else does.
func TestViewers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		z, _, err := h.intake.File(t.Context(), h.who["ana"], storetest.Filing(1), intake.Once{})
		must(t, err)
		h.get("chief", "/seizures/"+z.Folio)
		h.post("pat", "/requests/"+z.Requests[0].Folio+"/claim").is(http.StatusSeeOther)
		h.do(visit{as: "stranger", path: "/seizures/" + z.Folio}).is(http.StatusNotFound)
		if !strings.Contains(h.get("ana", "/seizures/"+z.Folio).body, base+"/seizures/"+z.Folio+"/viewers") {
			t.Error("the seizure's page does not lead there")
		}
		page := h.get("ana", "/seizures/"+z.Folio+"/viewers")
		rows := page.Find("main tbody tr")
		if rows.Length() != 4 || page.Find("main tbody .badge").Length() != 1 {
			t.Errorf("%d views, %d refused\n%s", rows.Length(), page.Find("main tbody .badge").Length(), rows.Text())
		}
		for _, as := range []string{"chief", "pat", "stranger"} {
			if !strings.Contains(rows.Text(), h.who[as].Name) {
				t.Errorf("%s is not named", as)
			}
		}
		h.get("chief", "/seizures/"+z.Folio+"/viewers")
		h.do(visit{as: "stranger", path: "/seizures/" + z.Folio + "/viewers"}).is(http.StatusNotFound)
		h.do(visit{as: "pat", path: "/seizures/" + z.Folio + "/viewers"}).is(http.StatusForbidden)
		h.do(visit{as: "ana", path: "/seizures/AS-2026-000000-0/viewers"}).is(http.StatusNotFound)
	})
}

// The export is the whole log in lines that can be read one by one; its last
// line is the export itself.
func TestAuditExport(t *testing.T) {
	h := oneHouse(t)
	h.Clock.Advance(time.Second)
	x := h.get("watch", "/audit/export")
	lines := strings.Split(strings.TrimSpace(x.body), "\n")
	for i, text := range lines {
		var line struct {
			Seq        int
			Verb, ID   string
			At, Chain  string
			Incomplete bool
		}
		must(t, json.Unmarshal([]byte(text), &line))
		if line.Seq != i || line.ID == "" || line.At == "" || line.Chain == "" || line.Incomplete || i == len(lines)-1 && line.Verb != "audit.exported" {
			t.Errorf("line %d: %s", i, text)
		}
	}
	if len(lines) < 10 || !strings.HasPrefix(x.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d lines, %v", len(lines), x.header)
	}
}

// A week after a review it is time for the next.
func TestAuditReview(t *testing.T) {
	h := oneHouse(t)
	due := func() bool { return h.get("watch", "/audit").Find(".usa-alert--warning").Length() == 1 }
	if !due() {
		t.Error("the log was never reviewed, and it is not time")
	}
	h.post("watch", "/audit/review").is(http.StatusSeeOther)
	if due() || !strings.Contains(h.get("watch", "/audit/review").body, h.who["watch"].Name) {
		t.Error("the review is not known")
	}
	for _, look := range h.get("watch", "/audit/review").Find("main li a").EachIter() {
		path, _ := look.Attr("href")
		h.get("watch", strings.TrimPrefix(path, base))
	}
	h.Clock.Advance(7 * 24 * time.Hour)
	h.signIn("watch")
	if !due() {
		t.Error("a week has passed, and it is not time")
	}
}

// Whoever looks after an agency is told the checkpoint of the day, reads it in
// words and whole, and takes away a file that the log can be verified against.
func TestAgencyLog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		h := newHouse(t, dsn)
		if n := h.get("chief", "/agency-log").Find("main table").Length(); n != 0 {
			t.Errorf("%d days before the first", n)
		}
		must(t, h.ledger.Round(t.Context()))
		must(t, h.ledger.Daily(t.Context()))
		for _, as := range []string{"chief", "ana", "pat", "watch"} {
			page := h.get(as, "/agency-log?lang=es")
			row := page.Find("main tbody tr")
			if row.Length() != 1 || !strings.Contains(row.Text(), "5 de marzo de 2026") || !strings.Contains(page.body, "--printed") {
				t.Errorf("%s: %s", as, row.Text())
			}
		}
		file := h.get("chief", "/agency-log/2026-03-05")
		notes, torn := logged.Notes(file.body)
		if len(notes) != 1 || torn != "" || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("the file has %d notes: %v", len(notes), file.header)
		}
		point, err := logged.Keys{}.Open(notes[0])
		must(t, err)
		if body := h.get("chief", "/agency-log").Find("main tbody").Text(); !strings.Contains(body, point.Root.String()) {
			t.Errorf("the root is not whole: %s", body)
		}
		for _, day := range []string{"2026-03-06", "x"} {
			h.do(visit{as: "chief", path: "/agency-log/" + day}).is(http.StatusNotFound)
		}
		_, err = h.notify.Deliver(t.Context())
		must(t, err)
		if link := h.get("chief", "/notices").Find(`main a[href$="/agency-log"]`).Length(); link != 1 {
			t.Errorf("%d notices lead there", link)
		}
	})
}
