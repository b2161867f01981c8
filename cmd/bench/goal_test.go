package main

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func measured(rate int, each time.Duration) sample {
	s := sample{clients: 64, took: time.Second}
	for range rate {
		s.each = append(s.each, each)
	}
	return s
}

func TestQuantiles(t *testing.T) {
	var s sample
	for i := range 200 {
		s.each = append(s.each, time.Duration(i+1))
	}
	for q, want := range map[float64]time.Duration{0: 1, .5: 100, .99: 198, 1: 200} {
		if got := s.at(q); got != want {
			t.Errorf("%v: %d, not %d", q, got, want)
		}
	}
	if (sample{}).at(.99) != 0 || (sample{}).rate() != 0 {
		t.Error("nothing measured gave a figure")
	}
}

// A goal is met at its bound and missed beyond it; what was not measured is
// never met.
func TestGoals(t *testing.T) {
	few := &figures{
		rows:    10000,
		own:     []sample{measured(100, 1), measured(100, 1), measured(13800, 1)},
		filings: []sample{measured(1725, 1), measured(100, 1), measured(6900, 1)},
		pages:   []line{{queuePage, measured(2160, 1)}},
		twins:   measured(1, 20*time.Millisecond),
		check:   measured(320000, 1),
	}
	for _, g := range goals(few, nil) {
		if !g.met {
			t.Errorf("missed: %+v", g)
		}
	}
	few.filings[2] = measured(6899, 1)
	few.pages, few.twins, few.check = nil, measured(1, 20*time.Millisecond+1), measured(310000, 1)
	for _, g := range goals(few, nil) {
		if g.met {
			t.Errorf("met: %+v", g)
		}
	}
	for _, g := range goals(few, &figures{rows: 1000000, own: few.own, filings: few.filings})[4:] {
		if g.met && !strings.Contains(g.text, "over few") {
			t.Errorf("met: %+v", g)
		}
	}
}

func TestBusy(t *testing.T) {
	for load, want := range map[string]bool{"0.41 / 7.00": false, "0.90 / 0.10": true, "11.2 / 9.0": true, "unknown": false} {
		if busy(load) != want {
			t.Errorf("%s: %v", load, !want)
		}
	}
}

// A phase counts what was answered after the warm-up and ends at the first
// error.
func TestRun(t *testing.T) {
	s, err := effort{time: time.Minute, most: 50}.run(4, func(int, int) error { return nil })
	if err != nil || len(s.each) != 50 || s.clients != 4 {
		t.Errorf("%d counted: %v", len(s.each), err)
	}
	broken := errDown
	if _, err := (effort{time: time.Minute}).run(4, func(_, n int) error {
		if n == 3 {
			return broken
		}
		return nil
	}); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

var errDown = errorText("down")

type errorText string

func (e errorText) Error() string { return string(e) }

// A line of the desk is judged beside the same at few requests, and one that was
// not measured meets nothing.
func TestDeskGoals(t *testing.T) {
	few := &figures{rows: 10000, desk: []line{{"queue", measured(10, 100*time.Millisecond)}}}
	many := &figures{rows: 1000000, desk: []line{{"queue", measured(10, 150*time.Millisecond)}}}
	few.desk[0].cpu, few.desk[0].done = 100, 10
	many.desk[0].cpu, many.desk[0].done = 150, 10
	for _, g := range deskGoals([]*figures{few, many}) {
		if !g.met {
			t.Errorf("missed: %+v", g)
		}
	}
	many.desk[0].sample = measured(10, 201*time.Millisecond)
	many.desk[0].cpu, many.desk[0].done = 151, 1
	for _, g := range deskGoals([]*figures{few, many})[1:] {
		if g.met {
			t.Errorf("met: %+v", g)
		}
	}
	if g := deskGoals([]*figures{{rows: 10000}}); len(g) != 1 || g[0].met {
		t.Errorf("of nothing: %+v", g)
	}
}

// A section takes the place of the one before and leaves the rest as it is.
func TestSections(t *testing.T) {
	m := machine{name: "SQLite"}
	f := []*figures{{rows: 10000, load: "unknown", desk: []line{{"queue", measured(10, 1)}}}}
	whole := "# Performance\n\n## Figures\n\nold\n\n" + notesTitle + "\nnotes\n"
	once := keep(whole, deskSection(f, m))
	m.name = "PostgreSQL"
	both := keep(once, deskSection(f, m))
	if got := section(both, other(m)); !strings.HasPrefix(got, heading("SQLite")) || strings.Contains(got, "PostgreSQL") {
		t.Error(got)
	}
	if got := noted(both); !strings.HasSuffix(got, "\n\n"+notes) || noted(got) != got {
		t.Error(got)
	}
	if keep(both, section(both, "SQLite")) != both || keep(whole, "") != whole {
		t.Error("not kept")
	}
	if !strings.HasPrefix(both, "# Performance\n\n## Figures\n\nold\n\n## The") || !strings.HasSuffix(both, "\n\n"+notesTitle+"\nnotes\n") {
		t.Error(both)
	}
}
