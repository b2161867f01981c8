// Package app builds the house: one whole world, live or training, on each
// database it is given. Only app knows that there are two. Each world has its
// own memory, rooms, doors and gate, so nothing in one can reach the other.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/limit"
	"rastreo/internal/post"
	"rastreo/locales"
	"rastreo/static"
)

// Config is everything an operator decides.
type Config struct {
	Live      string           // path or URL of the live world's database; "" is not served
	Training  string           // the same of the training world's
	Secrets   [2]string        // files of their secrets, in the same order; "" is beside a SQLite file
	Audit     [2][]string      // files that the checkpoints of their logs are appended to, in the same order
	AuditKeep int              // years that events of their logs are kept at least; 0 is the usual
	Migrate   bool             // run the migrations that are pending; else they are an error
	Fence     bool             // refuse a role that PostgreSQL does not hold to the fence
	Secure    bool             // cookies go over TLS only
	Origin    string           // by which browsers know the house, for passkeys: https://…; "" has none
	Post      *post.Post       // that mails the live world's notices; nil mails none
	OneFactor bool             // a password alone lets in: for demonstrations
	Lease     time.Duration    // how long a claim lasts after its tracer's last act
	Every     time.Duration    // between two rounds of the worker
	Limits    limit.Limits     // the zero value limits nothing
	Proxies   []netip.Prefix   // proxies whose X-Forwarded-For is believed
	Now       func() time.Time // the clock
	Random    io.Reader        // of ids, folios and keys; read side by side
	Log       *slog.Logger
	Version   string // of the program

	OpeningsHour int // how often one account opens personal data in an hour; 0 with the next is the usual
	OpeningsDay  int // and in a day
	BulkClaims   int // how many requests a tracer has in hand at most after claiming several at once; 0 is the usual
	BulkMost     int // how many requests one act done to many takes; 0 is the usual
}

// App is the house with its worlds. It is the http.Handler of both.
type App struct {
	Config
	bundle  *i18n.Bundle
	metrics *metrics
	worlds  []*world // the live one first, if it is served
	closing chan struct{}
	closed  func() error
}

// Open opens the databases and builds a world on each. What fails closes the
// rest again.
func Open(ctx context.Context, c Config) (*App, error) {
	if err := errors.Join(static.Check(), c.mails()); err != nil {
		return nil, err
	}
	bundle, err := i18n.Load(locales.FS)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, bundle: bundle, metrics: newMetrics(c.Version), closing: make(chan struct{})}
	a.closed = sync.OnceValue(a.close)
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// open builds the worlds side by side: neither need wait for the other's
// database.
func (a *App) open(ctx context.Context) error {
	plans := a.plans()
	if len(plans) == 0 {
		return errors.New("app: no database, so no world")
	}
	if a.Live == a.Training {
		return errors.New("app: the two worlds need two databases")
	}
	worlds, errs := make([]*world, len(plans)), make([]error, len(plans))
	var all sync.WaitGroup
	for i, p := range plans {
		all.Go(func() { worlds[i], errs[i] = a.build(ctx, p) })
	}
	all.Wait()
	for i, w := range worlds {
		if errs[i] != nil {
			errs[i] = fmt.Errorf("%s: %w", plans[i].name, errs[i])
		}
		if w != nil {
			a.worlds = append(a.worlds, w)
			a.metrics.watch(w)
		}
	}
	return errors.Join(errs...)
}

// ServeHTTP hands a request to the world its path belongs to. HEAD is
// answered as GET is, without the body.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		get := *r
		get.Method = http.MethodGet
		w, r = bodiless{w}, &get
	}
	a.at(r.URL.Path).ServeHTTP(w, r)
}

// at returns the world of a path. Where that world is not served, one that is
// answers that there is nothing.
func (a *App) at(path string) *world {
	for _, w := range a.worlds {
		if w.base != "" && (path == w.base || strings.HasPrefix(path, w.base+"/")) {
			return w
		}
	}
	return a.worlds[0]
}

// bodiless drops what is written, for an answer that is only its head.
type bodiless struct{ http.ResponseWriter }

func (b bodiless) Write(p []byte) (int, error) { return len(p), nil }

// Unwrap is for http.ResponseController.
func (b bodiless) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// RunWorkers runs the worker of every world until ctx ends, and returns when
// all have stopped.
func (a *App) RunWorkers(ctx context.Context) {
	var all sync.WaitGroup
	for _, w := range a.worlds {
		all.Go(func() { w.worker.Run(ctx) })
	}
	all.Wait()
}

// Tick does one round of every world's worker.
func (a *App) Tick(ctx context.Context) error {
	var errs []error
	for _, w := range a.worlds {
		errs = append(errs, w.worker.Tick(ctx))
	}
	return errors.Join(errs...)
}

// Ready tells whether every database answers and has all migrations. It is an
// error as soon as the house begins to close.
func (a *App) Ready(ctx context.Context) error {
	select {
	case <-a.closing:
		return errors.New("app: closing")
	default:
	}
	for _, w := range a.worlds {
		if err := w.ready(ctx); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return nil
}

// Broken is closed when the storage of any world has failed. The process
// should then exit: see [db.DB.Broken].
func (a *App) Broken() <-chan struct{} {
	broken := make(chan struct{})
	var once sync.Once
	for _, w := range a.worlds {
		go func() {
			select {
			case <-w.db.Broken():
				once.Do(func() { close(broken) })
			case <-a.closing:
			}
		}()
	}
	return broken
}

// Drain makes Ready fail, so that whoever sends requests here sends them
// elsewhere. Requests are still answered.
func (a *App) Drain() {
	select {
	case <-a.closing:
	default:
		close(a.closing)
	}
}

// Close finishes the acts that were accepted and closes the databases.
func (a *App) Close() error { return a.closed() }

func (a *App) close() error {
	a.Drain()
	var errs []error
	for _, w := range a.worlds {
		errs = append(errs, w.seal(), w.db.Close())
	}
	return errors.Join(errs...)
}

// plan says how one world differs from the other.
type plan struct {
	name, dsn   string
	secret      string // file
	audit       []string
	base        string // path prefix
	keyPrefix   string // of API keys
	folioPrefix string
	cookie      string // of sessions; its path binds it to this world
	cookiePath  string
	post        *post.Post     // nil where nothing is mailed
	roles       []account.Role // that accounts have in it
}

// plans lists the worlds to be served. Only the live one mails: a mail about
// what is practised could be taken for a real one wherever it is read.
func (c Config) plans() (list []plan) {
	if c.Live != "" {
		list = append(list, plan{
			name: gate.Live, dsn: c.Live, secret: c.Secrets[0], audit: c.Audit[0], keyPrefix: "rst_live_", post: c.Post,
			cookie: secured(c.Secure, "__Host-", "rastreo"), cookiePath: "/", roles: working(),
		})
	}
	if c.Training != "" {
		list = append(list, plan{
			name: gate.Training, dsn: c.Training, secret: c.Secrets[1], audit: c.Audit[1], base: "/training", keyPrefix: "rst_test_", folioPrefix: "PRUEBA-",
			cookie: secured(c.Secure, "__Secure-", "rastreo-training"), cookiePath: "/training",
			roles: account.Roles,
		})
	}
	return list
}

// working are the roles of where people do not practise.
func working() (list []account.Role) {
	for _, role := range account.Roles {
		if !slices.Contains(account.Practice, role) {
			list = append(list, role)
		}
	}
	return list
}

// secured gives a cookie's name the prefix that browsers hold it to.
func secured(secure bool, prefix, name string) string {
	if secure {
		return prefix + name
	}
	return name
}
