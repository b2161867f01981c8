package site_test

import "testing"

// Whoever wants other keys, or none, has them on every page from then on; what
// cannot be is told all at once and stays typed.
func TestShortcutPages(t *testing.T) {
	h := oneHouse(t)
	h.get("pat", "/account").has("main a[href$='/account/shortcuts']", "Keyboard")
	h.get("pat", "/queue").has("[data-shortcut=claim] kbd", "c")
	if h.get("ana", "/requests").Find("[data-shortcut=claim]").Length() != 0 {
		t.Error("who does not trace is told of keys for it")
	}
	at := "/account/shortcuts"
	wrong := h.post("pat", at, "shortcuts", "on", "key_help", "??", "key_down", "k", "key_up", "k").is(422)
	wrong.has("#key_help-error", "one visible character").has("#key_up-error", "“k” already")
	if got := wrong.Find("[name=key_help]").AttrOr("value", ""); got != "??" {
		t.Errorf("%q was typed", got)
	}
	h.post("pat", at, "shortcuts", "on", "key_help", "h", "key_down", "ñ", "key_claim", "").to()
	page := h.get("pat", "/queue").has("[data-shortcut=help] kbd", "h").has("[data-shortcut=down] kbd", "ñ")
	if page.Find("[data-shortcut=claim], [data-shortcut=up]").Length() != 0 {
		t.Error("keys that were emptied are still there")
	}
	h.post("pat", at, "shortcuts", "on", "reset", "yes").to()
	h.get("pat", "/queue").has("[data-shortcut=up] kbd", "k")
	h.post("pat", at, "key_help", "h").to()
	if h.get("pat", "/queue").Find("[data-shortcuts]").Length() != 0 {
		t.Error("keys that were turned off are there")
	}
	h.get("pat", at).has("[name=shortcuts]:not([checked])", "").has("[name=key_help][value=h]", "")
}
