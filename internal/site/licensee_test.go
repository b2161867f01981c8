package site_test

import "testing"

// Whoever keeps the directory loses nothing they typed: not when it is wrong,
// not by another language, not when a colleague was quicker.
func TestLicenseePages(t *testing.T) {
	h := oneHouse(t)
	h.do(visit{as: "ana", path: "/licensees"}).is(403)
	wrong := h.post("pat", "/licensees", "name", "Lone Star Guns", "ffl", "5-74", "phone", "956 555 0100").is(422)
	wrong.has("#ffl-error", "15").has("#kinds-error", "")
	if wrong.Find("#phone").AttrOr("value", "") != "956 555 0100" {
		t.Error("what was typed is gone")
	}
	typed := []string{"name", "Lone Star Guns", "ffl", "5-74-479-01-3F-12345", "kinds[0]", "dealer", "state", "TX", "closed.month", "", "closed.year", "2019"}
	other := h.post("pat", "/licensees", append(typed, "lang", "es")...).is(200)
	if other.Find("input[value=dealer][checked]").Length() != 1 {
		t.Error("the switch of language lost a choice")
	}
	at := h.post("pat", "/licensees", typed...).to()
	h.get("pat", at).has("main", "Webb County").has("main", "57412345").has(".usa-alert", "2019")
	h.post("kim", "/licensees", typed...).is(422).has("#ffl-error", "Lone Star Guns")
	h.get("kim", "/licensees?q=lone").has("tbody", "5-74-479-01-3F-12345")
	h.get("kim", "/licensees?q=nobody").has(".empty", "")

	h.post("kim", at+"/change", append(typed, "version", "1", "city", "Laredo")...).to()
	late := h.post("pat", at+"/change", append(typed, "version", "1", "city", "Zapata")...).is(412).has("main", "Laredo")
	if late.Find("#city").AttrOr("value", "") != "Zapata" || late.Find("[name=version]").AttrOr("value", "") != "2" {
		t.Error("what was typed against an older version is gone, or cannot be sent again")
	}
	h.post("pat", at+"/change", append(typed, "version", "2", "city", "Zapata")...).to()
	h.get("kim", at).has("main", "Zapata")
}
