package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
)

// The way into a world carries the same headers as everything else.
func TestWayIn(t *testing.T) {
	h := newHouse(t, dbtest.SQLite)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/training", nil))
	if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/training/" ||
		w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Request-Id") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

// Two worlds on one database would mix what is real with what is not.
func TestOneDatabaseForTwo(t *testing.T) {
	for _, dsn := range []string{"same.db", "postgres://localhost/same"} {
		_, err := app.Open(t.Context(), app.Config{Live: dsn, Training: dsn})
		if err == nil || !strings.Contains(err.Error(), "two databases") {
			t.Errorf("%s twice: %v", dsn, err)
		}
	}
}
