package login

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
)

// A session ends after thirty minutes without a request, fifteen where the
// role can do harm to many, and after twelve hours in any case. Its row stays
// as long again, so that what is typed under it afterwards is not lost. That
// somebody was here is noted once a minute.
const (
	sessionLife    = 12 * time.Hour
	sessionKept    = 24 * time.Hour
	sessionIdle    = 30 * time.Minute
	privilegedIdle = 15 * time.Minute
	seenEvery      = time.Minute
)

// Idle is how long a session of a role lasts without a request.
func Idle(role account.Role) time.Duration {
	if role.Privileged() {
		return privilegedIdle
	}
	return sessionIdle
}

func (l *Login) manager() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{l}
	m.Codec = codec{}
	m.Lifetime = sessionKept
	m.HashTokenInStore = true
	m.Cookie.Name = l.Cookie
	m.Cookie.Path = l.Path
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = l.Secure
	m.Cookie.SameSite = http.SameSiteStrictMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, _ error) {
		http.Error(w, "", http.StatusServiceUnavailable)
	}
	return m
}

// Wrap gives every request its session. Where sessions cannot be read the
// request goes on, and Actor says why it is nobody's.
func (l *Login) Wrap(h http.Handler) http.Handler {
	inside := l.sessions.LoadAndSave(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &passage{answer: w, agent: agentOf(r.UserAgent())}
		if c, err := r.Cookie(l.deviceCookie()); err == nil {
			p.device = c.Value
		}
		inside.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), passageKey{}, p)))
	})
}

// passage is what a request brings with it, and what became of its session.
type (
	passage struct {
		answer http.ResponseWriter
		agent  string // browser and system
		device string // what the browser keeps, "" if nothing
		unread error  // why the session could not be read
		owner  string // whose session it was that has ended
	}
	passageKey struct{}
)

// passageIn is never nil: from the console nothing is brought.
func passageIn(ctx context.Context) *passage {
	if p, ok := ctx.Value(passageKey{}).(*passage); ok {
		return p
	}
	return &passage{}
}

func (l *Login) visit(ctx context.Context) visit {
	v, _ := l.sessions.Get(ctx, visitKey).(visit)
	return v
}

// turn puts a visit under a new token, so that one which was known before is
// worth nothing.
func (l *Login) turn(ctx context.Context, v visit) error {
	if err := l.sessions.RenewToken(ctx); err != nil {
		return err
	}
	v.Fresh = true
	l.sessions.Put(ctx, visitKey, v)
	return nil
}

// SignOut ends the session.
func (l *Login) SignOut(ctx context.Context, who account.Actor) error {
	if who.ID != "" {
		if err := l.store.Write(ctx, audit.By(who, audit.SignedOut, who.ID), func(*store.Tx) error { return nil }); err != nil {
			return err
		}
	}
	return l.sessions.Destroy(ctx)
}

// Actor returns who the session belongs to, or nobody. The account is read
// each time, so that a disabled one is out at once and a new role holds.
func (l *Login) Actor(ctx context.Context) (who account.Actor, err error) {
	p := passageIn(ctx)
	if p.unread != nil {
		return who, p.unread
	}
	v := l.visit(ctx)
	if v.Account == "" {
		return who, nil
	}
	err = l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		who, err = tx.Actor(ctx, v.Account)
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound):
		return account.Actor{}, l.sessions.Destroy(ctx)
	case err != nil:
		return who, err
	case l.over(v, who.Role):
		p.owner = v.Account
		return account.Actor{}, l.expire(ctx, v)
	}
	who.Session, who.Half = v.ID, v.Half
	who.Proven = l.Now().Sub(time.Unix(v.Proven, 0)) <= provenFor
	return who, l.seen(ctx, v, &who)
}

// over tells whether a session has lasted long enough.
func (l *Login) over(v visit, role account.Role) bool {
	now := l.Now()
	return now.Sub(time.Unix(v.Seen, 0)) >= Idle(role) || now.Sub(time.Unix(v.Started, 0)) >= sessionLife
}

// expire ends a session whose time is over.
func (l *Login) expire(ctx context.Context, v visit) error {
	err := l.store.Chore(ctx, func(c *store.Chore) error { return c.EndSession(ctx, v.Account, v.ID) })
	if fault.Is(err, fault.NotFound) {
		return nil // ended meanwhile
	}
	return err
}

// seen notes that somebody was here. Whose role has changed gets a new token
// and must prove again who they are.
func (l *Login) seen(ctx context.Context, v visit, who *account.Actor) error {
	now := l.Now()
	if v.Role != who.Role {
		v.Role, v.Proven, v.Half = who.Role, 0, v.Half || !l.enough(who.Role, v.Proofs)
		v.Seen = now.Unix()
		who.Proven, who.Half = false, v.Half
		return l.turn(ctx, v)
	}
	if now.Sub(time.Unix(v.Seen, 0)) > seenEvery {
		v.Seen, v.Fresh = now.Unix(), false
		l.sessions.Put(ctx, visitKey, v)
	}
	return nil
}

// Visit is a session as its owner sees it.
type Visit struct {
	ID        string
	Browser   string // chrome, firefox, …
	System    string // windows, android, …
	StartedAt time.Time
	SeenAt    time.Time
	This      bool // the one that asks
}

// Visits lists the actor's own sessions, the newest first.
func (l *Login) Visits(ctx context.Context, who account.Actor) (list []Visit, err error) {
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		found, err := tx.Sessions(ctx, who.ID, l.Now().Add(-Idle(who.Role)))
		for _, s := range found {
			browser, system := splitAgent(s.Agent)
			list = append(list, Visit{s.ID, browser, system, s.StartedAt, s.SeenAt, s.ID == who.Session})
		}
		return err
	})
	return list, err
}

// EndVisit ends one of the actor's own sessions.
func (l *Login) EndVisit(ctx context.Context, who account.Actor, id string) error {
	if err := account.May(who, account.OwnSessions, nil); err != nil {
		return err
	}
	return l.store.Write(ctx, audit.By(who, audit.SessionEnded, id), func(tx *store.Tx) error {
		return tx.EndSession(ctx, who.ID, id)
	})
}

// EndOthers ends every session of the actor but the one that asks.
func (l *Login) EndOthers(ctx context.Context, who account.Actor) error {
	if err := account.May(who, account.OwnSessions, nil); err != nil {
		return err
	}
	return l.store.Write(ctx, audit.By(who, audit.SessionEnded, who.ID), func(tx *store.Tx) error {
		_, err := tx.EndSessions(ctx, who.ID, who.Session)
		return err
	})
}

// makeRoom ends the oldest sessions of an account until there is room for one
// more, and returns how many.
func (l *Login) makeRoom(ctx context.Context, tx *store.Tx, who account.Actor) (ended int, err error) {
	most := l.MostSessions
	if who.Role.Privileged() {
		most = max(1, most/2)
	}
	now, err := tx.Sessions(ctx, who.ID, l.Now().Add(-Idle(who.Role)))
	if err != nil || len(now) < most {
		return 0, err
	}
	for _, old := range slices.Backward(now[most-1:]) {
		if err := tx.EndSession(ctx, who.ID, old.ID); err != nil {
			return ended, err
		}
		ended++
	}
	return ended, nil
}

// sessionStore keeps sessions in the world's database. Keeping one is no act
// of a person: what they do is recorded where they do it.
type sessionStore struct{ login *Login }

// FindCtx finds a session that lasts. Of one that has ended it is noted whose
// it was.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var kept store.Session
	var found bool
	p := passageIn(ctx)
	p.unread = s.login.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
		kept, found, err = tx.Session(ctx, token)
		return err
	})
	if p.unread == nil && found && kept.EndedAt.IsZero() {
		return kept.Data, true, nil
	}
	p.owner = kept.AccountID // "" of none
	return nil, false, nil
}

// CommitCtx makes a session under a new token. Later it only renews the one
// there is: a page that was under way while its reader signed out must not
// bring the session back.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, until time.Time) error {
	_, values, err := s.login.sessions.Codec.Decode(data)
	if err != nil {
		return err
	}
	v, _ := values[visitKey].(visit)
	kept := store.Session{
		Token: token, ID: v.ID, AccountID: v.Account, Agent: v.Agent, Data: data,
		StartedAt: time.Unix(v.Started, 0), SeenAt: time.Unix(v.Seen, 0), ExpiresAt: time.Unix(v.Started, 0).Add(sessionKept),
	}
	return s.login.store.Chore(ctx, func(c *store.Chore) error {
		if v.Fresh {
			return c.SaveSession(ctx, kept)
		}
		return c.RenewSession(ctx, kept)
	})
}

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.login.store.Chore(ctx, func(c *store.Chore) error { return c.DropSession(ctx, token) })
}

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), token, data, until)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
