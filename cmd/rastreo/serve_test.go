package main

import "testing"

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
