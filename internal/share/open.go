package share

import (
	"context"
	"math"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// openFor is how long personal data stays open to whoever said what for. To a
// tracer it does as long as the claim.
const openFor = 12 * time.Hour

// Open notes what the actor opens the personal data of a seizure or request
// for. Nothing need be said of what is their own, and nothing is noted again
// while it is open for the same. Beyond what one account may open it is TooMany,
// and whoever looks after the account is told.
func (s *Share) Open(ctx context.Context, who account.Actor, folio, purpose string) error {
	act := account.OpenSeizure
	if who.Role.Staff() {
		act = account.OpenRequest
	}
	if err := account.May(who, act, nil); err != nil {
		return err
	}
	folio, ok := trace.ParseFolio(folio)
	if !ok || who.Role.Staff() && !trace.IsRequest(folio) {
		return missing()
	}
	if !slices.Contains(trace.Purposes(who.Role), purpose) {
		return fault.Check(fault.Problems{{Pointer: "/purpose", Code: reason(purpose)}})
	}
	done, err := s.opened(ctx, who, folio, purpose)
	if err != nil || done {
		return err
	}
	err = s.open(ctx, who, act, folio, purpose)
	if fault.Is(err, fault.TooMany) {
		return s.braked(ctx, who, folio, err)
	}
	return err
}

func reason(purpose string) string {
	if purpose == "" {
		return "required"
	}
	return "code"
}

// opened tells whether nothing need be said: it is their own, or it is open for
// the same.
func (s *Share) opened(ctx context.Context, who account.Actor, folio, purpose string) (done bool, err error) {
	err = s.store.Read(ctx, who, func(tx *store.Tx) error {
		st, err := tx.Standing(ctx, who, folio)
		if fault.Is(err, fault.NotFound) {
			return nil // the log is to know who tries
		}
		own := !who.Role.Staff() && !st.Opened && account.Can(who, account.ReadSeizure, &st.Resource)
		done = own || st.Purpose == purpose
		return err
	})
	return done, err
}

func (s *Share) open(ctx context.Context, who account.Actor, act account.Act, folio, purpose string) error {
	record := audit.By(who, audit.SeizureOpened, folio)
	record.Purpose = purpose
	return s.store.Write(ctx, record, func(tx *store.Tx) error {
		st, err := stands(ctx, tx, who, act, folio)
		if err != nil {
			return err
		}
		if !who.Role.Staff() {
			folio = st.Folio
		}
		tx.On(folio)
		tx.Resting(st.Rests())
		wait, err := tx.Open(ctx, who.ID, folio, purpose, tx.Now().Add(openFor), s.Brake)
		if err == nil && wait > 0 {
			err = fault.New(fault.TooMany, "fault.braked", fault.Args{"minutes": int(math.Ceil(wait.Minutes()))})
		}
		if err != nil || who.Role != account.Supervisor {
			return err
		}
		return oversight(ctx, tx, who, folio, st.Claimer)
	})
}

// oversight tells that a supervisor has opened personal data: each time whoever
// has the request, and every auditor the first time in an hour of the clock.
func oversight(ctx context.Context, tx *store.Tx, who account.Actor, folio, claimer string) error {
	if claimer != "" && claimer != who.ID {
		if err := tx.TellAll(ctx, trace.NoticeOverseen, folio, []string{claimer}); err != nil {
			return err
		}
	}
	n, err := tx.Openings(ctx, who.ID, tx.Now().Truncate(time.Hour))
	if err != nil || n > 1 {
		return err
	}
	auditors, err := tx.Holders(ctx, account.Auditor)
	if err != nil {
		return err
	}
	a, err := tx.Account(ctx, who.ID)
	if err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticeOversight, a.Username, auditors)
}

// braked records that somebody wanted to open too much, and tells whoever looks
// after them, once an hour.
func (s *Share) braked(ctx context.Context, who account.Actor, folio string, cause error) error {
	err := s.store.Write(ctx, audit.By(who, audit.Braked, folio), func(tx *store.Tx) error {
		fresh, err := tx.Braked(ctx, who.ID)
		if err != nil || !fresh {
			return err
		}
		roles := []account.Role{account.Coordinator, account.Admin}
		if who.Role.Staff() {
			roles = []account.Role{account.Supervisor, account.Trainer}
		}
		ids, err := tx.AgencyHolders(ctx, who.AgencyID, roles...)
		if err != nil {
			return err
		}
		a, err := tx.Account(ctx, who.ID)
		if err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeBraked, a.Username, without(ids, who.ID))
	})
	if err != nil {
		return err
	}
	return cause
}
