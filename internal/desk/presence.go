package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Present notes that the actor has a request before them, and says who else
// has. To be there claims nothing and keeps nobody out.
func (d *Desk) Present(ctx context.Context, who account.Actor, folio string, typing bool) (others []trace.Presence, err error) {
	if err := may(who, account.ReadRequest); err != nil {
		return nil, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return nil, missing()
	}
	var r trace.Request
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		if r, err = tx.Request(ctx, folio); err != nil {
			return err
		}
		others, err = tx.Presences(ctx, who.ID, []string{r.ID})
		return err
	})
	if err != nil {
		return nil, err
	}
	return others, d.store.Chore(ctx, func(c *store.Chore) error { return c.Present(ctx, r.ID, who.ID, typing) })
}

// presenceKept is how long it is known that somebody was there: longer than it
// is shown, so that the sweep and the page never meet.
const presenceKept = 10 * trace.PresentFor

// Sweep forgets who was before a request some time ago, and what was done to
// many at once long ago, and returns how much.
func (d *Desk) Sweep(ctx context.Context) (n int, err error) {
	err = d.store.Chore(ctx, func(c *store.Chore) error {
		if n, err = c.SweepPresences(ctx, c.Now().Add(-presenceKept), 1000); err != nil {
			return err
		}
		bulks, err := c.SweepBulks(ctx, c.Now().Add(-bulkKept), 10)
		n += bulks
		return err
	})
	return n, err
}

// beside says of the requests of a page who has them before them and, of one's
// own, of which somebody has not answered in time.
func (d *Desk) beside(ctx context.Context, who account.Actor, page *Page, mine bool) error {
	var ids []string
	for _, r := range page.Requests {
		ids = append(ids, r.ID)
	}
	page.Present, page.Overdue = map[string][]trace.Presence{}, map[string]trace.Overdue{}
	return d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, err := tx.Presences(ctx, "", ids)
		for _, p := range list {
			page.Present[p.RequestID] = append(page.Present[p.RequestID], p)
		}
		if err != nil || !mine {
			return err
		}
		late, err := tx.Overdue(ctx, ids)
		for _, o := range late {
			page.Overdue[o.RequestID] = o
		}
		return err
	})
}
