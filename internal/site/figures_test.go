package site_test

import (
	"strings"
	"testing"
	"time"
)

// A supervisor reads how the work of the center stands, a coordinator how the
// traces of the agency ended and what a better request might have changed; what
// another agency has shows in nothing of it.
func TestFigures(t *testing.T) {
	h := oneHouse(t)
	z := h.file("ana", everything())
	at, open := "/requests/"+z.Requests[0].Folio, z.Requests[1].Folio
	h.get("boss", "/figures").has("main dl", "2").has("#backlog + .table-wrap", "FGR").has("#oldest + .table-wrap", open).has("main", "No trace has ended")
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Pawn").to()
	h.get("boss", "/figures").has(".details-row:contains('Waiting on the trade') dd", "1").has("#loads + .table-wrap", "1")
	h.Clock.Advance(5 * time.Hour)
	h.signIn("pat")
	h.signIn("boss")
	h.signIn("chief")
	h.signIn("ana")
	h.post("pat", at+"/result", "outcome", "serial_invalid", "note", "No such number.").to()
	page := h.get("boss", "/figures")
	page.has("#spans + .usa-hint + .table-wrap", "4 hours to 12 hours").has("#families + .table-wrap", "100%").has("#better + .usa-hint + .table-wrap", "1")
	own := h.get("chief", "/figures")
	own.has("h1", "Tablero").has("#better + .usa-hint + .table-wrap", "1").has("main", "tenga a la vista los marcajes")
	if own.Find("#backlog, #loads, #oldest").Length() != 0 || strings.Contains(own.body, open) {
		t.Error("a coordinator is told what is open at the center")
	}
	h.do(visit{as: "ana", path: "/figures"}).is(403)
	h.do(visit{as: "pat", path: "/figures"}).is(403)
}
