package main

import (
	"fmt"
	"time"
)

// figures are all that was measured with one number of requests.
type figures struct {
	rows  int
	bytes int64   // of the database file
	seed  float64 // requests a second, 0 when the database was there
	load  string  // of the machine, before

	own, filings, claims []sample // by clients
	pages                []line
	database             []line // searches in process
	desk                 []line // a tracer's day
	twins, check         sample // looking for the same firearm in the database; checking one without
	alone, crowded       sample // filings without and with readers
	readers              sample

	start               time.Duration // median
	idle, signing, peak int64         // resident bytes: at rest, while people sign in, under load
}

// line is one named sample.
type line struct {
	name string
	sample
}

// board is the line of the queue page.
func board(lines []line) sample {
	for _, l := range lines {
		if l.name == queuePage {
			return l.sample
		}
	}
	return sample{}
}

// Names of lines that goals look at.
const (
	queuePage   = "queue page"
	searchSeri  = "serial"
	searchCase  = "case number, beginning"
	searchFolio = "folio"
)

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond)) }

func mb(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/(1<<20)) }

// per is a rate in words that are easily compared.
func per(rate float64) string {
	if rate >= 10000 {
		return fmt.Sprintf("%.1f k/s", rate/1000)
	}
	return fmt.Sprintf("%.0f/s", rate)
}

// ratio is how many times b goes into a.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func span(a, b time.Duration) float64 { return ratio(float64(a), float64(b)) }
