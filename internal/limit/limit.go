// Package limit counts what is done how often, and says when it is too often.
// Quick limits are counted in memory; where several instances share a database
// they take from it in blocks, so that together they never pass a limit. Slow
// ones are always counted in the database: a new start does not forget them.
package limit

import (
	"context"
	"sync"
	"time"

	"rastreo/internal/store"
)

// Limits are how often something may happen.
type Limits struct {
	Session  Rate // requests of one session
	Key      Rate // requests of one API key
	WrongKey Rate // API keys that are none, from one address
	SignIn   Rate // attempts to sign in from one address
	Names    Rate // different user names tried from one address
	Search   Rate // searches of one account
	Submit   Rate // filings of one account
	Message  Rate // messages of one account
	Export   Rate // exports of one account
	Report   Rate // reports of browsers from one address
	Crowd    int  // requests at the same time, beyond which only drafts and filings are answered; 0 is no limit
}

// Limiter counts for one world.
type Limiter struct {
	store *store.Store
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*bucket
	tidied  time.Time
}

// mostBuckets bounds the memory: beyond it one that is full makes room.
const mostBuckets = 1 << 16

// bucket is what one instance knows of one limit of somebody.
type bucket struct {
	mu     sync.Mutex
	full   time.Time // when nothing of it is used any more
	left   int       // taken from the database, not yet spent
	until  time.Time // when what is left is good no more
	closed time.Time // until when it was found used up
}

// New returns the limiter of one world.
func New(s *store.Store, now func() time.Time) *Limiter {
	return &Limiter{store: s, now: now, buckets: map[string]*bucket{}}
}

// Take uses a limit once. wait is how long it is used up, 0 when it was not.
// name says which limit, and of whom.
func (l *Limiter) Take(ctx context.Context, r Rate, name string) (wait time.Duration, err error) {
	if r.Off() {
		return 0, nil
	}
	b := l.bucket(name)
	b.mu.Lock()
	defer b.mu.Unlock()
	now := l.now()
	switch {
	case now.Before(b.closed):
		return b.closed.Sub(now), nil
	case r.window():
		wait, err = l.TakeNew(ctx, r, name, "")
	case !r.quick():
		wait, err = l.draw(ctx, r, 1, name)
	case l.store.Shared():
		wait, err = l.spend(ctx, b, r, name)
	default:
		b.full, wait = r.take(b.full, now)
	}
	b.closed = now.Add(wait)
	return wait, err
}

// draw uses a limit in the database n times.
func (l *Limiter) draw(ctx context.Context, r Rate, n int, name string) (wait time.Duration, err error) {
	err = l.store.Chore(ctx, func(c *store.Chore) error {
		wait, err = take(ctx, c, r, n, name)
		return err
	})
	return wait, err
}

func take(ctx context.Context, c *store.Chore, r Rate, n int, name string) (wait time.Duration, err error) {
	cost := time.Duration(n) * r.every()
	full, ok, err := c.TakeRate(ctx, name, cost, r.most())
	if err != nil || ok {
		return 0, err
	}
	return max(full.Add(cost).Sub(c.Now().Add(r.most())), time.Microsecond), nil
}

// spend uses what was taken from the database before, or takes a block. What
// is not spent soon is lost: the burst of the database is smaller by a block,
// so that what is spent late does not come on top.
func (l *Limiter) spend(ctx context.Context, b *bucket, r Rate, name string) (time.Duration, error) {
	now := l.now()
	if b.left > 0 && now.Before(b.until) {
		b.left--
		return 0, nil
	}
	block := max(r.burst()/4, 1)
	common := r
	common.Burst = max(r.burst()-block, 1)
	b.left = 0
	for _, n := range []int{block, 1} {
		wait, err := l.draw(ctx, common, n, name)
		if err != nil {
			return 0, err
		}
		if wait == 0 {
			b.left, b.until = n-1, now.Add(time.Duration(block)*r.every())
			return 0, nil
		}
		if n == 1 {
			return wait, nil
		}
	}
	return 0, nil
}

// TakeNew uses a limit once for each member that it has not been used for
// within its time, such as each user name; "" is always another. However often it
// may be used at once, it may be N times in any Per. wait is as for Take.
func (l *Limiter) TakeNew(ctx context.Context, r Rate, name, member string) (wait time.Duration, err error) {
	if r.Off() {
		return 0, nil
	}
	err = l.store.Chore(ctx, func(c *store.Chore) error {
		free, ok, err := c.TakeWindow(ctx, name, member, store.Window{Most: r.N, Per: r.Per})
		if err == nil && !ok {
			wait = max(free.Sub(c.Now()), time.Microsecond)
		}
		return err
	})
	return wait, err
}

// bucket finds what is known of a name, or begins to know it.
func (l *Limiter) bucket(name string) *bucket {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets[name]
	if !ok {
		if len(l.buckets) >= mostBuckets {
			l.tidy()
		}
		b = &bucket{}
		l.buckets[name] = b
	}
	return b
}

// tidy forgets every name of which nothing is used, not oftener than once a
// second, and if none was found, any.
func (l *Limiter) tidy() {
	now := l.now()
	if now.Sub(l.tidied) >= time.Second {
		l.tidied = now
		l.forget(now)
	}
	for name := range l.buckets {
		if len(l.buckets) < mostBuckets {
			return
		}
		delete(l.buckets, name)
	}
}

func (l *Limiter) forget(now time.Time) {
	for name, b := range l.buckets {
		if b.mu.TryLock() {
			if !b.full.After(now) && !b.until.After(now) && !b.closed.After(now) {
				delete(l.buckets, name)
			}
			b.mu.Unlock()
		}
	}
}

// sweepBatch bounds the work of one sweep.
const sweepBatch = 5000

// Sweep forgets what is not used any more.
func (l *Limiter) Sweep(ctx context.Context) error {
	l.mu.Lock()
	l.tidy()
	l.mu.Unlock()
	return l.store.Chore(ctx, func(c *store.Chore) error {
		_, err := c.SweepRates(ctx, sweepBatch)
		return err
	})
}
