package intake

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Check says of each firearm of a filing what would make its trace fail, and
// which requests of the actor's agency look like the same firearm. It takes
// a filing as it is, with all its gaps, and files nothing.
func (in *Intake) Check(ctx context.Context, who account.Actor, f trace.Filing) ([]firearm.Report, [][]trace.Twin, error) {
	if err := may(who, account.Check); err != nil {
		return nil, nil, err
	}
	f = f.Tidy()
	twins, err := in.sought(ctx, who, f)
	if err != nil {
		return nil, nil, err
	}
	return in.reports(who, f, twins), twins, nil
}

// CheckDraft checks one of the actor's own drafts as it was last saved.
func (in *Intake) CheckDraft(ctx context.Context, who account.Actor, id string) (trace.Saved, []firearm.Report, [][]trace.Twin, error) {
	d, err := in.Draft(ctx, who, id)
	if err != nil {
		return d, nil, nil, err
	}
	reports, twins, err := in.Check(ctx, who, d.Filing)
	return d, reports, twins, err
}

// sought looks for twins as an act of its own, because somebody learns of
// requests; unless no firearm has a number to look for.
func (in *Intake) sought(ctx context.Context, who account.Actor, f trace.Filing) (twins [][]trace.Twin, err error) {
	if !slices.ContainsFunc(f.Firearms, func(g trace.Firearm) bool { return firearm.Core(g.Serial.Text) != "" }) {
		return make([][]trace.Twin, len(f.Firearms)), nil
	}
	err = in.store.ReadPersonal(ctx, audit.By(who, audit.TwinsSought, ""), func(tx *store.Tx) error {
		twins, err = filingTwins(ctx, tx, who, f)
		return err
	})
	return twins, err
}

// checkMost is how many firearms of a filing are looked for; one that is filed
// has no more.
const checkMost = 200

// filingTwins looks for twins of each firearm of a filing.
func filingTwins(ctx context.Context, tx *store.Tx, who account.Actor, f trace.Filing) (twins [][]trace.Twin, err error) {
	twins = make([][]trace.Twin, len(f.Firearms))
	for i, g := range f.Firearms[:min(len(f.Firearms), checkMost)] {
		if twins[i], err = tx.Twins(ctx, agencyTwins(who, g)); err != nil {
			return nil, err
		}
		outlined(who, twins[i])
	}
	return twins, nil
}

// agencyTwins asks for what the actor's agency has and nothing else: whether
// another agency has the same firearm must not even be felt.
func agencyTwins(who account.Actor, g trace.Firearm) store.TwinFilter {
	return store.TwinFilter{Firearm: g.Twin(), AgencyID: who.AgencyID, For: who.ID}
}

// reports checks a filing, and advises of each twin but the one that the
// firearm is said to be.
func (in *Intake) reports(who account.Actor, f trace.Filing, twins [][]trace.Twin) []firearm.Report {
	reports := f.Reports(in.here(who))
	for i := range reports {
		var more []firearm.Advice
		for _, t := range twins[i] {
			if t.Request.Folio != f.Firearms[i].SameAs {
				more = append(more, firearm.Duplicate(t.Request.Folio, t.Likeness))
			}
		}
		if more != nil {
			reports[i] = reports[i].With(more...)
		}
	}
	return reports
}

// weigh checks a filing that is about to be filed. The twins are read before
// the writer is taken.
func (in *Intake) weigh(ctx context.Context, who account.Actor, f trace.Filing) (reports []firearm.Report, err error) {
	err = in.store.Read(ctx, who, func(tx *store.Tx) error {
		twins, err := filingTwins(ctx, tx, who, f)
		reports = in.reports(who, f, twins)
		return err
	})
	return reports, err
}
