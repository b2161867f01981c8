package site_test

import (
	"testing"
)

// A form that was not shown in this session is not taken, and nothing that was
// typed is lost: it can be sent again from a page of this session.
func TestFormToken(t *testing.T) {
	h := oneHouse(t)
	typed := values("name", "clave", "key_name", `Ñandú "1" <b>`)
	for name, forged := range map[string]string{"none": "", "another's": h.token("chief"), "cut": h.token("ana")[1:]} {
		form := values("key_name", typed.Get("key_name"), "form_token", forged)
		refused := h.do(visit{as: "ana", path: "/account/keys", form: form, forged: true}).is(403)
		again := refused.Find(`main form[action="/training/account/keys"]`)
		if again.Find("[name=key_name]").AttrOr("value", "") != typed.Get("key_name") {
			t.Errorf("%s: what was typed is lost: %s", name, refused.text("main"))
		}
		if again.Find("[name=form_token]").AttrOr("value", "") != h.token("ana") || again.Find("[name=form_token]").Length() != 1 {
			t.Errorf("%s: it cannot be sent again", name)
		}
	}
	h.post("ana", "/account/keys", "key_name", "buena", "scopes", "read", "days", "90").is(200)
	saving := visit{as: "ana", path: h.post("ana", "/drafts").to() + "/case", form: values("unit", "x"), forged: true, header: map[string]string{"X-Requested-With": "autosave"}}
	if a := h.do(saving).is(403); a.body != `{"code":"forbidden","form_token":"`+h.token("ana")+`"}` {
		t.Errorf("the script that saves is told %s", a.body)
	}
	h.get("ana", "/account").Find(`form[method="post"]`).Each(func(i int, f *goquerySelection) {
		if f.Find("[name=form_token]").Length() != 1 {
			t.Errorf("form %d has no token", i)
		}
	})
	if n := h.get("", "/login").Find("[name=form_token]").Length(); n != 0 {
		t.Error("a stranger has a token")
	}
}
