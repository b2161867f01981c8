package site_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"
	"time"

	tracing "rastreo/internal/desk"
	"rastreo/internal/trace"
)

// Whoever asks for emergency access gets the same answer and the same page
// whether there is such a seizure or not, before it is decided and after; the
// auditor decides, and the coordinator is in.
func TestBreakGlass(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Firearms, f.Access, f.Named = f.Firearms[:1], trace.Restricted, []string{h.named("eva")}
	z := h.file("ana", f)
	none, err := trace.NewFolio(rand.Reader, "", trace.SeizureFolio, 2026)
	must(t, err)

	if h.get("chief", "/shared").Find(`a[href$="/shared/break"]`).Length() != 1 {
		t.Error("no link leads to it")
	}
	bad := h.post("chief", "/shared/break", "break_folio", "AS-26", "break_words", "Lo pide el juzgado.").is(422)
	bad.has(".error-summary", "Revise el folio").has(".error-summary", "Elija el motivo").has("textarea", "Lo pide el juzgado.")
	if got := bad.Find("[name=break_folio]").AttrOr("value", ""); got != "AS-26" {
		t.Errorf("the folio typed is %q", got)
	}
	h.post("eva", "/shared/break", "break_folio", z.Folio).is(403)

	answers := map[string]string{}
	for _, folio := range []string{none, z.Folio} {
		form := url.Values{"break_folio": {folio}, "break_reason": {"list_gone"}, "break_words": {"Lo pide el juzgado."}}
		posted := h.do(visit{as: "chief", path: "/shared/break", form: form})
		page := h.do(visit{as: "chief", path: posted.to(), cookies: posted.cookies()}).is(200)
		page.has("main", "Por decidir")
		answers[folio] = once.ReplaceAllString(strings.ReplaceAll(posted.body+page.Find("main .call").First().Text(), folio, "FOLIO"), "")
		h.do(visit{as: "chief", path: "/seizures/" + folio}).is(404)
		h.Clock.Advance(time.Second)
	}
	if answers[none] != answers[z.Folio] {
		t.Errorf("%s\n\n%s", answers[none], answers[z.Folio])
	}

	if h.get("watch", "/audit").Find(`a[href$="/audit/breaks"]`).Length() != 1 {
		t.Error("no link leads to what waits")
	}
	waiting := h.get("watch", "/audit/breaks").has("main", z.Folio).has("main", none).has("main", "Lo pide el juzgado.")
	if waiting.Find(`form[action*="/audit/breaks/"]`).Length() != 2 {
		t.Error("the auditor is not offered both")
	}
	for range 2 {
		action := h.get("watch", "/audit/breaks").Find(`form[action*="/audit/breaks/"]`).First().AttrOr("action", "")
		path := strings.TrimPrefix(action, base)
		h.post("chief", path, "verdict", "approve").is(403)
		if to := h.post("watch", path, "verdict", "approve").to(); to != "/audit/breaks" {
			t.Errorf("it leads to %s", to)
		}
	}
	if text := h.get("chief", "/shared/break").text("main"); strings.Count(text, "Aprobado") != 2 {
		t.Errorf("who asked reads %q", text)
	}
	h.get("chief", "/seizures/"+z.Folio)
	h.do(visit{as: "chief", path: "/seizures/" + none}).is(404)
	h.get("ana", "/seizures/"+z.Folio+"/access").has("main", "Acceso de emergencia hasta")
	_, err = h.notify.Deliver(context.WithoutCancel(t.Context()))
	must(t, err)
	h.get("ana", "/notices").has("main", "Por una emergencia").has("main", z.Folio)
	h.get("eva", "/notices").has("main", "Por una emergencia")
	h.get("watch", "/notices").has("main", "espera su decisión")
	h.get("ana", "/seizures/"+z.Folio+"/viewers").has("main", "Aprobó un acceso de emergencia")
	h.Clock.Advance(trace.BreakFor)
	h.signIn("chief")
	h.do(visit{as: "chief", path: "/seizures/" + z.Folio}).is(404)
}

// Every page that somebody has signed in for says at its foot who reads it,
// when, and of which record it is.
func TestSeen(t *testing.T) {
	h := oneHouse(t)
	r := h.file("ana", everything()).Requests[0]
	for _, act := range []func() error{
		func() error { _, err := h.desk.Claim(t.Context(), h.who["pat"], r.Folio); return err },
		func() error {
			_, err := h.desk.Conclude(t.Context(), h.who["pat"], tracing.Hold{Folio: r.Folio, Claim: h.Claimed(r.Folio)}, trace.Result{Outcome: "before_records"})
			return err
		},
	} {
		must(t, act())
	}
	for _, x := range []struct{ as, path, folio string }{
		{"ana", "/requests/" + r.Folio, r.Folio},
		{"ana", "/seizures/" + r.SeizureFolio, r.SeizureFolio},
		{"ana", "/seizures/" + r.SeizureFolio + "/viewers", r.SeizureFolio},
		{"ana", "/seizures/" + r.SeizureFolio + "/access", r.SeizureFolio},
		{"ana", "/seizures/" + r.SeizureFolio + "/receipt", r.SeizureFolio},
		{"pat", "/requests/" + r.Folio, r.Folio},
		{"ana", "/people?q=nunez", ""},
		{"pat", "/people?q=nunez", ""},
		{"pat", "/queue", ""},
		{"chief", "/requests", ""},
		{"watch", "/audit", ""},
		{"chief", "/shared", ""},
		{"ana", "/notices", ""},
	} {
		for _, lang := range []string{"es", "en"} {
			who := h.who[x.as]
			must(t, h.office.Speak(t.Context(), who, lang))
			a := h.get(x.as, x.path)
			seen := a.text(".foot .foot-seen")
			if a.Find(".foot-seen").Length() != 1 || !strings.Contains(seen, who.Name+" ("+who.Username+", "+who.Agency+")") || !strings.Contains(seen, "2026") ||
				x.folio != "" && !strings.Contains(seen, x.folio) {
				t.Errorf("%s as %s: %q", x.path, x.as, seen)
			}
			if a.Find(".foot-seen.no-print, .no-print .foot-seen").Length() > 0 {
				t.Errorf("%s: it is not printed", x.path)
			}
		}
	}
	if a := h.do(visit{path: "/login"}); a.Find(".foot-seen").Length() != 0 {
		t.Error("a stranger is named")
	}
}
