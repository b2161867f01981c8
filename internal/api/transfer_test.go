package api_test

import "testing"

// A program offers a seizure to another agency, follows what becomes of it and
// takes it back; to approve and to accept it somebody proves who they are.
func TestTransfers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		filed := h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		offer := "/seizures/" + word(filed, "folio") + "/transfers"
		bad := h.ok(t, 422, ask{as: "ana", method: post, path: offer, body: `{"to":"","handed":"x","document":"","transfer_reason":"whim"}`})
		for i, pointer := range []string{"/to", "/handed", "/document", "/transfer_reason"} {
			if at(bad, "errors", i, "pointer") != pointer {
				t.Errorf("problem %d of %v", i, bad)
			}
		}
		body := `{"to":"FGJ-TAM","handed":"2026-03-05","document":"FGR/1/2026","transfer_reason":"joined"}`
		made := h.ok(t, 201, ask{as: "ana", method: post, path: offer, body: body})
		h.ok(t, 409, ask{as: "chief", method: post, path: offer, body: body})
		h.ok(t, 404, ask{as: "stranger", method: post, path: offer, body: body})
		one := "/transfers/" + word(made, "id")
		if at(made, "state") != "proposed" || at(made, "from") != "FGR" || at(made, "to") != "FGJ-TAM" {
			t.Errorf("made %v", made)
		}
		for as, want := range map[string]int{"ana": 200, "chief": 200, "stranger": 404} {
			h.ok(t, want, ask{as: as, path: one})
		}
		h.ok(t, 422, ask{as: "ana", path: "/transfers?side=both"})
		for side, want := range map[string]int{"?side=out": 1, "": 0} {
			list, _ := at(h.ok(t, 200, ask{as: "ana", path: "/transfers" + side}), "transfers").([]any)
			if len(list) != want {
				t.Errorf("%q lists %d", side, len(list))
			}
		}
		h.ok(t, 404, ask{as: "stranger", method: post, path: one + "/close", body: `{"decline_why":"No."}`})
		if ended := h.ok(t, 200, ask{as: "chief", method: post, path: one + "/close", body: `{}`}); at(ended, "state") != "cancelled" {
			t.Errorf("ended %v", ended)
		}
		h.ok(t, 409, ask{as: "ana", method: post, path: one + "/close", body: `{}`})
	})
}
