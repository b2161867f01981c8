package limit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is how often something may happen. Without a Burst it is at most N times
// in any Per, however they lie. With one it is Burst times at once after a rest
// and N in Per from then on, so that within a Per as many as N and Burst together
// may happen. Where Per is a second N is its own Burst. N of 0 is no limit.
type Rate struct {
	N     int
	Per   time.Duration
	Burst int
}

// units of a rate, as they are typed.
var units = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}

var errRate = errors.New("not a rate such as 5/s, 5/s:20 or 0")

// UnmarshalText reads "30/m", "5/s:20" with a burst, or "0" for no limit.
func (r *Rate) UnmarshalText(text []byte) (err error) {
	*r = Rate{}
	typed := string(text)
	if typed == "0" {
		return nil
	}
	rate, burst, bursts := strings.Cut(typed, ":")
	n, unit, _ := strings.Cut(rate, "/")
	per, ok := units[unit]
	r.N, err = strconv.Atoi(n)
	if err == nil && bursts {
		r.Burst, err = strconv.Atoi(burst)
	}
	if err != nil || !ok || r.N < 1 || r.Burst < 0 || bursts && r.Burst == 0 {
		return fmt.Errorf("%q: %w", typed, errRate)
	}
	r.Per = per
	return nil
}

// Off tells whether there is no limit.
func (r Rate) Off() bool { return r.N == 0 }

// quick tells whether what was used is forgotten in seconds.
func (r Rate) quick() bool { return r.Per <= time.Second }

// window tells whether the limit holds for any span of its time.
func (r Rate) window() bool { return r.Burst == 0 && !r.quick() }

func (r Rate) burst() int {
	if r.Burst == 0 {
		return r.N
	}
	return r.Burst
}

// every is the time in which one use comes back, in whole microseconds.
func (r Rate) every() time.Duration {
	n := int64(r.N)
	return time.Duration((r.Per.Microseconds()+n-1)/n) * time.Microsecond
}

// most is the time in which all of it comes back.
func (r Rate) most() time.Duration { return time.Duration(r.burst()) * r.every() }

// take uses the limit once (the generic cell rate algorithm, ITU-T I.371): full
// is when nothing of it is used any more, wait how long it is used up.
func (r Rate) take(full, now time.Time) (then time.Time, wait time.Duration) {
	then = full
	if full.Before(now) {
		then = now
	}
	then = then.Add(r.every())
	if wait = then.Sub(now.Add(r.most())); wait > 0 {
		return full, wait
	}
	return then, 0
}
