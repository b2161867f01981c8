package ledger

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Search says which events an auditor looks for. What is empty is not asked
// for.
type Search struct {
	Account string // user name or id
	Verb    audit.Verb
	Record  string // folio or id
	Agency  string // acronym
	From    time.Time
	To      time.Time // before this moment
	Cursor  string
}

// Page is a page of events, newest first, and the cursor of the next.
type Page struct {
	Entries []audit.Entry
	Next    string
}

// Search lists events for an auditor. That they looked is an event itself, and
// the first they see.
func (l *Ledger) Search(ctx context.Context, who account.Actor, s Search) (page Page, err error) {
	if err := account.May(who, account.SearchAudit, nil); err != nil {
		return page, err
	}
	f := store.LedgerFilter{Verb: s.Verb, On: strings.TrimSpace(s.Record), From: s.From, To: s.To, After: s.Cursor}
	if folio, ok := trace.ParseFolio(s.Record); ok {
		f.On = folio
	}
	err = l.readSealed(ctx, audit.By(who, audit.AuditSought, ""), func(tx *store.Tx) error {
		known, err := resolve(ctx, tx, s, &f)
		if err == nil && known {
			page.Entries, page.Next, err = tx.Ledger(ctx, f)
		}
		return err
	})
	return page, err
}

// resolve finds the ids of whom and where is looked for; known is false where
// there is no such agency. What is no user name may be an id.
func resolve(ctx context.Context, tx *store.Tx, s Search, f *store.LedgerFilter) (known bool, err error) {
	if name := strings.TrimSpace(s.Account); name != "" {
		f.By = name
		a, err := tx.AccountByUsername(ctx, strings.ToLower(name))
		if err == nil {
			f.By = a.ID
		} else if !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	if s.Agency == "" {
		return true, nil
	}
	a, err := tx.AgencyByCode(ctx, s.Agency)
	f.Agency = a.ID
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// readSealed records an act, seals so that what was just done is seen too, and
// reads.
func (l *Ledger) readSealed(ctx context.Context, act audit.Act, f func(*store.Tx) error) error {
	if err := l.store.Write(ctx, act, func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	if err := l.drain(ctx); err != nil && !errors.Is(err, audit.ErrForged) { // what was tampered with is still shown
		return err
	}
	return l.store.Read(ctx, act.Who(), f)
}

// Agencies lists every agency, for the search.
func (l *Ledger) Agencies(ctx context.Context, who account.Actor) (list []account.Agency, err error) {
	if err := account.May(who, account.SearchAudit, nil); err != nil {
		return nil, err
	}
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err = tx.Agencies(ctx)
		return err
	})
	return list, err
}

// Viewers lists who opened a seizure or one of its requests, for whoever may
// know: whose it is. An attempt that was refused bears the fault it met.
func (l *Ledger) Viewers(ctx context.Context, who account.Actor, folio, cursor string) (page Page, err error) {
	if err := account.May(who, account.SeeViewers, nil); err != nil {
		return page, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || trace.IsRequest(folio) {
		return page, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	err = l.readSealed(ctx, audit.By(who, audit.ViewersRead, folio), func(tx *store.Tx) error {
		st, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		if err := account.May(who, account.SeeViewers, &st.Resource); err != nil {
			return err
		}
		folios, err := tx.Folios(ctx, st.SeizureID)
		if err != nil {
			return err
		}
		page.Entries, page.Next, err = tx.LedgerOn(ctx, append(folios, folio), audit.Views, store.LedgerFilter{After: cursor})
		return err
	})
	page.Entries = opened(page.Entries)
	return page, err
}

// opened leaves out the tries that were refused of what was opened: each has
// an entry of its own, by the same request, which says why.
func opened(list []audit.Entry) (out []audit.Entry) {
	refused := map[string]bool{}
	for _, e := range list {
		if e.Verb == audit.Refused {
			refused[e.Via+" "+e.On] = true
		}
	}
	for _, e := range list {
		if e.Verb == audit.Refused || !refused[e.Via+" "+e.On] {
			out = append(out, e)
		}
	}
	return out
}

// Review is the last sign-off of the log.
type Review struct {
	audit.Entry      // the zero one if there was none
	Due         bool // a week has passed since
}

// reviewEvery is how often an auditor signs the log off.
const reviewEvery = 7 * 24 * time.Hour

// LastReview tells when the log was signed off, by whom, and whether it is
// time again.
func (l *Ledger) LastReview(ctx context.Context, who account.Actor) (r Review, err error) {
	if err := account.May(who, account.ReviewAudit, nil); err != nil {
		return r, err
	}
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		r, err = l.lastReview(ctx, tx)
		return err
	})
	return r, err
}

func (l *Ledger) lastReview(ctx context.Context, tx *store.Tx) (r Review, err error) {
	list, _, err := tx.Ledger(ctx, store.LedgerFilter{Verb: audit.AuditReviewed, Limit: 1})
	if len(list) > 0 {
		r.Entry = list[0]
	}
	r.Due = l.Now().Sub(r.At) >= reviewEvery
	return r, err
}

// Review signs the log off as far as it goes.
func (l *Ledger) Review(ctx context.Context, who account.Actor) error {
	if err := account.May(who, account.ReviewAudit, nil); err != nil {
		return err
	}
	if err := l.drain(ctx); err != nil {
		return err
	}
	s, err := l.State(ctx)
	if err != nil {
		return err
	}
	act := audit.By(who, audit.AuditReviewed, strconv.FormatInt(s.Size, 10))
	if err := l.store.Write(ctx, act, func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	return l.drain(ctx)
}
