package site_test

import (
	"strings"
	"testing"
)

// A supervisor gives a request to a tracer and makes it urgent; whoever filed
// it reads that it was claimed, and why it is urgent stays theirs to read.
func TestAssignPages(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	at := "/requests/" + h.file("ana", f).Requests[0].Folio
	h.do(visit{as: "pat", path: at + "/assignment"}).is(403)
	if h.get("pat", at).Find("a[href$='/assignment'], a[href$='/priority']").Length() != 0 {
		t.Error("a tracer is offered what a supervisor does")
	}
	h.post("boss", at+"/assignment").is(422).has("#tracer-error", "")
	page := h.get("boss", at+"/assignment")
	page.has("#tracer", "In hand: 0")
	kept := h.post("boss", at+"/assignment", "tracer", h.named("kim"), "lang", "es").is(200)
	if kept.Find("[name=tracer][checked]").AttrOr("value", "") != h.named("kim") {
		t.Error("the switch of language lost the choice")
	}
	h.post("boss", "/language", "lang", "en", "back", at)
	if to := h.post("boss", at+"/assignment", "tracer", h.named("kim")).to(); to != at {
		t.Errorf("leads to %s", to)
	}
	h.get("boss", at).has(".timeline", "Assigned to "+h.named("kim")).has(".heading", "Claimed by")
	seen := h.get("ana", at)
	seen.has(".timeline", "Se tomó para rastrearla")
	if strings.Contains(seen.text("main"), h.named("kim")) {
		t.Error("who filed it is told who traces")
	}

	h.post("kim", at+"/priority", "priority", "routine").to()
	h.post("kim", at+"/priority", "priority", "urgent").is(422).has("#justification-error", "")
	h.post("kim", at+"/priority", "priority", "urgent", "justification", "Audiencia mañana").to()
	h.get("ana", at).has(".timeline", "La prioridad pasó a: Urgente").has("main", "Fecha esperada")
	h.post("kim", at+"/priority", "priority", "routine").to()
	h.post("kim", at+"/release").to()
	h.do(visit{as: "kim", path: at + "/priority"}).is(409)
}
