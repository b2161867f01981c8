// Package intake is what submitters do: they type a seizure, file it, follow
// its requests, answer what is asked and take back what need not be traced.
package intake

import (
	"context"
	"sync"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Config is what a world decides about intake.
type Config struct {
	Now   func() time.Time
	Lease time.Duration // how long an answered request stays with its tracer
}

// Intake takes seizures in.
type Intake struct {
	Config
	store *store.Store
	busy  sync.Map // filings under way: account and key, to what is closed at the end
}

// New returns an intake that keeps seizures in s.
func New(s *store.Store, c Config) *Intake { return &Intake{Config: c, store: s} }

// may is the policy's answer for whoever asks for traces; nobody else comes in
// here.
func may(who account.Actor, act account.Act) error {
	if who.ID != "" && !who.Role.Requester() {
		return fault.New(fault.Forbidden, "fault.forbidden", nil)
	}
	return account.May(who, act, nil)
}

// here is the moment on the actor's own clock.
func (in *Intake) here(who account.Actor) time.Time { return who.Local(in.Now()) }

// missing is the one answer for what does not exist and what may not be seen.
func missing() error { return fault.New(fault.NotFound, "fault.not_found", nil) }

// Seizure returns a filed seizure with its people and requests.
func (in *Intake) Seizure(ctx context.Context, who account.Actor, folio string) (s trace.Seizure, err error) {
	if err := may(who, account.ReadSeizure); err != nil {
		return s, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return s, missing()
	}
	act := audit.By(who, audit.SeizureRead, folio)
	err = in.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		head, err := tx.SeizureHead(ctx, folio)
		if err != nil {
			return err
		}
		on := head.Resource()
		if err := account.May(who, account.ReadRequest, &on); err != nil {
			return err
		}
		s, err = tx.Seizure(ctx, folio)
		return err
	})
	return s, err
}

// List says which requests to list: by status, and by what a text finds.
type List struct {
	Status string
	Query  string
	Cursor string
}

// Page is one page of requests and the cursor of the next, "" at the end.
type Page struct {
	Requests []trace.Request
	Next     string
}

// Requests lists the actor's requests, newest first: a submitter's own, a
// coordinator's agency's.
func (in *Intake) Requests(ctx context.Context, who account.Actor, l List) (page Page, err error) {
	if err := may(who, account.ListRequests); err != nil {
		return page, err
	}
	f := store.RequestFilter{FiledBy: who.ID, Status: trace.Status(l.Status), After: l.Cursor}
	if who.Role == account.Coordinator {
		f.FiledBy, f.AgencyID = "", who.AgencyID
	}
	if l.Query != "" {
		term, ok := store.SearchTerm(l.Query)
		if !ok {
			return page, nil
		}
		f.Term = term
	}
	err = in.store.Read(ctx, func(tx *store.Tx) error {
		page.Requests, page.Next, err = tx.Requests(ctx, f)
		return err
	})
	return page, err
}

// Request returns one request with all there is to know of it, but not whom
// the tracing center asked and what it linked; with it the requests that the
// actor may read which look like the same firearm.
func (in *Intake) Request(ctx context.Context, who account.Actor, folio string) (d trace.Dossier, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return d, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok {
		return d, missing()
	}
	act := audit.By(who, audit.RequestRead, folio)
	err = in.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		r, err := own(ctx, who, account.ReadRequest, folio, tx.Request)
		if err != nil {
			return err
		}
		if d, err = tx.Dossier(ctx, r); err != nil {
			return err
		}
		d.Contacts = nil
		return beside(ctx, tx, who, &d)
	})
	return d, err
}

// finder returns a request by its folio.
type finder func(ctx context.Context, folio string) (trace.Request, error)

// own returns a request to which the actor may do the act, or says that there
// is none.
func own(ctx context.Context, who account.Actor, act account.Act, folio string, find finder) (trace.Request, error) {
	r, err := find(ctx, folio)
	if err != nil {
		return r, err
	}
	on := r.Resource()
	if err := account.May(who, act, &on); err != nil {
		return trace.Request{}, err
	}
	return r, nil
}
