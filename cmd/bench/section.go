package main

import (
	"fmt"
	"strings"
	"time"
)

// What a page of the tracing desk is to reach, and by how much many requests may
// make it dearer than few.
const (
	deskSoon   = 200 * time.Millisecond
	deskGrowth = 1.5
)

// deskGoals judge each line, at few requests and, where they were measured, at
// many.
func deskGoals(all []*figures) (list []goal) {
	few, many := all[0], all[len(all)-1]
	for _, f := range all {
		list = append(list, soon("p99, slowest of all, "+rowsText(f.rows), worst(f.desk), deskSoon))
	}
	if few == many {
		return list
	}
	for i, l := range many.desk {
		before := few.desk[i].sample
		list = append(list,
			within(l.name+": p99, many over few requests", span(l.at(.99), before.at(.99)), deskGrowth),
			within(l.name+": processor time, many over few requests", span(l.cost(), before.cost()), deskGrowth))
	}
	return list
}

// heading is that of the section of an engine.
func heading(engine string) string { return "## The tracing desk on " + engine + "\n" }

// other is the engine that a run did not measure.
func other(m machine) string {
	if m.name == "SQLite" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// deskSection says how the desk did, and when and where that was measured: it
// is kept when the rest of the report is made anew.
func deskSection(all []*figures, m machine) string {
	var b strings.Builder
	b.WriteString(heading(m.name))
	fmt.Fprintf(&b, "\nWritten by `make bench` on %s: %s cores (%s), %s memory, %s; %s. One client in process, %d over HTTP.\n",
		time.Now().Format("2 January 2006"), m.cores, m.cpu, m.memory, m.engine, m.took.Round(time.Second), deskClients)
	for _, f := range all {
		fmt.Fprintf(&b, "Load of the machine before %s: %s (one, five minutes).\n", rowsText(f.rows), f.load)
	}
	if busy(all[0].load) {
		b.WriteString("\n" + busyWords + "\n")
	}
	tellGoals(&b, "### Goals", deskGoals(all))
	b.WriteString("\n### Figures\n\n| | requests | rate | p50 | p99 | processor time each |\n|---|---:|---:|---:|---:|---:|\n")
	for i, l := range all[0].desk {
		for _, f := range all {
			s := f.desk[i].sample
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", l.name, thousands(f.rows), per(s.rate()), ms(s.at(.5)), ms(s.at(.99)), ms(s.cost()))
		}
	}
	return b.String()
}

// section cuts what stands under the heading of an engine out of a report, ""
// where there is nothing.
func section(report, engine string) string {
	_, rest, ok := strings.Cut(report, heading(engine))
	if !ok {
		return ""
	}
	if end := strings.Index(rest, "\n## "); end >= 0 {
		rest = rest[:end+1]
	}
	return heading(engine) + strings.TrimRight(rest, "\n") + "\n"
}

// keep puts a section into a report: in the place of what it had under the same
// heading, or before how it was measured.
func keep(report, text string) string {
	if text == "" {
		return report
	}
	title, _, _ := strings.Cut(text, "\n")
	engine := title[strings.LastIndex(title, " ")+1:]
	if old := section(report, engine); old != "" {
		return strings.Replace(report, old, text, 1)
	}
	before, after, ok := strings.Cut(report, notesTitle)
	if !ok {
		return report + "\n" + text
	}
	return before + text + "\n" + notesTitle + after
}

// noted is a report with the notes as they are now.
func noted(report string) string {
	before, _, ok := strings.Cut(report, notesTitle)
	if !ok {
		return report
	}
	return before + notes
}

// notesTitle begins the notes.
const notesTitle = "## How it was measured\n"
