package app_test

import (
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// theGrant is what one agency shows another, in the controls of its form.
var theGrant = answers{
	{"to", "FGJ-TAM"},
	{"readers", "tam.garza otra.persona"},
	{"fields", "people"},
	{"purpose", "related_case"},
	{"words", "El mismo grupo en los dos estados."},
	{"until.day", "20"},
	{"until.month", "3"},
	{"until.year", "2026"},
}

// An investigator leaves a seizure to two people and shares it; a coordinator
// approves, one of the other agency accepts, and their investigator reads it
// until it is shared no longer.
func TestSharing(t *testing.T) {
	s := staged(t, app.Config{Live: "live.db"})
	b := sitetest.Open(t)
	as := func(username, lang string) *reader {
		r := s.reader(t, b, "", lang)
		r.signIn(username, demo.Password)
		r.speak()
		return r
	}
	ana, chief, theirs, garza := as("fgr.mendez", "es"), as("fgr.coordina", "es"), as("tam.coordina", "en"), as("tam.garza", "es")
	ana.Go("/requests").Go(ana.first("/requests/"))
	at := ana.first("/seizures/")
	if chief.Go(at); chief.Status() != 200 {
		t.Fatalf("a coordinator gets %d", chief.Status())
	}
	ana.Go(at).press("access.title")
	ana.Fill([2]string{"named", "fgr.coordina"})
	ana.press("action.restrict")
	ana.Sees(ana.t("done.restricted"), ana.t("access.restricted_text"))
	ana.press("grant.title")
	ana.Fill(theGrant...)
	ana.press("action.propose")
	ana.Sees(ana.t("done.grant_proposed"), ana.t("grant.state.proposed"))

	if garza.Go(at); garza.Status() != 404 {
		t.Errorf("before it is approved: %d", garza.Status())
	}
	chief.Go("/shared").press("action.approve")
	chief.Sees(chief.t("done.grant_approved"))
	theirs.Go("/shared")
	theirs.Fill([2]string{"readers", "tam.garza"})
	theirs.press("action.accept")
	theirs.Sees(theirs.t("done.grant_accepted"))

	garza.Go("/shared").Go(garza.first("/seizures/"))
	garza.Sees(garza.t("grant.of", "agency", "FGR"), garza.t("open.title"), garza.t("catalog.purpose.related_case"))
	garza.press("action.open")
	garza.Sees(garza.t("error.purpose.required"))
	garza.Fill([2]string{"purpose", "related_case"})
	garza.press("action.open")
	garza.Sees(garza.t("grant.of", "agency", "FGR"))
	garza.Is(`!document.querySelector("form[action$='/open']")`, "it is asked again what for")

	ana.Go(at).press("access.title")
	ana.press("action.revoke_grant")
	ana.Sees(ana.t("done.grant_ended"), ana.t("grant.state.ended"))
	if garza.Go(at); garza.Status() != 404 {
		t.Errorf("after it is shared no longer: %d", garza.Status())
	}
}

// mine opens a seizure of the agency that is the language's own: what is
// changed of it in one would be in the way of the other.
func mine(r *reader) {
	r.T.Helper()
	r.Go("/requests?status=" + map[string]string{i18n.Langs[0]: "concluded", i18n.Langs[1]: "returned"}[r.say.Lang])
	r.Go(r.first("/requests/"))
	r.Go(r.first("/seizures/"))
}

// coordinating are the pages of who may know what.
var coordinating = []view{
	{path: "/shared"},
	{path: "/shared/break"},
	{name: "break-wrong", status: 422, bring: press("break.ask")},
	{name: "break-asked", bring: after(emergency, press("break.ask"))},
	{name: "request-private", path: "/requests?status=concluded", bring: follow("/requests/")},
	{name: "seizure-private", bring: mine},
	{name: "open-wrong", status: 422, bring: press("action.open")},
	{name: "access", bring: after(mine, press("access.title"))},
	{name: "access-wrong", status: 422, bring: press("action.restrict")},
	{path: "/transfers"},
	{name: "transfers-out", path: "/transfers?side=out"},
	{name: "transfer-approve", bring: follow("/transfers/")},
	{name: "transfer-offer", bring: after(mine, press("transfer.offer"))},
	{name: "transfer-offer-wrong", status: 422, bring: press("action.offer")},
	{name: "grant", bring: after(mine, press("access.title"), press("grant.title"))},
	{name: "grant-wrong", status: 422, bring: press("action.propose")},
	{name: "access-given", bring: after(fill(theGrant), press("action.propose"))},
	{name: "access-restricted", bring: after(fill(answers{{"named", "fgr.mendez"}}), press("action.restrict"))},
	{name: "access-proposed", bring: after(fill(answers{{"kind", "open"}}), press("action.propose"))},
	{name: "seizure-restricted", bring: mine},
}

// emergency fills in an emergency about a folio of each language: who has asked
// about one does not ask again.
func emergency(r *reader) {
	r.T.Helper()
	folio := map[string]string{"es": "AS-2026-TT2FUK-F", "en": "AS-2026-9JFNXL-3"}[r.say.Lang]
	r.Fill(answers{{"break_folio", folio}, {"break_reason", "court_order"}, {"break_words", "Lo ordena el juzgado de control."}}...)
}
