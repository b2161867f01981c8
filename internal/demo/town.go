package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/intake"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/share"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// town is a world and the people who live in it.
type town struct {
	Config
	fixture
	keys    [20]byte
	login   *login.Login
	office  *office.Office
	share   *share.Share
	notify  *notify.Notify
	home    *lane
	actors  map[string]account.Actor // by username
	tracers []account.Actor
	lanes   []*lane
	trust   map[string]trace.Receipt // of seizures that few know of or that are shared, by name
}

// lane is a part of the town's seizures with a clock of its own. Lanes run
// side by side, so that the database commits the acts of many at once; what
// happens in one does not depend on another.
type lane struct {
	*town
	at     time.Time
	intake *intake.Intake
	desk   *desk.Desk
	agenda []entry // the earliest first
}

// lanes is how many acts may wait for one commit.
const lanes = 12

// span is how long before now the first seizure is filed.
const span = 75 * 24 * time.Hour

func newTown(d *db.DB, c Config) (t *town, err error) {
	t = &town{Config: c, fixture: fixtures(), actors: map[string]account.Actor{}, trust: map[string]trace.Receipt{}}
	t.accounts = living(c.Roles)
	var s *store.Store
	t.home, s = t.newLane(d, "home")
	now := t.home.now
	t.login, err = login.New(s, login.Config{Now: now, Secret: c.Secret, OneFactor: true, Random: keyReader{t}, KeyPrefix: c.KeyPrefix})
	if err != nil {
		return nil, err
	}
	hash, err := t.login.Hash(context.Background(), Password)
	if err != nil {
		return nil, err
	}
	t.office = office.New(s, office.Config{
		Now: now, Random: newDice(c.Seed, "codes"), Roles: c.Roles,
		Hash: func(context.Context, string) (string, error) { return hash, nil },
	})
	t.share = share.New(s, share.Config{Now: now})
	t.notify = notify.New(s, now)
	for i := range lanes {
		l, _ := t.newLane(d, strconv.Itoa(i))
		t.lanes = append(t.lanes, l)
	}
	return t, nil
}

func (t *town) newLane(d *db.DB, name string) (*lane, *store.Store) {
	l := &lane{town: t, at: t.Now.Add(-span - 48*time.Hour)}
	s := store.New(d, store.Config{Now: l.now, Random: newDice(t.Seed, "ids", name), FolioPrefix: t.FolioPrefix, Slots: 1})
	l.intake = intake.New(s, intake.Config{Now: l.now, Lease: t.Lease})
	l.desk = desk.New(s, desk.Config{Now: l.now, Lease: t.Lease})
	return l, s
}

func (l *lane) now() time.Time { return l.at }

// keyReader yields what makes the next API key.
type keyReader struct{ *town }

func (k keyReader) Read(b []byte) (int, error) { return copy(b, k.keys[:]), nil }

// settle adds the agencies, the accounts and their API keys.
func (t *town) settle(ctx context.Context) error {
	agencies := map[string]account.Agency{}
	for _, a := range t.agencies {
		added, err := t.office.AddAgency(ctx, account.Agency{Code: a.Code, Name: a.Name, Kind: a.Kind, Entidad: a.Entidad})
		if err != nil {
			return err
		}
		agencies[a.Code] = added
	}
	for _, p := range t.accounts {
		if err := t.welcome(ctx, p, agencies[p.Agency]); err != nil {
			return fmt.Errorf("demo: %s: %w", p.Username, err)
		}
	}
	if err := t.enroll(ctx); err != nil {
		return err
	}
	return t.shelve(ctx)
}

func (t *town) welcome(ctx context.Context, p person, home account.Agency) error {
	a, err := t.office.AddAccount(ctx, account.Account{
		AgencyID: home.ID, Username: p.Username, Name: p.Name, Role: p.Role, Lang: p.Lang, Zone: p.Zone,
	}, Password)
	if err != nil {
		return err
	}
	who := account.Actor{
		ID: a.ID, AgencyID: home.ID, Agency: home.Code, Name: a.Name, Role: a.Role, Lang: a.Lang, Zone: a.Zone, Proven: true,
	}
	t.actors[p.Username] = who
	if who.Role == account.Tracer {
		t.tracers = append(t.tracers, who)
	}
	if p.Key {
		t.keys = keyDraw(p.Username)
		key := login.Usual("demo", who.Role)
		key.Days = login.LongestKey
		_, _, err = t.login.IssueKey(ctx, who, key)
	}
	return err
}

// step does one thing and says what comes how much later; nil ends a life.
type step func(ctx context.Context) (then step, after time.Duration, err error)

// entry is a step with its moment.
type entry struct {
	at time.Time
	do step
}

// plan notes a step. What lies after now has not happened yet.
func (l *lane) plan(at time.Time, do step) {
	if at.After(l.Now) {
		return
	}
	later := func(e entry, at time.Time) int {
		if e.at.After(at) {
			return 1
		}
		return -1 // what was planned first comes first
	}
	i, _ := slices.BinarySearchFunc(l.agenda, at, later)
	l.agenda = slices.Insert(l.agenda, i, entry{at, do})
}

// readBefore is how long before now everybody last looked at their notices.
const readBefore = 36 * time.Hour

// askBefore is how long before now somebody asked in an emergency: it still
// waits for an auditor.
const askBefore = 6 * time.Hour

// run lets everything happen in its order.
func (t *town) run(ctx context.Context) error {
	if err := t.until(ctx, t.Now.Add(-readBefore)); err != nil {
		return err
	}
	for _, p := range t.accounts {
		who := t.actors[p.Username]
		if err := errors.Join(t.notify.ReadAll(ctx, who), t.login.Seen(ctx, who.ID)); err != nil {
			return err
		}
	}
	if err := errors.Join(t.invite(ctx), t.confide(ctx)); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := t.until(ctx, t.Now.Add(-askBefore)); err != nil {
		return err
	}
	if err := t.askBreaks(ctx); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := t.until(ctx, t.Now); err != nil {
		return err
	}
	if err := t.twoLook(ctx); err != nil {
		return err
	}
	return t.until(ctx, t.Now) // whoever is to be told is
}

// twoLook has the center want two people for results that name a purchaser, and
// lets one of them wait for the second.
func (t *town) twoLook(ctx context.Context) error {
	boss := t.actors["ntc.supervisor"]
	if boss.ID == "" {
		return nil // where nobody supervises
	}
	t.home.at = t.Now
	if err := t.office.SetSecond(ctx, boss, true); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for _, who := range t.tracers {
		mine, err := t.home.desk.Queue(ctx, who, desk.List{Mine: true})
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if len(mine.Requests) == 0 {
			continue
		}
		r := mine.Requests[len(mine.Requests)-1]
		l := &life{lane: t.home, d: newDice(t.Seed, "second"), outcome: "purchaser_identified", dealer: trace.Dealer{Name: "Example Outfitters", City: "Houston", State: "TX"}}
		if _, err := t.home.desk.Conclude(ctx, who, desk.Hold{Folio: r.Folio, Claim: r.Claim}, l.result()); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		return nil
	}
	return nil
}

// invite has the administrators bring somebody new in: one who has a code, one
// whom a second person has let in, and one whom nobody has yet.
func (t *town) invite(ctx context.Context) error {
	for _, x := range []struct {
		by, username, name, second string
		role                       account.Role
	}{
		{"fgr.admin", "fgr.salas", "Wendy Salas Ibáñez", "", account.Submitter},
		{"fgr.admin", "fgr.luna", "Tadeo Luna Núñez", "fgr.coordina", account.Coordinator},
		{"ntc.admin", "ntc.hale", "Joyce Hale", "ntc.supervisor", account.Tracer},
		{"ntc.admin", "ntc.vega", "Ramón Vega", "", account.Tracer},
	} {
		who := t.actors[x.by]
		made, err := t.office.Invite(ctx, who, account.Account{Username: x.username, Name: x.name, Role: x.role, Lang: who.Lang, Zone: who.Zone})
		if err == nil && x.second != "" {
			err = t.office.Approve(ctx, t.actors[x.second], made.Change)
		}
		if err == nil && x.second != "" {
			_, err = t.office.InviteAgain(ctx, who, made.ID)
		}
		if err != nil {
			return err
		}
	}
	_, err := t.office.ChangeRole(ctx, t.actors["fgr.admin"], t.actors["fgr.prado"].ID, account.Coordinator)
	return err
}

// until runs every lane up to a moment and then makes the notices.
func (t *town) until(ctx context.Context, end time.Time) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	for _, l := range t.lanes {
		all.Go(func() {
			if err := l.until(ctx, end); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	t.home.at = end
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if n, err := t.notify.Deliver(ctx); err != nil || n == 0 {
			return err
		}
	}
}

func (l *lane) until(ctx context.Context, end time.Time) error {
	for len(l.agenda) > 0 && !l.agenda[0].at.After(end) {
		e := l.agenda[0]
		l.agenda = l.agenda[1:]
		l.at = e.at
		then, after, err := e.do(ctx)
		if err != nil {
			return fmt.Errorf("demo: %s: %w", e.at.Format(time.DateTime), err)
		}
		if then != nil {
			l.plan(l.at.Add(after), then)
		}
	}
	return nil
}

// dayTime moves a duration so that what follows falls into office hours of a
// zone: nobody traces at night.
func (l *lane) dayTime(zone string, after time.Duration) time.Duration {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return after
	}
	at := l.at.Add(after)
	switch here := at.In(place); {
	case here.Hour() < 8:
		at = at.Add(time.Duration(8-here.Hour()) * time.Hour)
	case here.Hour() >= 18:
		at = at.Add(time.Duration(32-here.Hour()) * time.Hour)
	}
	if at.In(place).Weekday() == time.Sunday {
		at = at.Add(24 * time.Hour)
	}
	return at.Sub(l.at)
}

// fill puts words for the slots of a fixture's text.
func fill(text string, slots ...string) string { return strings.NewReplacer(slots...).Replace(text) }
