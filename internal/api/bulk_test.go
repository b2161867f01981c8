package api_test

import (
	"testing"

	"rastreo/internal/trace"
)

// One act on many requests: counted, begun under a key once, and undone.
func TestBulk(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 3 {
			h.ok(t, 201, ask{as: "ana", method: post, path: "/seizures", body: h.example(t, "/seizures", "wasr")})
		}
		body := `{"act":"claim","which":"all","filter":{"agency":"FGR"}}`
		dry := h.ok(t, 201, ask{as: "tracer", method: post, path: "/bulk?dry_run=true", body: body})
		n, _ := at(dry, "plan", "change", "n").(float64)
		if path := "/bulk/" + word(dry, "id"); n < 3 || word(h.ok(t, 200, ask{as: "tracer", path: path}), "state") != string(trace.BulkTried) {
			t.Fatalf("tried %v", dry)
		}
		send := func(body string) ask {
			return ask{as: "tracer", method: post, path: "/bulk", body: body, header: map[string]string{"Idempotency-Key": "once"}}
		}
		first, second := h.do(t, send(body)), h.do(t, send(" "+body))
		if first.Code != 201 || first.Body.String() != second.Body.String() || second.Header().Get("Idempotent-Replayed") != "true" {
			t.Errorf("%d %s and again %s", first.Code, first.Body, second.Body)
		}
		if w := h.do(t, send(`{"act":"release","which":"all"}`)); w.Code != 422 {
			t.Errorf("the key of another: %d", w.Code)
		}
		path := "/bulk/" + word(object(t, first), "id")
		if done := h.ok(t, 200, ask{as: "tracer", path: path}); word(done, "state") != string(trace.BulkDone) || at(done, "result", "change", "n") != n || at(done, "undo_until") == nil {
			t.Errorf("done %v", done)
		}
		late := h.ok(t, 200, ask{as: "tracer", method: post, path: "/bulk/" + word(dry, "id") + "/confirmation"})
		if at(late, "result", "stay", 0, "why") != string(trace.WhyMoved) {
			t.Errorf("what has changed hands: %v", late)
		}
		if back := h.ok(t, 200, ask{as: "boss", method: post, path: path + "/undo"}); word(back, "state") != string(trace.BulkUndone) || at(back, "undo", "change", "n") != n {
			t.Errorf("undone %v", back)
		}
		for bad, code := range map[string]int{
			`{"act":"claim","which":"some"}`: 422, `{"act":"claim"}`: 422, `{"act":"assign","which":"all"}`: 422, `{"act":"claim","which":"all","filter":{"due":"x"}}`: 422,
			`{"act":"assign","which":"all","tracer":"x"}`: 403,
		} {
			if w := h.do(t, ask{as: "tracer", method: post, path: "/bulk", body: bad}); w.Code != code {
				t.Errorf("%s: %d, want %d: %s", bad, w.Code, code, w.Body)
			}
		}
		if w := h.do(t, ask{as: "tracer", method: post, path: path + "/undo"}); w.Code != 409 {
			t.Errorf("undone twice: %d", w.Code)
		}
	})
}
