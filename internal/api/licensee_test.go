package api_test

import (
	"strings"
	"testing"
)

// A program of the tracing center keeps the directory: it adds, finds, changes,
// and is told what is wrong.
func TestLicensees(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := h.example(t, "/licensees", "dealer")
		made := h.ok(t, 201, ask{as: "tracer", method: post, path: "/licensees", body: body})
		id := word(made, "id")
		if at(made, "rds") != "57400000" || at(made, "version") != 1.0 || at(made, "expires") == nil {
			t.Errorf("made %v", made)
		}
		for q, want := range map[string]int{"outfitters%20exa": 1, "5-74-00000": 1, "5-74-999-01-9M": 1, "nobody": 0} {
			list, _ := at(h.ok(t, 200, ask{as: "boss", path: "/licensees?q=" + q}), "licensees").([]any)
			if len(list) != want {
				t.Errorf("%s finds %d", q, len(list))
			}
		}
		twice := h.ok(t, 422, ask{as: "other", method: post, path: "/licensees", body: strings.Replace(body, "9M", "8A", 1)})
		if at(twice, "errors", 0, "pointer") != "/ffl" || at(twice, "errors", 0, "code") != "taken" {
			t.Errorf("the license twice: %v", twice)
		}
		bad := h.ok(t, 422, ask{as: "tracer", method: post, path: "/licensees", body: `{"kinds":[],"ffl":"1","state":"XX","closed":"2999"}`})
		for i, pointer := range []string{"/name", "/ffl", "/kinds", "/state", "/closed"} {
			if at(bad, "errors", i, "pointer") != pointer {
				t.Errorf("problem %d of %v", i, bad)
			}
		}
		changed := strings.Replace(body, `{`, `{"closed":"2025-06",`, 1)
		now := h.ok(t, 200, ask{as: "other", method: post, path: "/licensees/" + id, body: changed, header: map[string]string{"If-Match": "1"}})
		if at(now, "closed") != "2025-06" || at(now, "version") != 2.0 {
			t.Errorf("changed %v", now)
		}
		h.ok(t, 412, ask{as: "tracer", method: post, path: "/licensees/" + id, body: changed, header: map[string]string{"If-Match": `"1"`}})
		h.ok(t, 404, ask{as: "tracer", path: "/licensees/nobody"})
		h.ok(t, 403, ask{as: "ana", path: "/licensees"})
	})
}
