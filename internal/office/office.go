// Package office looks after people and agencies.
package office

import (
	"context"
	"io"
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
	"rastreo/internal/trace"
)

// Config is what a world decides about its people.
type Config struct {
	Now    func() time.Time
	Random io.Reader      // of codes; read side by side
	Roles  []account.Role // that accounts may have here; nil is every one

	// Check says what is wrong with a password, and Hash what is kept of it.
	Check func(a account.Account, agency, password string) fault.Problems
	Hash  func(ctx context.Context, password string) (string, error)

	// Attempt runs a try to use a user name, and counts it if it fails.
	Attempt func(ctx context.Context, by account.Actor, username string, try func() error) error
}

// Office adds and changes accounts and agencies.
type Office struct {
	Config
	store *store.Store
}

// New returns the office of one world.
func New(s *store.Store, c Config) *Office { return &Office{c, s} }

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
	err = o.store.Read(ctx, store.House, func(tx *store.Tx) error {
		list, err = tx.Agencies(ctx)
		return err
	})
	return list, err
}

// usernameShape is what a user name looks like: opaque, lower case, typed
// without trouble on any keyboard.
var usernameShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,63}$`)

// AddAccount adds an account with a password that is known beforehand, as only
// a demonstration has. Its agency is named by a.AgencyID and must fit the role.
func (o *Office) AddAccount(ctx context.Context, a account.Account, password string) (account.Account, error) {
	a.Username, a.Name = tidied(a.Username), mx.Tidy(a.Name)
	if err := fault.Check(o.checkAccount(a)); err != nil {
		return a, err
	}
	var err error
	if a.Password, err = o.Hash(ctx, password); err != nil {
		return a, err
	}
	err = o.store.Write(ctx, audit.Act{Verb: audit.AccountAdded}, func(tx *store.Tx) error { return add(ctx, tx, &a) })
	return a, err
}

// add adds an account to an agency that it fits.
func add(ctx context.Context, tx *store.Tx, a *account.Account) error {
	agency, err := tx.Agency(ctx, a.AgencyID)
	if err != nil {
		return err
	}
	if !a.Role.Fits(agency.Kind) {
		return fault.Check(fault.Problems{{Pointer: "/role", Code: "role_agency"}})
	}
	if err := tx.AddAccount(ctx, a); err != nil {
		return err
	}
	tx.On(a.ID)
	return nil
}

// tidied is a user name as names are kept.
func tidied(username string) string { return strings.ToLower(mx.Tidy(username)) }

// longestName is the most characters of a person's name.
const longestName = 128

func (o *Office) checkAccount(a account.Account) (p fault.Problems) {
	switch {
	case a.Name == "":
		p.Add("/person_name", "required", nil)
	case utf8.RuneCountInString(a.Name) > longestName:
		p.Add("/person_name", "max", fault.Args{"limit": longestName})
	case strings.ContainsRune(a.Name, utf8.RuneError):
		p.Add("/person_name", "utf8", nil)
	}
	if !usernameShape.MatchString(a.Username) {
		p.Add("/username", "username_shape", nil)
	}
	if !a.Role.Has() || o.Roles != nil && !slices.Contains(o.Roles, a.Role) {
		p.Add("/role", "code", nil)
	}
	return append(p, checkSettings(a.Lang, a.Zone)...)
}

func checkSettings(lang, zone string) (p fault.Problems) {
	if !slices.Contains(i18n.Langs, lang) {
		p.Add("/language", "code", nil)
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		p.Add("/zone", "code", nil)
	}
	return p
}

// Settings changes the actor's own language and time zone.
func (o *Office) Settings(ctx context.Context, who account.Actor, lang, zone string) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	return o.settle(ctx, who, lang, zone)
}

// Compact remembers whether the actor wants as many rows on a screen as fit.
func (o *Office) Compact(ctx context.Context, who account.Actor, on bool) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	return o.store.Write(ctx, audit.By(who, audit.AccountChanged, who.ID), func(tx *store.Tx) error { return tx.SetCompact(ctx, who.ID, on) })
}

// Speak remembers the language that the actor has chosen to read in. Whoever
// is signed in may, also while something of their account must come first.
func (o *Office) Speak(ctx context.Context, who account.Actor, lang string) error {
	if who.ID == "" {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated", nil)
	}
	return o.settle(ctx, who, lang, who.Zone)
}

func (o *Office) settle(ctx context.Context, who account.Actor, lang, zone string) error {
	if err := fault.Check(checkSettings(lang, zone)); err != nil {
		return err
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	return o.store.Write(ctx, act, func(tx *store.Tx) error {
		return tx.SaveSettings(ctx, account.Account{ID: who.ID, Name: who.Name, Lang: lang, Zone: zone})
	})
}

// Mutable lists the notices that somebody may do without. What is about their
// account or asks something of them is none of these.
var Mutable = []string{
	string(trace.NoticeReceived), string(trace.NoticeAnswered), string(trace.NoticeConcluded),
	string(trace.NoticeCorrected), string(trace.NoticeWithdrawn),
}

// Muted lists the notices that the actor does not want.
func (o *Office) Muted(ctx context.Context, who account.Actor) (codes []string, err error) {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return nil, err
	}
	err = o.store.Read(ctx, who, func(tx *store.Tx) error {
		codes, err = tx.Muted(ctx, who.ID)
		return err
	})
	return codes, err
}

// Mute keeps which notices the actor does not want. Others than the mutable
// ones cannot be among them.
func (o *Office) Mute(ctx context.Context, who account.Actor, codes []string) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	if slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(Mutable, c) }) {
		return fault.Check(fault.Problems{{Pointer: "/notices", Code: "code"}})
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	return o.store.Write(ctx, act, func(tx *store.Tx) error { return tx.Mute(ctx, who.ID, codes) })
}

// SetKeys changes what keys of the keyboard do for the actor: by code, one
// character or none.
func (o *Office) SetKeys(ctx context.Context, who account.Actor, on bool, chosen map[string]string) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	keys, err := who.ChooseKeys(on, chosen)
	if err != nil {
		return err
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	return o.store.Write(ctx, act, func(tx *store.Tx) error { return tx.SetKeys(ctx, who.ID, keys) })
}
