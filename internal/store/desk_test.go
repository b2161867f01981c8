package store_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

func TestEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		d := newDesk(t, x)
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				err := x.Store.Write(t.Context(), storetest.Setup, func(tx *store.Tx) error {
					return tx.AddEvent(t.Context(), &trace.Event{
						RequestID: d.r.ID, By: d.tracer.ID, Code: trace.EventContacted, Params: map[string]string{"kind": "dealer"},
					})
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		house := trace.Event{RequestID: d.r.ID, Code: trace.EventLeaseExpired, At: x.Clock.Now().Add(time.Hour)}
		x.Write(func(tx *store.Tx) error { return tx.AddEvent(t.Context(), &house) })
		same(t, "number", house.Seq, 14)
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Events(t.Context(), d.r.ID)
			ok(t, err)
			if len(list) != 14 {
				t.Fatalf("%d events", len(list))
			}
			for i, e := range list {
				same(t, "number", e.Seq, i+1)
			}
			same(t, "one", list[5], trace.Event{
				RequestID: d.r.ID, Seq: 6, At: x.Clock.Now(), By: d.tracer.ID, ByName: d.tracer.Name, ByRole: "tracer",
				Code: trace.EventContacted, Params: map[string]string{"kind": "dealer"},
			})
			same(t, "the house's", list[13], house)
			return nil
		})
	})
}

func TestContact(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		maker := trace.Contact{RequestID: d.r.ID, Kind: "manufacturer", Name: "Colt", Channel: "a2k", AskedBy: d.tracer.ID}
		dealer := trace.Contact{
			RequestID: d.r.ID, Kind: "dealer", Name: "Río's Guns & \"Co\"", FFL: "5-74-123-01-7F-12345", Channel: "phone",
			Note: "a\nb", AskedBy: d.tracer.ID, AskedAt: x.Clock.Now().Add(-time.Hour), DueAt: x.Clock.Now().Add(23 * time.Hour),
		}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddContact(ctx, &maker))
			return tx.AddContact(ctx, &dealer)
		})
		if maker.Ordinal != 1 || dealer.Ordinal != 2 || maker.AskedAt != x.Clock.Now() {
			t.Errorf("%+v %+v", maker, dealer)
		}
		answered := dealer
		answered.Said, answered.AnsweredAt = "Sold 2019-04-02", x.Clock.Advance(time.Minute)
		x.Write(func(tx *store.Tx) error {
			list, err := tx.Contacts(ctx, d.r.ID)
			ok(t, err)
			same(t, "contacts", list, []trace.Contact{maker, dealer})
			ok(t, tx.AnswerContact(ctx, answered))
			got, err := tx.Contact(ctx, dealer.ID)
			ok(t, err)
			same(t, "answered", got, answered)
			twice := answered
			twice.Said = "something else"
			refused(t, "twice", tx.AnswerContact(ctx, twice), fault.Conflict, "contact.answered")
			refused(t, "unknown", tx.AnswerContact(ctx, trace.Contact{ID: "none"}), fault.NotFound, "fault.not_found")
			got, err = tx.Contact(ctx, dealer.ID)
			ok(t, err)
			same(t, "still", got, answered)
			return nil
		})
	})
}

func TestQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		q := trace.Question{RequestID: d.r.ID, Fields: []string{"serial.text"}, Text: "¿O or 0?", Lang: "en", AskedBy: d.tracer.ID}
		x.Write(func(tx *store.Tx) error {
			_, err := tx.OpenQuestion(ctx, d.r.ID)
			refused(t, "none", err, fault.NotFound, "fault.not_found")
			ok(t, tx.AddQuestion(ctx, &q))
			got, err := tx.OpenQuestion(ctx, d.r.ID)
			ok(t, err)
			same(t, "open", got, q)
			return nil
		})
		x.Clock.Advance(time.Minute)
		reply := trace.Reply{Text: "Es cero", Values: map[string]string{"serial.text": "A-0"}, Lang: "es", AnsweredBy: d.filer.ID}
		recalled := trace.Question{RequestID: d.r.ID, Fields: []string{}, Text: "again", Lang: "en", AskedBy: d.tracer.ID}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AnswerQuestion(ctx, q.ID, reply))
			refused(t, "twice", tx.AnswerQuestion(ctx, q.ID, reply), fault.Stale, "fault.stale")
			refused(t, "recall an answered one", tx.RecallQuestion(ctx, q.ID), fault.Stale, "fault.stale")
			ok(t, tx.AddQuestion(ctx, &recalled))
			ok(t, tx.RecallQuestion(ctx, recalled.ID))
			refused(t, "answer a recalled one", tx.AnswerQuestion(ctx, recalled.ID, reply), fault.Stale, "fault.stale")
			_, err := tx.OpenQuestion(ctx, d.r.ID)
			refused(t, "none is open", err, fault.NotFound, "fault.not_found")
			return nil
		})
		reply.AnsweredAt, recalled.RecalledAt = x.Clock.Now(), x.Clock.Now()
		q.Answer = &reply
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Questions(ctx, d.r.ID)
			ok(t, err)
			same(t, "questions", list, []trace.Question{q, recalled})
			return nil
		})
	})
}

func TestResult(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		first := trace.Result{RequestID: d.r.ID, Outcome: "before_records", Note: "1950", By: d.tracer.ID}
		second := trace.Result{
			RequestID: d.r.ID, Outcome: "purchaser_identified", Sold: "2019-04", By: d.other.ID, Reason: "found",
			Dealer: trace.Dealer{Name: "Río's", FFL: "5-74-123-01-7F-12345", City: "Laredo", State: "TX"},
			Purchaser: trace.Purchaser{
				Name: trace.Name{Full: "John Q. Public"}, Birth: trace.Birth{Date: "1980", Precision: trace.Year},
				Address: trace.Place{Country: "US", Entidad: "TX", PostalCode: "78040"},
			},
		}
		x.Write(func(tx *store.Tx) error { return tx.AddResult(ctx, &first) })
		x.Clock.Advance(time.Minute)
		x.Write(func(tx *store.Tx) error { return tx.AddResult(ctx, &second) })
		first.Family, first.ByName, first.Lang = "record", d.tracer.Name, d.tracer.Lang
		second.Family, second.ByName, second.Lang = "traced", d.other.Name, d.other.Lang
		if first.Version != 1 || second.Version != 2 || second.At != x.Clock.Now() {
			t.Errorf("%+v %+v", first, second)
		}
		x.Read(func(tx *store.Tx) error {
			list, err := tx.Results(ctx, d.r.ID)
			ok(t, err)
			same(t, "results", list, []trace.Result{second, first})
			return nil
		})
	})
}

func TestNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		var want []trace.Notice
		for i := range 130 {
			n := trace.Notice{AccountID: d.filer.ID, Folio: d.r.Folio, Code: trace.NoticeReceived}
			x.Write(func(tx *store.Tx) error { return tx.AddNotice(ctx, &n) })
			want = append([]trace.Notice{n}, want...)
			x.Clock.Advance(time.Duration(i%3) * time.Second)
		}
		x.Write(func(tx *store.Tx) error {
			return tx.AddNotice(ctx, &trace.Notice{AccountID: d.tracer.ID, Folio: d.r.Folio, Code: trace.NoticeAnswered})
		})
		var got []trace.Notice
		unread, after := 0, ""
		for range 10 {
			x.Read(func(tx *store.Tx) error {
				page, next, err := tx.Notices(ctx, d.filer.ID, after, 30)
				ok(t, err)
				got, after = append(got, page...), next
				unread, err = tx.Unread(ctx, d.filer.ID)
				return err
			})
			if after == "" {
				break
			}
		}
		same(t, "notices", len(got), 130)
		for i, n := range got {
			same(t, "time", n.At, want[i].At)
		}
		same(t, "unread, bounded", unread, 100)
		x.Write(func(tx *store.Tx) error {
			n, err := tx.ReadNotices(ctx, d.filer.ID, want[10].At)
			ok(t, err)
			rest, err := tx.Unread(ctx, d.filer.ID)
			ok(t, err)
			same(t, "read and unread", n+rest, 130)
			if rest == 0 || rest > 10 {
				t.Errorf("%d newer than the tenth", rest)
			}
			rest, err = tx.Unread(ctx, d.tracer.ID)
			ok(t, err)
			same(t, "somebody else's", rest, 1)
			page, _, err := tx.Notices(ctx, d.filer.ID, "", 200)
			ok(t, err)
			if !page[0].ReadAt.IsZero() || page[129].ReadAt != tx.Now() {
				t.Errorf("read at %v and %v", page[0].ReadAt, page[129].ReadAt)
			}
			return nil
		})
	})
}

func TestOutbox(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		take := func(limit int) (jobs []store.Job) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				jobs, err = c.TakeJobs(ctx, c.Now().Add(time.Minute), limit)
				return err
			}))
			return jobs
		}
		drop := func(j store.Job) error {
			return x.Store.Write(ctx, audit.Act{Verb: audit.NoticesMade}, func(tx *store.Tx) error { return tx.DropJob(ctx, j) })
		}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddJob(ctx, "mail", map[string]string{"to": "ñ"}, time.Time{}))
			ok(t, tx.Tell(ctx, trace.Notice{AccountID: "a", Folio: "f", Code: trace.NoticeReceived}))
			return tx.AddJob(ctx, "late", 1, tx.Now().Add(time.Hour))
		})
		waiting := func() (n int) {
			x.Read(func(tx *store.Tx) (err error) {
				n, err = tx.Jobs(ctx)
				return err
			})
			return n
		}
		same(t, "waiting", waiting(), 3)
		jobs := take(10)
		if len(jobs) != 2 || jobs[0].Tries != 1 {
			t.Fatalf("jobs: %+v", jobs)
		}
		bodies := map[string]string{}
		for _, j := range jobs {
			bodies[j.Kind] = string(j.Body)
		}
		same(t, "body", bodies["mail"], `{"to":"ñ"}`)
		var n trace.Notice
		ok(t, json.Unmarshal([]byte(bodies[store.NoticeJob]), &n))
		same(t, "notice", n, trace.Notice{AccountID: "a", Folio: "f", Code: trace.NoticeReceived})
		same(t, "lent out", len(take(10)), 0)

		// Whoever had them has died: they come again, and only the new loan counts.
		x.Clock.Advance(time.Minute)
		again := take(10)
		if len(again) != 2 || again[0].Tries != 2 {
			t.Fatalf("again: %+v", again)
		}
		refused(t, "the old loan", drop(jobs[0]), fault.Stale, "fault.stale")
		ok(t, drop(again[0]))
		refused(t, "twice", drop(again[0]), fault.Stale, "fault.stale")
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error {
			ok(t, c.RetryJob(ctx, jobs[1], c.Now())) // an old loan: no effect
			return nil
		}))
		same(t, "still lent out", len(take(10)), 0)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { return c.RetryJob(ctx, again[1], c.Now()) }))
		back := take(10)
		if len(back) != 1 || back[0].Tries != 3 {
			t.Fatalf("given back: %+v", back)
		}
		ok(t, drop(back[0]))
		same(t, "waiting", waiting(), 1)
		x.Clock.Advance(time.Hour)
		if late := take(10); len(late) != 1 || late[0].Kind != "late" {
			t.Errorf("late: %+v", late)
		}
	})
}

// However many take jobs at once, each job is lent once, and no more than asked.
func TestOutboxTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		x.Write(func(tx *store.Tx) error {
			for i := range 100 {
				ok(t, tx.AddJob(ctx, fmt.Sprint(i), nil, time.Time{}))
			}
			return nil
		})
		var mu sync.Mutex
		var all sync.WaitGroup
		seen := map[string]int{}
		for range 8 {
			all.Go(func() {
				for empty := 0; empty < 3; {
					var jobs []store.Job
					err := x.Store.Chore(ctx, func(c *store.Chore) (err error) {
						jobs, err = c.TakeJobs(ctx, c.Now().Add(time.Hour), 7)
						return err
					})
					if err != nil || len(jobs) > 7 {
						t.Errorf("%d jobs, %v", len(jobs), err)
						return
					}
					if len(jobs) == 0 {
						empty++
					}
					mu.Lock()
					for _, j := range jobs {
						seen[j.Kind]++
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		for kind, n := range seen {
			if n != 1 {
				t.Errorf("job %s lent %d times", kind, n)
			}
		}
		same(t, "jobs", len(seen), 100)
	})
}
