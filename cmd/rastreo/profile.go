package main

import (
	"net/http"
	"net/http/pprof"

	"rastreo/internal/app"
)

// ops is the handler of the operator's own address.
func (l listen) ops(a *app.App) http.Handler {
	if !l.Pprof {
		return a.Ops()
	}
	mux := http.NewServeMux()
	mux.Handle("/", a.Ops())
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	return mux
}
