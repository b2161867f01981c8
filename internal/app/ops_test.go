package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func marshal(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	ok(t, err)
	return string(b)
}

func ask(t *testing.T, h *house, path string) reply {
	t.Helper()
	w := httptest.NewRecorder()
	h.Ops().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return reply{w.Result(), w.Body.String()}
}

func TestOps(t *testing.T) {
	bothEngines(t, func(t *testing.T, h *house) {
		h.file(t, "live/ana", "", 1) // two firearms
		h.call(t, "live/tracer1", http.MethodPost, "/api/v1/queue/claims", nil)
		h.send(t, browser(t), http.MethodGet, "/inventado/por/un/extraño", "")
		for path, says := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
			if a := ask(t, h, path); a.StatusCode != http.StatusOK || a.body != says {
				t.Errorf("%s: %d %q", path, a.StatusCode, a.body)
			}
		}
		figures := ask(t, h, "/metrics").body
		for _, want := range []string{
			`rastreo_requests{status="queued",world="live"} 1`,
			`rastreo_requests{status="claimed",world="live"} 1`,
			`rastreo_requests{status="queued",world="training"} 0`,
			`rastreo_outbox_jobs{world="live"} 1`,
			`rastreo_http_requests_total{method="POST",route="/api/v1/seizures",status="201",world="live"} 1`,
			`rastreo_http_requests_total{method="GET",route="unknown",status="404",world="live"} 1`,
			`rastreo_http_request_duration_seconds_bucket{method="POST",route="/api/v1/queue/claims",status="20`,
			`rastreo_db_acts_total{world="live"}`, `rastreo_db_connections_open{world="training"}`,
			`rastreo_build_info{version="test"} 1`, "go_goroutines", "process_resident_memory_bytes",
		} {
			if !strings.Contains(figures, want) {
				t.Errorf("the figures lack %s", want)
			}
		}
		if strings.Contains(figures, "inventado") {
			t.Error("a path that a stranger typed is in the figures")
		}
		h.Drain()
		if !unready(t.Context(), h.App) {
			t.Error("ready, though closing")
		}
		if a := h.send(t, browser(t), http.MethodGet, "/login", ""); a.StatusCode != http.StatusOK {
			t.Errorf("while it closes a request gets %d", a.StatusCode)
		}
	})
}

// A database without all migrations is neither served nor ready, unless the
// house may run them.
func TestPending(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		steps, err := app.Migrate(t.Context(), dsn, false)
		if err != nil || len(steps) < 4 || steps[0] != "0001_account.sql" {
			t.Fatalf("pending: %v, %v", steps, err)
		}
		c := newHouse(t, dbtest.SQLite).config
		c.Live, c.Training, c.Migrate = dsn, "", false
		if _, err := app.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "0001_account.sql") {
			t.Errorf("opening: %v", err)
		}
		if steps, err := app.Migrate(t.Context(), dsn, true); err != nil || len(steps) < 4 {
			t.Errorf("running: %v, %v", steps, err)
		}
		if steps, err := app.Migrate(t.Context(), dsn, false); err != nil || len(steps) != 0 {
			t.Errorf("again: %v, %v", steps, err)
		}
		a := open(t, c)
		if unready(t.Context(), a) {
			t.Error("not ready")
		}
		ok(t, a.Close())
		if !unready(context.Background(), a) {
			t.Error("closed, and ready")
		}
	})
}

// canary is a word that stands in everything that is typed.
const canary = "kanarienvogel"

// The log holds ids and codes and nothing that anybody typed.
func TestLog(t *testing.T) {
	bothEngines(t, func(t *testing.T, h *house) {
		f := storetest.Filing(1)
		f.Unit, f.Narrative, f.Custody.Name = canary, canary, canary
		f.Reference[0].Number = canary
		f.People[0].Name = trace.Name{Given: canary, Surname1: canary, Surname2: canary, Surname2State: "given"}
		f.People[0].Nicknames, f.People[0].CURP = []string{canary}, canary
		f.People[0].Identifiers[0].Number, f.People[0].Address.Street = canary, canary
		f.Recovered.Place.Street, f.Recovered.Place.Road = canary, canary
		f.Firearms[0].Serial.Text, f.Firearms[0].Model, f.Firearms[0].Instructions = canary, canary, canary
		a := h.call(t, "live/ana", http.MethodPost, "/api/v1/seizures", f)
		_, rest, _ := strings.Cut(a.body, `"folio":"RM-`)
		folio := "RM-" + rest[:13]
		if a.StatusCode != http.StatusCreated {
			t.Fatalf("filing: %d %s", a.StatusCode, a.body)
		}
		bad := f
		bad.Offence, bad.Recovered.Date, bad.Recovered.Place.Entidad = canary, canary, canary
		h.call(t, "live/ana", http.MethodPost, "/api/v1/seizures", bad)
		h.send(t, http.DefaultClient, http.MethodPost, "/api/v1/seizures", `{"`+canary+`":`, "Content-Type", "application/json", "Authorization", "Bearer "+h.keys["live/ana"])
		h.call(t, "live/ana", http.MethodGet, "/api/v1/requests?q="+canary, nil)
		h.call(t, "live/tracer1", http.MethodPost, "/api/v1/requests/"+folio+"/claim", nil)
		h.call(t, "live/tracer1", http.MethodPost, "/api/v1/requests/"+folio+"/contacts", map[string]any{"kind": "dealer", "name": canary, "note": canary})
		h.call(t, "live/tracer1", http.MethodPost, "/api/v1/requests/"+folio+"/questions", map[string]any{"fields": []string{"model"}, "text": canary})
		h.call(t, "live/ana", http.MethodPost, "/api/v1/requests/"+folio+"/answers", map[string]any{"text": canary, "values": map[string]string{"model": canary + "2"}})
		c := browser(t)
		h.signIn(t, c, "", canary, canary+canary)
		h.signIn(t, c, "", "ana", canary+canary)
		h.signIn(t, c, "", "ana", phrase)
		h.send(t, c, http.MethodGet, "/requests?q="+canary, "")
		h.send(t, c, http.MethodGet, "/requests/"+canary, "")
		h.send(t, c, http.MethodGet, "/"+canary+"?"+canary+"="+canary, "", "User-Agent", canary, "Referer", canary, "Cookie", "rastreo="+canary)
		h.send(t, http.DefaultClient, http.MethodGet, "/api/v1/me", "", "Authorization", "Bearer rst_live_"+canary)
		ok(t, h.Tick(t.Context()))

		log := h.log.String()
		if lines := strings.Count(log, `"msg":"request"`); lines < 15 {
			t.Errorf("only %d lines of requests:\n%s", lines, log)
		}
		for _, word := range []string{canary, phrase, "Persona ana", h.keys["live/ana"][len("rst_live_"):]} {
			if strings.Contains(log, word) {
				t.Errorf("%q is in the log:\n%s", word, log)
			}
		}
		for line := range strings.SplitSeq(strings.TrimSpace(log), "\n") {
			var entry map[string]any
			ok(t, json.Unmarshal([]byte(line), &entry))
			for _, member := range []string{"id", "world", "method", "route", "status", "took", "account"} {
				if _, has := entry[member]; entry["msg"] == "request" && !has {
					t.Errorf("%s is missing in %s", member, line)
				}
			}
		}
	})
}
