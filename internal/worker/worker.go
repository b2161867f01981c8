// Package worker is the door of the clock: it does what is due without
// anybody asking. It makes the notices that were written down to be made,
// gives back claims whose time has passed, goes on with what is done to many
// requests at once, ends what nobody used or decided,
// sweeps out what has expired, makes what rows of before are found by, mails
// notices, and seals what was done into the log.
//
// Every instance of the program runs one. What it takes is leased in the
// database, so two never do the same, and what one leaves undone when it dies
// another does later.
package worker

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"rastreo/internal/desk"
	"rastreo/internal/intake"
	"rastreo/internal/ledger"
	"rastreo/internal/limit"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/share"
)

// Config is what the worker of one world needs.
type Config struct {
	Intake *intake.Intake
	Desk   *desk.Desk
	Login  *login.Login
	Office *office.Office
	Share  *share.Share
	Notify *notify.Notify
	Ledger *ledger.Ledger
	Limit  *limit.Limiter // nil where nothing is limited
	Now    func() time.Time
	Log    *slog.Logger  // of this world
	Every  time.Duration // between two rounds; at least a hundredth of it lies between two deliveries
}

// sealEvery is how long what was done waits to be sealed into the log.
const sealEvery = time.Second

// sweepEvery is how often what has expired is swept out.
const sweepEvery = time.Hour

// Worker does one world's rounds.
type Worker struct {
	Config
	nudged chan struct{}
	swept  time.Time // when the last sweep was due
}

// New returns the worker of one world.
func New(c Config) *Worker { return &Worker{Config: c, nudged: make(chan struct{}, 1)} }

// Nudge lets the worker know that there may be notices to make or a bulk act to
// go on with, so that they need not wait for the next round. It never blocks.
func (w *Worker) Nudge() {
	select {
	case w.nudged <- struct{}{}:
	default: // one nudge is under way already
	}
}

// Post hands over the mails that are due. A mail server that is slow or gone
// keeps nothing else waiting, so this is no part of a round.
func (w *Worker) Post(ctx context.Context) error { return named("mail", drain(ctx, w.Notify.Send)) }

// post does so now and then every Every, until ctx ends.
func (w *Worker) post(ctx context.Context) {
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		w.tried(ctx, w.Post(ctx))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Run does a round now and then one in every Every, until ctx ends. Between
// rounds it carries on and delivers when it is nudged, but never so often that readers and
// writers would notice.
func (w *Worker) Run(ctx context.Context) {
	round, seal, rest := time.NewTicker(w.Every), time.NewTicker(sealEvery), time.NewTimer(0)
	defer round.Stop()
	defer seal.Stop()
	defer rest.Stop()
	if w.Notify.Mails() {
		var posting sync.WaitGroup
		posting.Go(func() { w.post(ctx) })
		defer posting.Wait()
	}
	w.tried(ctx, w.Tick(ctx))
	var nudged chan struct{} // nil, and so never ready, while the worker rests
	for {
		select {
		case <-ctx.Done():
			return
		case <-round.C:
			w.tried(ctx, w.Tick(ctx))
		case <-seal.C:
			w.tried(ctx, w.seal(ctx))
		case <-nudged:
			nudged = nil
			rest.Reset(w.Every / 100)
			w.tried(ctx, errors.Join(w.carry(ctx), w.deliver(ctx), w.seal(ctx)))
		case <-rest.C:
			nudged = w.nudged
		}
	}
}

// Tick does one round of everything that is due. A task that fails does not
// keep the others from running; the errors come back joined.
func (w *Worker) Tick(ctx context.Context) error {
	errs := []error{w.carry(ctx), w.deliver(ctx), w.expire(ctx), named("sift", w.Intake.Sift(ctx)), w.fill(ctx), w.tend(ctx), w.seal(ctx), named("daily", w.Ledger.Daily(ctx))}
	if now := w.Now(); now.Sub(w.swept) >= sweepEvery {
		w.swept = now
		errs = append(errs, named("sweep_filings", w.Intake.Sweep(ctx)), named("sweep_logins", w.Login.Sweep(ctx)), named("sweep_presences", drain(ctx, w.Desk.Sweep)))
		if w.Limit != nil {
			errs = append(errs, named("sweep_limits", w.Limit.Sweep(ctx)))
		}
	}
	return errors.Join(errs...)
}

// deliver makes notices until none is due.
func (w *Worker) deliver(ctx context.Context) error {
	return named("deliver", drain(ctx, w.Notify.Deliver))
}

// carries is how many pieces of bulk acts are done before something else has
// its turn.
const carries = 10

// carry goes on with bulk acts, and comes back soon if there is more.
func (w *Worker) carry(ctx context.Context) error {
	for range carries {
		if n, err := w.Desk.Carry(ctx); err != nil || n == 0 {
			return named("carry", err)
		}
	}
	w.Nudge()
	return nil
}

// seal keeps the log.
func (w *Worker) seal(ctx context.Context) error { return named("audit", w.Ledger.Round(ctx)) }

// expire gives back claims until none is past its lease.
func (w *Worker) expire(ctx context.Context) error {
	return named("expire_leases", drain(ctx, w.Desk.ExpireLeases))
}

// tend ends changes, accounts and what was asked that have had their time.
func (w *Worker) tend(ctx context.Context) error {
	return named("tend", errors.Join(drain(ctx, w.Office.Tend), drain(ctx, w.Share.Tend)))
}

// fills is how many steps of filling a round has: after an upgrade the house
// has people to serve at the same time.
const fills = 20

// fill goes on with rows of before.
func (w *Worker) fill(ctx context.Context) error {
	for range fills {
		if n, err := w.Intake.Fill(ctx); err != nil || n == 0 {
			return named("fill", err)
		}
	}
	return nil
}

// drain repeats a task until it finds nothing more to do.
func drain(ctx context.Context, task func(context.Context) (int, error)) error {
	for ctx.Err() == nil {
		if n, err := task(ctx); err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// failure is an error with the name of the task that had it.
type failure struct {
	task string
	err  error
}

func (f failure) Error() string { return f.task + ": " + f.err.Error() }
func (f failure) Unwrap() error { return f.err }

func named(task string, err error) error {
	if err == nil {
		return nil
	}
	return failure{task, err}
}

// tried logs what went wrong in a round. That the house is closing is nothing
// wrong.
func (w *Worker) tried(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		w.Log.ErrorContext(ctx, "worker", "err", err.Error())
	}
}
