package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// engines runs a benchmark on every engine that is there.
func engines(b *testing.B, f func(b *testing.B, x *storetest.Fixture)) {
	b.Run("sqlite", func(b *testing.B) { f(b, storetest.Open(b, dbtest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { f(b, storetest.Open(b, dbtest.Postgres(b))) })
}

// together runs f b.N times from so many goroutines.
func together(b *testing.B, goroutines int, f func(i int) error) {
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range goroutines {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := f(int(i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
}

// actor is somebody who acts.
func actor(a account.Account) account.Actor {
	return account.Actor{ID: a.ID, AgencyID: a.AgencyID, Role: a.Role}
}

func BenchmarkAddSeizure(b *testing.B) {
	engines(b, func(b *testing.B, x *storetest.Fixture) {
		filer := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		var filed atomic.Int64
		for _, n := range []int{1, 8, 64} {
			b.Run(fmt.Sprint(n), func(b *testing.B) {
				before := x.DB.Stats()
				defer func() {
					after := x.DB.Stats()
					b.ReportMetric(float64(after.Acts-before.Acts)/float64(after.Batches-before.Batches), "acts/commit")
				}()
				together(b, n, func(int) error {
					x.Clock.Advance(200 * time.Microsecond)
					s := storetest.Seizure(filer, 3*int(filed.Add(1)))
					return x.Store.Write(b.Context(), audit.By(actor(filer), audit.SeizureFiled, ""), func(tx *store.Tx) error { return tx.AddSeizure(b.Context(), &s) })
				})
			})
		}
	})
}

// stock files 10,000 seizures with one firearm each.
func stock(b *testing.B, x *storetest.Fixture) (filer account.Account) {
	filer = x.Account(x.Agency("FGR", account.Federal), account.Submitter)
	for i := 0; i < 10000; i += 100 {
		x.Write(func(tx *store.Tx) error {
			for n := range 100 {
				s := storetest.Seizure(filer, 3*(i+n))
				if err := tx.AddSeizure(b.Context(), &s); err != nil {
					return err
				}
			}
			return nil
		})
		x.Clock.Advance(1e9)
	}
	return filer
}

func BenchmarkRead10k(b *testing.B) {
	engines(b, func(b *testing.B, x *storetest.Fixture) {
		filer := stock(b, x)
		read := func(who account.Actor, f func(tx *store.Tx, i int) (int, error)) func(b *testing.B) {
			return func(b *testing.B) {
				together(b, 2, func(i int) error {
					return x.Store.Read(b.Context(), who, func(tx *store.Tx) error {
						n, err := f(tx, i)
						if n == 0 && err == nil {
							err = fmt.Errorf("nothing found")
						}
						return err
					})
				})
			}
		}
		b.Run("queue", read(store.House, func(tx *store.Tx, _ int) (int, error) {
			list, _, err := tx.Queue(b.Context(), store.QueueFilter{})
			return len(list), err
		}))
		b.Run("mine", read(actor(filer), func(tx *store.Tx, _ int) (int, error) {
			list, _, err := tx.Requests(b.Context(), store.RequestFilter{FiledBy: filer.ID, Status: trace.Queued})
			return len(list), err
		}))
		b.Run("search_serial", read(actor(filer), func(tx *store.Tx, i int) (int, error) {
			term, _ := store.SearchTerm(storetest.Serial(3*(i%10000), 0))
			list, _, err := tx.Requests(b.Context(), store.RequestFilter{Term: term, AgencyID: filer.AgencyID})
			return len(list), err
		}))
		b.Run("twins", read(actor(filer), func(tx *store.Tx, i int) (int, error) {
			f := store.TwinFilter{AgencyID: filer.AgencyID, Firearm: firearm.Twin{Serial: storetest.Serial(3*(i%10000), 0)}}
			list, err := tx.Twins(b.Context(), f)
			return len(list), err
		}))
		b.Run("people", read(actor(filer), func(tx *store.Tx, _ int) (int, error) {
			list, _, err := tx.People(b.Context(), store.PeopleFilter{Query: "guemez ybarra", AgencyID: filer.AgencyID})
			return len(list), err
		}))
		b.Run("search_prefix", read(store.House, func(tx *store.Tx, _ int) (int, error) {
			list, _, err := tx.Requests(b.Context(), store.RequestFilter{Term: "FEDTAM"})
			return len(list), err
		}))
	})
}

// BenchmarkTwinsBeside looks for an agency's own with nothing beside it, and
// with 10,000 numbers of another agency that are all like the one sought.
func BenchmarkTwinsBeside(b *testing.B) {
	engines(b, func(b *testing.B, x *storetest.Fixture) {
		ours, theirs := x.Account(x.Agency("FGR", account.Federal), account.Submitter), x.Account(x.Agency("FGJ-TAM", account.State), account.Submitter)
		near(b, x, ours, 1)
		look := func(b *testing.B) {
			f := store.TwinFilter{AgencyID: ours.AgencyID, Firearm: firearm.Twin{Serial: "BER123456Z"}}
			together(b, 1, func(int) error {
				return x.Store.Read(b.Context(), actor(ours), func(tx *store.Tx) error {
					list, err := tx.Twins(b.Context(), f)
					if err == nil && len(list) != 1 {
						err = fmt.Errorf("%d found", len(list))
					}
					return err
				})
			})
		}
		b.Run("alone", look)
		near(b, x, theirs, 10_000)
		b.Run("beside", look)
	})
}

// near files n firearms, five hundred at a time, whose numbers are like
// BER123456Z by a digit.
func near(t testing.TB, x *storetest.Fixture, filer account.Account, n int) {
	t.Helper()
	for n > 0 {
		s := storetest.Seizure(filer, 3)
		gun := s.Firearms[0]
		s.Firearms = nil
		for ; n > 0 && len(s.Firearms) < 500; n-- {
			digits := []byte("123456")
			digits[n%6] = '0' + byte(n/6%10)
			gun.Serial.Text = "BER" + string(digits) + "Z"
			s.Firearms = append(s.Firearms, gun)
		}
		x.Write(func(tx *store.Tx) error { return tx.AddSeizure(t.Context(), &s) })
		x.Clock.Advance(time.Second)
	}
}

func BenchmarkClaimNext(b *testing.B) {
	engines(b, func(b *testing.B, x *storetest.Fixture) {
		filer := stock(b, x)
		for _, n := range []int{1, 64} {
			b.Run(fmt.Sprint(n), func(b *testing.B) {
				together(b, n, func(int) error {
					return x.Store.Write(b.Context(), storetest.Setup, func(tx *store.Tx) error {
						r, err := tx.ClaimNext(b.Context(), filer.ID, tx.Now().Add(1e12))
						if err != nil {
							return err
						}
						return tx.MoveRequest(b.Context(), &r, trace.Release, filer.ID)
					})
				})
			})
		}
	})
}

// BenchmarkSeal seals as many events as stand in the name, which are in the
// inbox already.
func BenchmarkSeal(b *testing.B) {
	for _, n := range []int{64, 256, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := storetest.Open(b, dbtest.SQLite(b))
			key := logKey(b)
			for b.Loop() {
				b.StopTimer()
				acts(b, x.Store, "ana", n)
				b.StartTimer()
				if sealAll(b, x.Store, key, n) != n {
					b.Fatal("not sealed")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/event")
		})
	}
}
