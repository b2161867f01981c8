package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// advised lists "code pointer" of the advice of one request.
func advised(request any) (all []string) {
	for _, x := range many(request, "advice") {
		all = append(all, word(x, "code")+" "+word(x, "pointer"))
	}
	return all
}

// century is a WASR-10 whose importer was taken for its maker.
const century = `{"reference":[{"kind":"iph","number":"IPH-2026-1"}],"offence":"acopio",
	"recovered":{"date":"2026-03-04","place":{"entidad":"28","municipio":"28032"}},
	"firearms":[{"type":"RI","manufacturer":"Century Arms","model":"WASR-10","caliber":"7.62x39","country":"RO",
	"serial":{"text":"1-00417-2009","reading":"legible","location":"receiver"}%s}]}`

func wasr(more string) string { return strings.Replace(century, "%s", more, 1) }

// Advice alone leads from Century as the maker to Cugir with Century as the
// importer, and then falls silent.
func TestCheckLeadsToTheMaker(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for lang, want := range map[string]string{"es": "fabric", "en": "manufacturer"} {
			got := h.ok(t, 200, ask{as: "ana", lang: lang, method: post, path: "/check", body: wasr("")})
			if at(got, "fileable") != true || !slices.Contains(advised(at(got, "requests", 0)), "maker_is_importer /firearms/0/manufacturer") {
				t.Fatalf("advised %v", got)
			}
			x := at(got, "requests", 0, "advice", 0)
			if !strings.Contains(word(x, "params", "maker"), "Cugir") || !strings.Contains(word(x, "params", "importer"), "Century") ||
				!strings.Contains(strings.ToLower(word(x, "detail")), want) {
				t.Errorf("in %s: %v", lang, x)
			}
		}
		put := strings.NewReplacer(`"Century Arms"`, `"Cugir", "importer": "Century Arms"`)
		got := h.ok(t, 200, ask{as: "ana", method: post, path: "/check", body: put.Replace(wasr(""))})
		if left := advised(at(got, "requests", 0)); len(left) != 0 || at(got, "requests", 0, "score") != 100.0 {
			t.Errorf("after following the advice: %v", got)
		}
		if list := h.ok(t, 200, ask{as: "ana", path: "/requests"}); len(many(list, "requests")) != 0 {
			t.Errorf("a check filed something: %v", list)
		}
	})
}

// What cannot be filed is checked all the same, and says why.
func TestCheckOfWhatCannotBeFiled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		got := h.ok(t, 200, ask{as: "ana", method: post, path: "/check", body: `{"firearms":[{"type":"PI"}]}`})
		if at(got, "fileable") != false || len(many(got, "errors")) == 0 || len(advised(at(got, "requests", 0))) == 0 {
			t.Errorf("checked %v", got)
		}
	})
}

// Filing against advice keeps the reason, answers the same advice as the
// check, and shows it to the tracer.
func TestFiledAgainstAdvice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := wasr(`,"kept":[{"advice":"maker_is_importer","reason":"no_access"}]`)
		checked := h.ok(t, 200, ask{as: "ana", method: post, path: "/check", body: body})
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: body})
		if want, got := advised(at(checked, "requests", 0)), advised(at(made, "requests", 0)); !slices.Equal(got, want) ||
			at(made, "requests", 0, "score") != at(checked, "requests", 0, "score") {
			t.Errorf("filing said %v, the check %v", got, want)
		}
		seen := h.ok(t, 200, ask{as: "tracer", path: "/requests/" + word(made, "requests", 0, "folio")})
		if at(seen, "firearm", "kept", 0, "reason") != "no_access" || len(many(seen, "advice")) == 0 || at(seen, "score") == nil {
			t.Errorf("the tracer sees %v", seen)
		}
	})
}

// The same firearm from two agencies: the second learns nothing, not by the
// check, not by filing, not later; the tracing center sees the pair, links it,
// and takes that back, and neither agency learns of that.
func TestTwinsAcrossAgencies(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := word(h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: wasr("")}), "requests", 0, "folio")
		other := strings.Replace(wasr(""), "1-00417-2009", "1-OO4I7-2009", 1)
		checked := h.ok(t, 200, ask{as: "stranger", method: post, path: "/check", body: other})
		made := h.ok(t, 201, ask{as: "stranger", method: post, path: "/seizures", body: other})
		second := word(made, "requests", 0, "folio")
		for _, x := range []any{at(checked, "requests", 0), at(made, "requests", 0)} {
			if slices.Contains(advised(x), "duplicate /firearms/0/serial/text") || at(x, "similar") != nil {
				t.Errorf("the other agency learns %v", x)
			}
		}
		staff := h.ok(t, 200, ask{as: "tracer", path: "/requests/" + second})
		if at(staff, "similar", 0, "folio") != first || at(staff, "similar", 0, "likeness") != "confusable" {
			t.Fatalf("the tracer sees %v", at(staff, "similar"))
		}
		link := h.ok(t, 201, ask{as: "tracer", method: post, path: "/requests/" + second + "/links", body: `{"other":"` + first + `","verdict":"same"}`})
		staff = h.ok(t, 200, ask{as: "tracer", path: "/requests/" + first})
		if at(staff, "links", 0, "center") != true || at(staff, "similar", 0, "link", "verdict") != "same" {
			t.Errorf("linked, the other of the pair shows %v", staff)
		}
		for who, folio := range map[string]string{"ana": first, "stranger": second} {
			seen := h.ok(t, 200, ask{as: who, path: "/requests/" + folio})
			if at(seen, "links") != nil || at(seen, "similar") != nil || len(many(seen, "events")) != 1 {
				t.Errorf("%s learns %v", who, seen)
			}
			w := h.do(t, ask{as: who, method: post, path: "/requests/" + folio + "/links/" + word(link, "id") + "/undo"})
			if w.Code != http.StatusNotFound {
				t.Errorf("%s undoes the center's link: %d", who, w.Code)
			}
		}
		if w := h.do(t, ask{as: "tracer", method: post, path: "/requests/" + second + "/links/" + word(link, "id") + "/undo"}); w.Code != http.StatusNoContent {
			t.Errorf("undoing: %d %s", w.Code, w.Body)
		}
		staff = h.ok(t, 200, ask{as: "tracer", path: "/requests/" + second})
		if at(staff, "similar", 0, "link") != nil || at(staff, "links", 0, "undone_at") == nil {
			t.Errorf("undone, there is %v", staff)
		}
	})
}

// Within one agency the check shows the earlier request, and same_as links.
func TestTwinsWithinAnAgency(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := word(h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: wasr("")}), "requests", 0, "folio")
		checked := h.ok(t, 200, ask{as: "ana", method: post, path: "/check", body: wasr("")})
		if at(checked, "requests", 0, "similar", 0, "folio") != first || !slices.Contains(advised(at(checked, "requests", 0)), "duplicate /firearms/0/serial/text") {
			t.Errorf("the agency is not told: %v", checked)
		}
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: wasr(`,"same_as":"` + first + `"`)})
		seen := h.ok(t, 200, ask{as: "ana", path: "/requests/" + first})
		if at(seen, "links", 0, "verdict") != "same" || at(seen, "links", 0, "other") != word(made, "requests", 0, "folio") {
			t.Errorf("same_as linked nothing: %v", seen)
		}
		w := h.do(t, ask{as: "stranger", method: post, path: "/seizures", body: wasr(`,"same_as":"` + first + `"`)})
		if w.Code != 422 || !strings.Contains(w.Body.String(), "/firearms/0/same_as") {
			t.Errorf("another agency's folio: %d %s", w.Code, w.Body)
		}
	})
}

// A search finds people without accents and swapped, says why, and stays
// within what the reader may know.
func TestPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		for _, q := range []string{"nunez", "delao", "n%C3%BA%C3%B1ez+de+la+o", "maria+del+carmen"} {
			got := h.ok(t, 200, ask{as: "ana", path: "/people?q=" + q})
			if at(got, "people", 0, "seizure") != at(made, "folio") || word(got, "people", 0, "reasons", 0, "detail") == "" {
				t.Errorf("%s finds %v", q, got)
			}
		}
		for who, want := range map[string]int{"chief": 1, "stranger": 0, "tracer": 0, "boss": 1} {
			if got := h.ok(t, 200, ask{as: who, path: "/people?q=nunez"}); len(many(got, "people")) != want {
				t.Errorf("%s finds %v", who, got)
			}
		}
	})
}

// The lists that only suggest bear the words that find their codes.
func TestOpenLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for list, least := range map[string]int{"manufacturer": 200, "importer": 60, "caliber": 120, "model": 250} {
			got := many(h.ok(t, 200, ask{as: "ana", path: "/catalog/" + list}), "codes")
			if len(got) < least {
				t.Errorf("%s has %d", list, len(got))
			}
		}
		if got := h.ok(t, 200, ask{as: "ana", path: "/postal/88500"}); len(many(got, "colonias")) != 0 {
			t.Errorf("colonias that nobody loaded: %v", got)
		}
	})
}
