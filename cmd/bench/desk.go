package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// deskClients is how many tracers ask at once: one for each of two cores.
const deskClients = 2

// Names of the lines of the desk that are told apart.
const (
	tenViews = "queue with ten saved views, counted"
	dryRun   = "dry run of a bulk act over all matches, in process"
)

// savedViews are what the tracer who keeps ten of them narrows the queue by.
var savedViews = []string{
	"due=late", "due=soon", "due=today", "due=none", "tracer=me", "agency=FGJ-TAMP", "agency=FGJ-BC&priority=urgent", "priority=urgent",
	"status=concluded", "agency=FGJ-GTO&status=concluded",
}

// keepViews gives a tracer ten saved views, if there are none yet.
func (t *targets) keepViews(ctx context.Context, m *memory, who account.Account) error {
	return m.store.Write(ctx, setup, func(tx *store.Tx) error {
		list, err := tx.Views(ctx, who.ID)
		if err != nil || len(list) > 0 {
			return err
		}
		for _, filter := range savedViews {
			if err := tx.AddView(ctx, &trace.View{AccountID: who.ID, Name: filter, Filter: filter}); err != nil {
				return err
			}
		}
		return nil
	})
}

// atDesk are the pages of a tracer's day. Each address is another one, so that
// none is taken from the board.
func (v *visitors) atDesk() []reading {
	return []reading{
		v.lists("queue", []string{""}),
		v.lists("queue: overdue", []string{"due=late"}),
		v.lists("queue: one tracer's", []string{"tracer=tracer3", "tracer=tracer4"}),
		v.lists("queue: an agency and a status", []string{"agency=FGJ-TAMP&status=concluded", "agency=FGJ-BC&status=claimed"}),
		v.lists("queue search: surname", queries(surnames)),
		v.lists("queue search: serial", queries(v.serials)),
		v.lists("queue search: case number, beginning", queries(v.cases)),
		v.lists("queue search: few of many matches", fewOfMany),
		{tenViews, v.anew([]string{""}, v.viewer)},
	}
}

// fewOfMany are searches whose words a seventh of the requests have, narrowed to
// a few of those or to none.
var fewOfMany = []string{"q=38SS&status=returned&tracer=tracer3", "q=38SS&due=soon&agency=FGJ-GTO", "q=FED&status=withdrawn&agency=CENTER"}

// queries are searches as somebody types them who has no accents on the keyboard.
func queries(words []string) (list []string) {
	for _, w := range words {
		list = append(list, "q="+url.QueryEscape(mx.Fold(w)))
	}
	return list
}

func (v *visitors) lists(name string, queries []string) reading {
	return reading{name, v.anew(queries, v.tracer)}
}

// anew asks for parts of the queue under addresses nobody has asked before.
func (v *visitors) anew(queries []string, cookie string) (texts [][]byte) {
	for i := range 20000 {
		texts = append(texts, page("/queue?n="+strconv.Itoa(i)+"&"+queries[i%len(queries)], visit(cookie)))
	}
	return texts
}

// atDesk measures them.
func (r *round) atDesk(v *visitors) error {
	for _, p := range v.atDesk() {
		s, err := v.get(deskClients, p.texts)
		if err != nil {
			return err
		}
		r.desk = append(r.desk, line{p.name, s})
		r.note(p.name, s)
	}
	return nil
}

// tryBulk measures counting what a bulk act would do to all that match, as many
// as one act takes.
func (r *round) tryBulk(ctx context.Context, m *memory) error {
	who, err := m.actor(ctx, r.aims.tracers[0].ID)
	if err != nil {
		return err
	}
	d := desk.New(m.store, desk.Config{Now: time.Now})
	lists := []desk.List{{Status: "concluded"}, {Agency: "FGJ-TAMP", Status: "concluded"}}
	s, err := r.effort(os.Getpid()).run(1, func(_, n int) error {
		b, _, err := d.TryBulk(ctx, who, desk.BulkAsk{BulkWanted: trace.BulkWanted{Act: trace.BulkRelease}, All: &lists[n%len(lists)]})
		if err == nil && len(b.Plan.Stay) == 0 {
			err = errors.New("no request matches")
		}
		return err
	})
	if err == nil {
		r.desk = append(r.desk, line{dryRun, s})
		r.note(dryRun, s)
	}
	return err
}

func (m *memory) actor(ctx context.Context, id string) (who account.Actor, err error) {
	err = m.store.Read(ctx, store.House, func(tx *store.Tx) error {
		who, err = tx.Actor(ctx, id)
		return err
	})
	return who, err
}
