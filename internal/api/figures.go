package api

import (
	"net/http"
	"time"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// figures are how the work stands. What is open is told to the center alone.
type figures struct {
	Livemode bool         `json:"livemode"`
	Since    string       `json:"since"` // first day of ended, UTC
	Ended    []endedLine  `json:"ended"`
	Open     []openLine   `json:"open,omitempty"`
	Waiting  *waitingLine `json:"waiting,omitempty"`
}

// endedLine is how many traces ended alike, after how long: within these hours,
// of which the second is left out beyond the last bound.
type endedLine struct {
	Day      string `json:"day"`
	Agency   string `json:"agency"`
	Priority string `json:"priority"`
	Outcome  string `json:"outcome"`
	Least    int    `json:"hours_min"`
	Most     int    `json:"hours_max,omitempty"`
	N        int    `json:"n"`
}

// openLine is how many are open that were filed so many days ago.
type openLine struct {
	Agency string       `json:"agency"`
	Status trace.Status `json:"status"`
	Least  int          `json:"days_min"`
	Most   int          `json:"days_max,omitempty"`
	N      int          `json:"n"`
}

// waitingLine is on whom what is open waits.
type waitingLine struct {
	Center    int `json:"center"`
	Trade     int `json:"trade"`
	Submitter int `json:"submitter"`
}

// figures says how the work stands.
func (a *API) figures(v *gate.Visit) error {
	f, err := a.Report.Figures(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	out := figures{Livemode: a.Live, Since: f.Since.Format(time.DateOnly), Ended: []endedLine{}}
	for _, t := range f.Ended {
		least, most := bounds(trace.Slices, t.Slice, time.Hour)
		out.Ended = append(out.Ended, endedLine{t.Day, t.Agency, t.Priority, t.Outcome, least, most, t.N})
	}
	for _, o := range f.Open {
		least, most := bounds(trace.Ages, o.Age, 24*time.Hour)
		out.Open = append(out.Open, openLine{o.Agency, o.Status, least, most, o.N})
	}
	if f.Center {
		out.Waiting = &waitingLine{f.Waiting.Center, f.Waiting.Trade, f.Waiting.Submitter}
	}
	return reply(v, http.StatusOK, out)
}

// bounds are those of a slice in whole units, 0 for none.
func bounds(of []time.Duration, n int, unit time.Duration) (least, most int) {
	if n > 0 {
		least = int(of[n-1] / unit)
	}
	if n < len(of) {
		most = int(of[n] / unit)
	}
	return least, most
}
