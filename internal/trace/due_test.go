package trace_test

import (
	"testing"
	"time"

	"rastreo/internal/trace"
)

func TestDueSpanOf(t *testing.T) {
	zone, err := time.LoadLocation("America/Tijuana")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 2, 6, 13, 0, 0, 0, zone) // a Friday, 16:00 in New York
	for due, want := range map[string]struct{ in, out []time.Duration }{
		trace.DueLate:  {[]time.Duration{-time.Minute, -1000 * time.Hour}, []time.Duration{0, time.Minute}},
		trace.DueSoon:  {[]time.Duration{0, time.Hour, 60 * time.Hour, 67*time.Hour - time.Minute}, []time.Duration{-time.Minute, 67 * time.Hour}},
		trace.DueToday: {[]time.Duration{-13 * time.Hour, 11*time.Hour - time.Minute}, []time.Duration{-13*time.Hour - time.Minute, 11 * time.Hour}},
		trace.DueNone:  {nil, []time.Duration{0}},
		"":             {[]time.Duration{0, 1000 * time.Hour, -1000 * time.Hour}, nil},
	} {
		span := trace.DueSpanOf(due, now)
		for _, d := range want.in {
			if !span.Has(now.Add(d)) {
				t.Errorf("%q has not %s", due, d)
			}
		}
		for _, d := range want.out {
			if span.Has(now.Add(d)) {
				t.Errorf("%q has %s", due, d)
			}
		}
		if got := span.Has(time.Time{}); got != (due == "" || due == trace.DueNone) {
			t.Errorf("%q has what has no due time: %v", due, got)
		}
	}
}
