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

// Seizure returns a filed seizure with its people and requests; to whoever has
// not said what for, and to people of another agency, only what they may know.
func (in *Intake) Seizure(ctx context.Context, who account.Actor, folio string) (s trace.Seizure, err error) {
	if err := may(who, account.ReadSeizure); err != nil {
		return s, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || trace.IsRequest(folio) {
		return s, missing()
	}
	err = in.look(ctx, who, audit.By(who, audit.SeizureRead, folio), func(tx *store.Tx, st store.Standing) error {
		s, err = read(ctx, tx, who, st)
		return err
	})
	return s, err
}

// read is a seizure as the actor may see it and, of their own agency's, what
// its requests wait for.
func read(ctx context.Context, tx *store.Tx, who account.Actor, st store.Standing) (s trace.Seizure, err error) {
	if s, err = tx.Seizure(ctx, st.Folio); err != nil {
		return s, err
	}
	s = shownSeizure(who, st, s)
	if s.Grant == nil {
		if s.Chased, err = tx.Chased(ctx, st.SeizureID); err != nil {
			return s, err
		}
	}
	return s, hushAll(ctx, tx, who, s.Requests)
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
	f := store.RequestFilter{FiledBy: who.ID, For: who.ID, Status: trace.Status(l.Status), After: l.Cursor}
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
	err = in.store.Read(ctx, who, func(tx *store.Tx) error {
		if page.Requests, page.Next, err = tx.Requests(ctx, f); err != nil {
			return err
		}
		return hushAll(ctx, tx, who, page.Requests)
	})
	for i := range page.Requests {
		page.Requests[i] = wordless(who, page.Requests[i])
	}
	return page, err
}

// Request returns one request with all there is to know of it, but not whom
// the tracing center asked and what it linked; with it the requests that the
// actor may read which look like the same firearm. To whoever has not said what
// for, and to people of another agency, it is only what they may know.
func (in *Intake) Request(ctx context.Context, who account.Actor, folio string) (d trace.Dossier, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return d, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return d, missing()
	}
	err = in.look(ctx, who, audit.By(who, audit.RequestRead, folio), func(tx *store.Tx, st store.Standing) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		if d, err = tx.Dossier(ctx, r); err != nil {
			return err
		}
		d.Course = d.Request.Course(trace.Chased(d.Contacts), d.Asked(), in.Now())
		d.Contacts, d.Events, d.Thread = nil, trace.Outside(d.Events), d.Thread.Outside()
		if st.AgencyID == who.AgencyID {
			if err := beside(ctx, tx, who, &d); err != nil {
				return err
			}
		}
		d = shown(who, st, d)
		return nil
	})
	return d, err
}

// finder returns a request by its folio.
type finder func(ctx context.Context, folio string) (trace.Request, error)

// own returns a request to which the actor may do the act, or says that there
// is none.
func own(ctx context.Context, tx *store.Tx, who account.Actor, act account.Act, folio string, find finder) (trace.Request, error) {
	return allowed(ctx, tx, who, folio, find, func(st store.Standing) error { return account.May(who, act, &st.Resource) })
}

// allowed finds a request that may is content with: before it is found, so
// that one which the actor may not know of costs what one costs that is not
// there, and after, should it have waited.
func allowed(ctx context.Context, tx *store.Tx, who account.Actor, folio string, find finder, may func(store.Standing) error) (r trace.Request, err error) {
	stands := func() error {
		st, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		return may(st)
	}
	if err := stands(); err != nil {
		return r, err
	}
	if r, err = find(ctx, folio); err != nil {
		return r, err
	}
	if err := stands(); err != nil {
		return trace.Request{}, err
	}
	return r, nil
}
