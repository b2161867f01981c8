package db

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/url"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgres is the engine of a PostgreSQL server.
type postgres struct {
	db     *DB
	config *pgx.ConnConfig
	pool   *sql.DB
	closed atomic.Bool

	acts, failed atomic.Uint64
	commitTime   atomic.Int64
}

// An act does not heed the end of its context (see Tx.deaf), so the server
// ends what hangs, in milliseconds. A process that stands still in the middle
// of an act loses it before those who wait for its rows lose patience. The
// policies of the rows make statements look dearer than they are: compiling
// them takes longer than they do.
var postgresLimits = map[string]string{
	"timezone":                            "UTC",
	"application_name":                    "rastreo",
	"jit":                                 "off",
	"lock_timeout":                        "10000",
	"statement_timeout":                   "60000",
	"idle_in_transaction_session_timeout": "5000",
}

func openPostgres(ctx context.Context, db *DB, dsn string) (engine, error) {
	dsn, conns, err := poolSize(dsn)
	if err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	p := &postgres{db: db, config: config, pool: stdlib.OpenDB(*limited(config))}
	p.pool.SetMaxOpenConns(conns)
	p.pool.SetMaxIdleConns(conns)
	p.pool.SetConnMaxIdleTime(5 * time.Minute)
	p.pool.SetConnMaxLifetime(time.Hour)
	if err := p.pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("db: open: %w", err), p.pool.Close())
	}
	return p, nil
}

// poolSize takes pool_max_conns out of the URL: the server knows it not.
func poolSize(dsn string) (string, int, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "", 0, errors.New("db: not a URL") // the text would show the password
	}
	n := max(16, 4*runtime.GOMAXPROCS(0))
	q := u.Query()
	if given := q.Get("pool_max_conns"); given != "" {
		if n, err = strconv.Atoi(given); err != nil || n < 1 {
			return "", 0, fmt.Errorf("db: pool_max_conns=%q", given)
		}
		q.Del("pool_max_conns")
		u.RawQuery = q.Encode()
	}
	return u.String(), n, nil
}

// limited is config with postgresLimits where the URL says nothing else.
func limited(config *pgx.ConnConfig) *pgx.ConnConfig {
	c := config.Copy()
	for name, value := range postgresLimits {
		if _, given := c.RuntimeParams[name]; !given || name == "timezone" {
			c.RuntimeParams[name] = value
		}
	}
	return c
}

func (p *postgres) write(ctx context.Context, f Fence, act func(*Tx) error) error {
	return p.within(ctx, "BEGIN ISOLATION LEVEL READ COMMITTED; ", f, func(conn *sql.Conn, tx pgx.Tx) error {
		t := &Tx{
			run: (*pgConn)(conn), fence: f, watch: pass, deaf: true,
			skip: " FOR UPDATE SKIP LOCKED", lock: " FOR NO KEY UPDATE", share: " FOR SHARE",
		}
		p.acts.Add(1)
		err := guard(t, act)
		if err == nil {
			err = p.commit(tx)
		}
		if err != nil {
			p.failed.Add(1)
			return err
		}
		return nil
	})
}

func (p *postgres) commit(tx pgx.Tx) error {
	since := time.Now()
	defer func() { p.commitTime.Add(int64(time.Since(since))) }()
	return tx.Commit(context.Background())
}

func (p *postgres) read(ctx context.Context, f Fence, act func(*Tx) error) error {
	return p.within(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ", f, func(conn *sql.Conn, _ pgx.Tx) error {
		t := &Tx{run: (*pgConn)(conn), fence: f, watch: pass}
		defer func() { _ = t.end(nil) }() // after a panic; else it has ended
		if err := act(t); err != nil {
			return err
		}
		return t.end(nil)
	})
}

// within runs act in a transaction, which is rolled back if act has not
// committed. Whom it is for is told together with its begin. ctx ends the wait
// for a connection, but never cuts a transaction off: nobody could say then
// whether it was committed.
func (p *postgres) within(ctx context.Context, begin string, f Fence, act func(*sql.Conn, pgx.Tx) error) error {
	if p.closed.Load() {
		return ErrClosed
	}
	conn, err := p.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := began(ctx, conn, begin+f.settings())
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.Background()) }() // says only that it was committed
	return act(conn, tx)
}

// began begins a transaction in one round trip. A connection on which that
// fails is thrown away.
func began(ctx context.Context, conn *sql.Conn, q string) (tx pgx.Tx, err error) {
	lost := conn.Raw(func(c any) error {
		held, ok := c.(*stdlib.Conn)
		if !ok {
			err = errors.ErrUnsupported
			return nil
		}
		if tx, err = held.Conn().BeginTx(context.WithoutCancel(ctx), pgx.TxOptions{BeginQuery: q}); err != nil {
			return driver.ErrBadConn
		}
		return nil
	})
	return tx, cmp.Or(err, lost)
}

// pass: what PostgreSQL's disk does is the server's affair.
func pass(err error) error { return err }

func (p *postgres) check(ctx context.Context) error { return p.pool.PingContext(ctx) }

// migrate lends a pool without the time limits: a step may take long. The
// statements the others have prepared may be stale afterwards, so idle
// connections are dropped.
func (p *postgres) migrate(ctx context.Context, steps fs.FS, run func(*mover) error) error {
	pool := p.owner()
	defer pool.Close()
	m, err := postgresMover(pool, steps, p.lockID())
	if err != nil {
		return err
	}
	if err := run(m); err != nil {
		return err
	}
	if role := p.config.RuntimeParams["role"]; role != "" {
		if err := grant(ctx, pool, role); err != nil {
			return err
		}
	}
	n := p.pool.Stats().MaxOpenConnections
	p.pool.SetMaxIdleConns(0)
	p.pool.SetMaxIdleConns(n)
	return nil
}

// owner is a pool of whoever signs in, whatever role the URL names, to whom
// every row is shown: they own the tables, and a step may touch all of them.
func (p *postgres) owner() *sql.DB {
	config := p.config.Copy()
	delete(config.RuntimeParams, "role")
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["lock_timeout"] = "5000"
	config.RuntimeParams["rastreo.reach"] = Unfenced.reach()
	return stdlib.OpenDB(*config)
}

// lockID differs by schema, so that two schemas of one database do not wait
// for each other.
func (p *postgres) lockID() int64 {
	h := fnv.New64a()
	h.Write([]byte("rastreo migrate " + p.config.RuntimeParams["search_path"]))
	return int64(h.Sum64() >> 1)
}

func (p *postgres) stats() Stats {
	n := p.acts.Load()
	return Stats{
		Batches: n, Acts: n, Failed: p.failed.Load(),
		CommitTime: time.Duration(p.commitTime.Load()), Pool: p.pool.Stats(),
	}
}

func (p *postgres) close() error {
	if p.closed.Swap(true) {
		return nil
	}
	return p.pool.Close()
}

// pgConn runs statements; pgx itself keeps them prepared on each connection.
type pgConn sql.Conn

func (c *pgConn) admit(ctx context.Context, f Fence) error {
	_, err := (*sql.Conn)(c).ExecContext(ctx, f.settings())
	return err
}

func (c *pgConn) exec(ctx context.Context, q string, args []any) (sql.Result, error) {
	res, err := (*sql.Conn)(c).ExecContext(ctx, q, args...)
	return res, ended(ctx, err)
}

func (c *pgConn) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	rows, err := (*sql.Conn)(c).QueryContext(ctx, q, args...)
	return rows, ended(ctx, err)
}

// ended is why a statement failed: what was cut off before it was sent says
// only that the connection is bad.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, driver.ErrBadConn) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
