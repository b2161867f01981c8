package trace

import "time"

// Slices are the bounds between which the time a trace took is counted. What
// took longer than the last is of one more.
var Slices = []time.Duration{
	4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 2 * day, 3 * day, 5 * day, 7 * day, 10 * day, 14 * day, 21 * day, 30 * day, 60 * day, 90 * day,
}

const day = 24 * time.Hour

// Slice is the number of the slice that a time lies in.
func Slice(took time.Duration) int {
	for i, most := range Slices {
		if took < most {
			return i
		}
	}
	return len(Slices)
}

// Tally is how many traces ended alike.
type Tally struct {
	AgencyID string
	Agency   string // acronym
	Day      string // YYYY-MM-DD, UTC
	Priority string
	Outcome  string
	Slice    int
	N        int
}

// Within says between which bounds the time lies that a share of all traces
// stayed below, such as 0.5 for the median: most is zero beyond the last. ok is
// false where there is none.
func Within(list []Tally, share float64) (least, most time.Duration, ok bool) {
	slices, all := make([]int, len(Slices)+1), 0
	for _, t := range list {
		slices[t.Slice] += t.N
		all += t.N
	}
	if all == 0 {
		return 0, 0, false
	}
	below := 0
	for i, n := range slices {
		if below += n; float64(below) >= share*float64(all) {
			if i > 0 {
				least = Slices[i-1]
			}
			if i < len(Slices) {
				most = Slices[i]
			}
			return least, most, true
		}
	}
	return 0, 0, false
}

// Open is how many requests of an agency stand at a status, by how long ago
// they were filed.
type Open struct {
	AgencyID string
	Agency   string // acronym
	Status   Status
	Age      int // of Ages, one more for what is older
	N        int
}

// Ages are the bounds between which the age of what is open is counted.
var Ages = []time.Duration{day, 3 * day, 7 * day, 14 * day, 30 * day}
