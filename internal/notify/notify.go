// Package notify tells people what happened to their requests. What is to be
// told is written down in the transaction where it happens; Deliver makes the
// notices of it afterwards, and Send mails those that are to be mailed.
package notify

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Notify keeps notices.
type Notify struct {
	store *store.Store
	now   func() time.Time
	mail  mailing
}

// New returns the notices of one world.
func New(s *store.Store, now func() time.Time) *Notify { return &Notify{store: s, now: now} }

// Page is a page of notices, newest first, and the cursor of the next.
type Page struct {
	Notices []trace.Notice
	Next    string
}

// pageSize is how many notices a page shows.
const pageSize = 50

// Notices lists the actor's own notices. They hold folios and codes only.
func (n *Notify) Notices(ctx context.Context, who account.Actor, cursor string) (page Page, err error) {
	if err := account.May(who, account.ReadNotices, nil); err != nil {
		return page, err
	}
	err = n.store.Read(ctx, who, func(tx *store.Tx) error {
		page.Notices, page.Next, err = tx.Notices(ctx, who.ID, cursor, pageSize)
		return err
	})
	return page, err
}

// Unread counts the actor's unread notices, up to a hundred.
func (n *Notify) Unread(ctx context.Context, who account.Actor) (count int, err error) {
	err = n.store.Read(ctx, who, func(tx *store.Tx) error {
		count, err = tx.Unread(ctx, who.ID)
		return err
	})
	return count, err
}

// ReadAll marks the actor's notices as read.
func (n *Notify) ReadAll(ctx context.Context, who account.Actor) error {
	if err := account.May(who, account.ReadNotices, nil); err != nil {
		return err
	}
	act := audit.By(who, audit.NoticesRead, who.ID)
	return n.store.Write(ctx, act, func(tx *store.Tx) error {
		_, err := tx.ReadNotices(ctx, who.ID, n.now())
		return err
	})
}

// A delivery takes at most batch jobs, and holds them for lease: should it
// crash, they are due again afterwards.
const (
	batch = 200
	lease = time.Minute
)

// Deliver turns what is due in the outbox into notices and returns how many.
// Making the notices and dropping their jobs is one transaction: each is made
// once, and none is lost.
func (n *Notify) Deliver(ctx context.Context) (made int, err error) {
	var jobs []store.Job
	err = n.store.Chore(ctx, func(c *store.Chore) error {
		jobs, err = c.TakeJobs(ctx, store.NoticeJob, c.Now().Add(lease), batch)
		return err
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	err = n.store.Write(ctx, audit.Act{Verb: audit.NoticesMade, On: store.NoticeJob}, func(tx *store.Tx) error {
		return n.deliver(ctx, tx, jobs)
	})
	return len(jobs), err
}

func (n *Notify) deliver(ctx context.Context, tx *store.Tx, jobs []store.Job) error {
	notices := make([]*trace.Notice, len(jobs))
	for i, job := range jobs {
		notices[i] = &trace.Notice{}
		if err := json.Unmarshal(job.Body, notices[i]); err != nil {
			return err
		}
	}
	if err := tx.DropJob(ctx, jobs...); err != nil {
		return err
	}
	notices, err := n.withOthers(ctx, tx, notices)
	if err != nil {
		return err
	}
	wanted, err := unmuted(ctx, tx, notices)
	if err != nil {
		return err
	}
	if err := holdAbout(ctx, tx, wanted); err != nil {
		return err
	}
	if wanted, err = unhushed(ctx, tx, wanted); err != nil {
		return err
	}
	if err := n.mailed(ctx, tx, wanted); err != nil {
		return err
	}
	return tx.AddNotice(ctx, wanted...)
}

// unmuted leaves out what those it is for do not want to be told.
func unmuted(ctx context.Context, tx *store.Tx, notices []*trace.Notice) (wanted []*trace.Notice, err error) {
	muted := map[string][]string{}
	for _, n := range notices {
		codes, known := muted[n.AccountID]
		if !known {
			if codes, err = tx.Muted(ctx, n.AccountID); err != nil {
				return nil, err
			}
			muted[n.AccountID] = codes
		}
		if !slices.Contains(codes, string(n.Code)) {
			wanted = append(wanted, n)
		}
	}
	return wanted, nil
}

// holdAbout keeps what notices are about from becoming secret to those they
// are for: who makes it so would not find the notices that are being made.
func holdAbout(ctx context.Context, tx *store.Tx, notices []*trace.Notice) error {
	var folios []string
	for _, n := range notices {
		if folio, about := trace.ParseFolio(n.Folio); about {
			folios = append(folios, folio)
		}
	}
	return tx.HoldAbout(ctx, folios)
}

// unhushed leaves out what became secret to those it is for since it was
// written down. What is about an account or a change has no folio.
func unhushed(ctx context.Context, tx *store.Tx, notices []*trace.Notice) (wanted []*trace.Notice, err error) {
	for _, n := range notices {
		folio, about := trace.ParseFolio(n.Folio)
		hushed := false
		if about {
			if hushed, err = tx.Hushed(ctx, n.AccountID, folio); err != nil {
				return nil, err
			}
		}
		if !hushed {
			wanted = append(wanted, n)
		}
	}
	return wanted, nil
}
