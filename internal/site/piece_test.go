package site_test

import (
	"strings"
	"testing"
)

// A seizure of many firearms is a table that says of each where it stands and
// what it waits for, in pages and by status; several are taken back at once; it
// is a file for a spreadsheet.
func TestPieces(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	one := f.Firearms[0]
	f.Firearms = f.Firearms[:0]
	for range 52 {
		f.Firearms = append(f.Firearms, one)
	}
	f.Firearms[0].Serial.Text = "=1+2"
	z := h.file("ana", f)
	at := "/seizures/" + z.Folio
	page := h.get("ana", at)
	page.has(".tabs [aria-current]", "52").has("td", "Su turno en la lista")
	if n := page.Find("main table tbody tr").Length(); n != 50 {
		t.Errorf("a page has %d", n)
	}
	next := strings.TrimPrefix(page.Find(".pager-older").AttrOr("href", ""), base)
	if n := h.get("ana", next).Find("main table tbody tr").Length(); n != 2 {
		t.Errorf("the second page has %d", n)
	}
	h.get("ana", at+"/withdrawal").has(".empty", "No eligió ninguna")
	ask := h.get("ana", at+"/withdrawal?requests="+z.Requests[1].Folio+"&requests="+z.Requests[2].Folio)
	if n := ask.Find("form [name=requests]").Length(); n != 2 {
		t.Errorf("%d are chosen", n)
	}
	h.post("ana", at+"/withdrawal", "reason", "x").is(422)
	bad := h.post("ana", at+"/withdrawal", "requests", z.Requests[1].Folio, "reason", " ").is(422)
	bad.has("#reason-error", "")
	if to := h.post("ana", at+"/withdrawal", "requests", z.Requests[1].Folio, "requests", z.Requests[2].Folio, "reason", "Son réplicas.").to(); to != at {
		t.Errorf("withdrawn: %s", to)
	}
	gone := h.get("ana", at+"?status=withdrawn").has(".tabs [aria-current]", "Retirada")
	if n := gone.Find("main table tbody tr").Length(); n != 2 {
		t.Errorf("%d are withdrawn", n)
	}
	h.get("ana", "/requests/"+z.Requests[1].Folio).has(".timeline", "Son réplicas.")
	file := h.get("ana", at+"/export")
	if !strings.HasPrefix(file.body, "\ufeff") || !strings.Contains(file.body, "'=1+2") || strings.Count(file.body, "\r\n") != 53 {
		t.Errorf("the file begins %.300q", file.body)
	}
	if file.header.Get("Content-Type") != "text/csv; charset=utf-8" || strings.Contains(file.body, "Núñez") {
		t.Errorf("the file is %q", file.header.Get("Content-Type"))
	}
}
