package site_test

import (
	"encoding/json"
	"testing"

	"rastreo/internal/trace"
)

// The line of the U.S. record changes with what was typed, and is on the page
// for whoever has no script.
func TestLineOfTheRecord(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	person := h.post("ana", draft+"/people").to()
	page := h.get("ana", person)
	form := with(page, values("people[0].name.given", "María del Carmen", "people[0].name.surname1", "de la O", "people[0].name.surname2", "Núñez", "people[0].curp", "OXNC871103MTSXXR00"))
	saved := h.do(visit{as: "ana", path: person, form: form, header: map[string]string{"X-Requested-With": "autosave"}}).is(200)
	var answer struct {
		Lines  map[string]string
		Advice []struct{ For, Text string }
	}
	must(t, json.Unmarshal([]byte(saved.body), &answer))
	if got := answer.Lines["people-0-name-us"]; got != "de la O Núñez, María del Carmen" {
		t.Errorf("the line is %q", got)
	}
	if len(answer.Advice) == 0 || answer.Advice[0].For != "people-0-curp" {
		t.Errorf("nothing is said of a wrong CURP: %+v", answer.Advice)
	}
	page = h.get("ana", person).has("#people-0-name-us", "de la O Núñez, María del Carmen")
	page.has("#people-0-curp-advice", "CURP")
	h.fill("ana", person, values("people[0].role", "possessor", "people[0].name.style", "us", "people[0].name.given", "John", "people[0].name.middle", "Robert", "people[0].name.surname1", "Smith", "people[0].name.suffix", "Jr.", "exit", "1")).to()
	h.get("ana", person).has("#people-0-name-us", "Smith, John Robert Jr.")
	review := h.get("ana", draft+"/review")
	review.has("main", "Apellido (last name)").has("main", "Segundo nombre (middle name)").has("main", "John Robert Smith Jr.")
}

// A style that the form chose by itself makes nobody of an empty name.
func TestStyleAlone(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	person := h.post("ana", draft+"/people").to()
	h.fill("ana", person, values("people[0].role", "witness", "people[0].name.style", "mx", "people[0].aliases[0].style", "us", "exit", "1")).to()
	got := h.stored("ana", draft).People[0]
	if got.Name != (trace.Name{}) || len(got.Aliases) != 0 {
		t.Errorf("stored %+v", got)
	}
}
