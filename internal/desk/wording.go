package desk

import (
	"context"
	"slices"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Wordings lists the prepared questions of the center's own, retired ones too.
// next is the cursor of the page after it, "" at the end.
func (d *Desk) Wordings(ctx context.Context, who account.Actor, cursor string) (list []trace.Wording, next string, err error) {
	if err := may(who, account.ReadWordings); err != nil {
		return nil, "", err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		list, next, err = tx.Wordings(ctx, true, cursor, 0)
		return err
	})
	return list, next, err
}

// mostKept is how many prepared questions of the center's own are offered.
const mostKept = 200

// Ready lists the prepared questions that can be asked: the house's own and
// those of the center that are not retired.
func (d *Desk) Ready(ctx context.Context, who account.Actor) (list []trace.Wording, err error) {
	if err := may(who, account.ReadWordings); err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		own, _, err := tx.Wordings(ctx, false, "", mostKept)
		list = slices.Concat(own, trace.Stock())
		return err
	})
	return list, err
}

// Wording returns a prepared question: one of the house's own by its code.
func (d *Desk) Wording(ctx context.Context, who account.Actor, id string) (w trace.Wording, err error) {
	if err := may(who, account.ReadWordings); err != nil {
		return w, err
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		w, err = wording(ctx, tx, id)
		return err
	})
	return w, err
}

func wording(ctx context.Context, tx *store.Tx, id string) (trace.Wording, error) {
	if w, ok := trace.Stocked(id); ok {
		return w, nil
	}
	return tx.Wording(ctx, id)
}

// AddWording keeps a new prepared question.
func (d *Desk) AddWording(ctx context.Context, who account.Actor, w trace.Wording) (trace.Wording, error) {
	w.ID, w.Retired = "", false
	return d.keepWording(ctx, who, audit.WordingAdded, w, (*store.Tx).AddWording)
}

// ChangeWording keeps what was changed of the version that was read, and is Stale
// if somebody changed it meanwhile. What was asked before stays as it was.
func (d *Desk) ChangeWording(ctx context.Context, who account.Actor, w trace.Wording) (trace.Wording, error) {
	return d.keepWording(ctx, who, audit.WordingChanged, w, (*store.Tx).ChangeWording)
}

func (d *Desk) keepWording(
	ctx context.Context, who account.Actor, verb audit.Verb, w trace.Wording, write func(*store.Tx, context.Context, *trace.Wording, string) error,
) (trace.Wording, error) {
	if err := may(who, account.KeepWordings); err != nil {
		return w, err
	}
	checked, err := w.Check()
	if err != nil {
		return w, err
	}
	err = d.store.Write(ctx, audit.By(who, verb, w.ID), func(tx *store.Tx) error {
		if checked.ID != "" {
			if _, err := tx.Wording(ctx, checked.ID); err != nil {
				return err
			}
		}
		err := write(tx, ctx, &checked, who.ID)
		tx.On(checked.ID)
		return err
	})
	return checked, err
}

// RetireWording takes a prepared question out of what is offered, or puts it back.
func (d *Desk) RetireWording(ctx context.Context, who account.Actor, id string, retired bool) error {
	if err := may(who, account.KeepWordings); err != nil {
		return err
	}
	return d.store.Write(ctx, audit.By(who, audit.WordingChanged, id), func(tx *store.Tx) error {
		w, err := tx.Wording(ctx, id)
		if err != nil || w.Retired == retired {
			return err
		}
		w.Retired = retired
		return tx.ChangeWording(ctx, &w, who.ID)
	})
}

// Prepare fills prepared questions in from a request, for a tracer to read before
// anything is asked. say puts what stands in the request in the words of a
// language.
func (d *Desk) Prepare(
	ctx context.Context, who account.Actor, folio string, ids []string, say func(lang, value string) string,
) (parts []trace.Part, fields []string, err error) {
	if err := may(who, account.ReadWordings); err != nil {
		return nil, nil, err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || !trace.IsRequest(folio) {
		return nil, nil, missing()
	}
	var p fault.Problems
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		for i, id := range ids {
			w, err := wording(ctx, tx, id)
			if err == nil && w.Retired {
				err = missing()
			}
			switch {
			case fault.Is(err, fault.NotFound):
				p.Add("/parts/"+strconv.Itoa(i)+"/id", "choose", nil)
			case err != nil:
				return err
			}
			parts, fields = append(parts, w.Part(r, say)), append(fields, w.Fields...)
		}
		return fault.Check(p)
	})
	return parts, fields, err
}

// prepared notes of which wordings the parts of a question are, and what they
// took from the request. The words are as they were sent.
func prepared(ctx context.Context, tx *store.Tx, q *trace.Question, r trace.Request) error {
	var p fault.Problems
	for i := range q.Parts {
		part := &q.Parts[i]
		w, err := wording(ctx, tx, part.ID)
		switch {
		case fault.Is(err, fault.NotFound):
			p.Add("/parts/"+strconv.Itoa(i)+"/id", "choose", nil)
		case err != nil:
			return err
		case part.Version < 1 || part.Version > w.Version:
			part.Version = w.Version
		}
		part.Params = w.Params(r)
	}
	return fault.Check(p)
}
