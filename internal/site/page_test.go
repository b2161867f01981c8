package site_test

import (
	"strings"
)

// everyPage fills a house and lists a page of every kind, by who reads it.
func everyPage(h *house) map[string][]string {
	h.t.Helper()
	f := everything()
	f.Firearms = f.Firearms[:1]
	done := h.file("ana", f)
	z := h.file("ana", everything())
	at, ended := "/requests/"+z.Requests[0].Folio, "/requests/"+done.Requests[0].Folio
	h.post("pat", ended+"/claim").to()
	h.open("pat", ended)
	h.post("pat", ended+"/contacts", "kind", "importer", "name", "Century Arms", "said", "Sold to Lone Star Pawn, Laredo").to()
	h.post("pat", ended+"/result", "outcome", "purchaser_identified", "dealer.name", "Lone Star Pawn", "dealer.ffl", "5-74-123-01-7F-12345", "dealer.city", "Laredo",
		"dealer.state", "TX", "sold.day", "1", "sold.month", "3", "sold.year", "2024", "purchaser.name.full", "John Q. Public", "note", "Bought two rifles that day.").to()
	h.post("pat", ended+"/result", "outcome", "exported", "reason", "The record was another rifle's.").to()
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Pawn", "ffl", "5-74-123-01-7F-12345", "channel", "phone", "note", "Left a message.").to()
	h.post("pat", at+"/questions", "text", "¿Puede revisar el receptor?", "fields", "serial.text", "fields", "importer").to()
	h.post("pat", at+"/recall").to()
	contact := strings.TrimPrefix(h.get("pat", at).Find(".call a").AttrOr("href", ""), base)
	back := "/requests/" + z.Requests[1].Folio
	h.post("pat", back+"/claim").to()
	h.post("pat", back+"/questions", "text", "Please look at the frame again: the serial has one digit too few.", "fields", "serial.text", "fields", "country").to()
	for range 6 {
		h.file("chief", everything())
	}
	_, err := h.notify.Deliver(h.t.Context())
	must(h.t, err)
	draft := h.begin("ana")
	h.write("ana", draft, everything())
	wrong := h.begin("ana")
	h.post("ana", wrong+"/firearms").to()
	h.fill("ana", wrong+"/case", values("reference[0].number", "UI-3/441/2026", "exit", "1")).to()
	return map[string][]string{
		"": {"/login", "/help"},
		"ana": {
			"/requests", "/requests?q=nada99", "/people", "/people?q=nunez", "/people?q=nada99", "/drafts", "/notices", "/account", "/seizures/" + z.Folio, "/seizures/" + z.Folio + "/receipt",
			at, back, ended, at + "/withdrawal", wrong, wrong + "/review", wrong + "/case?back=review", wrong + "/firearms/1?back=review",
			draft, draft + "/case", draft + "/place", draft + "/firearms", draft + "/firearms/1", draft + "/firearms/1/remove", draft + "/people",
			draft + "/people/1?add=aliases", draft + "/review", draft + "/discard", "/requests/none",
		},
		"pat": {
			"/queue", "/claims", "/people?q=nunez", "/people?q=nada99", "/queue?status=concluded&agency=none", at, ended, "/requests/" + h.file("ana", f).Requests[0].Folio, at + "/contacts", contact,
			at + "/questions", at + "/result", ended + "/result", "/account", "/requests/none",
		},
	}
}
