package ledger

import (
	"context"
	"errors"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Every day at this hour of this zone the checkpoint of the day is told to
// whoever looks after an agency, and to auditors.
const (
	dailyHour = 6
	dailyZone = "America/Mexico_City"
)

// dailyRoles are those that it is told to.
var dailyRoles = []account.Role{account.Admin, account.Coordinator, account.Auditor}

// Daily tells the checkpoint of today, once however many instances there are,
// and reminds auditors of a review that is due.
func (l *Ledger) Daily(ctx context.Context) error {
	here := account.Actor{Zone: dailyZone}.Local(l.Now())
	day := here.Format(time.DateOnly)
	if here.Hour() < dailyHour || l.today(day) {
		return nil
	}
	act := audit.Act{Verb: audit.DailyTold, On: day}
	err := l.store.Write(ctx, act, func(tx *store.Tx) error {
		if err := tx.AddDaily(ctx, day); err != nil {
			return err
		}
		return errors.Join(tell(ctx, tx, trace.NoticeAuditDay, dailyRoles...), l.remind(ctx, tx))
	})
	if err == nil || fault.Is(err, fault.Stale) { // somebody else was quicker, or there is none yet
		return l.told(ctx, day)
	}
	return err
}

// today tells whether it is known that the checkpoint of a day was told.
func (l *Ledger) today(day string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.day == day
}

// told looks whether it was, so that it need not be tried again.
func (l *Ledger) told(ctx context.Context, day string) error {
	err := l.store.Read(ctx, store.House, func(tx *store.Tx) error {
		_, err := tx.Daily(ctx, day)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.day = day
	}
	return err
}

// remind tells auditors that a week has passed since a review.
func (l *Ledger) remind(ctx context.Context, tx *store.Tx) error {
	r, err := l.lastReview(ctx, tx)
	if err != nil || !r.Due {
		return err
	}
	return tell(ctx, tx, trace.NoticeAuditReview, account.Auditor)
}

// Day is the checkpoint of a day as it is shown.
type Day struct {
	audit.Daily
	Root    string
	Signers []string // under the note; witnesses too who have signed it or one after it
	Whole   bool     // the log's own signature holds
}

// Days is a page of them, the last day first, and the cursor of the next.
type Days struct {
	List []Day
	Next string
	Key  string // the log's public key
}

// dailyPage is how many days a page shows: any month fits.
const dailyPage = 31

// Days lists the checkpoints that were told.
func (l *Ledger) Days(ctx context.Context, who account.Actor, cursor string) (page Days, err error) {
	if err := account.May(who, account.ReadDaily, nil); err != nil {
		return page, err
	}
	var list []audit.Daily
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		list, page.Next, err = tx.Dailies(ctx, cursor, dailyPage)
		return err
	})
	if err != nil {
		return page, err
	}
	keys, err := l.key.Keys()
	if err != nil {
		return page, err
	}
	witnesses := l.witnesses()
	page.Key = l.Key()
	for _, d := range list {
		page.List = append(page.List, shown(d, keys, witnesses))
	}
	return page, nil
}

// Note is the checkpoint of a day as a file of checkpoints has it.
func (l *Ledger) Note(ctx context.Context, who account.Actor, day string) (text string, err error) {
	if err := account.May(who, account.ReadDaily, nil); err != nil {
		return "", err
	}
	err = l.store.Read(ctx, who, func(tx *store.Tx) error {
		d, err := tx.Daily(ctx, day)
		text = audit.Line(d.Note)
		return err
	})
	return text, err
}

func shown(d audit.Daily, keys audit.Keys, witnesses map[string]int64) Day {
	c, err := keys.Open(d.Note)
	day := Day{Daily: d, Root: c.Root.String(), Signers: audit.Signers(d.Note), Whole: err == nil && c.Size == d.Size}
	for name, size := range witnesses {
		if size >= d.Size && !slices.Contains(day.Signers, name) {
			day.Signers = append(day.Signers, name)
		}
	}
	slices.Sort(day.Signers)
	return day
}

// witnesses are those who have lately signed in one of the files, with how far
// each has. Whether their signatures hold is told by who has their keys.
func (l *Ledger) witnesses() map[string]int64 {
	found := map[string]int64{}
	for _, f := range l.files {
		end, err := f.end()
		if err != nil {
			continue // the alarm of the file says so
		}
		notes, _ := audit.Notes(end)
		for _, text := range notes {
			c, err := audit.Keys{}.Open(text)
			if err != nil || c.Origin != l.Origin {
				continue
			}
			for _, name := range audit.Signers(text) {
				found[name] = max(found[name], c.Size)
			}
		}
	}
	delete(found, l.Origin)
	return found
}
