package intake

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// look reads a record that the actor may know of. The log is told before what
// for and on which grants; where they stand otherwise by the time it is read,
// it is told again.
func (in *Intake) look(ctx context.Context, who account.Actor, act audit.Act, f func(*store.Tx, store.Standing) error) error {
	for {
		told, err := in.standing(ctx, who, act.On)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		act.Purpose = told.Purpose
		act.Grant, act.Fields, act.To = told.Rests()
		same := true
		err = in.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
			st, err := tx.Standing(ctx, who, act.On)
			if err != nil {
				return err
			}
			if err := account.May(who, account.ReadRequest, &st.Resource); err != nil {
				return err
			}
			if same = st.Same(told); !same {
				return nil
			}
			return f(tx, st)
		})
		if err != nil || same {
			return err
		}
	}
}

func (in *Intake) standing(ctx context.Context, who account.Actor, folio string) (st store.Standing, err error) {
	err = in.store.Read(ctx, who, func(tx *store.Tx) error {
		st, err = tx.Standing(ctx, who, folio)
		return err
	})
	return st, err
}

// whole tells whether the actor may see all of a record: it is their own, or
// they have said what for.
func whole(who account.Actor, st store.Standing) bool {
	return account.Can(who, account.ReadSeizure, &st.Resource)
}

// fields are what a reader of another agency is shown: what the grants say, and
// until it was said what for only what is of nobody.
func fields(who account.Actor, st store.Standing) []string {
	granted := trace.GrantFields(st.Grants)
	if whole(who, st) {
		return granted
	}
	var some []string
	for _, f := range trace.Impersonal {
		for _, g := range granted {
			if f == g {
				some = append(some, f)
			}
		}
	}
	return some
}

// under is the grant that a reader is told of: the last that was given.
func under(st store.Standing) *trace.Grant {
	if len(st.Grants) == 0 {
		return nil
	}
	g := st.Grants[0]
	g.Fields = trace.GrantFields(st.Grants)
	return &g
}

// shownSeizure leaves of a seizure what the actor may see of it.
func shownSeizure(who account.Actor, st store.Standing, s trace.Seizure) trace.Seizure {
	s.Private, s.Grant = !whole(who, st), under(st)
	switch {
	case s.Grant != nil:
		return s.Masked(fields(who, st))
	case s.Private:
		return s.Outline()
	}
	return s
}

// shown leaves of a dossier what the actor may see of it.
func shown(who account.Actor, st store.Standing, d trace.Dossier) trace.Dossier {
	d.Private, d.Grant = !whole(who, st), under(st)
	switch {
	case d.Grant != nil:
		return d.Masked(fields(who, st))
	case d.Private:
		return d.Outline()
	}
	return d
}

// wordless takes from a colleague's request, in a list, what was written in
// words, which may name people.
func wordless(who account.Actor, r trace.Request) trace.Request {
	if r.FiledBy == who.ID {
		return r
	}
	return r.Outline()
}
