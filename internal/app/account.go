package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/login"
)

// NewAccount is an account to be added, with its agency, which is added too
// if its code is new. What the catalogue knows of the agency may be left out.
type NewAccount struct {
	account.Account // AgencyID and Password are not looked at
	Agency          account.Agency
	Key             login.NewKey // an API key to be issued; without a name, none. No scopes are all
}

// Added is what its owner needs of a new account, and can never be read again.
type Added struct {
	Username string
	Code     string // to make the account theirs with
	Key      string // an API key, if one was asked for
}

// AddAccount adds an account to the first world that is served. Its owner
// chooses the password; with the API key programs can use it at once.
func (a *App) AddAccount(ctx context.Context, n NewAccount) (added Added, err error) {
	w := a.worlds[0]
	agency, err := w.agency(ctx, n.Agency)
	if err != nil {
		return added, err
	}
	n.AgencyID = agency.ID
	made, err := w.office.Enroll(ctx, n.Account)
	if err != nil {
		return added, err
	}
	added = Added{Username: made.Username, Code: made.Code}
	if n.Key.Name == "" {
		return added, nil
	}
	if len(n.Key.Scopes) == 0 {
		n.Key.Scopes = account.ScopesOf(made.Role)
	}
	who := account.Actor{ID: made.ID, AgencyID: agency.ID, Agency: agency.Code, Name: made.Name, Role: made.Role, Proven: true}
	added.Key, _, err = w.login.IssueKey(ctx, who, n.Key)
	return added, err
}

// Reopen lets the owner of an account begin anew, with another code.
func (a *App) Reopen(ctx context.Context, username string) (Added, error) {
	made, err := a.worlds[0].office.Reopen(ctx, username)
	return Added{Username: made.Username, Code: made.Code}, err
}

// Unlock lets an account sign in again that has failed too often.
func (a *App) Unlock(ctx context.Context, username string) error {
	return a.worlds[0].office.Release(ctx, username)
}

// Disable shuts an account.
func (a *App) Disable(ctx context.Context, username string) error {
	return a.worlds[0].office.Shut(ctx, username)
}

// Enable opens an account again.
func (a *App) Enable(ctx context.Context, username string) error {
	return a.worlds[0].office.Open(ctx, username)
}

// agency returns the agency with this code, and adds it if there is none: as
// the operator says, or else as the catalogue has it.
func (w *world) agency(ctx context.Context, wanted account.Agency) (account.Agency, error) {
	list, err := w.office.Agencies(ctx)
	if err != nil {
		return wanted, err
	}
	typed := wanted.Code
	wanted = listed(wanted)
	for _, code := range []string{typed, wanted.Code} {
		for _, had := range list {
			if strings.EqualFold(had.Code, code) {
				return had, nil
			}
		}
	}
	if wanted.Name == "" || wanted.Kind == "" {
		return wanted, fmt.Errorf("app: agency %q is not known yet: its name and kind are needed", wanted.Code)
	}
	return w.office.AddAgency(ctx, wanted)
}

// listed fills in what the operator left out from the catalogue. An agency
// that is named by hand keeps its code; otherwise an older acronym leads to
// the one in use.
func listed(wanted account.Agency) account.Agency {
	known, ok := catalog.AgencyCalled(wanted.Code)
	if !ok {
		return wanted
	}
	if wanted.Name == "" {
		wanted.Code, wanted.Name = known.Code, known.Name
	}
	if wanted.Kind == "" {
		wanted.Kind = known.Kind
	}
	if wanted.Entidad == "" && wanted.Kind == known.Kind {
		wanted.Entidad = known.Entidad
	}
	return wanted
}

// Explain puts an error in words for the operator: what is wrong with which
// field if it is a fault, else its own text.
func (a *App) Explain(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	say := a.bundle.Printer(i18n.Langs[1], nil)
	lines := []string{say.T(f.Key, f.Args)}
	for _, p := range f.Problems {
		what := p.Code
		if say.Has("field." + p.Field()) {
			what = say.Problem(p)
		}
		lines = append(lines, p.Name()+": "+what)
	}
	return errors.New(strings.Join(lines, "\n"))
}
