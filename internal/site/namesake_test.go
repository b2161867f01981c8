package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Who bears the name of a party is kept out of the seizure, a coordinator is
// told and lets them back with a reason; whoever files is asked to think again
// when a party bears their own name.
func TestNamesake(t *testing.T) {
	h := oneHouse(t)
	h.who["luz"] = h.join("FGR", "luz.rios", "Luz Ríos Gil")
	h.signIn("luz")
	f := everything()
	f.People = []trace.Person{{Role: "possessor", Name: trace.Name{Given: "LUZ", Surname1: "Rios", Surname2: "Gil"}}}
	z := h.file("ana", f)
	at := "/seizures/" + z.Folio
	page := h.get("chief", at+"/access").has("main", "se llama como una persona registrada")
	link := page.Find(`main a[href*="/bars/"]`).AttrOr("href", "")
	if link == "" {
		t.Fatal("no link lets a namesake back")
	}
	link = strings.TrimPrefix(link, base)
	h.get("chief", link).has("main", "Luz Ríos Gil")
	h.do(visit{as: "ana", path: link}).is(http.StatusForbidden)
	h.do(visit{as: "luz", path: link}).is(http.StatusForbidden)
	h.do(visit{as: "luz", path: at + "/access"}).is(http.StatusNotFound)
	h.do(visit{as: "chief", path: link + "/undo", form: url.Values{"namesake_reason": {" "}}}).is(http.StatusUnprocessableEntity).
		has("main", "Explique por qué es un homónimo")
	h.do(visit{as: "chief", path: link + "/undo", form: url.Values{"namesake_reason": {"Otra fecha de nacimiento."}}}).is(http.StatusSeeOther)
	h.get("chief", at+"/access").has("main", "Otra fecha de nacimiento.")
	h.do(visit{as: "chief", path: link}).is(http.StatusNotFound)

	d, err := h.intake.Begin(t.Context(), h.who["luz"])
	must(t, err)
	d.Filing = f
	d, err = h.intake.Save(t.Context(), h.who["luz"], d)
	must(t, err)
	h.get("luz", "/drafts/"+d.ID+"/review").has(".looks", "se llama como usted")
	_, err = h.intake.FileDraft(t.Context(), h.who["luz"], d.ID)
	must(t, err)
	_, err = h.notify.Deliver(t.Context())
	must(t, err)
	h.get("chief", "/notices").has("main", "Quien registró un aseguramiento se llama como").has("main", "quedó excluida")
}

// join adds a submitter of an agency that is there.
func (h *house) join(agency, username, name string) account.Actor {
	h.t.Helper()
	ana := h.who["ana"]
	a := account.Account{AgencyID: ana.AgencyID, Username: username, Name: name, Role: account.Submitter, Lang: "es", Zone: ana.Zone}
	h.Write(func(tx *store.Tx) error { return tx.AddAccount(h.t.Context(), &a) })
	return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Agency: agency, Username: username, Name: name, Role: a.Role, Lang: a.Lang, Zone: a.Zone, Proven: true}
}
