package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rastreo/internal/catalog"
)

const post = http.MethodPost

// The journey of the README: an investigator files a WASR-10 made by Cugir
// and imported by Century, found with María del Carmen de la O Núñez at km
// 64+500 of Carretera Federal 2; a tracer claims it, asks the importer and the
// dealer, asks back, is answered, concludes; the investigator reads the result.
func TestWalk(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		seizure, folio := word(made, "folio"), word(made, "requests", 0, "folio")

		read := h.ok(t, 200, ask{as: "ana", path: "/seizures/" + seizure})
		if at(read, "people", 0, "name", "full") != "María del Carmen de la O Núñez" ||
			!strings.HasSuffix(word(read, "recovered", "place", "road"), "km 64+500") ||
			at(read, "requests", 0, "firearm", "model") != "WASR-10" || at(read, "recovered", "place", "latitude") != 25.9861 {
			t.Errorf("the seizure came back otherwise: %v", read)
		}

		path := "/requests/" + folio
		if staff := h.ok(t, 200, ask{as: "tracer", path: path}); at(staff, "filing", "reference", 0, "number") == nil || word(staff, "filing", "ncic") != catalog.NCIC(word(staff, "filing", "offence")) ||
			word(staff, "filing", "ncic_type") != word(staff, "firearm", "type") || at(staff, "filing", "people") != nil ||
			at(staff, "filing", "narrative") != nil || at(staff, "filing", "recovered", "place", "road") != nil {
			t.Errorf("before the claim the tracer reads %v", staff)
		}
		h.Clock.Advance(time.Hour)
		claimed := h.ok(t, 201, ask{as: "tracer", method: post, path: "/queue/claims"})
		if at(claimed, "folio") != folio || at(claimed, "status") != "claimed" || at(claimed, "claimed_by") == nil {
			t.Errorf("claimed %v", claimed)
		}
		if closed := h.ok(t, 200, ask{as: "tracer", path: path}); at(closed, "withheld") != true || at(closed, "filing", "people") != nil {
			t.Errorf("without a purpose the tracer reads %v", closed)
		}
		if staff := h.ok(t, 200, ask{as: "tracer", path: path + "?purpose=trace_chain"}); at(staff, "withheld") != nil || at(staff, "filing", "people", 0, "name", "full") == nil ||
			at(staff, "filing", "recovered", "place", "road") == nil {
			t.Errorf("after the claim the tracer reads %v", staff)
		}
		asked := h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/contacts", body: h.example(t, "/requests/{folio}/contacts", "importer")})
		h.Clock.Advance(time.Hour)
		answered := h.ok(t, 200, ask{
			as: "tracer", method: post, path: path + "/contacts/" + word(asked, "id") + "/answer",
			body: h.example(t, "/requests/{folio}/contacts/{id}/answer", "importer"),
		})
		if at(answered, "answered_at") == nil || at(answered, "said") == nil {
			t.Errorf("answered %v", answered)
		}
		dealer := h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/contacts", body: h.example(t, "/requests/{folio}/contacts", "dealer")})
		if at(dealer, "due_at") == nil || at(dealer, "ordinal") != 2.0 {
			t.Errorf("a dealer has a day to answer: %v", dealer)
		}

		h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/questions", body: h.example(t, "/requests/{folio}/questions", "serial")})
		waiting := h.ok(t, 200, ask{as: "ana", path: path})
		if at(waiting, "status") != "returned" || at(waiting, "questions", 0, "text") == nil || at(waiting, "contacts") != nil || at(waiting, "claimed_by") != nil {
			t.Errorf("the investigator reads %v", waiting)
		}
		h.ok(t, 200, ask{as: "ana", method: post, path: path + "/answers", body: h.example(t, "/requests/{folio}/answers", "corrected")})

		got := h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/result", body: h.example(t, "/requests/{folio}/result", "found")})
		if at(got, "time_to_crime", "days_min") != 488.0 || at(got, "family") != "traced" {
			t.Errorf("result %v", got)
		}
		end := h.ok(t, 200, ask{as: "ana", path: path})
		if at(end, "status") != "concluded" || at(end, "result", "dealer", "city") != "Pharr" ||
			at(end, "firearm", "serial", "text") != "A1-00000-27" || at(end, "result", "purchaser", "name", "surname1") != "Example" ||
			at(end, "result", "time_to_crime", "days_max") != 488.0 {
			t.Errorf("the investigator reads %v", end)
		}
		for i, code := range []string{"filed", "claimed", "contacted", "contact_answered", "contacted", "asked"} {
			if at(end, "events", i, "code") != code {
				t.Errorf("event %d is %v, want %s", i, at(end, "events", i, "code"), code)
			}
		}
		if staff := h.ok(t, 200, ask{as: "tracer", path: path}); at(staff, "contacts", 1, "name") != "Example Outfitters LLC" {
			t.Errorf("the tracer reads %v", staff)
		}

		fixed := strings.Replace(h.example(t, "/requests/{folio}/result", "found"), `"2024-11-02"`, `"2024-11"`, 1)
		fixed = strings.Replace(fixed, `{`, `{"reason":"The day in the book cannot be read.",`, 1)
		second := h.ok(t, 201, ask{as: "tracer", method: post, path: path + "/result", body: fixed})
		if at(second, "version") != 2.0 || at(second, "time_to_crime", "days_min") != 460.0 || at(second, "time_to_crime", "days_max") != 489.0 || at(second, "time_to_crime", "haste") != "short" {
			t.Errorf("correction %v", second)
		}
		if end = h.ok(t, 200, ask{as: "ana", path: path}); at(end, "result", "version") != 2.0 || at(end, "results", 1, "version") != 1.0 {
			t.Errorf("both versions stay: %v", end)
		}
	})
}
