package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"rastreo/internal/store/storetest"
)

// Where nothing can be recorded the API shows nothing personal, and does
// nothing.
func TestUnaudited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body, err := json.Marshal(storetest.Filing(1))
		must(t, err)
		var z struct {
			Folio    string
			Requests []struct{ Folio string }
		}
		filed := h.do(t, ask{as: "ana", method: http.MethodPost, path: "/seizures", body: string(body)})
		must(t, json.Unmarshal(filed.Body.Bytes(), &z))
		h.do(t, ask{as: "tracer", method: http.MethodPost, path: "/requests/" + z.Requests[0].Folio + "/claim"})
		h.BreakAudit()
		before, refused := h.State(), 0
		for _, r := range h.api.Routes() {
			path := strings.NewReplacer("/seizures/:folio", "/seizures/"+z.Folio, ":folio", z.Requests[0].Folio, ":list", "manufacturer", ":code", "88900", ":id", "x").Replace(r.Path)
			if path == "/people" {
				path += "?q=guemes"
			}
			for _, p := range everybody {
				for _, sent := range []string{"", "{}", string(body)} {
					a := ask{as: p.who, method: r.Method, path: path, body: sent}
					if r.Method == http.MethodGet && sent != "" {
						continue
					}
					got := h.do(t, a)
					for _, canary := range []string{"José Ángel", "El Ñoño", "ID00000001", "Calle Sexta", "no mostró documentos"} {
						if strings.Contains(got.Body.String(), canary) {
							t.Errorf("%s %s shows %q to %s", r.Method, r.Path, canary, p.who)
						}
					}
					if r.Verb != "" && got.Code < 400 && r.Path != "/requests/:folio" && (r.Path != "/check" || sent != "{}") { // without a number nothing is looked up
						t.Errorf("%s %s answers %d to %s", r.Method, r.Path, got.Code, p.who)
					}
					if got.Code == http.StatusServiceUnavailable {
						refused++
					}
				}
			}
		}
		for table, now := range h.State() {
			if now != before[table] {
				t.Errorf("%s changed from %s to %s", table, before[table], now)
			}
		}
		if refused < 20 {
			t.Errorf("only %d answers are 503", refused)
		}
	})
}
