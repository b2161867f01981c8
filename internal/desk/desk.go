// Package desk is what tracing staff do: they take requests from the queue,
// ask along the chain from maker to first purchaser, ask back, and conclude.
package desk

import (
	"cmp"
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Config is what a world decides about the desk.
type Config struct {
	Now        func() time.Time
	Lease      time.Duration // how long a claim lasts after the tracer's last act
	BulkMost   int           // how many requests one bulk act takes; 0 is the usual
	BulkClaims int           // how many requests somebody has in hand at most after a bulk claim; 0 is the usual
}

// Desk works the queue.
type Desk struct {
	Config
	store *store.Store
}

// New returns a desk over the queue in s.
func New(s *store.Store, c Config) *Desk {
	c.BulkMost, c.BulkClaims = cmp.Or(c.BulkMost, usualBulkMost), cmp.Or(c.BulkClaims, usualBulkClaims)
	return &Desk{c, s}
}

// may is the policy's answer for whoever works at the tracing center; nobody else comes in
// here.
func may(who account.Actor, act account.Act) error {
	if who.ID != "" && !who.Role.Staff() {
		return fault.New(fault.Forbidden, "fault.forbidden", nil)
	}
	return account.May(who, act, nil)
}

// here is the moment on the actor's own clock.
func (d *Desk) here(who account.Actor) time.Time { return who.Local(d.Now()) }

func missing() error { return fault.New(fault.NotFound, "fault.not_found", nil) }

// Page is one page of requests and the cursor of the next, "" at the end.
type Page struct {
	Requests []trace.Request
	Present  map[string][]trace.Presence // by the id of the request: who else has it before them
	Overdue  map[string]trace.Overdue    // by the id of one's own: somebody of the chain has not answered in time
	Next     string
}

// Queue lists requests in the order they are to be worked: urgent first, then by
// their turn or, narrowed by when they are due, whichever is due first. It shows
// no personal data.
func (d *Desk) Queue(ctx context.Context, who account.Actor, l List) (page Page, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return page, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		page.Requests, page.Next, err = d.page(ctx, tx, who, l, 0)
		return err
	})
	if err == nil {
		err = d.beside(ctx, who, &page, l.Mine)
	}
	if fault.Is(err, fault.NotFound) {
		return page, nil // an agency nobody knows has no requests
	}
	for i := range page.Requests {
		page.Requests[i] = page.Requests[i].Outline()
	}
	return page, err
}

// page reads a page of a list: the usual or, with a limit, of up to so many
// requests for an act that is done to many, which are then bare. It is NotFound
// if nobody knows the agency.
func (d *Desk) page(ctx context.Context, tx *store.Tx, who account.Actor, l List, limit int) (list []trace.Request, next string, err error) {
	f, err := d.part(ctx, tx, who, l)
	if err != nil {
		return nil, "", err
	}
	if l.Query == "" {
		f.Limit, f.Bare = limit, limit > 0
		return tx.Queue(ctx, f)
	}
	s, ok := search(f, l.Query)
	if !ok {
		return nil, "", nil
	}
	s.Limit = limit
	return tx.Requests(ctx, s)
}

// Counts says how many requests stand at each status.
func (d *Desk) Counts(ctx context.Context, who account.Actor) (counts map[trace.Status]int, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		counts, err = tx.Counts(ctx)
		return err
	})
	return counts, err
}

// Agencies lists the agencies the queue can be narrowed to.
func (d *Desk) Agencies(ctx context.Context, who account.Actor) (list []account.Agency, err error) {
	if err := may(who, account.ReadQueue); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err = tx.Agencies(ctx)
		return err
	})
	return list, err
}

// Version changes with every write: what was rendered under one version is
// still right under the same.
func (d *Desk) Version() uint64 { return d.store.Version() }

// Request returns a request. Its people, place and narrative are shown to the
// tracer who has claimed it and to supervisors, once they have said what for; to
// others it is an outline. With it come the requests of every agency that look
// like the same firearm.
func (d *Desk) Request(ctx context.Context, who account.Actor, folio string) (out trace.Dossier, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return out, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return out, missing()
	}
	var st store.Standing
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		if st, err = tx.Standing(ctx, who, folio); err != nil {
			return err
		}
		if out, err = tx.Outline(ctx, r); err != nil {
			return err
		}
		return beside(ctx, tx, &out)
	})
	switch {
	case err == nil && !st.Opened && st.Claimer == who.ID:
		return d.own(ctx, who, withhold(out))
	case err != nil:
		return withhold(out), err
	case !mayKnow(who, st):
		return withhold(out), d.seen(ctx, who, folio)
	}
	act := audit.By(who, audit.RequestRead, folio)
	act.Purpose = st.Purpose
	err = d.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		now, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		if !mayKnow(who, now) || now.Purpose != st.Purpose {
			out = withhold(out) // given back meanwhile
			return nil
		}
		known, err := tx.Dossier(ctx, r)
		known.Twins, known.Links = out.Twins, out.Links
		out = known
		if err != nil {
			return err
		}
		out.Seen, err = tx.Seen(ctx, out.Sought(), within(who, out.Request))
		return err
	})
	return out, err
}

// seen records that somebody looked at an outline.
func (d *Desk) seen(ctx context.Context, who account.Actor, folio string) error {
	return d.store.Write(ctx, audit.By(who, audit.RequestSeen, folio), func(*store.Tx) error { return nil })
}

// own adds to an outline how far the work of the tracer who has the request has
// come. What the people are needed for was not said, so it says nothing of a
// purchaser and has nobody's free words: a dealer's answer names who bought, and
// another tracer may have noted it.
func (d *Desk) own(ctx context.Context, who account.Actor, out trace.Dossier) (trace.Dossier, error) {
	err := d.store.ReadPersonal(ctx, audit.By(who, audit.RequestRead, out.Request.Folio), func(tx *store.Tx) (err error) {
		id := out.Request.ID
		if out.Contacts, err = tx.Contacts(ctx, id); err != nil {
			return err
		}
		if out.Questions, err = tx.Questions(ctx, id); err != nil {
			return err
		}
		if out.Thread, err = tx.Thread(ctx, id, "", 0); err != nil {
			return err
		}
		out.Results, err = tx.Results(ctx, id)
		out.Results = trace.Withheld(out.Results)
		return err
	})
	return unsaid(out), err
}

// unsaid takes from a dossier the free words of contacts, questions and messages.
func unsaid(d trace.Dossier) trace.Dossier {
	for i := range d.Contacts {
		c := &d.Contacts[i]
		c.Note, c.Said, c.Struck, c.Earlier, c.Documents = "", "", "", nil, nil
		for j := range c.Reminders {
			c.Reminders[j].Note = ""
		}
	}
	for i := range d.Thread.Messages {
		d.Thread.Messages[i].Text = ""
	}
	for i := range d.Questions {
		q := &d.Questions[i]
		q.Text = ""
		for j := range q.Parts {
			q.Parts[j].Text = trace.Texts{}
		}
		if q.Answer != nil {
			q.Answer.Text = ""
		}
	}
	return d
}

// withhold takes from an outline what agencies wrote in words of their own
// requests: it may name people.
func withhold(d trace.Dossier) trace.Dossier {
	d.Request = d.Request.Outline()
	for i, r := range d.Seizure.Requests {
		d.Seizure.Requests[i] = r.Outline()
	}
	for i := range d.Links {
		if !d.Links[i].Center {
			d.Links[i].Why = ""
		}
	}
	return d
}

// mayKnow tells whether the actor has reason to know the people of a request,
// and has said it.
func mayKnow(who account.Actor, st store.Standing) bool {
	return st.Opened && account.Can(who, account.OpenRequest, &st.Resource)
}

// MayOpen tells whether the actor may see the people of a request once they say
// what for.
func MayOpen(who account.Actor, r trace.Request) bool {
	on := r.Resource()
	return account.Can(who, account.OpenRequest, &on)
}
