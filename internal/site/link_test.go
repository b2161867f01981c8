package site_test

import (
	"strings"
	"testing"

	"rastreo/internal/trace"
)

// gun is a filing of one firearm with this serial.
func gun(serial string) trace.Filing {
	f := everything()
	f.Firearms = []trace.Firearm{{
		Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39 mm", Country: "RO",
		Serial: trace.Serial{Text: serial, Reading: "legible", Location: "receiver"},
	}}
	return f
}

func (h *house) request(as, serial string) string {
	h.t.Helper()
	return "/requests/" + h.file(as, gun(serial)).Requests[0].Folio
}

// An agency sees its own pair side by side, says what it is and takes that
// back.
func TestPairOfAnAgency(t *testing.T) {
	h := oneHouse(t)
	first, second := h.request("ana", "A1-00127-2000"), h.request("ana", "A1-00127-20O0")
	page := h.get("ana", second)
	page.has(".pair h3", strings.TrimPrefix(first, "/requests/")).has(".pair .differs", "O")
	decide := strings.TrimPrefix(page.Find(`.pair a.usa-button`).AttrOr("href", ""), base)
	for _, lang := range []string{"es", "en"} {
		checkPage(t, "link "+lang, lang, h.do(visit{as: "ana", path: decide + "&lang=" + lang}))
	}
	other := strings.TrimPrefix(first, "/requests/")
	h.do(visit{as: "ana", path: second + "/links?lang=es", form: values("other", other)}).is(422).has(".error-summary", "Diga si es la misma arma")
	h.post("ana", second+"/links", "other", other, "verdict", "different").is(422).has(".error-summary a[href='#reason']", "motivo")
	if to := h.post("ana", second+"/links", "other", other, "verdict", "same", "why", "La entregó la fiscalía").to(); to != second+"#twins" {
		t.Errorf("linking leads to %s", to)
	}
	for _, at := range []string{first, second} {
		h.get("ana", at).has(".verdict", "Es la misma arma").has(".verdict .quoted", "La entregó la fiscalía")
	}
	undo := strings.TrimPrefix(h.get("ana", first).Find(".verdict form").AttrOr("action", ""), base)
	h.post("ana", undo).to()
	after := h.get("ana", second).has(".verdict-undone", "Deshecho")
	if after.Find(".pair a.usa-button").Length() != 1 {
		t.Error("what was undone cannot be decided anew")
	}
	if got := h.post("ana", undo).status; got < 400 || got >= 500 {
		t.Errorf("undoing twice: %d", got)
	}
}

// Across agencies neither side learns anything, whatever the center finds.
func TestPairAcrossAgencies(t *testing.T) {
	h := oneHouse(t)
	mine, theirs := h.request("ana", "A1-00127-2000"), h.request("stranger", "A1-00127-2000")
	before := h.get("stranger", theirs).text("main")
	for as, at := range map[string]string{"ana": mine, "chief": mine, "stranger": theirs} {
		if n := h.get(as, at).Find(".pair, .verdict").Length(); n != 0 {
			t.Errorf("%s sees a pair", as)
		}
	}
	for other, at := range map[string]string{theirs: mine, mine: theirs} {
		as := map[string]string{mine: "ana", theirs: "stranger"}[at]
		folio := strings.TrimPrefix(other, "/requests/")
		if got := h.do(visit{as: as, path: at + "/links?other=" + folio}).status; got != 404 {
			t.Errorf("%s compares with %s: %d", as, other, got)
		}
		if got := h.post(as, at+"/links", "other", folio, "verdict", "same").status; got != 404 {
			t.Errorf("%s links with %s: %d", as, other, got)
		}
	}
	folio := strings.TrimPrefix(theirs, "/requests/")
	page := h.get("pat", mine).has(".pair h3", folio).has(".pair h3", "FGJ-TAM").has(".pair", "the same serial number")
	for _, secret := range []string{"Núñez", "El Ébano", "La Retama"} {
		if strings.Contains(page.body, secret) {
			t.Errorf("the pair shows %q", secret)
		}
	}
	h.post("pat", mine+"/links", "other", folio, "verdict", "different", "reason", "other").is(422).has(".error-summary a[href='#why']", "")
	h.post("pat", mine+"/links", "other", folio, "verdict", "different", "reason", "both_in_custody", "why", "Both were photographed this week").to()
	h.get("kim", theirs).has(".verdict", "It is another firearm").has(".verdict", "Both firearms are in custody").has(".verdict .quoted", "photographed")
	if got := h.get("stranger", theirs).text("main"); got != before {
		t.Errorf("the submitter's page has changed:\n%s\n%s", got, before)
	}
	undo := strings.TrimPrefix(h.get("boss", mine).Find(".verdict form").AttrOr("action", ""), base)
	h.post("stranger", strings.Replace(undo, mine, theirs, 1)).is(404)
	h.post("boss", undo).to()
	h.get("pat", theirs).has(".verdict-undone", "Undone")
}

// The check of a request says what was advised when it was filed, and to staff
// what is to be said now.
func TestCheckOfARequest(t *testing.T) {
	h := oneHouse(t)
	f := gun("A1-00127-2000")
	f.Firearms[0].Manufacturer, f.Firearms[0].Importer, f.Firearms[0].Country = "Fábrica Desconocida XYZ", "", ""
	at := "/requests/" + h.file("ana", f).Requests[0].Folio
	mine := h.get("ana", at).has(".check .score", "de 100")
	mine.has(".details-row:contains('Fabricante') .flag", "No está en la lista")
	h.get("pat", at).has(".check .score", "of 100").has(".details-row .flag", "Not in the list")
}
