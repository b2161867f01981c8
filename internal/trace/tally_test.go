package trace_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rastreo/internal/trace"
)

// A share of all traces lies between the bounds that are told: the time of the
// one that stands at that share, had all been written down, is in them.
func TestWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Int64Range(0, 120*24*60), 1, 200).Draw(t, "minutes")
		share := rapid.SampledFrom([]float64{0.1, 0.5, 0.9, 1}).Draw(t, "share")
		var list []trace.Tally
		for _, m := range times {
			list = append(list, trace.Tally{Slice: trace.Slice(time.Duration(m) * time.Minute), N: 1})
		}
		slices.Sort(times)
		at := 0
		for float64(at+1) < share*float64(len(times)) {
			at++
		}
		took := time.Duration(times[at]) * time.Minute
		least, most, ok := trace.Within(list, share)
		if !ok || took < least || most != 0 && took >= most {
			t.Fatalf("%v is not between %v and %v", took, least, most)
		}
	})
	if _, _, ok := trace.Within(nil, 0.5); ok {
		t.Error("of nothing there is a median")
	}
}
