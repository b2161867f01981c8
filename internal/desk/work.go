package desk

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Contact notes that somebody of the chain was asked, and what they said if
// they answered at once.
func (d *Desk) Contact(ctx context.Context, who account.Actor, h Hold, c trace.Contact, asked trace.Moment) (trace.Contact, error) {
	c.Lang, c.AskedBy = who.Lang, who.ID
	checked, err := c.CheckAsked(asked, d.here(who))
	if err != nil {
		return c, err
	}
	_, err = d.work(ctx, who, h, audit.Contacted, trace.Chase, func(tx *store.Tx, r *trace.Request) error {
		checked.RequestID = r.ID
		if err := fillIn(ctx, tx, &checked); err != nil {
			return err
		}
		if err := tx.AddContact(ctx, &checked); err != nil {
			return err
		}
		return happened(ctx, tx, *r, who, trace.EventContacted, map[string]string{"kind": checked.Kind})
	})
	return checked, err
}

// ContactAnswered notes what somebody of the chain said.
func (d *Desk) ContactAnswered(ctx context.Context, who account.Actor, h Hold, id, said string, answered trace.Moment) (trace.Contact, error) {
	return d.contacted(ctx, who, h, id, audit.ContactAnswered, trace.EventContactAnswered, func(tx *store.Tx, c *trace.Contact) (err error) {
		if *c, err = c.CheckAnswered(said, answered, d.here(who)); err != nil {
			return err
		}
		return tx.AnswerContact(ctx, *c)
	})
}

// Remind notes that somebody of the chain was reminded to answer. It is a
// Conflict if no answer is waited for.
func (d *Desk) Remind(ctx context.Context, who account.Actor, h Hold, id string, r trace.Reminder, at trace.Moment) (trace.Contact, error) {
	r.Lang, r.By = who.Lang, who.ID
	return d.contacted(ctx, who, h, id, audit.ContactReminded, trace.EventContactReminded, func(tx *store.Tx, c *trace.Contact) error {
		checked, err := c.CheckReminder(r, at, d.here(who))
		if err != nil {
			return err
		}
		if !c.Open() {
			return fault.New(fault.Conflict, "contact.not_open", nil)
		}
		err = tx.AddReminder(ctx, c.RequestID, &checked)
		c.Reminders = append(c.Reminders, checked)
		return err
	})
}

// CorrectContact puts right what is noted of somebody of the chain; what was
// noted before stays.
func (d *Desk) CorrectContact(ctx context.Context, who account.Actor, h Hold, typed trace.Contact, asked trace.Moment) (trace.Contact, error) {
	typed.Lang = who.Lang
	return d.contacted(ctx, who, h, typed.ID, audit.ContactCorrected, trace.EventContactCorrected, func(tx *store.Tx, c *trace.Contact) error {
		before := c.Draft()
		checked, err := c.CheckCorrected(typed, asked, d.here(who))
		if err != nil {
			return err
		}
		before.Until, before.By = tx.Now(), who.ID
		checked.Earlier = append(checked.Earlier, before)
		*c = checked
		return tx.CorrectContact(ctx, checked, who.ID)
	})
}

// StrikeContact says why a contact was noted in error. It stays, and does not
// count any more.
func (d *Desk) StrikeContact(ctx context.Context, who account.Actor, h Hold, id, why string) (trace.Contact, error) {
	return d.contacted(ctx, who, h, id, audit.ContactStruck, trace.EventContactStruck, func(tx *store.Tx, c *trace.Contact) (err error) {
		if *c, err = c.CheckStruck(why); err != nil {
			return err
		}
		return tx.StrikeContact(ctx, c, who.ID)
	})
}

// contacted is an act upon a contact of a request that the actor works on.
func (d *Desk) contacted(ctx context.Context, who account.Actor, h Hold, id string, verb audit.Verb, code trace.Code, f func(*store.Tx, *trace.Contact) error) (c trace.Contact, err error) {
	_, err = d.work(ctx, who, h, verb, trace.Chase, func(tx *store.Tx, r *trace.Request) error {
		list, err := tx.Contacts(ctx, r.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(c trace.Contact) bool { return c.ID == id })
		if i < 0 {
			return missing()
		}
		c = list[i]
		if err := f(tx, &c); err != nil {
			return err
		}
		return happened(ctx, tx, *r, who, code, map[string]string{"kind": c.Kind})
	})
	return c, err
}

// Ask asks the submitter back about fields of the request, which then waits
// for the answer.
func (d *Desk) Ask(ctx context.Context, who account.Actor, h Hold, q trace.Question) (trace.Question, error) {
	q.Lang, q.AskedBy = who.Lang, who.ID
	checked, err := q.Check()
	if err != nil {
		return q, err
	}
	_, err = d.work(ctx, who, h, audit.Asked, trace.Ask, func(tx *store.Tx, r *trace.Request) error {
		checked.RequestID = r.ID
		if err := prepared(ctx, tx, &checked, *r); err != nil {
			return err
		}
		if err := tx.AddQuestion(ctx, &checked); err != nil {
			return err
		}
		if err := happened(ctx, tx, *r, who, trace.EventAsked, nil); err != nil {
			return err
		}
		return tell(ctx, tx, *r, trace.NoticeQuestion)
	})
	return checked, err
}

// Recall takes the open question back, so that work can go on without its
// answer.
func (d *Desk) Recall(ctx context.Context, who account.Actor, h Hold) (trace.Request, error) {
	return d.work(ctx, who, h, audit.Recalled, trace.Recall, func(tx *store.Tx, r *trace.Request) error {
		q, err := tx.OpenQuestion(ctx, r.ID)
		if err != nil {
			return err
		}
		if err := tx.RecallQuestion(ctx, q.ID); err != nil {
			return err
		}
		return happened(ctx, tx, *r, who, trace.EventRecalled, nil)
	})
}

// reasonMissing adds the missing reason to whatever else is wrong.
func reasonMissing(err error) error {
	var p fault.Problems
	if err != nil {
		p = fault.Of(err).Problems
	}
	p.Add("/reason", "required", nil)
	return fault.Check(p)
}

// tell lets the submitter know or, where they may not know of the request any
// more, those who may.
func tell(ctx context.Context, tx *store.Tx, r trace.Request, code trace.NoticeCode) error {
	ids, err := tx.Following(ctx, r)
	if err != nil {
		return err
	}
	return tx.TellAll(ctx, code, r.Folio, ids)
}
