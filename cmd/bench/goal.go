package main

import (
	"fmt"
	"slices"
	"time"
)

// goal is one sentence of what the portal is to reach.
type goal struct {
	text string
	got  string
	met  bool
}

// What PocketBase 0.36 reached as it comes (Go, SQLite, NORMAL), measured once
// on the same kind of machine.
const (
	peerFilings = 2300 // POST at 64 clients, a second
	peerPages   = 180  // lists of 50 as JSON, a second
)

// goals judges the figures at few and at many requests. Without many, what
// needs them is left out.
func goals(few, many *figures) []goal {
	all := append(filingGoals(few), atLeast("queue page at 8 clients, over 12 × PocketBase's list", board(few.pages).rate(), 12*peerPages, per))
	if many == nil {
		return append(all, checkGoals(few)...)
	}
	all = append(all, filingGoals(many)...)
	all = append(all,
		atLeast("queue page at 8 clients, "+rowsText(many.rows), board(many.pages).rate(), 12*peerPages, per),
		within("queue page p99, many over few requests", span(board(many.pages).at(.99), board(few.pages).at(.99)), 1.25),
		atLeast("filings/s at 64 clients, many over few requests", ratio(last(many.filings).rate(), last(few.filings).rate()), .75, times),
		within("filing p99 at 64 clients, many over few requests", span(last(many.filings).at(.99), last(few.filings).at(.99)), 1.4),
		soon("search p99 in the database, worst of three", worst(many.database), 3*time.Millisecond),
		soon("search p99 on the page, worst of three", worst(searches(many.pages)), 50*time.Millisecond),
		small("resident memory, idle", many.idle, 40<<20),
		small("resident memory, most under load", many.peak, 100<<20),
		soon("start to first page", many.start, 100*time.Millisecond),
		within("filing p99 with 32 readers over without", span(many.crowded.at(.99), many.alone.at(.99)), 2.5),
	)
	return append(all, checkGoals(many)...)
}

// checkGoals are of what is said of a firearm while it is typed.
func checkGoals(f *figures) []goal {
	n := ", " + rowsText(f.rows)
	return []goal{
		soon("look-up of the same firearm, p99 in the database"+n, f.twins.at(.99), 20*time.Millisecond),
		soon("check of a request without it, mean"+n, f.check.mean(), 200*time.Microsecond),
	}
}

func filingGoals(f *figures) []goal {
	http, own := last(f.filings).rate(), last(f.own).rate()
	n := ", " + rowsText(f.rows)
	return []goal{
		atLeast("filings/s at 64 clients over our own writer in process"+n, ratio(http, own), .5, times),
		atLeast("filings/s at 64 clients over PocketBase's posts"+n, ratio(http, peerFilings), 3, times),
		atLeast("filings/s at 64 clients over 1 client"+n, ratio(http, f.filings[0].rate()), 4, times),
	}
}

func last(s []sample) sample { return s[len(s)-1] }

// worst is the longest p99.
func worst(lines []line) (p99 time.Duration) {
	for _, l := range lines {
		p99 = max(p99, l.at(.99))
	}
	return p99
}

func searches(lines []line) (found []line) {
	for _, l := range lines {
		if slices.ContainsFunc([]string{searchSeri, searchCase, searchFolio}, func(n string) bool { return l.name == pageSearch(n) }) {
			found = append(found, l)
		}
	}
	return found
}

func pageSearch(name string) string { return "search page: " + name }

func times(x float64) string { return fmt.Sprintf("%.2f ×", x) }

func atLeast(text string, got, want float64, say func(float64) string) goal {
	return goal{text + ": at least " + say(want), say(got), got >= want}
}

func within(text string, got, want float64) goal {
	return goal{text + ": at most " + times(want), times(got), got <= want && got > 0}
}

func soon(text string, got, want time.Duration) goal {
	return goal{text + ": at most " + ms(want), ms(got), got <= want && got > 0}
}

func small(text string, got, want int64) goal {
	return goal{text + ": at most " + mb(want), mb(got), got <= want && got > 0}
}

func rowsText(n int) string { return thousands(n) + " requests" }

func thousands(n int) string {
	if n >= 1e6 {
		return fmt.Sprintf("%d,%03d,%03d", n/1e6, n/1e3%1e3, n%1e3)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
