package site_test

import (
	"strconv"
	"testing"
)

// A tracer whose claim ended while they typed loses nothing, and what they
// send is not taken for an act under the claim they have now.
func TestTypedUnderAnOldClaim(t *testing.T) {
	h := oneHouse(t)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	for path, typed := range map[string][]string{
		at + "/contacts":  {"kind", "dealer", "name", "Lone Star Pawn", "said", "Sold in March."},
		at + "/questions": {"text", "Please look under the handguard.", "fields", "importer"},
		at + "/result":    {"outcome", "never_imported", "note", "No record of an import."},
	} {
		h.post("pat", at+"/claim").to()
		seen := h.get("pat", path).form().Get("claim")
		if seen != strconv.Itoa(h.ClaimedAt(at)) {
			t.Fatalf("%s: the form carries claim %q", path, seen)
		}
		h.post("boss", at+"/release").to()
		for _, now := range []string{"queued", "kim's", "pat's again"} {
			switch now {
			case "kim's":
				h.post("kim", at+"/claim").to()
			case "pat's again":
				h.post("kim", at+"/release").to()
				h.post("pat", at+"/claim").to()
			}
			a := h.post("pat", path, append(typed, "claim", seen)...)
			if a.status != 409 && a.status != 412 || a.Find("main a[href$='"+at+"']").Length() != 1 {
				t.Errorf("%s while it is %s: %d %s", path, now, a.status, a.text("main"))
			}
			a.has(".lead", "What you typed is kept")
		}
		back := h.get("pat", path)
		if got := back.form(); got.Get(typed[0]) != typed[1] || got.Get(typed[2]) != typed[3] || got.Get("claim") == seen {
			t.Errorf("%s shows %v again", path, got)
		}
		h.post("pat", at+"/release").to()
	}
	if n := h.get("boss", at).Find(".call, .talk, .finding").Length(); n != 0 {
		t.Errorf("%d acts were done under an older claim", n)
	}
}
