package login

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
)

// What was typed into a form whose session had ended is kept for its owner:
// so long, and so much of it.
const (
	typedFor  = 30 * 24 * time.Hour
	mostTyped = 256 << 10 // bytes
)

// Left returns whose session the request came with, if it is one that has
// ended; else "".
func (l *Login) Left(ctx context.Context) string { return passageIn(ctx).owner }

// KeepTyped keeps a form for an account, to be shown again at a path. Nothing
// secret is kept of it, and nothing at all if it is too large or says nothing.
func (l *Login) KeepTyped(ctx context.Context, by account.Actor, accountID, path string, form url.Values) error {
	kept := url.Values{}
	for name, values := range form {
		if !secretField(name) && strings.Join(values, "") != "" {
			kept[name] = values
		}
	}
	text := kept.Encode()
	if len(kept) == 0 || len(text) > mostTyped {
		return nil
	}
	by.ID = accountID
	return l.store.Write(ctx, audit.By(by, audit.TypedKept, accountID), func(tx *store.Tx) error {
		return tx.KeepForm(ctx, accountID, path, text)
	})
}

// secretField tells whether a field of a form holds what must not be kept.
func secretField(name string) bool {
	return strings.Contains(name, "password") || slices.Contains([]string{"again", "code", "ceremony", "answer", "lang", "next", "form_token"}, name)
}

// Typed returns what is kept for the actor at a path; nil is nothing. It may
// hold personal data, so that it was read is recorded.
func (l *Login) Typed(ctx context.Context, who account.Actor, path string) (form url.Values, err error) {
	var is bool
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		is, err = tx.HasKept(ctx, who.ID, path)
		return err
	})
	if err != nil || !is {
		return nil, err
	}
	var text string
	err = l.store.ReadPersonal(ctx, audit.By(who, audit.TypedTaken, who.ID), func(tx *store.Tx) error {
		text, err = tx.Kept(ctx, who.ID, path)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(text)
}

// Forget forgets what is kept for the actor at a path.
func (l *Login) Forget(ctx context.Context, who account.Actor, path string) error {
	var is bool
	err := l.store.Read(ctx, who, func(tx *store.Tx) (err error) {
		is, err = tx.HasKept(ctx, who.ID, path)
		return err
	})
	if err != nil || !is {
		return err
	}
	return l.store.Write(ctx, audit.By(who, audit.TypedTaken, who.ID), func(tx *store.Tx) error {
		return tx.DropKept(ctx, who.ID, path)
	})
}
