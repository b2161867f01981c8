package app_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/store/storetest"
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

// A database of one world is not served as the other.
func TestSwappedDatabases(t *testing.T) {
	path := dbtest.SQLite(t)
	x := storetest.Open(t, path)
	x.File(x.Account(x.Agency("FGR", account.Federal), account.Submitter), 1)
	if err := x.DB.Close(); err != nil {
		t.Fatal(err)
	}
	c := app.Config{Now: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)}
	c.Training = path
	if _, err := app.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "another world") {
		t.Errorf("a live database as the training world: %v", err)
	}
	c.Live, c.Training = path, ""
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
