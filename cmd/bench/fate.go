package main

import (
	"context"
	"time"

	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// fate says how a request stands: of a hundred, the newest two wait, the two
// before them are being worked and one has come back with a question; of the
// others one in a hundred was withdrawn and the rest is concluded.
func (s *seeder) fate(ctx context.Context, tx *store.Tx, r *trace.Request) error {
	tracer := s.staff[s.request%len(s.staff)].ID
	switch age := 100 - 100*float64(s.request)/float64(s.rows); {
	case age <= 2:
		return nil
	case age <= 4:
		return s.claim(ctx, tx, r, tracer)
	case age <= 5:
		return s.ask(ctx, tx, r, tracer)
	case s.request%100 == 7:
		return s.withdraw(ctx, tx, r)
	}
	return s.conclude(ctx, tx, r, tracer)
}

// claim gives the request to a tracer, on a lease so long that no worker takes
// it back while somebody measures.
func (s *seeder) claim(ctx context.Context, tx *store.Tx, r *trace.Request, tracer string) error {
	r.LeaseUntil = time.Now().AddDate(10, 0, 0)
	if err := tx.MoveRequest(ctx, r, trace.Claim, tracer); err != nil {
		return err
	}
	return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, By: tracer, Code: trace.EventClaimed})
}

func (s *seeder) ask(ctx context.Context, tx *store.Tx, r *trace.Request, tracer string) error {
	if err := s.claim(ctx, tx, r, tracer); err != nil {
		return err
	}
	q := trace.Question{RequestID: r.ID, Fields: []string{"serial.text"}, Text: "Please read the serial once more.", Lang: "en", AskedBy: tracer}
	if err := tx.AddQuestion(ctx, &q); err != nil {
		return err
	}
	if err := tx.MoveRequest(ctx, r, trace.Ask, tracer); err != nil {
		return err
	}
	return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, By: tracer, Code: trace.EventAsked})
}

func (s *seeder) withdraw(ctx context.Context, tx *store.Tx, r *trace.Request) error {
	if err := tx.MoveRequest(ctx, r, trace.Withdraw, r.FiledBy); err != nil {
		return err
	}
	return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, By: r.FiledBy, Code: trace.EventWithdrawn})
}

func (s *seeder) conclude(ctx context.Context, tx *store.Tx, r *trace.Request, tracer string) error {
	if err := s.claim(ctx, tx, r, tracer); err != nil {
		return err
	}
	found := trace.Result{
		RequestID: r.ID, Outcome: "purchaser_identified", Sold: "2016-04-01", By: tracer,
		Dealer:    trace.Dealer{Name: "Border Sporting Goods", City: "McAllen", State: "TX"},
		Purchaser: trace.Purchaser{Name: trace.Name{Full: "John Q. Sample"}},
	}
	if s.request%3 == 0 {
		found.Outcome, found.Purchaser = "dealer_records_unavailable", trace.Purchaser{}
	}
	if err := tx.AddResult(ctx, &found); err != nil {
		return err
	}
	r.Outcome = found.Outcome
	if err := tx.MoveRequest(ctx, r, trace.Conclude, tracer); err != nil {
		return err
	}
	return tx.AddEvent(ctx, &trace.Event{RequestID: r.ID, By: tracer, Code: trace.EventConcluded, Params: map[string]string{"outcome": r.Outcome}})
}
