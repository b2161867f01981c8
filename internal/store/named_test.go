package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// who is the actor behind an account.
func who(a account.Account) account.Actor {
	return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Name: a.Name, Role: a.Role, Proven: true}
}

// Of what is restricted nobody finds anything who is not named, nor does
// whoever is kept out: in no list, no search, not among the same firearms and
// not among people.
func TestKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr := x.Agency("FGR", account.Federal)
		ana, eva, chief := x.Account(fgr, account.Submitter), x.Account(fgr, account.Submitter), x.Account(fgr, account.Coordinator)
		open, z := x.File(ana, 1), x.File(ana, 4)
		other := x.File(eva, 10)
		sees := func(a account.Account) (seen string) {
			x.Read(func(tx *store.Tx) error {
				mine := func(f store.RequestFilter) {
					list, _, err := tx.Requests(ctx, f)
					ok(t, err)
					n := 0
					for _, r := range list {
						if r.SeizureID == z.ID {
							n++
						}
					}
					seen += fmt.Sprint(n, " ")
				}
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID})
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID, Status: trace.Queued})
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID, Term: trace.FolioKey(z.Folio)})
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID, Term: trace.FolioKey(z.Requests[0].Folio)})
				term, _ := store.SearchTerm(z.Requests[0].Serial.Text)
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID, Term: term})
				term, _ = store.SearchTerm(z.Reference[0].Number)
				mine(store.RequestFilter{AgencyID: fgr.ID, For: a.ID, Term: term})
				twins, err := tx.Twins(ctx, store.TwinFilter{Firearm: z.Requests[0].Twin(), AgencyID: fgr.ID, For: a.ID})
				ok(t, err)
				found, _, err := tx.People(ctx, store.PeopleFilter{Query: "trevino", AgencyID: fgr.ID, For: a.ID})
				ok(t, err)
				found = slices.DeleteFunc(found, func(f trace.Found) bool { return f.Seizure != z.Folio })
				known, err := tx.Known(ctx, a.ID, []string{z.Requests[0].Folio, open.Requests[0].Folio, other.Requests[0].Folio})
				ok(t, err)
				st, err := tx.Standing(ctx, who(a), z.Folio)
				ok(t, err)
				of, err := tx.Standing(ctx, who(a), z.Requests[0].Folio)
				ok(t, err)
				if st.Hidden() != of.Hidden() || st.SeizureID != z.ID || of.Folio != z.Folio {
					t.Errorf("%+v, %+v", st, of)
				}
				seen += fmt.Sprint(len(twins), len(found), known[z.Requests[0].Folio], len(known), st.Hidden())
				return nil
			})
			return seen
		}
		const all, none = "2 2 2 1 1 2 1 1 true 3 false", "0 0 0 0 0 0 0 0 false 2 true"
		want := func(step string, anas, evas, chiefs string) {
			t.Helper()
			for _, c := range []struct {
				a    account.Account
				want string
			}{{ana, anas}, {eva, evas}, {chief, chiefs}} {
				if got := sees(c.a); got != c.want {
					t.Errorf("%s: %s sees %q, want %q", step, c.a.Username, got, c.want)
				}
			}
		}
		want("open", all, all, all)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.HoldSeizure(ctx, z.ID))
			ok(t, tx.Restrict(ctx, z.ID, true))
			return tx.Name(ctx, z.ID, ana.ID, ana.ID, eva.ID, eva.ID)
		})
		want("restricted", all, all, none)
		x.Write(func(tx *store.Tx) error { return tx.Bar(ctx, z.ID, eva.ID, ana.ID) })
		want("barred", all, none, none)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.Unbar(ctx, z.ID, eva.ID))
			if err := tx.Unbar(ctx, z.ID, eva.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("let back twice: %v", err)
			}
			return tx.Restrict(ctx, z.ID, false)
		})
		want("open again", all, all, all)
	})
}

func TestNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr := x.Agency("FGR", account.Federal)
		ana, eva, chief := x.Account(fgr, account.Submitter), x.Account(fgr, account.Submitter), x.Account(fgr, account.Coordinator)
		stranger := x.Account(x.Agency("NTC", account.Center), account.Tracer)
		z := x.File(ana, 1)
		x.Write(func(tx *store.Tx) error {
			for _, a := range []account.Account{ana, eva, chief} {
				ok(t, tx.AddNotice(ctx, &trace.Notice{AccountID: a.ID, Folio: z.Requests[0].Folio, Code: trace.NoticeQuestion}))
			}
			ok(t, tx.Restrict(ctx, z.ID, true))
			ok(t, tx.Name(ctx, z.ID, ana.ID, ana.ID, eva.ID))
			ok(t, tx.HoldAbout(ctx, []string{z.Folio, z.Requests[0].Folio, "AS-2026-AAAAAA-A"}))
			ok(t, tx.HushNotices(ctx, z.ID))
			for _, c := range []struct {
				a    account.Account
				want int
			}{{ana, 1}, {eva, 1}, {chief, 0}} {
				if n, err := tx.Unread(ctx, c.a.ID); err != nil || n != c.want {
					t.Errorf("%s has %d notices, %v", c.a.Username, n, err)
				}
			}
			for _, folio := range []string{z.Folio, z.Requests[0].Folio} {
				for id, want := range map[string]bool{ana.ID: false, eva.ID: false, chief.ID: true, stranger.ID: false} {
					if hushed, err := tx.Hushed(ctx, id, folio); err != nil || hushed != want {
						t.Errorf("%s hushed for %s: %v, %v", folio, id, hushed, err)
					}
				}
			}
			named, err := tx.Named(ctx, z.ID)
			ok(t, err)
			folios, err := tx.NamedFor(ctx, eva.ID)
			ok(t, err)
			if len(named) != 2 || !slices.Equal(folios, []string{z.Folio}) {
				t.Errorf("named %v; %v", named, folios)
			}
			knowing, err := tx.Knowing(ctx, z.ID, account.Coordinator, account.Submitter)
			ok(t, err)
			holders, err := tx.AgencyHolders(ctx, fgr.ID, account.Coordinator, account.Admin)
			ok(t, err)
			if len(knowing) != 2 || !slices.Equal(holders, []string{chief.ID}) {
				t.Errorf("knowing %v, holders %v", knowing, holders)
			}
			list, strange, err := tx.Colleagues(ctx, fgr.ID, []string{eva.Username, "nobody", chief.Username})
			ok(t, err)
			if len(list) != 2 || !slices.Equal(strange, []int{1}) {
				t.Errorf("colleagues %v, %v", list, strange)
			}
			tx.Doing("seizure.named_changed")
			tx.Resting("g", "firearm", "a")
			return nil
		})
		err := x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.Unname(ctx, z.ID, eva.ID) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("one is left on the list: %v", err)
		}
		x.Write(func(tx *store.Tx) error {
			c := trace.NamedChange{SeizureID: z.ID, Kind: trace.NameMore, AccountID: chief.ID, By: ana.ID}
			ok(t, tx.AddNamedChange(ctx, &c))
			waiting, err := tx.NamedChanges(ctx, z.ID)
			ok(t, err)
			if len(waiting) != 1 || waiting[0].Name != chief.Name || waiting[0].ByName != ana.Name {
				t.Errorf("waiting %+v", waiting)
			}
			ok(t, tx.DecideNamedChange(ctx, c.ID, eva.ID, true))
			if err := tx.DecideNamedChange(ctx, c.ID, eva.ID, false); !fault.Is(err, fault.Stale) {
				t.Errorf("decided twice: %v", err)
			}
			ok(t, tx.Name(ctx, z.ID, eva.ID, chief.ID))
			follow, err := tx.Following(ctx, z.Requests[0])
			ok(t, err)
			if !slices.Equal(follow, []string{ana.ID}) {
				t.Errorf("following %v", follow)
			}
			ok(t, tx.Unname(ctx, z.ID, ana.ID))
			follow, err = tx.Following(ctx, z.Requests[0])
			ok(t, err)
			if len(follow) != 2 || slices.Contains(follow, ana.ID) {
				t.Errorf("following %v", follow)
			}
			ok(t, tx.TellAll(ctx, trace.NoticeQuestion, z.Folio, follow))
			ok(t, tx.Bar(ctx, z.ID, ana.ID, chief.ID))
			barred, err := tx.Barred(ctx, z.ID)
			if len(barred) != 1 || barred[0].ID != ana.ID {
				t.Errorf("barred %v", barred)
			}
			return err
		})
	})
}

func TestGrants(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr, tam := x.Agency("FGR", account.Federal), x.Agency("FGJ-TAM", account.State)
		ana, reader, other := x.Account(fgr, account.Submitter), x.Account(tam, account.Submitter), x.Account(tam, account.Submitter)
		z := x.File(ana, 1)
		g := trace.Grant{
			SeizureID: z.ID, AgencyID: fgr.ID, ToAgency: tam.ID, People: []string{reader.Username, "nobody"}, Fields: []string{"firearm", "people"},
			Purpose: "related_case", Words: "Mismo grupo", Until: "2026-04-01", By: ana.ID, ExpiresAt: x.Clock.Now().Add(24 * time.Hour),
		}
		reads := func(a account.Account) int {
			n := 0
			x.Read(func(tx *store.Tx) error {
				for _, folio := range []string{z.Folio, z.Requests[0].Folio} {
					st, err := tx.Standing(ctx, who(a), folio)
					ok(t, err)
					if st.Granted {
						n++
					}
				}
				return nil
			})
			return n
		}
		state := func(want trace.GrantState, n int) {
			t.Helper()
			x.Read(func(tx *store.Tx) error {
				for _, f := range []store.GrantFilter{{SeizureID: z.ID}, {From: fgr.ID}, {To: tam.ID}, {}} {
					list, err := tx.Grants(ctx, f)
					ok(t, err)
					if len(list) != 1 || list[0].State(tx.Now()) != want || list[0].Folio != z.Folio || list[0].To != "FGJ-TAM" || list[0].ByName != ana.Name {
						t.Errorf("%+v: %+v, want %s", f, list, want)
					}
				}
				list, err := tx.Grants(ctx, store.GrantFilter{Reader: reader.ID})
				if len(list) != n {
					t.Errorf("%d grants to read", len(list))
				}
				return err
			})
			if reads(reader) != 2*n || reads(other) != 0 {
				t.Errorf("%s: the reader reads %d, another %d", want, reads(reader), reads(other))
			}
		}
		x.Write(func(tx *store.Tx) error { return tx.AddGrant(ctx, &g) })
		state(trace.GrantProposed, 0)
		x.Write(func(tx *store.Tx) error {
			if err := tx.AcceptGrant(ctx, &g, other.ID, []account.Account{reader}); !fault.Is(err, fault.Stale) {
				t.Errorf("accepted before it was approved: %v", err)
			}
			return tx.ApproveGrant(ctx, &g, ana.ID)
		})
		state(trace.GrantApproved, 0)
		x.Write(func(tx *store.Tx) error { return tx.AcceptGrant(ctx, &g, other.ID, []account.Account{reader}) })
		state(trace.GrantHolds, 1)
		x.Write(func(tx *store.Tx) error {
			held, err := tx.HoldGrant(ctx, g.ID)
			if len(held.Readers) != 1 || held.Readers[0].ID != reader.ID || len(held.People) != 2 {
				t.Errorf("%+v", held)
			}
			return err
		})
		x.Clock.Advance(24 * time.Hour)
		state(trace.GrantExpired, 0)
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.EndGrant(ctx, &g, ana.ID))
			if err := tx.EndGrant(ctx, &g, ana.ID); !fault.Is(err, fault.Stale) {
				t.Errorf("ended twice: %v", err)
			}
			return nil
		})
		state(trace.GrantEnded, 0)
	})
}

func TestOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		fgr, ntc := x.Agency("FGR", account.Federal), x.Agency("NTC", account.Center)
		ana, chief, pat := x.Account(fgr, account.Submitter), x.Account(fgr, account.Coordinator), x.Account(ntc, account.Tracer)
		z := x.File(ana, 1)
		request := z.Requests[0].Folio
		open := func(a account.Account, folio string, b store.Brake) (wait time.Duration) {
			x.Write(func(tx *store.Tx) (err error) {
				wait, err = tx.Open(ctx, a.ID, folio, "court", tx.Now().Add(time.Hour), b)
				return err
			})
			return wait
		}
		opened := func(a account.Account, folio string) (purpose string) {
			x.Read(func(tx *store.Tx) error {
				st, err := tx.Standing(ctx, who(a), folio)
				purpose = st.Purpose
				return err
			})
			return purpose
		}
		b := store.Brake{Hour: 2, Day: 3}
		open(chief, z.Folio, b)
		if opened(chief, z.Folio) != "court" || opened(chief, request) != "court" || opened(ana, z.Folio) != "" {
			t.Error("what was opened is not, or for somebody else")
		}
		open(chief, z.Folio, b)
		if wait := open(chief, z.Folio, b); wait != time.Hour {
			t.Errorf("a third within the hour waits %s", wait)
		}
		x.Clock.Advance(time.Hour)
		if opened(chief, z.Folio) != "" {
			t.Error("it is open beyond its end")
		}
		open(chief, z.Folio, b)
		x.Read(func(tx *store.Tx) error {
			for since, want := range map[time.Duration]int{time.Minute: 1, 2 * time.Hour: 3} {
				if n, err := tx.Openings(ctx, chief.ID, tx.Now().Add(-since)); err != nil || n != want {
					t.Errorf("%d openings since %s, want %d: %v", n, since, want, err)
				}
			}
			return nil
		})
		if wait := open(chief, z.Folio, b); wait != 23*time.Hour {
			t.Errorf("a fourth within the day waits %s", wait)
		}
		x.Write(func(tx *store.Tx) error {
			for i, want := range []bool{true, false} {
				if fresh, err := tx.Braked(ctx, chief.ID); err != nil || fresh != want {
					t.Errorf("told %d: %v %v", i, fresh, err)
				}
			}
			return nil
		})
		x.Clock.Advance(time.Hour)
		x.Write(func(tx *store.Tx) error {
			if fresh, err := tx.Braked(ctx, chief.ID); err != nil || !fresh {
				t.Errorf("not told again after an hour: %v", err)
			}
			return nil
		})

		// A tracer's opening lasts as the claim does, and not beyond.
		claim := func(m trace.Move) {
			x.Write(func(tx *store.Tx) error {
				r, err := tx.HoldRequest(ctx, request)
				ok(t, err)
				r.LeaseUntil = tx.Now().Add(72 * time.Hour)
				return tx.MoveRequest(ctx, &r, m, pat.ID)
			})
		}
		claim(trace.Claim)
		open(pat, request, b)
		x.Clock.Advance(48 * time.Hour)
		if opened(pat, request) != "court" {
			t.Error("it is closed though the claim lasts")
		}
		claim(trace.Release)
		x.Clock.Advance(time.Hour)
		claim(trace.Claim)
		if opened(pat, request) != "" {
			t.Error("it is open from an earlier claim")
		}
	})
}

// Openings at once do not pass the limit together.
func TestOpenAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		fgr := x.Agency("FGR", account.Federal)
		chief := x.Account(fgr, account.Coordinator)
		done := make(chan bool)
		for i := range 40 {
			go func() {
				var wait time.Duration
				err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) (err error) {
					wait, err = tx.Open(t.Context(), chief.ID, fmt.Sprint(i), "court", tx.Now(), store.Brake{Hour: 7, Day: 100})
					return err
				})
				done <- err == nil && wait == 0
			}()
		}
		n := 0
		for range 40 {
			if <-done {
				n++
			}
		}
		if n != 7 {
			t.Errorf("%d openings, want 7", n)
		}
	})
}
