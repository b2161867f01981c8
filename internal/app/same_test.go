package app_test

import (
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// theRanch is a ranchería beside a road, as a patrol describes it: without a
// number, at a kilometre, with the point as the telephone gave it.
var theRanch = answers{
	{"recovered.place.settlement_type", "27"},
	{"recovered.place.settlement", "La Retama"},
	{"recovered.place.exterior", "S/N"},
	{"recovered.place.point", "25°58'12\"N 98°06'00\"O"},
	{"recovered.place.reference", "frente al tanque de agua"},
}

var theRanchRoad = answers{
	{"recovered.place.road_type", "carretera"},
	{"recovered.place.road_admin", "federal"},
	{"recovered.place.road_code", "2"},
	{"recovered.place.road_stretch", "Reynosa–Río Bravo"},
	{"recovered.place.road_mark", "64+500"},
}

const theRanchLine = "Carretera federal 2, tramo Reynosa–Río Bravo, km 64+500, s/n, Ranchería La Retama, Reynosa, Tamaulipas"

// A ranchería at km 64+500 without a number files cleanly; the same gun filed
// by another agency shows its submitter nothing, and the tracer the pair.
func TestSameGunTwice(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := empty(t)
			s.neighbour()
			ana, raul, pat := s.reader(t, b, "", lang), s.reader(t, b, "", lang), s.reader(t, b, "", "en")
			first := ana.filesRanch("fgr.mendez")
			second := raul.filesRanch("tam.salas")
			raul.Go("/requests/" + second)
			if n := sitetest.Eval[int](raul.Window, `document.querySelectorAll(".pair, .verdict, .twin").length`); n != 0 || strings.Contains(raul.Text(), first) {
				t.Error("the second agency learns of the first")
			}
			ana.Go("/requests/" + first)
			ana.Is(`!document.querySelector(".pair, .verdict")`, "the first agency learns of the second")
			pat.finds(first, second)
			ana.Go("/requests/" + first)
			ana.Is(`!document.querySelector(".pair, .verdict")`, "what the center found is shown to an agency")
			for _, r := range []*reader{ana, raul, pat} {
				if heard := r.Complaints(); len(heard) > 0 {
					t.Errorf("the browser complains: %q", heard)
				}
			}
		})
	}
}

// neighbour adds an investigator of a state's prosecutor.
func (s *served) neighbour() {
	s.t.Helper()
	s.add(app.NewAccount{
		Agency:  account.Agency{Code: "FGJ-TAM", Name: "Fiscalía General de Justicia de Tamaulipas", Kind: account.State, Entidad: "28"},
		Account: account.Account{Username: "tam.salas", Name: "Raúl Salas", Role: account.Submitter, Lang: "es", Zone: "America/Matamoros"},
	})
}

// filesRanch signs in, files the walk's rifle as found at the ranch, and
// returns its folio.
func (r *reader) filesRanch(username string) (folio string) {
	r.T.Helper()
	r.signIn(username, password)
	r.speak()
	r.Go("/").press("action.begin")
	r.press("draft.case")
	r.Fill(theCase...)
	r.press("action.continue")
	r.Fill(thePlace[:5]...)
	r.Until(municipios)
	r.Fill(thePlace[5])
	r.Fill(theRanch...)
	r.Touch(r.t("place.on_road"))
	r.Fill(theRanchRoad...)
	r.Saved()
	r.Sees("25.97° " + r.t("place.north"))
	r.press("action.continue")
	r.press("action.add_firearm")
	r.Fill(theWASR...)
	r.press("action.continue")
	below("/review")(r)
	r.Sees(theRanchLine)
	r.Is(`![...document.querySelectorAll("main a")].some((a) => a.closest(".error-summary, .looks"))`, "something of the ranch is doubted")
	r.press("action.file")
	r.Sees(theRanchLine)
	return folioShape.FindAllString(strings.ReplaceAll(r.Text(), r.Path(), ""), -1)[0]
}

// finds opens the first request, sees the second beside it and says that they
// are the same.
func (r *reader) finds(first, second string) {
	r.T.Helper()
	r.signIn("ntc.walker", password)
	r.Go("/requests/" + first)
	r.Sees(second, "FGJ-TAM", r.t("likeness.same"))
	r.press("link.decide")
	r.Fill([2]string{"verdict", "same"}, [2]string{"why", "One seizure, filed by both prosecutors."})
	r.press("action.link")
	r.Sees(r.t("done.linked"), r.t("link.verdict.same"), "One seizure, filed by both prosecutors.")
	r.Go("/requests/" + second)
	r.Sees(first, r.t("link.verdict.same"))
	r.press("link.undo")
	r.Sees(r.t("done.unlinked"))
}
