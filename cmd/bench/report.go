package main

import (
	_ "embed"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// notes is what no figure says: how it was measured, what was tried.
//
//go:embed notes.md
var notes string

// machine is where the figures come from.
type machine struct {
	cores, memory, cpu, engine string
	name                       string // of the engine
	took                       time.Duration
}

func describe() machine {
	m := machine{cores: fmt.Sprint(runtime.NumCPU()), cpu: "unknown CPU", memory: "unknown"}
	if total, err := status("/proc/meminfo", "MemTotal:"); err == nil {
		m.memory = fmt.Sprintf("%d GB", (total+1<<29)>>30)
	}
	text, _ := os.ReadFile("/proc/cpuinfo") // without it the CPU stays unknown
	if _, rest, ok := strings.Cut(string(text), "model name"); ok {
		name, _, _ := strings.Cut(rest, "\n")
		m.cpu = strings.Trim(name, "\t :")
	}
	return m
}

// report writes everything down.
func report(all []*figures, goals []goal, m machine) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance\n\nWritten by `make bench` on %s: %s cores (%s), %s memory, %s, %s; %s.\n",
		time.Now().Format("2 January 2006"), m.cores, m.cpu, m.memory, runtime.Version(), m.engine, m.took.Round(time.Second))
	for _, f := range all {
		fmt.Fprintf(&b, "Load of the machine before %s: %s (one, five minutes).\n", rowsText(f.rows), f.load)
	}
	if busy(all[0].load) {
		b.WriteString("\n" + busyWords + "\n")
	}
	tellGoals(&b, "## Goals", goals)
	b.WriteString("\n## Figures\n")
	for _, f := range all {
		f.tell(&b)
	}
	b.WriteString("\n" + notes)
	return b.String()
}

const busyWords = "**Other programs kept the machine busy: rates and times are worse than the program's own, and rounds cannot be compared. Processor times and memory say more.**"

// busy tells whether others used half a core or more before the first round.
func busy(load string) bool {
	var minute float64
	_, err := fmt.Sscan(load, &minute)
	return err == nil && minute > .5
}

func tellGoals(b *strings.Builder, title string, goals []goal) {
	b.WriteString("\n" + title + "\n\n| goal | reached | |\n|---|---:|---|\n")
	met := 0
	for _, g := range goals {
		word := "**not met**"
		if g.met {
			met, word = met+1, "met"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", g.text, g.got, word)
	}
	fmt.Fprintf(b, "\n%d of %d are met.\n", met, len(goals))
}

// tell writes the tables of one number of requests.
func (f *figures) tell(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\n", rowsText(f.rows))
	if f.seed > 0 {
		fmt.Fprintf(b, "Seeded at %s requests a second. ", per(f.seed))
	}
	fmt.Fprintf(b, "Database %s. Start to first page %s. Resident memory %s idle, %s at most while people sign in, %s at most under load.\n\n",
		mb(f.bytes), ms(f.start), mb(f.idle), mb(f.signing), mb(f.peak))
	b.WriteString("| | clients | rate | p50 | p99 | processor time each | |\n|---|---:|---:|---:|---:|---:|---|\n")
	for i, s := range f.filings {
		more := ""
		if i < len(f.own) {
			more = times(ratio(s.rate(), f.own[i].rate())) + " of our own writer"
		}
		s.tell(b, "filings, HTTP", more)
	}
	for _, s := range f.own {
		s.tell(b, "filings, own writer in process", times(ratio(s.rate(), f.own[0].rate()))+" of 1 client")
	}
	for _, s := range f.claims {
		s.tell(b, "claims of the next request, HTTP", times(ratio(s.rate(), f.claims[0].rate()))+" of 1 client")
	}
	for _, l := range f.pages {
		l.tell(b, l.name, "")
	}
	for _, l := range f.database {
		l.tell(b, "search in the database alone: "+l.name, "")
	}
	f.twins.tell(b, "look-up of the same firearm in the database alone", "")
	f.check.tell(b, "check of a firearm without look-up, in process", "")
	f.alone.tell(b, "filings without readers", "")
	f.crowded.tell(b, "filings with 32 readers", "p99 "+times(span(f.crowded.at(.99), f.alone.at(.99))))
	f.readers.tell(b, "the 32 readers", "")
}

// tell writes one row.
func (s sample) tell(b *strings.Builder, name, more string) {
	if s.clients == 0 {
		return // not measured on this engine
	}
	fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s | %s |\n", name, s.clients, per(s.rate()), ms(s.at(.5)), ms(s.at(.99)), ms(s.cost()), more)
}
