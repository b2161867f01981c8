// Command bench measures the portal as its visitors meet it: the program runs
// as a process of its own with everything on, and is asked over HTTP. It
// prints what it found beside what was aimed at, and writes the report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// bench is what can be typed after the program's name.
type bench struct {
	Rows    []int         `default:"10000,1000000" help:"Numbers of requests in the database, fewest first."`
	DB      []string      `name:"db" placeholder:"URL" help:"Measure on these PostgreSQL databases instead of SQLite files: one for each number of requests, empty or filled by the bench before. It must be a superuser's, for what is copied into them."`
	Role    string        `placeholder:"NAME" help:"The role that the program acts as on PostgreSQL, which is granted what it needs: one that row-level security holds."`
	Clients []int         `default:"1,8,64" help:"How many clients file and claim, fewest first."`
	Time    time.Duration `default:"5s" help:"How long each phase is counted."`
	Report  string        `default:"docs/performance.md" help:"File of the report; empty for none."`
	Cache   string        `default:".cache/bench" help:"Where seeded databases are kept."`
	Serve   []string      `help:"Further flags for rastreo serve."`
	Profile string        `placeholder:"FILE" help:"Keep a CPU profile of the program during its first phase. Needs --serve=--pprof."`
	Page    string        `placeholder:"PREFIX" help:"Of the pages, only those whose name begins so."`
	Only    string        `placeholder:"PHASE" enum:",seed,own,twins,filings,pages,claims,crowd,desk" default:"" help:"One kind of phase only, for who works on it; no goals, no report, except desk, which writes its section of the report: ${enum}."`
}

func main() {
	var b bench
	kong.Parse(&b, kong.Name("bench"), kong.Description("Measure the portal."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := b.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b bench) run(ctx context.Context) error {
	if len(b.DB) > 0 {
		b.Rows = b.Rows[:min(len(b.Rows), len(b.DB))]
	}
	folder, err := os.MkdirTemp("", "rastreo-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	since := time.Now()
	binary, err := build(ctx, folder)
	if err != nil {
		return err
	}
	var all []*figures
	for i, rows := range b.Rows {
		r := round{bench: b, server: b.server(i), folder: filepath.Join(folder, fmt.Sprint(rows)), binary: binary, figures: &figures{rows: rows, load: loadNow()}}
		if err := os.Mkdir(r.folder, 0o700); err != nil {
			return err
		}
		if err := r.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", rowsText(rows), err)
		}
		all = append(all, r.figures)
	}
	return b.tell(all, time.Since(since))
}

// server is the PostgreSQL database of one number of requests, "" for a file.
func (b bench) server(i int) string {
	if len(b.DB) == 0 {
		return ""
	}
	return b.DB[i]
}

// tell prints the figures and writes the report.
func (b bench) tell(all []*figures, took time.Duration) error {
	var text string
	m := b.machine(took)
	switch old, err := b.reported(); {
	case err != nil:
		return err
	case b.Only == "desk":
		text = keep(noted(old), deskSection(all, m))
	case b.Only != "":
		return nil
	default:
		var many *figures
		if len(all) > 1 {
			many = all[len(all)-1]
		}
		text = keep(keep(report(all, goals(all[0], many), m), section(old, other(m))), deskSection(all, m))
	}
	fmt.Print("\n", text)
	if b.Report == "" {
		return nil
	}
	return os.WriteFile(b.Report, []byte(text), 0o644)
}

// reported is the report of before, "" where there is none.
func (b bench) reported() (string, error) {
	if b.Report == "" {
		return "", nil
	}
	old, err := os.ReadFile(b.Report)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return string(old), err
}

// machine is what ran the phases: generic words that say how fast it is.
func (b bench) machine(took time.Duration) machine {
	m := describe()
	m.took, m.name, m.engine = took, "SQLite", "SQLite, WAL, synchronous=FULL"
	if len(b.DB) > 0 {
		m.name, m.engine = "PostgreSQL", "PostgreSQL beside it, as it comes"
	}
	return m
}

// loadNow is the load of the machine in the last one and five minutes.
func loadNow() string {
	text, err := os.ReadFile("/proc/loadavg")
	words := strings.Fields(string(text))
	if err != nil || len(words) < 2 {
		return "unknown"
	}
	return words[0] + " / " + words[1]
}

// wants tells whether a kind of phase is to be run.
func (b bench) wants(phase string) bool { return b.Only == "" || b.Only == phase }

// median of some times.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
