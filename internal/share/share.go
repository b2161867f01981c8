// Package share decides who of an agency knows of a seizure, lets people of
// other agencies read some of it for a while, and opens personal data to
// whoever says what for.
package share

import (
	"context"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Config is what a world decides about sharing.
type Config struct {
	Now   func() time.Time
	Brake store.Brake // how much personal data one account opens in an hour and a day
}

// Usual is the brake that is meant where none is said.
var Usual = store.Brake{Hour: 30, Day: 200}

// Share keeps who may know what.
type Share struct {
	Config
	store *store.Store
}

// New returns what is shared in s.
func New(s *store.Store, c Config) *Share {
	if c.Brake == (store.Brake{}) {
		c.Brake = Usual
	}
	return &Share{c, s}
}

func missing() error { return fault.New(fault.NotFound, "fault.not_found", nil) }

// Access is who may know of a seizure.
type Access struct {
	Folio      string
	Restricted bool
	Mine       account.Resource // how the reader stands to it
	Named      []trace.Named
	Changes    []trace.NamedChange
	Barred     []trace.Barred
	Namesakes  []trace.Namesake
	Grants     []trace.Grant
}

// Access says who may know of a seizure, to whoever may ask.
func (s *Share) Access(ctx context.Context, who account.Actor, folio string) (a Access, err error) {
	folio, err = seizureFolio(who, account.SeeViewers, folio)
	if err != nil {
		return a, err
	}
	err = s.store.ReadPersonal(ctx, audit.By(who, audit.GrantsRead, folio), func(tx *store.Tx) error {
		st, err := stands(ctx, tx, who, account.SeeViewers, folio)
		if err != nil {
			return err
		}
		a = Access{Folio: folio, Restricted: st.Restricted, Mine: st.Resource}
		if a.Named, err = tx.Named(ctx, st.SeizureID); err != nil {
			return err
		}
		if a.Changes, err = tx.NamedChanges(ctx, st.SeizureID); err != nil {
			return err
		}
		if a.Barred, err = tx.Barred(ctx, st.SeizureID); err != nil {
			return err
		}
		if a.Namesakes, err = tx.Namesakes(ctx, st.SeizureID); err != nil {
			return err
		}
		a.Grants, err = tx.Grants(ctx, store.GrantFilter{SeizureID: st.SeizureID})
		return err
	})
	return a, err
}

// seizureFolio reads the folio of a seizure for an act that the role may do.
func seizureFolio(who account.Actor, act account.Act, typed string) (string, error) {
	if err := account.May(who, act, nil); err != nil {
		return "", err
	}
	folio, ok := trace.ParseFolio(typed)
	if !ok || trace.IsRequest(folio) {
		return "", missing()
	}
	return folio, nil
}

// stands says how the actor stands to a record, if the act is allowed.
func stands(ctx context.Context, tx *store.Tx, who account.Actor, act account.Act, folio string) (store.Standing, error) {
	st, err := tx.Standing(ctx, who, folio)
	if err != nil {
		return st, err
	}
	return st, account.May(who, act, &st.Resource)
}

// change runs an act on a seizure that nobody else changes meanwhile.
func (s *Share) change(ctx context.Context, who account.Actor, act account.Act, verb audit.Verb, typed string, f func(*store.Tx, store.Standing) error) error {
	folio, err := seizureFolio(who, act, typed)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, audit.By(who, verb, folio), func(tx *store.Tx) error {
		st, err := stands(ctx, tx, who, act, folio)
		if err != nil {
			return err
		}
		if err := tx.HoldSeizure(ctx, st.SeizureID); err != nil {
			return err
		}
		if st, err = stands(ctx, tx, who, act, folio); err != nil {
			return err
		}
		return f(tx, st)
	})
}

// people finds those of the actor's agency who were named, or lists the names
// that are nobody's there.
func people(ctx context.Context, tx *store.Tx, who account.Actor, names []string, pointer string) ([]account.Account, error) {
	if len(names) == 0 {
		return nil, fault.Check(fault.Problems{{Pointer: pointer, Code: "required"}})
	}
	list, strange, err := tx.Colleagues(ctx, who.AgencyID, names)
	if err == nil && len(strange) > 0 {
		err = fault.Check(fault.Problems{{Pointer: pointer, Code: "colleague", Args: fault.Args{"name": names[strange[0]]}}})
	}
	return list, err
}
