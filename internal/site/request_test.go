package site_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// open says what the personal data of a request is needed for.
func (h *house) open(as, at string) {
	h.t.Helper()
	if to := h.post(as, at+"/open", "purpose", "verify_identity", "back", at).to(); to != at {
		h.t.Fatalf("opened: %s", to)
	}
}

// file files a filing for somebody and returns its seizure.
func (h *house) file(as string, f trace.Filing) trace.Seizure {
	h.t.Helper()
	d, err := h.intake.Begin(h.t.Context(), h.who[as])
	must(h.t, err)
	d.Filing = f
	_, err = h.intake.Save(h.t.Context(), h.who[as], d)
	must(h.t, err)
	r, err := h.intake.FileDraft(h.t.Context(), h.who[as], d.ID)
	must(h.t, err)
	z, err := h.intake.Seizure(h.t.Context(), h.who[as], r.Folio)
	must(h.t, err)
	return z
}

// The whole life of a request, page by page: filed, claimed, asked back,
// answered, contacted, concluded, corrected, read.
func TestLifeOfARequest(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Firearms = f.Firearms[:1]
	z := h.file("ana", f)
	folio := z.Requests[0].Folio
	at := "/requests/" + folio

	h.get("ana", "/requests").has("table", folio).has("table", "En espera")
	h.get("ana", "/requests?q="+url.QueryEscape("1-86 AE 004")).has("main", folio)
	h.get("pat", "/queue").has("table", folio).has("table", "Cugir").has(".tabs [aria-current]", "Queued")
	outline := h.get("pat", at)
	for _, secret := range []string{"Núñez", "El Ébano", "bajo el asiento"} {
		if strings.Contains(outline.body, secret) {
			t.Errorf("%q is shown to a tracer who has not claimed", secret)
		}
	}
	if h.get("pat", "/queue").text(".status-claimed") != "" {
		t.Error("opening claimed the request")
	}

	if to := h.post("pat", "/queue/claims").to(); to != at {
		t.Fatalf("the next request is at %s", to)
	}
	asked := h.get("pat", at)
	if strings.Contains(asked.body, "Núñez") {
		t.Error("a claim alone shows the people")
	}
	asked.has("form[action$='/open'] legend", "What you need it for")
	h.post("pat", at+"/open").is(422).has("#purpose-error", "Choose")
	h.open("pat", at)
	work := h.get("pat", at)
	work.has("main", "de la O").has("main", "Stockpiling")
	work.has("dd .typed[lang=es]", "bajo el asiento")
	work.has(".details-row:contains('NCIC type code') dd", "RI").has(".details-row:contains('Proof') .details-note", "Barrel")
	if h.post("kim", at+"/claim").status != 409 {
		t.Error("claimed twice")
	}

	h.post("pat", at+"/questions", "fields", "serial.text").is(422).has(".error-summary", "")
	if to := h.post("pat", at+"/questions", "fields", "serial.text", "fields", "importer", "text", "Please look under the handguard").to(); to != at {
		t.Fatalf("asked: %s", to)
	}
	h.get("pat", at).has(".talk", "under the handguard").has(".talk", "Serial number")
	ask := h.get("ana", at)
	ask.has(".ask", "Please look under the handguard").has(".ask", "Matrícula")
	if ask.Find(".ask blockquote").AttrOr("lang", "") != "en" {
		t.Error("the English question is not marked as English")
	}
	if got := ask.form().Get("values.serial.text"); got != "1-86  AE 004?3" {
		t.Errorf("the field to correct holds %q", got)
	}
	for field, most := range map[string]string{"serial.text": "64", "importer": "128"} {
		if got := ask.Find("[name='values."+field+"']").AttrOr("maxlength", ""); got != most {
			t.Errorf("%s takes %q characters", field, got)
		}
	}
	if strings.Contains(ask.body, "NCIC") {
		t.Error("who asked is shown codes of the tracing center")
	}
	if ask.Find("[name='values.model']").Length() != 0 {
		t.Error("a field that was not asked is open")
	}
	bad := h.post("ana", at+"/answers", "values.serial.text", strings.Repeat("9", 65), "text", "Así se lee").is(422)
	if got := bad.form().Get("text"); got != "Así se lee" || bad.Find("#values-serial-text-error").Length() != 1 {
		t.Errorf("after a wrong answer: %q %s", got, bad.text(".error-summary"))
	}
	english := h.post("ana", at+"/answers", "values.serial.text", "X9", "text", "Así", "lang", "en").is(200)
	if english.form().Get("values.serial.text") != "X9" || english.Find("html").AttrOr("lang", "") != "en-US" {
		t.Error("the switch of language lost the answer")
	}
	h.post("ana", "/language", "lang", "es", "back", at)
	h.post("ana", at+"/answers", "values.serial.text", "1-86 AE 00433", "text", "Se ve mejor con luz").to()
	h.get("ana", at).has(".timeline", "Se corrigió el dato «Matrícula»").has(".timeline", "1-86 AE 00433")

	h.post("pat", at+"/contacts", "kind", "dealer", "name", "").is(422)
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Pawn", "ffl", "574123017f12345").to()
	h.Clock.Advance(25 * time.Hour)
	h.signIn("pat")
	h.signIn("ana")
	h.get("pat", at).has(".call-late", "Overdue").has(".call", "5-74-123-01-7F-12345")
	answerLink := h.get("pat", at).Find(".call a").AttrOr("href", "")
	if answerLink == "" {
		t.Fatal("the lease ran out in the test's time")
	}
	answerAt := strings.TrimPrefix(answerLink, base)
	h.post("pat", answerAt, "said", "").is(422)
	h.post("pat", answerAt, "said", "Sold to John Q. Public").to()

	kept := h.post("pat", at+"/result", "outcome", "purchaser_identified", "note", "kept").is(422)
	if kept.form().Get("note") != "kept" || kept.Find(".error-summary li").Length() != 3 {
		t.Errorf("a result without its findings: %s", kept.text(".error-summary"))
	}
	h.post("pat", at+"/result", "outcome", "purchaser_identified", "dealer.name", "Lone Star Pawn", "dealer.city", "Laredo", "dealer.state", "TX",
		"sold.day", "1", "sold.month", "3", "sold.year", "2024", "purchaser.name.full", "John Q. Public", "purchaser.address.country", "US",
		"note", "Bought two").to()
	h.get("ana", at).has("#result-1", "Resultado").has(".finding", "Comprador minorista identificado").has(".finding", "John Q. Public").has(".finding", "2 años y 3 días")
	h.post("pat", at+"/result", "outcome", "exported").is(422)
	h.post("pat", at+"/result", "outcome", "exported", "reason", "Wrong record").to()
	both := h.get("ana", at)
	both.has(".finding:not(.finding-past)", "Exportada").has(".finding-past", "John Q. Public").has(".finding", "Wrong record")
	if n := both.Find(".finding").Length(); n != 2 {
		t.Errorf("%d versions of the result", n)
	}
}

// What belongs to another agency answers as what does not exist.
func TestStolenFolio(t *testing.T) {
	h := oneHouse(t)
	z := h.file("ana", everything())
	for _, path := range []string{"/requests/", "/seizures/", "/requests/%/withdrawal", "/seizures/%/receipt"} {
		mine, missing := z.Requests[0].Folio, "RM-2026-7KXH4P-C"
		if strings.HasPrefix(path, "/seizures") {
			mine = z.Folio
		}
		page := func(folio string) string {
			p := path + folio
			if strings.Contains(path, "%") {
				p = strings.Replace(path, "%", folio, 1)
			}
			a := h.do(visit{as: "stranger", path: p}).is(404)
			return strings.ReplaceAll(a.still(), folio, "FOLIO")
		}
		if page(mine) != page(missing) {
			t.Errorf("%s tells a stranger that it exists", path)
		}
	}
	h.do(visit{as: "chief", path: "/requests/" + z.Requests[0].Folio}).is(200)
}

func TestWithdraw(t *testing.T) {
	h := oneHouse(t)
	z := h.file("ana", everything())
	at := "/requests/" + z.Requests[0].Folio
	h.get("ana", at+"/withdrawal")
	h.post("ana", at+"/withdrawal", "reason", " ").is(422)
	kept := h.post("ana", at+"/withdrawal", "reason", "se devolvió", "lang", "en").is(200)
	if kept.form().Get("reason") != "se devolvió" {
		t.Error("the switch of language lost the reason")
	}
	h.post("ana", at+"/withdrawal", "reason", "Se devolvió a su dueño").to()
	h.get("ana", at).has(".status", "Withdrawn").has(".timeline blockquote", "Se devolvió a su dueño")
	h.do(visit{as: "ana", path: at + "/withdrawal"}).is(409)
}

func TestQueue(t *testing.T) {
	h := oneHouse(t)
	empty := h.get("pat", "/queue")
	empty.has(".empty", "No requests")
	f := everything()
	z := h.file("ana", f)
	list := h.get("pat", "/queue")
	if n := list.Find("main table tbody tr").Length(); n != 2 {
		t.Fatalf("%d rows", n)
	}
	if !list.Find("main table tbody tr").First().HasClass("urgent") {
		t.Error("the urgent one is not first")
	}
	if n := h.get("pat", "/queue?priority=routine").Find("main table tbody tr").Length(); n != 1 {
		t.Errorf("%d routine rows", n)
	}
	h.get("pat", "/queue?agency=FGJ-TAM").has(".empty", "No request matches")
	narrowed := h.get("pat", "/queue?agency=FGR&status=queued")
	if narrowed.Find(`.tabs a[href*="status=concluded"][href*="agency=FGR"]`).Length() != 1 || narrowed.Find(`.filters [name=status]`).Length() != 0 {
		t.Error("another status loses the agency, or a search from the queue is kept to it")
	}
	h.get("pat", "/queue?status=claimed").has(`.filters input[name=status][value=claimed]`, "")
	for _, unknown := range []string{"status=nonsense", "priority=high", "due=tomorrow", "tracer=nobody.known"} {
		a := h.do(visit{as: "pat", path: "/queue?" + unknown}).is(422)
		a.has(".usa-alert", strings.Replace(unknown, "=", ":", 1))
		a.has(".empty", "No request matches")
	}
	h.do(visit{as: "ana", path: "/requests?status=nonsense"}).is(422).has(".usa-alert", "estatus:devuelta")
	h.do(visit{as: "pat", path: "/claims?tracer=none"}).is(422)
	h.get("pat", "/queue?tracer=me&status=queued").has(".empty", "No request matches")
	h.get("pat", "/queue?tracer=none&due=soon").has(".filters", "Nobody")
	first, again := h.get("pat", "/queue"), h.get("pat", "/queue")
	if first.Find("main").Text() != again.Find("main").Text() || len(first.body) != len(again.body) {
		t.Error("the same queue is drawn differently")
	}
	if nonce := first.Find("script").AttrOr("nonce", ""); nonce == "" || nonce == again.Find("script").AttrOr("nonce", "") {
		t.Error("what is kept of a page holds the nonce of an answer")
	}
	other := h.get("kim", "/queue")
	if of := other.Find("[name=form_token]").AttrOr("value", ""); of == "" || strings.Contains(first.body, of) {
		t.Error("what is kept of a page holds the token of a session")
	}
	spanish := h.do(visit{as: "pat", path: "/queue?lang=es"}).is(200)
	spanish.has("table", "fusil semiautomático")
	to := h.post("pat", "/requests/"+z.Requests[1].Folio+"/claim").to()
	h.get("pat", to)
	if n := h.get("kim", "/queue").Find("main table tbody tr").Length(); n != 1 {
		t.Errorf("after a claim the queue still has %d rows", n)
	}
	h.get("pat", "/claims").has("table", z.Requests[1].Folio)
	h.get("kim", "/claims").has(".empty", "You have no requests")
	h.post("boss", "/requests/"+z.Requests[1].Folio+"/release").to()
	h.get("pat", "/claims").has(".empty", "You have no requests")
	h.post("pat", "/queue/claims").to()
	h.post("pat", "/queue/claims").to()
	if to := h.post("pat", "/queue/claims").to(); to != "/queue" {
		t.Errorf("an empty queue leads to %s", to)
	}
}

func TestNoticesAndAccount(t *testing.T) {
	h := oneHouse(t)
	h.get("ana", "/notices").has(".empty", "No hay avisos")
	z := h.file("ana", everything())
	_, err := h.notify.Deliver(t.Context())
	must(t, err)
	h.get("ana", "/notices").has(".news", z.Folio).has(".badge", "1")
	h.post("ana", "/notices/read").to()
	if h.get("ana", "/notices").Find(".news-unread").Length() != 0 {
		t.Error("still unread")
	}
	h.post("ana", "/account", "language", "en", "zone", "Nowhere/Land").is(422)
	h.post("ana", "/account", "language", "en", "zone", "America/Tijuana").to()
	h.get("ana", "/account").has("h1", "My account")
	h.post("ana", "/account/keys", "key_name", "").is(422)
	made := h.post("ana", "/account/keys", "key_name", "Evidencias", "scopes", "read", "days", "30").is(200)
	secret := made.text(".key-secret bdi")
	if !strings.HasPrefix(secret, "rst_test_") {
		t.Errorf("the key is %q", secret)
	}
	page := h.get("ana", "/account/keys").has(".keys", "Read")
	if strings.Contains(page.body, secret) {
		t.Error("the key is shown again")
	}
	revoke := strings.TrimPrefix(page.Find(".keys form").AttrOr("action", ""), base)
	h.post("ana", revoke).to()
	h.get("ana", "/account/keys").has(".keys", "revoked")
}

func TestSignIn(t *testing.T) {
	h := oneHouse(t)
	actor := h.who["ana"]
	account, err := h.office.AddAccount(t.Context(), accountNamed("nueva", actor.AgencyID), "una frase bastante larga")
	must(t, err)
	next := h.do(visit{path: "/requests?status=queued"}).to()
	page := h.do(visit{path: next}).is(200)
	if got := page.form().Get("next"); got != "/requests?status=queued" {
		t.Errorf("next is %q", got)
	}
	bad := h.post("", "/login", "username", account.Username, "password", "wrong password here", "next", "/requests").is(401)
	if bad.form().Get("username") != account.Username || strings.Contains(bad.body, "wrong password here") {
		t.Error("the user name is not kept, or the password is")
	}
	switched := h.post("", "/login", "username", "medio", "lang", "en").is(200)
	if switched.form().Get("username") != "medio" {
		t.Error("the switch of language lost the user name")
	}
	in := h.post("", "/login", "username", account.Username, "password", "una frase bastante larga", "next", "/requests?status=queued")
	if in.to() != "/requests?status=queued" {
		t.Errorf("signed in to %s", in.to())
	}
	h.do(visit{path: "/requests", cookies: in.cookies()}).is(200)
	out := h.do(visit{path: "/logout", form: url.Values{}, cookies: in.cookies()})
	if out.to() != "/login" {
		t.Errorf("signed out to %s", out.to())
	}
	h.do(visit{path: "/requests", cookies: in.cookies()}).is(303)
}

// Nothing leads out of the world.
func TestOpenRedirect(t *testing.T) {
	h := oneHouse(t)
	for _, next := range []string{
		"https://evil.example/", "//evil.example", "/\\evil.example", "/training//evil.example", "javascript:alert(1)", "/other", "/training/\r\nX: y",
		"//evil.example/training/requests", "/training/login?next=/training/login", "/trainingevil",
		"/training/../requests", "/training/%2e%2e/requests",
	} {
		if got := h.do(visit{as: "ana", path: "/login?next=" + url.QueryEscape(next)}).to(); got != "/" {
			t.Errorf("%q leads to %q", next, got)
		}
		got := h.post("ana", "/language", "lang", "es", "back", next).to()
		if strings.Contains(got, "evil") && strings.HasPrefix(got, "//") {
			t.Errorf("back %q leads to %q", next, got)
		}
	}
}

// Every route names what it needs, and every page has a title of its own.
func TestRoutes(t *testing.T) {
	h := oneHouse(t)
	for _, r := range h.site.Routes() {
		name := r.Method + " " + r.Path
		if r.Method != http.MethodGet && r.Verb == "" {
			t.Errorf("%s writes and names no verb", name)
		}
		if r.Method == http.MethodGet && r.Title == "" && !strings.HasPrefix(r.Path, "/municipios") && !strings.HasPrefix(r.Path, "/suggest") && !strings.HasPrefix(r.Path, "/postal") {
			t.Errorf("%s has no title", name)
		}
		for _, lang := range []string{"es", "en"} {
			if r.Title != "" && !printer(t, lang).Has(r.Title) {
				t.Errorf("%s: %s has no text in %s", name, r.Title, lang)
			}
		}
		if r.Do == nil {
			t.Errorf("%s does nothing", name)
		}
		path := regexp.MustCompile(`:\w+`).ReplaceAllString(r.Path, "x")
		var form url.Values
		if r.Method == http.MethodPost {
			form = url.Values{}
		}
		if got := h.do(visit{path: path, form: form}).status; !r.Public() && got != 303 {
			t.Errorf("%s answers %d to nobody", name, got)
		}
		if r.Public() {
			continue
		}
		for as, who := range h.who {
			if got := h.do(visit{as: as, path: path, form: form}).status; fault.Is(account.May(who, r.Act, nil), fault.Forbidden) && got != 403 {
				t.Errorf("%s answers %d to a %s", name, got, who.Role)
			} else if got >= 500 {
				t.Errorf("%s fails", name)
			}
		}
	}
}

// Every page speaks the reader's language, has its landmarks, one h1 and no
// id twice; its title says which world this is.
func TestPages(t *testing.T) {
	h := oneHouse(t)
	for as, paths := range everyPage(h) {
		for _, path := range paths {
			for _, lang := range []string{"es", "en"} {
				sep := "?"
				if strings.Contains(path, "?") {
					sep = "&"
				}
				a := h.do(visit{as: as, path: path + sep + "lang=" + lang})
				checkPage(t, as+" "+path+" "+lang, lang, a)
			}
		}
	}
}

func checkPage(t *testing.T, name, lang string, a answer) {
	t.Helper()
	if got := a.Find("html").AttrOr("lang", ""); !strings.HasPrefix(got, lang) {
		t.Errorf("%s: lang is %q", name, got)
	}
	if n := a.Find("main h1").Length(); n != 1 {
		t.Errorf("%s: %d h1", name, n)
	}
	if !strings.HasPrefix(a.text("title"), map[string]string{"es": "CAPACITACIÓN · ", "en": "TRAINING · "}[lang]) {
		t.Errorf("%s: title %q", name, a.text("title"))
	}
	for _, mark := range []string{"header", "main", "footer"} {
		if a.Find("body > "+mark).Length() != 1 {
			t.Errorf("%s: no %s", name, mark)
		}
	}
	seen := map[string]bool{}
	a.Find("[id]").Each(func(_ int, s *goquerySelection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			t.Errorf("%s: id %q twice", name, id)
		}
		seen[id] = true
	})
	a.Find("a[href], form[action]").Each(func(_ int, s *goquerySelection) {
		to := s.AttrOr("href", s.AttrOr("action", ""))
		if !strings.HasPrefix(to, base+"/") && !strings.HasPrefix(to, "#") {
			t.Errorf("%s: a link leaves the world: %s", name, to)
		}
		if i := strings.Index(to, "#"); i == 0 && !seen[to[1:]] {
			t.Errorf("%s: nothing at %s", name, to)
		}
	})
	a.Find("[style], [onclick], script:not([src])").Each(func(_ int, s *goquerySelection) {
		t.Errorf("%s: something inline that the policy forbids", name)
	})
}

// Whoever asked reads how far a request is, when it is expected, what it waits
// for and what comes next: in the queue, asked back, and at its end.
func TestCourse(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Firearms = f.Firearms[:1]
	folio := h.file("ana", f).Requests[0].Folio
	at := "/requests/" + folio
	course := func() answer { return h.get("ana", at) }
	course().has(".course [aria-current=step]", "En espera de turno").has(".course", "Se espera antes del").has(".course", "Su turno")
	h.post("pat", "/queue/claims").to()
	course().has(".course [aria-current=step]", "En rastreo").has(".course", "El trabajo del rastreador")
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Gun Store").to()
	secret := course().has(".course", "La respuesta de una armería")
	if strings.Contains(secret.body, "Gun Store") {
		t.Error("whoever asked reads whom the center asks")
	}
	h.post("pat", at+"/questions", "text", "What does it say?").to()
	course().has(".course", "El plazo está detenido").has(".course", "Conteste la pregunta")
	h.post("ana", at+"/answers", "text", "WASR").to()
	h.post("ana", at+"/withdrawal", "reason", "duplicada").to()
	gone := course().has(".course [aria-current=step]", "Retirada").has(".course", "no se reabre")
	if gone.text(".course .details-note") != "" {
		t.Error("what has ended is expected still")
	}
}
