package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// round measures with one number of requests.
type round struct {
	bench
	*figures
	folder string
	binary string
	server string // database of PostgreSQL, "" for a file
	dsn    string // of the database that the house serves
	aims   *targets
}

// effort is that of a phase against a process.
func (r *round) effort(pid int) effort { return effort{warm: r.Time / 10, time: r.Time, pid: pid} }

func (r *round) run(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil || r.Only == "seed" {
		return err
	}
	if err := r.inProcess(ctx); err != nil {
		return err
	}
	if r.Only != "desk" {
		if err := r.starts(ctx); err != nil {
			return err
		}
	}
	h, err := open(ctx, r.binary, r.dsn, r.log(), r.Serve...)
	if err != nil {
		return err
	}
	err = r.visits(ctx, h)
	r.peak = h.peak.Load()
	r.say("memory: idle %s, most while people sign in %s, most under load %s", mb(r.idle), mb(r.signing), mb(r.peak))
	return errors.Join(err, h.close(), os.RemoveAll(r.folder))
}

func (r *round) log() string { return filepath.Join(r.folder, "rastreo.log") }

// prepare makes the database and picks the targets.
func (r *round) prepare(ctx context.Context) (err error) {
	if err := r.files(ctx); err != nil {
		return err
	}
	r.say("seeded at %s (0 when kept from before), %s", per(r.seed), mb(r.bytes))
	m, err := remember(ctx, r.dsn, time.Now)
	if err != nil {
		return err
	}
	r.aims, err = aim(ctx, m, r.rows)
	return errors.Join(err, m.db.Close())
}

func (r *round) files(ctx context.Context) error {
	kept, rate, err := stock(ctx, r.Cache, r.rows)
	if err != nil {
		return err
	}
	r.seed = rate
	info, err := os.Stat(kept)
	if err != nil {
		return err
	}
	r.bytes = info.Size()
	if r.server != "" {
		r.dsn, err = pour(ctx, kept, r.server, r.Role)
		return err
	}
	r.dsn, err = copied(kept, filepath.Join(r.folder, "house.db"))
	return err
}

// inProcess measures searching and writing in this process, the writing on a
// copy that is then thrown away, and not on a server, where there is none.
func (r *round) inProcess(ctx context.Context) error {
	if !r.wants("own") && !r.wants("twins") && !r.wants("desk") {
		return nil
	}
	file := r.dsn
	if r.server == "" {
		var err error
		if file, err = copied(r.dsn, filepath.Join(r.folder, "own.db")); err != nil {
			return err
		}
	}
	m, err := remember(ctx, file, time.Now)
	if err != nil {
		return err
	}
	err = r.memory(ctx, m)
	if err = errors.Join(err, m.db.Close()); r.server == "" {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

func (r *round) memory(ctx context.Context, m *memory) error {
	if r.wants("desk") {
		if err := r.tryBulk(ctx, m); err != nil || r.Only == "desk" {
			return err
		}
	}
	if err := r.twinsAndCheck(ctx, m); err != nil || !r.wants("own") {
		return err
	}
	if err := r.searches(ctx, m); err != nil || r.server != "" {
		return err
	}
	for _, clients := range r.Clients {
		s, err := write(ctx, m, r.effort(os.Getpid()), clients, r.aims.filers)
		if err != nil {
			return err
		}
		r.own = append(r.own, s)
		r.note("own writer", s)
	}
	return nil
}

func (r *round) searches(ctx context.Context, m *memory) error {
	for _, kind := range []struct {
		name  string
		texts []string
	}{{searchSeri, r.aims.serials}, {searchCase, r.aims.cases}, {searchFolio, r.aims.typed()}} {
		s, err := look(ctx, m, r.effort(os.Getpid()), filters(kind.texts))
		if err != nil {
			return err
		}
		r.database = append(r.database, line{kind.name, s})
		r.note("search in the database: "+kind.name, s)
	}
	return nil
}

// starts measures how long the program takes to its first page.
func (r *round) starts(ctx context.Context) error {
	var took []time.Duration
	for range 5 {
		h, err := open(ctx, r.binary, r.dsn, r.log(), r.Serve...)
		if err != nil {
			return err
		}
		took = append(took, h.began)
		if err := h.close(); err != nil {
			return err
		}
	}
	r.start = median(took)
	r.say("start to first page: %s", ms(r.start))
	return nil
}

// rest is how long the house is left alone before its idle memory is looked
// at.
const rest = 3 * time.Second

// visits runs the phases over HTTP: reading first, while the number of
// requests is what it is called.
func (r *round) visits(ctx context.Context, h *house) (err error) {
	time.Sleep(rest)
	if r.idle, err = h.resident(); err != nil {
		return err
	}
	v, err := r.aims.visitors(h, r.effort(h.cmd.Process.Pid))
	if err != nil {
		return err
	}
	time.Sleep(rest / 3)
	r.signing = h.peak.Swap(0)
	if p := r.profile(h); p != nil {
		defer p()
	}
	if r.wants("pages") {
		if err := r.read(v); err != nil {
			return err
		}
	}
	if r.wants("desk") {
		if err := r.atDesk(v); err != nil {
			return err
		}
	}
	if r.wants("filings") {
		if err := r.file(v); err != nil {
			return err
		}
	}
	if r.wants("crowd") {
		if err := r.crowd(v); err != nil {
			return err
		}
	}
	if r.wants("claims") {
		return r.claim(v)
	}
	return ctx.Err()
}

func (r *round) read(v *visitors) error {
	for _, p := range v.reading() {
		if !strings.HasPrefix(p.name, r.Page) {
			continue
		}
		s, err := v.get(8, p.texts)
		if err != nil {
			return err
		}
		r.pages = append(r.pages, line{p.name, s})
		r.note(p.name, s)
	}
	return nil
}

func (r *round) file(v *visitors) error {
	for _, clients := range r.Clients {
		s, err := v.file(clients)
		if err != nil {
			return err
		}
		r.filings = append(r.filings, s)
		r.note("filings", s)
	}
	return nil
}

func (r *round) crowd(v *visitors) (err error) {
	if r.alone, err = v.file(64); err != nil {
		return err
	}
	r.note("filings alone", r.alone)
	if r.crowded, r.readers, err = v.crowd(); err != nil {
		return err
	}
	r.note("filings with 32 readers", r.crowded)
	r.note("the readers", r.readers)
	return nil
}

func (r *round) claim(v *visitors) error {
	if err := v.fillQueue(len(r.Clients)); err != nil {
		return err
	}
	for _, clients := range r.Clients {
		s, err := v.claim(clients)
		if err != nil {
			return err
		}
		r.claims = append(r.claims, s)
		r.note("claims", s)
	}
	return nil
}

// note shows what was measured as soon as it was.
func (r *round) note(name string, s sample) {
	r.say("%-42s c=%-3d %9s  p50 %9s  p99 %9s  cpu %s", name, s.clients, per(s.rate()), ms(s.at(.5)), ms(s.at(.99)), ms(s.cost()))
}

func (r *round) say(format string, args ...any) {
	fmt.Printf("%9d  "+format+"\n", append([]any{r.rows}, args...)...)
}
