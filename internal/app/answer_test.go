package app_test

import (
	"net/http"
	"strings"
	"testing"

	"rastreo/internal/audit"
	"rastreo/internal/store"
)

// Of every request under which something was recorded it is recorded too how
// it was answered: by page and by key, with the bytes that went out and came
// in; of others nothing is.
func TestAnswered(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, h *house) {
		seizure, _ := h.file(t, "live/ana", "", 1)
		c := browser(t)
		h.signIn(t, c, "", "ana", phrase)
		help := h.send(t, c, http.MethodGet, "/help", "")
		page := h.send(t, c, http.MethodGet, "/seizures/"+seizure, "")
		program := h.call(t, "live/ana", http.MethodGet, "/api/v1/seizures/"+seizure, nil)
		form := "lang=es&back=%2Fhelp&form_token=" + token(t, c, h.url+"/account")
		saved := h.send(t, c, http.MethodPost, "/account", form, "Content-Type", "application/x-www-form-urlencoded")
		s, _ := h.Beneath()
		ok(t, h.Tick(t.Context()))
		sent := map[string]audit.Answer{}
		ok(t, s.Read(t.Context(), store.House, func(tx *store.Tx) (err error) {
			sent, err = tx.Answers(t.Context(), via(help), via(page), via(program), via(saved))
			return err
		}))
		if _, recorded := sent[via(help)]; recorded || page.StatusCode != http.StatusOK {
			t.Errorf("%d; of what nobody recorded: %v", page.StatusCode, sent)
		}
		for _, a := range []reply{page, program} {
			if got := sent[via(a)]; got.Status != http.StatusOK || got.Out != int64(len(a.body)) || got.In != 0 {
				t.Errorf("%d bytes went out, and %+v is recorded", len(a.body), got)
			}
		}
		if got := sent[via(saved)]; got.Status != saved.StatusCode || got.In != int64(len(form)) {
			t.Errorf("%d bytes came in, and %+v is recorded: %s", len(form), got, strings.TrimSpace(saved.body))
		}
	})
}

func via(a reply) string { return a.Header.Get("X-Request-Id") }
