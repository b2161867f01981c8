package main

import (
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// sample is what one phase measured.
type sample struct {
	clients int
	took    time.Duration
	each    []time.Duration // of every operation, shortest first
	cpu     time.Duration   // of the processors, by the process that was asked
	done    int             // operations in that time
}

// cost is the time of the processors that one operation took.
func (s sample) cost() time.Duration {
	if s.done == 0 {
		return 0
	}
	return s.cpu / time.Duration(s.done)
}

// rate is operations a second.
func (s sample) rate() float64 {
	if s.took <= 0 {
		return 0
	}
	return float64(len(s.each)) / s.took.Seconds()
}

// mean is how long an operation of one client takes.
func (s sample) mean() time.Duration {
	if len(s.each) == 0 {
		return 0
	}
	return s.took * time.Duration(max(s.clients, 1)) / time.Duration(len(s.each))
}

// at is the time that the share q of the operations stayed within (nearest
// rank), 0 when there were none.
func (s sample) at(q float64) time.Duration {
	if len(s.each) == 0 {
		return 0
	}
	i := int(math.Ceil(q*float64(len(s.each)))) - 1
	return s.each[min(max(i, 0), len(s.each)-1)]
}

// op is one operation of a client: n counts that client's own.
type op func(client, n int) error

// effort bounds a phase.
type effort struct {
	warm, time time.Duration // not counted, counted
	most       int64         // operations in all, 0 for no bound
	pid        int           // of the process that is asked
}

// run lets clients do an operation again and again, each the next as soon as
// the last is answered. Any error ends the phase: figures of a house that
// fails are worth nothing.
func (e effort) run(clients int, do op) (sample, error) {
	var all sync.WaitGroup
	var count, done atomic.Int64
	var stop atomic.Bool
	own, errs := make([][]time.Duration, clients), make([]error, clients)
	cpu := worked(e.pid)
	begin := time.Now().Add(e.warm)
	end := begin.Add(e.time)
	for c := range clients {
		all.Go(func() {
			defer func() {
				if errs[c] != nil {
					stop.Store(true)
				}
			}()
			for n := 0; !stop.Load(); n++ {
				since := time.Now()
				if since.After(end) || e.most > 0 && count.Add(1) > e.most {
					return
				}
				if errs[c] = do(c, n); errs[c] != nil {
					return
				}
				done.Add(1)
				if since.After(begin) {
					own[c] = append(own[c], time.Since(since))
				}
			}
		})
	}
	all.Wait()
	s := sample{clients: clients, took: time.Since(begin), each: slices.Concat(own...)}
	slices.Sort(s.each)
	s.cpu, s.done = worked(e.pid)-cpu, int(done.Load())
	for _, err := range errs {
		if err != nil {
			return s, err
		}
	}
	if len(s.each) == 0 {
		return s, errors.New("phase too short: nothing was counted")
	}
	return s, nil
}
