package login

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
)

// A session ends after thirty minutes without a request and after twelve
// hours in any case. That somebody was here is noted once a minute.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 30 * time.Minute
	seenEvery   = time.Minute
)

// Keys of what a session remembers.
const (
	accountKey = "account"
	seenKey    = "seen"
	freshKey   = "fresh"  // just signed in: nobody has noted a visit yet
	provenKey  = "proven" // when they last proved who they are
)

func (l *Login) manager() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{l}
	m.Codec = codec{}
	m.Lifetime = sessionLife
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
		inside.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), unreadKey{}, &unread{})))
	})
}

// unread keeps why the session of a request could not be read.
type (
	unread    struct{ err error }
	unreadKey struct{}
)

func unreadIn(ctx context.Context) *unread {
	u, _ := ctx.Value(unreadKey{}).(*unread)
	return u
}

// Keep signs the actor in: the session gets a new token and remembers who it is.
func (l *Login) Keep(ctx context.Context, who account.Actor) error {
	if err := l.sessions.RenewToken(ctx); err != nil {
		return err
	}
	l.sessions.Put(ctx, accountKey, who.ID)
	l.sessions.Put(ctx, seenKey, l.Now().Unix())
	l.sessions.Put(ctx, freshKey, true)
	l.sessions.Put(ctx, provenKey, l.Now().Unix())
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
// each time, so that a disabled one is out at once.
func (l *Login) Actor(ctx context.Context) (who account.Actor, err error) {
	if u := unreadIn(ctx); u != nil && u.err != nil {
		return who, u.err
	}
	id := l.sessions.GetString(ctx, accountKey)
	if id == "" {
		return who, nil
	}
	seen := time.Unix(l.sessions.GetInt64(ctx, seenKey), 0)
	if l.Now().Sub(seen) > sessionIdle {
		return who, l.sessions.Destroy(ctx)
	}
	err = l.store.Read(ctx, func(tx *store.Tx) error {
		who, err = tx.Actor(ctx, id)
		who.Proven = l.OneFactor || l.Now().Sub(time.Unix(l.sessions.GetInt64(ctx, provenKey), 0)) <= provenFor
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return account.Actor{}, l.sessions.Destroy(ctx)
	}
	if err == nil && l.Now().Sub(seen) > seenEvery {
		l.sessions.Remove(ctx, freshKey)
		l.sessions.Put(ctx, seenKey, l.Now().Unix())
	}
	return who, err
}

// sessionStore keeps sessions in the world's database. Keeping one is no act
// of a person: what they do is recorded where they do it.
type sessionStore struct{ login *Login }

func (s sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.login.store.Read(ctx, func(tx *store.Tx) error {
		data, found, err = tx.Session(ctx, token)
		return err
	})
	if u := unreadIn(ctx); u != nil && err != nil {
		u.err = err
		return nil, false, nil
	}
	return data, found, err
}

// CommitCtx makes a session at sign-in. Later it only renews the one there is:
// a page that was under way while its reader signed out must not bring the
// session back.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, until time.Time) error {
	_, values, err := s.login.sessions.Codec.Decode(data)
	if err != nil {
		return err
	}
	owner, _ := values[accountKey].(string)
	kept := store.Session{Token: token, AccountID: owner, Data: data, ExpiresAt: until}
	return s.login.store.Chore(ctx, func(c *store.Chore) error {
		if fresh, _ := values[freshKey].(bool); fresh {
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
