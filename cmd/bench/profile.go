package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// profile lets a running house record where its time goes, if that was asked
// for, and returns what waits for the end of it.
func (r *round) profile(h *house) (wait func()) {
	if r.Profile == "" {
		return nil
	}
	done := make(chan error, 1)
	go func() {
		done <- fetch(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", h.ops, int(r.Time/time.Second)), r.Profile)
	}()
	return func() {
		if err := <-done; err != nil {
			r.say("profile: %v", err)
		}
	}
}

func fetch(url, file string) error {
	answer, err := http.Get(url)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, answer.Body)
	return err
}
