package share

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Restrict leaves a seizure to a few: whoever filed it, the actor, and the
// colleagues whose user names are given. From then on nobody else of the agency
// knows of it. It is a Conflict where it is restricted already.
func (s *Share) Restrict(ctx context.Context, who account.Actor, folio string, names []string) error {
	return s.change(ctx, who, account.Restrict, audit.SeizureRestricted, folio, func(tx *store.Tx, st store.Standing) error {
		if st.Restricted {
			return fault.New(fault.Conflict, "access.restricted", nil)
		}
		list, err := people(ctx, tx, who, names, "/named")
		if err != nil {
			return err
		}
		ids, err := s.first(ctx, tx, who, st, list)
		if err != nil {
			return err
		}
		if err := tx.Name(ctx, st.SeizureID, who.ID, ids...); err != nil {
			return err
		}
		if err := tx.Restrict(ctx, st.SeizureID, true); err != nil {
			return err
		}
		if err := tx.HushNotices(ctx, st.SeizureID); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeNamed, st.Folio, without(ids, who.ID))
	})
}

// first are the first people on a list: at least two, and nobody who is kept
// out.
func (s *Share) first(ctx context.Context, tx *store.Tx, who account.Actor, st store.Standing, list []account.Account) ([]string, error) {
	barred, err := tx.Barred(ctx, st.SeizureID)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, a := range barred {
		out[a.ID] = true
	}
	ids := []string{who.ID}
	if st.Filer != who.ID && !out[st.Filer] {
		ids = append(ids, st.Filer)
	}
	for _, a := range list {
		if out[a.ID] {
			return nil, fault.Check(fault.Problems{{Pointer: "/named", Code: "barred", Args: fault.Args{"name": a.Username}}})
		}
		if !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	if len(ids) < trace.FewestNamed {
		return nil, fault.Check(fault.Problems{{Pointer: "/named", Code: "required"}})
	}
	return ids, nil
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
}

// ProposeNamed asks the others on a list to let somebody on it, take somebody
// off, or open the seizure to the agency again.
func (s *Share) ProposeNamed(ctx context.Context, who account.Actor, folio string, kind trace.NamedKind, name string) error {
	if !slices.Contains(trace.NamedKinds, kind) {
		return fault.Check(fault.Problems{{Pointer: "/kind", Code: "code"}})
	}
	return s.change(ctx, who, account.ChangeNamed, audit.ChangeProposed, folio, func(tx *store.Tx, st store.Standing) error {
		named, err := tx.Named(ctx, st.SeizureID)
		if err != nil {
			return err
		}
		c := trace.NamedChange{SeizureID: st.SeizureID, Kind: kind, By: who.ID}
		if c.AccountID, err = whom(ctx, tx, who, named, kind, name); err != nil {
			return err
		}
		if err := tx.AddNamedChange(ctx, &c); err != nil {
			return err
		}
		return tx.TellAll(ctx, trace.NoticeNamedProposed, st.Folio, without(namedIDs(named), who.ID))
	})
}

// namedIDs are the accounts on a list.
func namedIDs(list []trace.Named) (ids []string) {
	for _, n := range list {
		ids = append(ids, n.ID)
	}
	return ids
}

func idsOf(list []account.Account) (ids []string) {
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

// whom is whose place on the list is to change.
func whom(ctx context.Context, tx *store.Tx, who account.Actor, named []trace.Named, kind trace.NamedKind, name string) (string, error) {
	names := trace.UserNames(name)
	switch {
	case kind == trace.OpenAll:
		return "", nil
	case len(names) != 1:
		return "", fault.Check(fault.Problems{{Pointer: "/name", Code: "username"}})
	case kind == trace.NameLess:
		for _, a := range named {
			if a.Username == names[0] {
				return a.ID, nil
			}
		}
		return "", fault.Check(fault.Problems{{Pointer: "/name", Code: "colleague", Args: fault.Args{"name": names[0]}}})
	}
	list, err := people(ctx, tx, who, names, "/name")
	if err != nil {
		return "", err
	}
	return list[0].ID, nil
}

// verbs are what is recorded of a change that two have wanted.
var verbs = map[trace.NamedKind]audit.Verb{
	trace.NameMore: audit.NamedChanged, trace.NameLess: audit.NamedChanged, trace.OpenAll: audit.Unrestricted,
}

// DecideNamed approves or refuses what another on the list proposed. It is a
// Conflict where it would leave fewer than two people on the list.
func (s *Share) DecideNamed(ctx context.Context, who account.Actor, folio, id string, approve bool) error {
	return s.change(ctx, who, account.ChangeNamed, audit.ChangeRefused, folio, func(tx *store.Tx, st store.Standing) error {
		waiting, err := tx.NamedChanges(ctx, st.SeizureID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(waiting, func(c trace.NamedChange) bool { return c.ID == id })
		if i < 0 {
			return missing()
		}
		c := waiting[i]
		if c.By == who.ID && approve {
			return fault.New(fault.Forbidden, "access.two", nil)
		}
		if err := tx.DecideNamedChange(ctx, id, who.ID, approve); err != nil || !approve {
			return err
		}
		tx.Doing(verbs[c.Kind])
		return s.renamed(ctx, tx, who, st, c)
	})
}

// renamed does what two people on a list have wanted.
func (s *Share) renamed(ctx context.Context, tx *store.Tx, who account.Actor, st store.Standing, c trace.NamedChange) error {
	switch c.Kind {
	case trace.OpenAll:
		return tx.Restrict(ctx, st.SeizureID, false)
	case trace.NameLess:
		if err := tx.Unname(ctx, st.SeizureID, c.AccountID); err != nil {
			return err
		}
		return tx.HushNotices(ctx, st.SeizureID)
	}
	if barred, err := tx.Barred(ctx, st.SeizureID); err != nil || slices.ContainsFunc(barred, func(b trace.Barred) bool { return b.ID == c.AccountID }) {
		return cmp.Or(err, fault.New(fault.Conflict, "access.barred", nil))
	}
	if err := tx.Name(ctx, st.SeizureID, who.ID, c.AccountID); err != nil {
		return err
	}
	return tx.TellAll(ctx, trace.NoticeNamed, st.Folio, []string{c.AccountID})
}

// Bar keeps a colleague out of a seizure: it is as if it did not exist. Who is
// on the list of a restricted one must first be taken off it.
func (s *Share) Bar(ctx context.Context, who account.Actor, folio, name string) error {
	return s.change(ctx, who, account.Bar, audit.Barred, folio, func(tx *store.Tx, st store.Standing) error {
		list, err := people(ctx, tx, who, trace.UserNames(name), "/bar")
		if err != nil {
			return err
		}
		named, err := tx.Named(ctx, st.SeizureID)
		switch {
		case err != nil:
			return err
		case slices.Contains(namedIDs(named), list[0].ID):
			return fault.New(fault.Conflict, "access.bar_named", nil)
		case list[0].ID == who.ID:
			return fault.Check(fault.Problems{{Pointer: "/bar", Code: "itself"}})
		}
		if err := tx.Bar(ctx, st.SeizureID, list[0].ID, who.ID); err != nil {
			return err
		}
		return tx.HushNotices(ctx, st.SeizureID)
	})
}

// longestReason is the most characters of why somebody is a namesake.
const longestReason = 500

// Unbar lets somebody back. Whom the house keeps out for their name is let back
// as a namesake: it is to be said why, and the house does not keep them out of
// this seizure again.
func (s *Share) Unbar(ctx context.Context, who account.Actor, folio, accountID, reason string) error {
	return s.change(ctx, who, account.Bar, audit.Unbarred, folio, func(tx *store.Tx, st store.Standing) error {
		b, err := barred(ctx, tx, st.SeizureID, accountID)
		if err != nil {
			return err
		}
		if b.House {
			if reason, err = namesakeReason(reason); err != nil {
				return err
			}
			if err := tx.AddNamesake(ctx, st.SeizureID, accountID, who.ID, reason); err != nil {
				return err
			}
		}
		return tx.Unbar(ctx, st.SeizureID, accountID)
	})
}

// barred finds somebody among those who are kept out of a seizure.
func barred(ctx context.Context, tx *store.Tx, seizureID, accountID string) (trace.Barred, error) {
	list, err := tx.Barred(ctx, seizureID)
	if err != nil {
		return trace.Barred{}, err
	}
	i := slices.IndexFunc(list, func(b trace.Barred) bool { return b.ID == accountID })
	if i < 0 {
		return trace.Barred{}, missing()
	}
	return list[i], nil
}

func namesakeReason(typed string) (string, error) {
	var p fault.Problems
	reason := mx.Tidy(typed)
	switch {
	case reason == "":
		p.Add("/namesake_reason", "required", nil)
	case utf8.RuneCountInString(reason) > longestReason:
		p.Add("/namesake_reason", "max", fault.Args{"limit": longestReason})
	case strings.ContainsRune(reason, utf8.RuneError):
		p.Add("/namesake_reason", "utf8", nil)
	}
	return reason, fault.Check(p)
}
