package main

import (
	"log/slog"
	"testing"
	"time"
)

func TestOrigin(t *testing.T) {
	for _, x := range []struct {
		s    serve
		want string
	}{
		{serve{}, ""},
		{serve{Origin: "https://rastreo.example.mx"}, "https://rastreo.example.mx"},
		{serve{PlainHTTP: true, listen: listen{Addr: ":8080"}}, "http://localhost:8080"},
		{serve{PlainHTTP: true, listen: listen{Addr: "127.0.0.1:80"}}, "http://localhost"},
		{serve{secure: secure{Autocert: []string{"rastreo.example.mx"}}}, "https://rastreo.example.mx"},
		{serve{secure: secure{Autocert: []string{"a.example.mx", "b.example.mx"}}}, ""},
	} {
		if got := x.s.origin(); got != x.want {
			t.Errorf("%+v: %q, want %q", x.s, got, x.want)
		}
	}
}

// A connection that says nothing is closed within a minute (CJIS SC-10), and
// one that says something forever before long.
func TestIdleConnections(t *testing.T) {
	s, err := listen{}.open(t.Context(), "127.0.0.1:0", nil, slog.New(slog.DiscardHandler))
	ok(t, err)
	defer s.listener.Close()
	if s.IdleTimeout <= 0 || s.IdleTimeout > time.Minute {
		t.Errorf("an idle connection stays %s", s.IdleTimeout)
	}
	for what, d := range map[string]time.Duration{"header": s.ReadHeaderTimeout, "request": s.ReadTimeout, "answer": s.WriteTimeout} {
		if d <= 0 || d > 2*time.Minute {
			t.Errorf("a slow %s may take %s", what, d)
		}
	}
}
