package intake

import (
	"context"
	"slices"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Once makes a filing happen once however often it is sent. Key is the
// sender's own, Hash stands for what was sent with it.
type Once struct {
	Key, Hash string
	patient   bool // waits for the first to end instead of being a Conflict
}

// onceFor is how long a key is remembered: offices with poor lines try again
// weeks later.
const onceFor = 30 * 24 * time.Hour

// File checks a filing and puts its firearms in the queue. With a key that
// filed before, it returns that filing's receipt and again is true; with
// another body it is Invalid, and a Conflict while the first is under way.
func (in *Intake) File(ctx context.Context, who account.Actor, f trace.Filing, once Once) (r trace.Receipt, again bool, err error) {
	if err := may(who, account.File); err != nil {
		return r, false, err
	}
	if once.Key != "" {
		once.Key = "client:" + once.Key
	}
	return in.once(ctx, who, once, func() (trace.Receipt, error) {
		checked, err := f.Check(in.here(who))
		if err != nil {
			return trace.Receipt{}, err
		}
		return in.add(ctx, who, checked, once, func(*store.Tx) error { return nil })
	})
}

// FileDraft checks a draft, files it and lets it go. Sent twice, even at once,
// it is filed once and the same receipt comes back.
func (in *Intake) FileDraft(ctx context.Context, who account.Actor, id string) (r trace.Receipt, err error) {
	if err := may(who, account.File); err != nil {
		return r, err
	}
	once := Once{Key: "draft:" + id, Hash: id, patient: true}
	r, _, err = in.once(ctx, who, once, func() (trace.Receipt, error) {
		saved, err := in.Draft(ctx, who, id)
		if err != nil {
			return trace.Receipt{}, err
		}
		checked, err := saved.Filing.Check(in.here(who))
		if err != nil {
			return trace.Receipt{}, err
		}
		return in.add(ctx, who, checked, once, func(tx *store.Tx) error { return tx.DropDraft(ctx, id, who.ID) })
	})
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
		// Another process on the same database may have been quicker.
		if had, found, ferr := in.filed(ctx, who, once.Key); ferr == nil && found {
			return had.Receipt, nil
		}
	}
	return r, err
}

// once runs file unless the key has filed before.
func (in *Intake) once(ctx context.Context, who account.Actor, once Once, file func() (trace.Receipt, error)) (r trace.Receipt, again bool, err error) {
	if once.Key == "" {
		r, err = file()
		return r, false, err
	}
	leave, err := in.enter(ctx, [2]string{who.ID, once.Key}, once.patient)
	if err != nil {
		return r, false, err
	}
	defer leave()
	had, found, err := in.filed(ctx, who, once.Key)
	switch {
	case err != nil:
		return r, false, err
	case found && had.Hash != once.Hash:
		return r, false, fault.New(fault.Invalid, "fault.idempotency_body", nil)
	case found:
		return had.Receipt, true, nil
	}
	r, err = file()
	return r, false, err
}

// enter notes that a filing is under way, until leave. While another of the
// same account and key is, it is a Conflict, or the patient wait.
func (in *Intake) enter(ctx context.Context, who [2]string, patient bool) (leave func(), err error) {
	mine := make(chan struct{})
	for {
		other, running := in.busy.LoadOrStore(who, mine)
		first, _ := other.(chan struct{}) // the map holds nothing else
		switch {
		case !running:
			return func() { in.busy.Delete(who); close(mine) }, nil
		case !patient:
			return nil, fault.New(fault.Conflict, "fault.idempotency_busy", nil)
		}
		select {
		case <-first:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// filed returns what the actor has filed under a key, if they have. It is
// missing where they may not know of it any more, and names no request that
// they may not know of.
func (in *Intake) filed(ctx context.Context, who account.Actor, key string) (k store.FilingKey, found bool, err error) {
	err = in.store.Read(ctx, who, func(tx *store.Tx) error {
		if k, found, err = tx.FilingKey(ctx, who.ID, key); err != nil || !found {
			return err
		}
		st, err := tx.Standing(ctx, who, k.Receipt.Folio)
		if err != nil {
			return err
		}
		if st.Hidden() {
			return missing()
		}
		return hushReceipt(ctx, tx, who, k.Receipt)
	})
	if err != nil {
		return store.FilingKey{}, false, err
	}
	return k, found, nil
}

func hushReceipt(ctx context.Context, tx *store.Tx, who account.Actor, r trace.Receipt) error {
	var folios []string
	for _, q := range r.Requests {
		folios = append(folios, named("", q.Report)...)
	}
	unknown, err := unknowns(ctx, tx, who, folios)
	for i, q := range r.Requests {
		r.Requests[i].Report.Advice = unadvised(q.Report, unknown)
	}
	return err
}

// add writes a checked filing with what a check says of its firearms, its key,
// the links it asks for, and the notice of its receipt, in one act together
// with whatever also must happen.
func (in *Intake) add(ctx context.Context, who account.Actor, f trace.Filing, once Once, also func(*store.Tx) error) (r trace.Receipt, err error) {
	s := trace.Seizure{AgencyID: who.AgencyID, Agency: who.Agency, FiledBy: who.ID, Filing: f}
	if s.Reports, err = in.weigh(ctx, who, f); err != nil {
		return r, err
	}
	act := audit.By(who, audit.SeizureFiled, "")
	err = in.store.Write(ctx, act, func(tx *store.Tx) error {
		others, err := others(ctx, tx, who, f)
		if err != nil {
			return err
		}
		named, err := names(ctx, tx, who, f)
		if err != nil {
			return err
		}
		if err := tx.AddSeizure(ctx, &s); err != nil {
			return err
		}
		if err := name(ctx, tx, who, &s, named); err != nil {
			return err
		}
		if err := tx.KeepPartiesOut(ctx, &s); err != nil {
			return err
		}
		r = s.Receipt()
		if err := linkFiled(ctx, tx, who, s.Requests, others); err != nil {
			return err
		}
		if err := remember(ctx, tx, who, once, r); err != nil {
			return err
		}
		if err := also(tx); err != nil {
			return err
		}
		return tx.Tell(ctx, trace.Notice{AccountID: who.ID, Folio: s.Folio, Code: trace.NoticeReceived, At: tx.Now()})
	})
	return r, err
}

// names are the ids of those who may know of a filing that is restricted, with
// whoever files it; none of one that is not. A name that no colleague has is a
// problem of the filing.
func names(ctx context.Context, tx *store.Tx, who account.Actor, f trace.Filing) ([]string, error) {
	if f.Access != trace.Restricted {
		return nil, nil
	}
	list, strange, err := tx.Colleagues(ctx, who.AgencyID, f.Named)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	for _, i := range strange {
		p.Add("/named/"+strconv.Itoa(i), "colleague", fault.Args{"name": f.Named[i]})
	}
	ids := []string{who.ID}
	for _, a := range list {
		if !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	if len(p) == 0 && len(ids) < trace.FewestNamed {
		p.Add("/named", "required", nil)
	}
	return ids, fault.Check(p)
}

// name leaves a seizure just filed to a few, if any are given, and tells them.
func name(ctx context.Context, tx *store.Tx, who account.Actor, s *trace.Seizure, ids []string) error {
	if s.Restricted = len(ids) > 0; !s.Restricted {
		return nil
	}
	if err := tx.Name(ctx, s.ID, who.ID, ids...); err != nil {
		return err
	}
	if err := tx.Restrict(ctx, s.ID, true); err != nil {
		return err
	}
	for i := range s.Requests {
		s.Requests[i].Restricted = true
	}
	return tx.TellAll(ctx, trace.NoticeNamed, s.Folio, ids[1:])
}

// remember keeps the receipt under the key that filed.
func remember(ctx context.Context, tx *store.Tx, who account.Actor, once Once, r trace.Receipt) error {
	if once.Key == "" {
		return nil
	}
	return tx.AddFilingKey(ctx, store.FilingKey{AccountID: who.ID, Key: once.Key, Hash: once.Hash, Receipt: r})
}

// sweepBatch bounds the work of one sweep.
const sweepBatch = 500

// Sweep forgets the keys of filings whose time has passed.
func (in *Intake) Sweep(ctx context.Context) error {
	return in.store.Chore(ctx, func(c *store.Chore) error {
		_, err := c.SweepFilingKeys(ctx, c.Now().Add(-onceFor), sweepBatch)
		return err
	})
}
