package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/api"
	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/intake"
	"rastreo/internal/ledger"
	"rastreo/internal/limit"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/report"
	"rastreo/internal/secret"
	"rastreo/internal/share"
	"rastreo/internal/site"
	"rastreo/internal/store"
	"rastreo/internal/system"
	"rastreo/internal/worker"
	"rastreo/migrations"
	"rastreo/static"
	"rastreo/web"
)

// world is one whole house on one database.
type world struct {
	plan
	db     *db.DB
	store  *store.Store
	login  *login.Login
	office *office.Office
	intake *intake.Intake
	ledger *ledger.Ledger
	limit  *limit.Limiter
	worker *worker.Worker
	http.Handler
}

// build opens a world's database and builds the world on it. The world comes
// back as soon as there is something to close, even with an error.
func (a *App) build(ctx context.Context, p plan) (*world, error) {
	d, err := db.Open(ctx, p.dsn)
	if err != nil {
		return nil, err
	}
	w := &world{plan: p, db: d}
	if err := a.migrate(ctx, d); err != nil {
		return w, err
	}
	if a.Fence {
		if err := d.Confined(ctx); err != nil {
			return w, err
		}
	}
	if err := a.furnish(w); err != nil {
		return w, err
	}
	if err := w.own(ctx); err != nil {
		w.ledger = nil // to seal in the log of another world would be to forge it
		return w, err
	}
	return w, nil
}

// own is an error when the database holds records or accounts of the other
// world: two paths that were swapped would show real people to trainees.
func (w *world) own(ctx context.Context) error {
	return w.store.Read(ctx, store.House, func(tx *store.Tx) error {
		strange, err := tx.Strange(ctx)
		if err == nil && !strange {
			strange, err = tx.HasRole(ctx, w.foreign()...)
		}
		if err == nil && strange {
			err = errors.New("app: this database belongs to another world")
		}
		return err
	})
}

// foreign are the roles that nobody has in this world.
func (w *world) foreign() (list []account.Role) {
	for _, role := range account.Roles {
		if !slices.Contains(w.roles, role) {
			list = append(list, role)
		}
	}
	return list
}

func (a *App) migrate(ctx context.Context, d *db.DB) error {
	if a.Migrate {
		return d.Migrate(ctx, migrations.FS)
	}
	return current(ctx, d)
}

// current is an error when migrations are pending.
func current(ctx context.Context, d *db.DB) error {
	s, err := d.Pending(ctx, migrations.FS)
	if err == nil && len(s.Steps) > 0 {
		err = fmt.Errorf("migrations pending: %s", strings.Join(s.Steps, " "))
	}
	return err
}

// furnish builds memory, rooms and doors, from the bottom up.
func (a *App) furnish(w *world) (err error) {
	w.store = store.New(w.db, store.Config{Now: a.Now, Random: a.Random, FolioPrefix: w.folioPrefix, Recorded: w.recorded})
	own, err := w.open()
	if err != nil {
		return err
	}
	w.login, err = login.New(w.store, login.Config{
		Now: a.Now, Random: a.Random, Secret: own, OneFactor: a.OneFactor, Origin: a.Origin, Mark: w.folioPrefix, KeyPrefix: w.keyPrefix, Cookie: w.cookie, Path: w.cookiePath, Secure: a.Secure,
	})
	if err != nil {
		return err
	}
	w.office = office.New(w.store, office.Config{
		Now: a.Now, Random: a.Random, Roles: w.roles, Check: w.login.CheckPassword, Hash: w.login.Hash, Attempt: w.login.Attempt,
	})
	in := intake.New(w.store, intake.Config{Now: a.Now, Lease: a.Lease})
	w.intake = in
	de := desk.New(w.store, desk.Config{Now: a.Now, Lease: a.Lease, BulkClaims: a.BulkClaims, BulkMost: a.BulkMost})
	sh := share.New(w.store, share.Config{Now: a.Now, Brake: store.Brake{Hour: a.OpeningsHour, Day: a.OpeningsDay}})
	no, err := notify.New(w.store, a.Now).WithMail(notify.Mail{
		Post: w.post, Root: a.Origin + w.base, Web: web.FS, Bundle: a.bundle, Random: a.Random, Log: a.Log.With(slog.String("world", w.name)),
	})
	if err != nil {
		return err
	}
	w.ledger, err = ledger.New(w.store, ledger.Config{
		Origin: origin(w.name), Secret: own, Files: w.audit, Keep: a.AuditKeep, Now: a.Now, Log: a.Log.With(slog.String("world", w.name)),
	})
	if err != nil {
		return err
	}
	w.limit = limit.New(w.store, a.Now)
	reporting := report.New(w.store, a.Now)
	sy := system.New(w.store, system.Config{Version: a.Version, Now: a.Now, Stats: w.db.Stats, Shared: w.db.Shared()})
	w.worker = worker.New(worker.Config{
		Intake: in, Desk: de, Login: w.login, Office: w.office, Share: sh, Notify: no, Ledger: w.ledger, Limit: w.limit,
		Now: a.Now, Log: a.Log.With(slog.String("world", w.name)), Every: a.Every,
	})
	pages, err := site.New(site.Config{
		Intake: in, Desk: de, Share: sh, Login: w.login, Office: w.office, Notify: no, Ledger: w.ledger, System: sy, Report: reporting, Bundle: a.bundle,
		Web: web.FS, Asset: static.URL, World: w.name, Base: w.base, Secure: a.Secure, Now: a.Now,
	})
	if err != nil {
		return err
	}
	w.Handler, err = a.doors(w, pages, api.New(api.Config{
		Intake: in, Desk: de, Share: sh, Report: reporting, Bundle: a.bundle, Live: w.name == gate.Live, Base: w.base, Now: a.Now,
	}))
	return err
}

// open reads the secret of the world, which is made with a new SQLite file. On
// PostgreSQL several instances must have the same, so it has to be named.
func (p plan) open() (*secret.Secret, error) {
	path := p.secret
	if path == "" && strings.Contains(p.dsn, "://") {
		return nil, errors.New("app: a database on a server needs a file for the world's secret")
	}
	return secret.Open(cmp.Or(path, p.dsn+".secret"))
}

// doors opens the doors of a world behind its gate. Files pass by: they are
// the same for everybody and need no session.
func (a *App) doors(w *world, pages *site.Site, programs *api.API) (http.Handler, error) {
	g := gate.New(gate.Config{
		Bundle: a.bundle, Login: w.login, World: w.name, Base: w.base, Secure: a.Secure,
		Now: a.Now, Log: a.Log, Observe: a.observe(w), Limit: w.limit, Limits: a.Limits, Proxies: a.Proxies,
		SetLang: func(v *gate.Visit, lang string) error {
			return w.office.Speak(v.Request.Context(), v.Actor, lang)
		},
		Refused: func(v *gate.Visit, on, outcome string) error {
			return w.ledger.Refused(v.Request.Context(), v.Actor, v.Route.Act, on, outcome)
		},
		Ready:    func(v *gate.Visit) error { return w.ledger.Ready(v.Request.Context()) },
		Answered: func(id string, a audit.Answer) { w.ledger.Answered(id, a) },
	})
	answer := func(c *gin.Context) gate.Answer {
		if strings.HasPrefix(c.Request.URL.Path, w.base+"/api/") {
			return programs.Answer
		}
		return pages.Fault
	}
	files := g.Engine()
	files.Any(w.base+"/static/*name", gin.WrapH(static.Handler()))
	files.POST(w.base+gate.ReportPath, g.Report)
	if w.base != "" {
		files.Any(w.base, func(c *gin.Context) { c.Redirect(http.StatusPermanentRedirect, w.base+"/") })
	}
	house := g.Engine()
	err := errors.Join(pages.Mount(g, house.Group(w.base)),
		g.JSON(house.Group(w.base+api.Root), programs.Routes(), programs.Answer))
	house.NoRoute(func(c *gin.Context) { g.NoRoute(c, answer) })
	refused := g.Engine()
	refused.NoRoute(func(c *gin.Context) { g.CrossSite(c, answer) })
	inside := g.Wrap(house, refused)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, w.base+"/static/"), w.base != "" && r.URL.Path == w.base, r.URL.Path == w.base+gate.ReportPath:
			files.ServeHTTP(rw, r)
		default:
			inside.ServeHTTP(rw, r)
		}
	}), err
}

// recorded is told of every act. None is a visitor's before there is a log.
func (w *world) recorded(a audit.Act) {
	if w.ledger != nil {
		w.ledger.Recorded(a)
	}
}

// observe counts a request, and after one that may have changed something
// lets the worker look for notices to make.
func (a *App) observe(w *world) func(route, method string, status int, took time.Duration) {
	return func(route, method string, status int, took time.Duration) {
		a.metrics.request(w.name, route, method, status, took)
		if method != http.MethodGet && status < http.StatusBadRequest {
			w.worker.Nudge()
		}
	}
}

// ready tells whether the database answers and has all migrations.
func (w *world) ready(ctx context.Context) error {
	select {
	case <-w.db.Broken():
		return db.ErrBroken
	default:
		return current(ctx, w.db)
	}
}
