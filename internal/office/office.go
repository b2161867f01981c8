// Package office looks after people and agencies.
package office

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/mx"
	"rastreo/internal/store"
)

// Office adds and changes accounts and agencies.
type Office struct {
	store *store.Store
	hash  func(ctx context.Context, password string) (string, error)
}

// New returns an office. hash turns a password into what is kept of it.
func New(s *store.Store, hash func(context.Context, string) (string, error)) *Office {
	return &Office{s, hash}
}

// AddAgency adds an agency, or returns the one that already has its code.
func (o *Office) AddAgency(ctx context.Context, a account.Agency) (account.Agency, error) {
	a.Code, a.Name = strings.ToUpper(mx.Tidy(a.Code)), mx.Tidy(a.Name)
	var p fault.Problems
	if a.Code == "" {
		p.Add("/agency", "required", nil)
	}
	if !slices.Contains([]string{account.Federal, account.State, account.Center}, a.Kind) {
		p.Add("/agency_kind", "code", nil)
	}
	if err := fault.Check(p); err != nil {
		return a, err
	}
	err := o.store.Write(ctx, audit.Act{Verb: audit.AgencyAdded, On: a.Code}, func(tx *store.Tx) error {
		had, err := tx.AgencyByCode(ctx, a.Code)
		if err == nil {
			a = had
			return nil
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		return tx.AddAgency(ctx, &a)
	})
	return a, err
}

// Agencies lists every agency by its code.
func (o *Office) Agencies(ctx context.Context) (list []account.Agency, err error) {
	err = o.store.Read(ctx, func(tx *store.Tx) error {
		list, err = tx.Agencies(ctx)
		return err
	})
	return list, err
}

// usernameShape is what a user name looks like: opaque, lower case, typed
// without trouble on any keyboard.
var usernameShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,63}$`)

// Shortest and longest password, in characters.
const (
	shortestPassword = 15
	longestPassword  = 128
)

// AddAccount adds an account with a password. Its agency is named by
// a.AgencyID and must fit the role: tracing staff belong to the center.
func (o *Office) AddAccount(ctx context.Context, a account.Account, password string) (account.Account, error) {
	a.Username, a.Name = strings.ToLower(mx.Tidy(a.Username)), mx.Tidy(a.Name)
	if err := fault.Check(checkAccount(a, password)); err != nil {
		return a, err
	}
	var err error
	if a.Password, err = o.hash(ctx, password); err != nil {
		return a, err
	}
	err = o.store.Write(ctx, audit.Act{Verb: audit.AccountAdded, On: a.Username}, func(tx *store.Tx) error {
		agency, err := tx.Agency(ctx, a.AgencyID)
		if err != nil {
			return err
		}
		if !a.Role.Fits(agency.Kind) {
			return fault.Check(fault.Problems{{Pointer: "/role", Code: "role_agency"}})
		}
		return tx.AddAccount(ctx, &a)
	})
	return a, err
}

func checkAccount(a account.Account, password string) (p fault.Problems) {
	if !usernameShape.MatchString(a.Username) {
		p.Add("/username", "username_shape", nil)
	}
	if a.Name == "" {
		p.Add("/name", "required", nil)
	}
	if !a.Role.Has() {
		p.Add("/role", "code", nil)
	}
	p = append(p, checkSettings(a.Lang, a.Zone)...)
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		p.Add("/password", "password_short", fault.Args{"limit": shortestPassword})
	case n > longestPassword:
		p.Add("/password", "max", fault.Args{"limit": longestPassword})
	}
	return p
}

func checkSettings(lang, zone string) (p fault.Problems) {
	if !slices.Contains(i18n.Langs, lang) {
		p.Add("/lang", "code", nil)
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		p.Add("/zone", "code", nil)
	}
	return p
}

// Settings changes the actor's own language and time zone.
func (o *Office) Settings(ctx context.Context, who account.Actor, lang, zone string) error {
	if err := fault.Check(checkSettings(lang, zone)); err != nil {
		return err
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	return o.store.Write(ctx, act, func(tx *store.Tx) error {
		return tx.SaveSettings(ctx, account.Account{ID: who.ID, Name: who.Name, Lang: lang, Zone: zone})
	})
}
