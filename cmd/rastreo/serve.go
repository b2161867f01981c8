package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"rastreo/internal/app"
	"rastreo/internal/db"
	"rastreo/internal/limit"
)

// serve serves one world or both.
type serve struct {
	DB                 string        `name:"db" placeholder:"PATH|URL" help:"Database of the live world: path of a SQLite file, or a postgres:// URL."`
	TrainingDB         string        `name:"training-db" placeholder:"PATH|URL" help:"Database of the training world, served below /training/. Without it there is none."`
	SecretFile         string        `type:"path" placeholder:"PATH" help:"File of the live world's secret, which passwords, second factors and the log rest on. It is made if it is missing, and must be kept apart from the database and never lost. Without it, it stands beside a SQLite file, as PATH.secret; with PostgreSQL it is needed, the same for every instance."`
	TrainingSecretFile string        `type:"path" placeholder:"PATH" help:"The same of the training world."`
	AuditFile          string        `type:"path" placeholder:"PATH" help:"File that the checkpoints of the live world's audit log are appended to. Best on a disk where nothing can be rewritten. Without it, it stands beside a SQLite file, as PATH.checkpoints; with PostgreSQL there is none."`
	AuditCopy          string        `type:"path" placeholder:"PATH" help:"A second place for the same checkpoints, such as a share of another host. If it cannot be written the portal goes on, and says so."`
	TrainingAuditFile  string        `type:"path" placeholder:"PATH" help:"As --audit-file, of the training world."`
	TrainingAuditCopy  string        `type:"path" placeholder:"PATH" help:"As --audit-copy, of the training world."`
	AuditKeep          int           `default:"10" placeholder:"YEARS" help:"How many years the audit log is kept at least (${default}); less than 1 is refused. The program takes no event out, whatever their age."`
	World              string        `enum:"both,live,training" default:"both" help:"Serve one world alone: live or training; ${enum}."`
	Lease              time.Duration `default:"72h" help:"How long a claim lasts after its tracer's last act; then the request returns to the queue."`
	Every              time.Duration `default:"10s" help:"Time between two rounds of the timers."`
	Migrate            bool          `default:"true" negatable:"" help:"Run pending migrations at start. With --no-migrate they are an error: see the command migrate."`
	Fence              bool          `default:"true" negatable:"" help:"On PostgreSQL refuse to serve as a superuser, as a role that bypasses row security, or as one that owns the tables, whom the database would not keep from what is not theirs. See the command migrate with --grant."`
	Origin             string        `placeholder:"URL" help:"Address that people type, such as https://rastreo.example.mx, with nothing after the host. Passkeys are bound to it and work at no other. Without it there are none, except with --plain-http on localhost, or where --autocert names one host."`
	PlainHTTP          bool          `name:"plain-http" help:"Send cookies without Secure. Only for a browser that reaches this very address without TLS, such as a trial on one machine; behind a proxy that ends TLS leave it off."`
	OpeningsHour       int           `default:"30" help:"How often one account may open the personal data of a seizure or request in an hour. Beyond, it is refused, and whoever looks after the account is told."`
	OpeningsDay        int           `default:"200" help:"The same in a day."`
	BulkClaims         int           `default:"50" help:"How many requests a tracer has in hand at most after claiming several at once. Supervisors may assign more."`
	BulkMost           int           `default:"5000" help:"How many requests one act that is done to many at once takes."`
	Limit              limits        `embed:"" prefix:"limit-"`
	Mail               mailing       `embed:"" prefix:"mail-"`
	TrustedProxy       []string      `placeholder:"CIDR" help:"Proxies before the portal, such as 10.0.0.0/8: only of these X-Forwarded-For is believed, which says who really asks."`
	secure
	listen
}

// limits are those of limit.Limits, with their flags.
type limits struct {
	Session  limit.Rate `default:"5/s:20" placeholder:"RATE" help:"Requests of one session (${default}). This and the following: N/m, N/h or N/d is at most N in any minute, hour or day, however they lie; N/s:B, N/m:B and so on is B at once after a rest and N a second or minute from then on; N/s is N/s:N; 0 is no limit."`
	Key      limit.Rate `default:"50/s:200" placeholder:"RATE" help:"Requests of one API key (${default})."`
	WrongKey limit.Rate `default:"10/m" placeholder:"RATE" help:"API keys that are none, or work no more, from one address (${default}). A key that works never waits for others' mistakes."`
	SignIn   limit.Rate `default:"10/m" placeholder:"RATE" help:"Attempts to sign in from one address (${default})."`
	Names    limit.Rate `default:"20/h" placeholder:"RATE" help:"Different user names tried from one address (${default}); what may come at once says nothing here."`
	Search   limit.Rate `default:"30/m" placeholder:"RATE" help:"Searches of one account (${default})."`
	Submit   limit.Rate `default:"60/h" placeholder:"RATE" help:"Filings of one account (${default})."`
	Message  limit.Rate `default:"60/h" placeholder:"RATE" help:"Messages of one account about requests (${default})."`
	Export   limit.Rate `default:"5/d" placeholder:"RATE" help:"Exports of one account (${default})."`
	Report   limit.Rate `default:"10/m" placeholder:"RATE" help:"Reports of browsers from one address about what they refused (${default})."`
	Crowd    int        `default:"512" placeholder:"N" help:"Requests at the same time, beyond which only drafts and filings are answered and the rest is asked to come again (${default}); 0 is no limit."`
}

// listen says where to listen and for how long to finish.
type listen struct {
	Addr            string        `default:"localhost:8080" help:"Address of the portal."`
	OpsAddr         string        `default:"localhost:8081" help:"Address of /healthz, /readyz and /metrics. Nobody else should reach it. Empty for none."`
	Pprof           bool          `help:"Answer /debug/pprof/ on the ops address too: profiles of the running program, which show what it holds in memory."`
	ShutdownTimeout time.Duration `default:"30s" help:"How long requests under way may take to finish when the program is asked to end."`

	tls      *tls.Config // nil where something else ends TLS
	toTLS    string      // address that leads to https, "" for none
	redirect http.Handler
}

// origin is the address that people type, as it is said or can only be.
func (s serve) origin() string {
	switch {
	case s.Origin != "":
		return s.Origin
	case s.PlainHTTP:
		return s.local()
	case len(s.Autocert) == 1:
		return "https://" + s.Autocert[0]
	}
	return ""
}

// local is the origin by which a browser on this machine knows the portal.
func (l listen) local() string {
	_, port, err := net.SplitHostPort(l.Addr)
	if err != nil || port == "80" {
		return "http://localhost"
	}
	return "http://localhost:" + port
}

// Run serves until ctx ends.
func (s serve) Run(ctx context.Context, log *slog.Logger) error {
	c := house(log)
	c.Lease, c.Every, c.Migrate, c.Fence, c.Secure = s.Lease, s.Every, s.Migrate, s.Fence, !s.PlainHTTP
	c.OpeningsHour, c.OpeningsDay = s.OpeningsHour, s.OpeningsDay
	c.BulkClaims, c.BulkMost = s.BulkClaims, s.BulkMost
	c.Limits = limit.Limits(s.Limit)
	if c.AuditKeep = s.AuditKeep; c.AuditKeep < 1 {
		return errors.New("--audit-keep: the audit log is kept for a year at least")
	}
	for _, text := range s.TrustedProxy {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return fmt.Errorf("--trusted-proxy: %w", err)
		}
		c.Proxies = append(c.Proxies, p.Masked())
	}
	c.Secrets = [2]string{s.SecretFile, s.TrainingSecretFile}
	if c.Origin = s.origin(); c.Origin == "" {
		log.Warn("no passkeys without --origin, and so no session for those who need one")
	}
	c.Audit = [2][]string{
		checkpoints(s.DB, s.AuditFile, s.AuditCopy), checkpoints(s.TrainingDB, s.TrainingAuditFile, s.TrainingAuditCopy),
	}
	if s.World != "training" {
		c.Live = s.DB
	}
	if s.World != "live" {
		c.Training = s.TrainingDB
	}
	if s.World != "training" && c.Live == "" {
		return errors.New("--db is needed (or RASTREO_DB)")
	}
	if s.World == "training" && c.Training == "" {
		return errors.New("--training-db is needed (or RASTREO_TRAINING_DB)")
	}
	var err error
	if c.Post, err = s.Mail.post(); err != nil {
		return err
	}
	harden()
	if s.ends() {
		if s.PlainHTTP {
			return errors.New("--plain-http and TLS exclude each other")
		}
		if s.tls, s.redirect, err = s.setup(log); err != nil {
			return err
		}
		s.toTLS = s.RedirectAddr
	}
	a, err := app.Open(ctx, c)
	if errors.Is(err, db.ErrRole) {
		err = fmt.Errorf("%w: name another with role= in the URL and run migrate --grant, or say --no-fence", err)
	}
	if err != nil {
		return err
	}
	forget()
	return errors.Join(s.serve(ctx, a, log), a.Close())
}

// serve answers until ctx ends or the storage fails, then finishes what was
// accepted.
func (l listen) serve(ctx context.Context, a *app.App, log *slog.Logger) error {
	holdMemory()
	portal, err := l.open(ctx, l.Addr, a, log)
	if err != nil {
		return err
	}
	portal.TLSConfig = l.tls
	failed := make(chan error, 3)
	go func() { failed <- portal.serve() }()
	if l.toTLS != "" {
		plain, err := l.open(ctx, l.toTLS, l.redirect, log)
		if err != nil {
			return errors.Join(err, portal.Close())
		}
		defer plain.Close()
		go func() { failed <- plain.serve() }()
	}
	var ops *server
	if l.OpsAddr != "" {
		if ops, err = l.open(ctx, l.OpsAddr, l.ops(a), log); err != nil {
			return errors.Join(err, portal.Close())
		}
		go func() { failed <- ops.serve() }()
	}
	work, rest := context.WithCancel(context.WithoutCancel(ctx))
	defer rest()
	rested := make(chan struct{})
	go func() { a.RunWorkers(work); close(rested) }()
	log.Info("serving", "addr", portal.listener.Addr().String(), "version", version)

	select {
	case <-ctx.Done():
		log.Info("closing")
	case <-a.Broken():
		err = errors.New("storage failed: restart, and check the disk")
	case err = <-failed:
	}
	a.Drain()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.ShutdownTimeout)
	defer cancel()
	err = errors.Join(err, portal.Shutdown(end))
	rest()
	<-rested
	if ops != nil {
		err = errors.Join(err, ops.Close())
	}
	log.Info("closed")
	return err
}

// server is an HTTP server with its listener.
type server struct {
	*http.Server
	listener net.Listener
}

// open listens, so that an address in use is known at once.
func (l listen) open(ctx context.Context, addr string, h http.Handler, log *slog.Logger) (*server, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &server{&http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second, // two megabytes over a poor line
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}, listener}, nil
}

// serve answers until the server is shut down, which is no error.
func (s *server) serve() error {
	run := s.Serve
	if s.TLSConfig != nil {
		run = func(l net.Listener) error { return s.ServeTLS(l, "", "") }
	}
	if err := run(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
