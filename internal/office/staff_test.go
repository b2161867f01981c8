package office_test

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/office"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// staff is an office with people in it: the administrator and a coordinator of
// an agency, and those of another and of the center.
type staff struct {
	*storetest.Fixture
	*office.Office
	t     *testing.T
	tries *atomic.Int32
	who   map[string]account.Actor
}

func eachStaff(t *testing.T, f func(t *testing.T, s staff)) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		s := staff{Fixture: x, t: t, tries: new(atomic.Int32), who: map[string]account.Actor{}}
		s.Office = office.New(x.Store, office.Config{
			Now: x.Clock.Now, Random: rand.Reader,
			Hash:  func(_ context.Context, p string) (string, error) { return "hash of " + p, nil },
			Check: phrase,
			Attempt: func(_ context.Context, _ account.Actor, _ string, try func() error) error {
				s.tries.Add(1)
				return try()
			},
		})
		fgr, tam, center := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State), x.Agency("NTC", account.Center)
		for _, p := range []struct {
			name string
			home account.Agency
			role account.Role
		}{
			{"admin", fgr, account.Admin},
			{"chief", fgr, account.Coordinator},
			{"ana", fgr, account.Submitter},
			{"stranger", tam, account.Admin},
			{"luis", tam, account.Submitter},
			{"head", center, account.Admin},
			{"boss", center, account.Supervisor},
			{"pat", center, account.Tracer},
			{"auditor", center, account.Auditor},
			{"trainer", center, account.Trainer},
			{"pupil", tam, account.Trainee},
		} {
			a := x.Account(p.home, p.role)
			x.Write(func(tx *store.Tx) error { return tx.SetPassword(t.Context(), a.ID, "$argon2id$") })
			s.who[p.name] = account.Actor{ID: a.ID, AgencyID: p.home.ID, Name: a.Name, Role: p.role, Proven: true}
		}
		f(t, s)
	})
}

// phrase refuses what is no sentence.
func phrase(_ account.Account, _, password string) (p fault.Problems) {
	if len(password) < 15 {
		p.Add("/password", "password_short", fault.Args{"limit": 15})
	}
	return p
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if kind == "" && err != nil || kind != "" && !fault.Is(err, kind) {
		t.Errorf("%s: got %v, want %q", what, err, kind)
	}
}

func err1[T any](_ T, err error) error { return err }

// someone is who is to be invited.
func someone(username string, role account.Role) account.Account {
	return account.Account{Username: username, Name: "Ñuño de la O", Role: role, Lang: "es", Zone: "America/Mexico_City"}
}

func beginning(username, code string) office.Beginning {
	const phrase = "una frase bastante larga"
	return office.Beginning{Username: username, Code: code, Password: phrase, Again: phrase, Lang: "en", Zone: "America/Tijuana"}
}

func (s staff) member(id string) (m account.Member) {
	s.Read(func(tx *store.Tx) (err error) {
		m, err = tx.Member(s.t.Context(), id)
		return err
	})
	return m
}

// Which roles each may give to whom, and whether that is done at once (now),
// waits for a second person (two), or cannot be.
func TestInviteRoles(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		given := map[string]map[account.Role]string{
			"admin":   {account.Submitter: "now", account.Coordinator: "two", account.Admin: "two"},
			"head":    {account.Tracer: "two", account.Supervisor: "two", account.Auditor: "two", account.Admin: "two"},
			"trainer": {account.Trainee: "now"},
		}
		given["stranger"] = given["admin"]
		for name, who := range s.who {
			for _, role := range account.Roles {
				a := someone(strings.ToLower(name+"."+string(role)), role)
				a.AgencyID = s.who["luis"].AgencyID
				i, err := s.Invite(t.Context(), who, a)
				switch {
				case given[name] == nil:
					want(t, name+" invites", err, fault.Forbidden)
				case given[name][role] == "":
					want(t, name+" invites a "+string(role), err, fault.Invalid)
				case (given[name][role] == "now") != (i.Code != "") || (i.Change != "") == (i.Code != "") || err != nil:
					t.Errorf("%s invites a %s: %+v %v", name, role, i, err)
				case name == "admin" && s.member(i.ID).AgencyID != who.AgencyID:
					t.Error("invited into another agency")
				}
			}
		}
		unproven := s.who["admin"]
		unproven.Proven = false
		want(t, "not proven", err1(s.Invite(t.Context(), unproven, someone("x.y", account.Submitter))), fault.Forbidden)
		_, err := s.Invite(t.Context(), s.who["admin"], someone("admin.submitter", account.Submitter))
		if want(t, "the same name", err, fault.Invalid); fault.Of(err).Problems[0].Code != "taken" {
			t.Errorf("the same name: %v", fault.Of(err).Problems)
		}
	})
}

// One code, used once, by whoever was meant, in time; and what is wrong with
// it is not told.
func TestActivate(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		i, err := s.Invite(t.Context(), s.who["admin"], someone("nueva", account.Submitter))
		want(t, "invite", err, "")
		old := i.Code
		if i, err = s.InviteAgain(t.Context(), s.who["admin"], i.ID); err != nil || i.Code == old || len(strings.ReplaceAll(i.Code, "-", "")) != 28 {
			t.Fatalf("again: %+v %v", i, err)
		}
		var told []string
		for name, b := range map[string]office.Beginning{
			"the code before": beginning("nueva", old), "another's name": beginning("ana", i.Code), "no such name": beginning("nadie", i.Code), "made up": beginning("nueva", "AAAA"),
		} {
			_, err := s.Activate(t.Context(), account.Actor{}, b)
			want(t, name, err, fault.Unauthenticated)
			told = append(told, err.Error())
		}
		for _, text := range told {
			if text != told[0] {
				t.Errorf("%q tells more than %q", text, told[0])
			}
		}
		bad := beginning("", "")
		bad.Password, bad.Zone = "short", "Mars/Olympus"
		_, err = s.Activate(t.Context(), account.Actor{}, bad)
		if f := fault.Of(err); f == nil || len(f.Problems) != 5 {
			t.Errorf("everything wrong: %v", err)
		}
		if s.tries.Load() != 4 {
			t.Errorf("%d tries were counted, want 4", s.tries.Load())
		}
		typed := strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(i.Code))
		var won atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if id, err := s.Activate(context.Background(), account.Actor{}, beginning(" NUEVA", typed)); err == nil && id == i.ID {
					won.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of 100 that come with one code begin", won.Load())
		}
		s.Read(func(tx *store.Tx) error {
			a, err := tx.AccountByUsername(t.Context(), "nueva")
			if a.Lang != "en" || a.Zone != "America/Tijuana" || a.Password != "hash of una frase bastante larga" || a.Name != "Ñuño de la O" {
				t.Errorf("begun: %+v", a)
			}
			return err
		})
		want(t, "a code for who has begun", err1(s.InviteAgain(t.Context(), s.who["admin"], i.ID)), fault.Conflict)
		late, err := s.Invite(t.Context(), s.who["admin"], someone("tarde", account.Submitter))
		want(t, "invite", err, "")
		s.Clock.Advance(72 * time.Hour)
		want(t, "too late", err1(s.Activate(t.Context(), account.Actor{}, beginning("tarde", late.Code))), fault.Unauthenticated)
		if state := s.member(late.ID).State(s.Clock.Now()); state != account.IsLapsed {
			t.Errorf("the state is %s", state)
		}
	})
}

// A role that two must agree on: who may say yes, that it happens once, and
// what comes of it.
func TestTwoPersons(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		i, err := s.Invite(ctx, s.who["admin"], someone("segunda", account.Coordinator))
		want(t, "invite", err, "")
		if i.Code != "" || s.member(i.ID).State(s.Clock.Now()) != account.IsAwaiting {
			t.Errorf("before a second person: %+v", i)
		}
		want(t, "a code before a second person", err1(s.InviteAgain(ctx, s.who["admin"], i.ID)), fault.Conflict)
		for name, kind := range map[string]fault.Kind{
			"admin": fault.Forbidden, "ana": fault.Forbidden, "auditor": fault.Forbidden, "trainer": fault.Forbidden, "pat": fault.Forbidden,
			"stranger": fault.NotFound, "head": fault.NotFound, "boss": fault.NotFound,
		} {
			want(t, name+" approves", s.Approve(ctx, s.who[name], i.Change), kind)
			want(t, name+" refuses", s.Refuse(ctx, s.who[name], i.Change), kind)
		}
		unproven := s.who["chief"]
		unproven.Proven = false
		want(t, "not proven", s.Approve(ctx, unproven, i.Change), fault.Forbidden)
		want(t, "no such change", s.Approve(ctx, s.who["chief"], "x"), fault.NotFound)
		var won atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if s.Approve(context.Background(), s.who["chief"], i.Change) == nil {
					won.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("approved %d times", won.Load())
		}
		want(t, "a code", err1(s.InviteAgain(ctx, s.who["admin"], i.ID)), "")

		no, err := s.Invite(ctx, s.who["admin"], someone("tercera", account.Coordinator))
		want(t, "invite", err, "")
		want(t, "refuse", s.Refuse(ctx, s.who["chief"], no.Change), "")
		if !s.member(no.ID).Disabled {
			t.Error("refused, and still there")
		}
		late, err := s.Invite(ctx, s.who["admin"], someone("cuarta", account.Admin))
		want(t, "invite", err, "")
		s.Clock.Advance(7 * 24 * time.Hour)
		want(t, "too late", s.Approve(ctx, s.who["chief"], late.Change), fault.Stale)
		if n, err := s.Tend(ctx); n != 1 || err != nil || !s.member(late.ID).Disabled {
			t.Errorf("expired: %d %v", n, err)
		}
		page, err := s.Changes(ctx, s.who["chief"], "")
		if err != nil || len(page.Changes) != 3 || !slices.ContainsFunc(page.Changes, func(c account.Change) bool { return c.Verdict == account.Expired }) {
			t.Errorf("the agency's changes: %+v %v", page, err)
		}
		page, err = s.Changes(ctx, s.who["stranger"], "")
		if err != nil || len(page.Changes) != 0 {
			t.Errorf("another agency's changes: %+v %v", page, err)
		}
		want(t, "a submitter's", err1(s.Changes(ctx, s.who["ana"], "")), fault.Forbidden)
	})
}

// Every step from role to role, and what ends with it.
func TestChangeRole(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		may := map[string]map[account.Role]string{
			"ana":  {account.Coordinator: "two", account.Admin: "two"},
			"pat":  {account.Supervisor: "two", account.Admin: "two"},
			"boss": {account.Tracer: "two", account.Admin: "two"},
		}
		for name, by := range map[string]string{"ana": "admin", "pat": "head", "boss": "head", "auditor": "head", "trainer": "head"} {
			for _, role := range account.Roles {
				change, err := s.ChangeRole(ctx, s.who[by], s.who[name].ID, role)
				switch {
				case may[name][role] == "":
					want(t, name+" becomes "+string(role), err, fault.Invalid)
				case err != nil || change == "":
					t.Errorf("%s becomes %s: %q %v", name, role, change, err)
				default:
					second := map[string]string{"admin": "chief", "head": "boss"}[by]
					if name == "boss" {
						want(t, "about oneself", s.Refuse(ctx, s.who["boss"], change), fault.Forbidden)
						s.Clock.Advance(7 * 24 * time.Hour)
						continue
					}
					want(t, "refuse", s.Refuse(ctx, s.who[second], change), "")
				}
			}
		}
		want(t, "their own", err1(s.ChangeRole(ctx, s.who["admin"], s.who["admin"].ID, account.Submitter)), fault.Forbidden)
		want(t, "a stranger's", err1(s.ChangeRole(ctx, s.who["stranger"], s.who["ana"].ID, account.Coordinator)), fault.NotFound)
		want(t, "by a coordinator", err1(s.ChangeRole(ctx, s.who["chief"], s.who["ana"].ID, account.Coordinator)), fault.Forbidden)
		for name := range s.who {
			for _, act := range []func() error{
				func() error { return err1(s.ChangeRole(ctx, s.who[name], s.who[name].ID, account.Admin)) },
				func() error { return s.Disable(ctx, s.who[name], s.who[name].ID) },
			} {
				if act() == nil {
					t.Errorf("%s edits their own account", name)
				}
			}
		}

		id := s.who["chief"].ID
		keys := []account.Key{
			{AccountID: id, Hash: "all"},
			{AccountID: id, Hash: "read", Scopes: []account.Scope{account.ScopeRead}},
		}
		s.Write(func(tx *store.Tx) error {
			for i := range keys {
				if err := tx.AddKey(ctx, &keys[i]); err != nil {
					return err
				}
			}
			return tx.SaveSession(ctx, store.Session{Token: "t", ID: "s", AccountID: id, Data: []byte("x"), ExpiresAt: tx.Now().Add(time.Hour)})
		})
		change, err := s.ChangeRole(ctx, s.who["admin"], id, account.Submitter)
		if want(t, "at once", err, ""); change != "" {
			t.Error("one may give that alone")
		}
		works := func(hash string) bool {
			err := s.Store.Read(ctx, store.House, func(tx *store.Tx) error { return err1(err2(tx.KeyByHash(ctx, hash))) })
			return err == nil
		}
		if !works("all") || !works("read") {
			t.Error("a key ended although the new role has what it is good for")
		}
		s.Read(func(tx *store.Tx) error {
			kept, _, err := tx.Session(ctx, "t")
			if kept.EndedAt.IsZero() {
				t.Error("a session goes on")
			}
			return err
		})
	})
}

func err2[A, B any](a A, _ B, err error) (A, error) { return a, err }

// A key does not outlive the role that it was made for.
func TestRoleEndsKeys(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		id := s.who["pat"].ID
		s.Write(func(tx *store.Tx) error {
			return tx.AddKey(ctx, &account.Key{AccountID: id, Hash: "work", Scopes: []account.Scope{account.ScopeWork}})
		})
		change, err := s.ChangeRole(ctx, s.who["head"], id, account.Admin)
		want(t, "propose", err, "")
		want(t, "another about the same", err1(s.ChangeRole(ctx, s.who["head"], id, account.Supervisor)), fault.Conflict)
		want(t, "approve", s.Approve(ctx, s.who["boss"], change), "")
		err = s.Store.Read(ctx, store.House, func(tx *store.Tx) error { return err1(err2(tx.KeyByHash(ctx, "work"))) })
		want(t, "the key", err, fault.NotFound)
		if role := s.member(id).Role; role != account.Admin {
			t.Errorf("the role is %s", role)
		}
	})
}

// Who lost every factor begins anew, when two have agreed.
func TestResetFactors(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		first, err := s.Invite(ctx, s.who["admin"], someone("nueva", account.Submitter))
		want(t, "invite", err, "")
		id := first.ID
		want(t, "before they have begun", err1(s.ResetFactors(ctx, s.who["admin"], id, true)), fault.Conflict)
		want(t, "begin", err1(s.Activate(ctx, account.Actor{}, beginning("nueva", first.Code))), "")
		s.Write(func(tx *store.Tx) error {
			return tx.AddFactor(ctx, &account.Factor{AccountID: id, Kind: "totp", Secret: []byte("s")})
		})
		want(t, "not met", err1(s.ResetFactors(ctx, s.who["admin"], id, false)), fault.Invalid)
		want(t, "by a coordinator", err1(s.ResetFactors(ctx, s.who["chief"], id, true)), fault.Forbidden)
		change, err := s.ResetFactors(ctx, s.who["admin"], id, true)
		want(t, "propose", err, "")
		want(t, "alone", s.Approve(ctx, s.who["admin"], change), fault.Forbidden)
		if m := s.member(id); !m.Active || m.TOTPs != 1 {
			t.Error("reset by one alone")
		}
		want(t, "approve", s.Approve(ctx, s.who["chief"], change), "")
		if m := s.member(id); m.Active || m.TOTPs != 0 {
			t.Errorf("reset: %+v", m)
		}
		i, err := s.InviteAgain(ctx, s.who["admin"], id)
		want(t, "a code", err, "")
		want(t, "begin anew", err1(s.Activate(ctx, account.Actor{}, beginning(i.Username, i.Code))), "")
		done, err := s.ResetFactors(ctx, s.who["trainer"], s.who["pupil"].ID, true)
		if want(t, "of a trainee", err, ""); done != "" || s.member(s.who["pupil"].ID).Active {
			t.Error("a trainer alone is enough")
		}
		want(t, "a trainer of others", err1(s.ResetFactors(ctx, s.who["trainer"], id, true)), fault.NotFound)
	})
}

// What each sees of the people, and can do to them.
func TestPeople(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		for name, n := range map[string]int{"admin": 3, "head": 5, "auditor": 11, "trainer": 1, "stranger": 3} {
			page, err := s.People(ctx, s.who[name], "")
			if err != nil || len(page.Members) != n {
				t.Errorf("%s sees %d people, want %d: %v", name, len(page.Members), n, err)
			}
		}
		want(t, "a submitter", err1(s.People(ctx, s.who["ana"], "")), fault.Forbidden)
		ana := s.who["ana"].ID
		for name, kind := range map[string]fault.Kind{"admin": "", "auditor": "", "stranger": fault.NotFound, "trainer": fault.NotFound, "chief": fault.Forbidden} {
			want(t, name+" looks", err1(s.Person(ctx, s.who[name], ana)), kind)
		}
		k := account.Key{AccountID: ana, Hash: "k"}
		s.Write(func(tx *store.Tx) error {
			if err := tx.AddKey(ctx, &k); err != nil {
				return err
			}
			return tx.SaveSession(ctx, store.Session{Token: "t", ID: "s", AccountID: ana, Data: []byte("x"), ExpiresAt: tx.Now().Add(time.Hour)})
		})
		for _, name := range []string{"stranger", "trainer", "auditor", "chief"} {
			for what, err := range map[string]error{
				"disable": s.Disable(ctx, s.who[name], ana), "enable": s.Enable(ctx, s.who[name], ana), "unlock": s.Unlock(ctx, s.who[name], ana),
				"end": s.EndSessions(ctx, s.who[name], ana), "revoke": s.RevokeKey(ctx, s.who[name], ana, k.ID),
			} {
				if err == nil {
					t.Errorf("%s may %s", name, what)
				}
			}
		}
		want(t, "disable", s.Disable(ctx, s.who["admin"], ana), "")
		s.Read(func(tx *store.Tx) error {
			_, err := tx.Actor(ctx, ana)
			want(t, "a disabled actor", err, fault.NotFound)
			_, _, err = tx.KeyByHash(ctx, "k")
			want(t, "a disabled one's key", err, fault.NotFound)
			kept, _, err := tx.Session(ctx, "t")
			if kept.EndedAt.IsZero() {
				t.Error("a session goes on")
			}
			return err
		})
		want(t, "enable", s.Enable(ctx, s.who["admin"], ana), "")
		want(t, "revoke", s.RevokeKey(ctx, s.who["admin"], ana, k.ID), "")
		want(t, "unlock", s.Unlock(ctx, s.who["admin"], ana), "")
		want(t, "end sessions", s.EndSessions(ctx, s.who["admin"], ana), "")
	})
}

// Told on day 75, shut on day 90, unless somebody comes.
func TestUnused(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		day := 24 * time.Hour
		ana := s.who["ana"].ID
		tend := func(n int) {
			t.Helper()
			if got, err := s.Tend(ctx); got != n || err != nil {
				t.Errorf("on day %d: touched %d, want %d: %v", s.Clock.Now().Sub(storetest.Start)/day, got, n, err)
			}
		}
		seen := func(name string) { s.Write(func(tx *store.Tx) error { return tx.SeenAccount(ctx, s.who[name].ID) }) }
		s.Clock.Advance(30 * day)
		for name := range s.who {
			if name != "ana" && name != "luis" {
				seen(name)
			}
		}
		s.Clock.Advance(45*day - time.Second)
		tend(0)
		s.Clock.Advance(time.Second)
		tend(2)
		tend(0)
		s.Clock.Advance(10 * day)
		seen("luis")
		s.Clock.Advance(5*day - time.Second)
		tend(0)
		s.Clock.Advance(time.Second)
		tend(1)
		if !s.member(ana).Disabled || s.member(s.who["luis"].ID).Disabled {
			t.Error("shut the wrong account")
		}
		want(t, "enable", s.Enable(ctx, s.who["admin"], ana), "")
		tend(1) // told again: fifteen days from now
		s.Clock.Advance(15*day - time.Second)
		if s.member(ana).Disabled {
			t.Error("shut at once")
		}
	})
}

// The console makes accounts of any role that there is here, and opens and
// shuts them.
func TestConsole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		o := office.New(x.Store, office.Config{
			Now: x.Clock.Now, Random: rand.Reader, Roles: []account.Role{account.Admin, account.Operator},
			Hash:    func(_ context.Context, p string) (string, error) { return "hash", nil },
			Check:   phrase,
			Attempt: func(_ context.Context, _ account.Actor, _ string, try func() error) error { return try() },
		})
		a := someone("jefa", account.Admin)
		a.AgencyID = x.Agency("FGR", account.Federal).ID
		i, err := o.Enroll(ctx, a)
		if err != nil || i.Code == "" {
			t.Fatal(i, err)
		}
		want(t, "begin", err1(o.Activate(ctx, account.Actor{}, beginning("jefa", i.Code))), "")
		pupil := someone("alumna", account.Trainee)
		pupil.AgencyID = a.AgencyID
		want(t, "a role that is not here", err1(o.Enroll(ctx, pupil)), fault.Invalid)
		again, err := o.Reopen(ctx, "JEFA")
		want(t, "another code", err, "")
		want(t, "begin anew", err1(o.Activate(ctx, account.Actor{}, beginning("jefa", again.Code))), "")
		want(t, "unlock", o.Release(ctx, "jefa"), "")
		want(t, "disable", o.Shut(ctx, "jefa"), "")
		want(t, "a code for a disabled one", err1(o.Reopen(ctx, "jefa")), fault.Conflict)
		want(t, "enable", o.Open(ctx, "jefa"), "")
		want(t, "nobody", o.Shut(ctx, "nadie"), fault.NotFound)
	})
}

func TestMute(t *testing.T) {
	eachStaff(t, func(t *testing.T, s staff) {
		ctx := t.Context()
		want(t, "mute", s.Mute(ctx, s.who["ana"], []string{"received"}), "")
		if codes, err := s.Muted(ctx, s.who["ana"]); err != nil || len(codes) != 1 {
			t.Errorf("muted: %v %v", codes, err)
		}
		want(t, "what cannot be", s.Mute(ctx, s.who["ana"], []string{"role"}), fault.Invalid)
		want(t, "nobody", s.Mute(ctx, account.Actor{}, nil), fault.Unauthenticated)
	})
}
