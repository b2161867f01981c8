package site_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// Two who look at one request see each other, and whether there is text that
// was not sent, in the request and in the list; a minute or two later not.
func TestPresence(t *testing.T) {
	h := oneHouse(t)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	text := func(as string, pairs ...string) string {
		a := h.post(as, at+"/presence", pairs...).is(200)
		var said struct{ Text string }
		must(t, json.Unmarshal([]byte(a.body), &said))
		return said.Text
	}
	if !h.get("pat", at).Find("[data-presence]").Is("[hidden]") {
		t.Error("the first is not alone")
	}
	h.get("kim", at).has("[data-presence]", "Also has it open: Pat")
	if got := text("pat", "typed", "1"); !strings.HasPrefix(got, "Also has it open: ") {
		t.Errorf("the first is told %q", got)
	}
	if got := text("kim"); !strings.Contains(got, "(with unsent text)") {
		t.Errorf("of unsent text %q", got)
	}
	h.get("boss", "/queue").has("tbody tr", "with unsent text")
	h.do(visit{as: "ana", path: at + "/presence", form: values()}).is(403)
	h.do(visit{as: "pat", path: "/requests/RM-2026-7KXH4P-C/presence", form: values()}).is(404)
	h.Clock.Advance(3 * time.Minute)
	if got := text("pat"); got != "" {
		t.Errorf("later %q", got)
	}
	h.Clock.Advance(3 * time.Minute)
	if strings.Contains(h.get("boss", "/queue").text("tbody"), "On screen") {
		t.Error("the list remembers")
	}
}
