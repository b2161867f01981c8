package store_test

import (
	"bytes"
	"encoding/json"
	"slices"
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

// What is noted of a contact is put right and never lost: reminders are counted,
// what was noted before a correction is kept, and what was struck stays.
func TestWorksheet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		due := x.Clock.Now().Add(24 * time.Hour)
		dealer := trace.Contact{RequestID: d.r.ID, Kind: "dealer", Name: "Lone Star Gnus", AskedBy: d.tracer.ID, DueAt: due}
		other := trace.Contact{RequestID: d.r.ID, Kind: "dealer", Name: "Another", AskedBy: d.tracer.ID, DueAt: due.Add(time.Hour)}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddContact(ctx, &dealer))
			return tx.AddContact(ctx, &other)
		})
		before := dealer.Draft()
		before.By, before.Until = d.tracer.ID, x.Clock.Advance(time.Hour)
		dealer.Name, dealer.Kind = "Lone Star Guns", "wholesaler"
		dealer.Earlier = []trace.ContactDraft{before}
		first := trace.Reminder{ContactID: dealer.ID, Channel: "phone", Note: "¿Sí?", Lang: "es", By: d.tracer.ID}
		second := trace.Reminder{ContactID: dealer.ID, By: d.tracer.ID, At: x.Clock.Now().Add(time.Minute)}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.CorrectContact(ctx, dealer, d.tracer.ID))
			ok(t, tx.AddReminder(ctx, d.r.ID, &first))
			ok(t, tx.AddReminder(ctx, d.r.ID, &second))
			refused(t, "unknown", tx.CorrectContact(ctx, trace.Contact{ID: "none"}, ""), fault.NotFound, "fault.not_found")
			dealer.Reminders = []trace.Reminder{first, second}
			list, err := tx.Contacts(ctx, d.r.ID)
			ok(t, err)
			same(t, "the sheet", list, []trace.Contact{dealer, other})
			return nil
		})
		x.Clock.Advance(48 * time.Hour)
		late := func(want ...trace.Overdue) {
			t.Helper()
			x.Read(func(tx *store.Tx) error {
				list, err := tx.Overdue(ctx, []string{d.r.ID, "none"})
				same(t, "overdue", list, want)
				return err
			})
		}
		late(trace.Overdue{RequestID: d.r.ID, Since: due, Reminders: 2})
		dealer.Struck = "Otra solicitud."
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.StrikeContact(ctx, &dealer, d.tracer.ID))
			again := dealer
			refused(t, "twice", tx.StrikeContact(ctx, &again, d.tracer.ID), fault.Conflict, "contact.struck")
			refused(t, "corrected", tx.CorrectContact(ctx, dealer, d.tracer.ID), fault.Conflict, "contact.struck")
			refused(t, "answered", tx.AnswerContact(ctx, dealer), fault.Conflict, "contact.struck")
			list, err := tx.Contacts(ctx, d.r.ID)
			ok(t, err)
			same(t, "struck", list, []trace.Contact{dealer, other})
			return nil
		})
		late(trace.Overdue{RequestID: d.r.ID, Since: due.Add(time.Hour)})
	})
}

// Documents stand with the contact they came from; what they hold is read alone,
// and stays when they are struck.
func TestDocument(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		c := trace.Contact{RequestID: d.r.ID, Kind: "dealer", Name: "Lone Star", AskedBy: d.tracer.ID}
		content := slices.Repeat([]byte("\x00\xff'"), 1<<20)
		doc := trace.Document{RequestID: d.r.ID, Name: "página.pdf", Kind: "pdf", Size: len(content), Sum: "5a", By: d.tracer.ID}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddContact(ctx, &c))
			doc.ContactID = c.ID
			return tx.AddDocument(ctx, &doc, content)
		})
		x.Clock.Advance(time.Minute)
		x.Write(func(tx *store.Tx) error {
			list, err := tx.Contacts(ctx, d.r.ID)
			ok(t, err)
			same(t, "with the contact", list[0].Documents, []trace.Document{doc})
			doc.Struck = "Otra arma."
			ok(t, tx.StrikeDocument(ctx, &doc, d.tracer.ID))
			again := doc
			refused(t, "twice", tx.StrikeDocument(ctx, &again, d.tracer.ID), fault.Conflict, "document.struck")
			got, held, err := tx.Document(ctx, doc.ID)
			ok(t, err)
			same(t, "struck", got, doc)
			if !bytes.Equal(held, content) {
				t.Errorf("it holds %d bytes", len(held))
			}
			_, _, err = tx.Document(ctx, "none")
			refused(t, "unknown", err, fault.NotFound, "fault.not_found")
			list2, err := tx.Documents(ctx, d.r.ID)
			same(t, "listed", list2, []trace.Document{doc})
			return err
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
		take := func(kind string) (jobs []store.Job) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				jobs, err = c.TakeJobs(ctx, kind, c.Now().Add(time.Minute), 10)
				return err
			}))
			return jobs
		}
		drop := func(j store.Job) error {
			return x.Store.Write(ctx, audit.Act{Verb: audit.NoticesMade}, func(tx *store.Tx) error { return tx.DropJob(ctx, j) })
		}
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.AddJob(ctx, "some", map[string]string{"to": "ñ"}, time.Time{}))
			ok(t, tx.AddJob(ctx, "some", "x", time.Time{}))
			ok(t, tx.Tell(ctx, trace.Notice{AccountID: "a", Folio: "f", Code: trace.NoticeReceived}))
			return tx.AddJob(ctx, "some", 1, tx.Now().Add(time.Hour))
		})
		told := take(store.NoticeJob) // each kind is for whoever does it
		if len(told) != 1 {
			t.Fatalf("notices: %+v", told)
		}
		var n trace.Notice
		ok(t, json.Unmarshal(told[0].Body, &n))
		same(t, "notice", n, trace.Notice{AccountID: "a", Folio: "f", Code: trace.NoticeReceived})
		jobs := take("some")
		if len(jobs) != 2 || jobs[0].Tries != 1 || jobs[0].Since != x.Clock.Now().Truncate(time.Microsecond) {
			t.Fatalf("jobs: %+v", jobs)
		}
		same(t, "body", string(jobs[0].Body), `{"to":"ñ"}`)
		same(t, "lent out", len(take("some")), 0)

		// Whoever had them has died: they come again, and only the new loan counts.
		x.Clock.Advance(time.Minute)
		again := take("some")
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
		same(t, "still lent out", len(take("some")), 0)
		ok(t, x.Store.Chore(ctx, func(c *store.Chore) error { return c.RetryJob(ctx, again[1], c.Now()) }))
		back := take("some")
		if len(back) != 1 || back[0].Tries != 3 {
			t.Fatalf("given back: %+v", back)
		}
		ok(t, drop(back[0]))
		x.Clock.Advance(time.Hour)
		if late := take("some"); len(late) != 1 || string(late[0].Body) != "1" {
			t.Errorf("late: %+v", late)
		}
	})
}

// What is given up is counted apart, is taken by nobody, and begins anew when
// somebody wants it to.
func TestGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		x.Write(func(tx *store.Tx) error {
			ok(t, tx.Tell(ctx, trace.Notice{AccountID: "a", Code: trace.NoticeReceived}))
			ok(t, tx.AddJob(ctx, store.MailJob, store.Mail{AccountID: "a"}, tx.Now().Add(time.Hour)))
			return tx.AddJob(ctx, store.MailJob, store.Mail{AccountID: "b"}, time.Time{})
		})
		counts := func() (n [3]int) {
			t.Helper()
			x.Read(func(tx *store.Tx) (err error) {
				if n[0], err = tx.Jobs(ctx); err != nil {
					return err
				}
				n[1], n[2], err = tx.Mails(ctx)
				return err
			})
			return n
		}
		take := func() (jobs []store.Job) {
			t.Helper()
			ok(t, x.Store.Chore(ctx, func(c *store.Chore) (err error) {
				jobs, err = c.TakeJobs(ctx, store.MailJob, c.Now().Add(time.Minute), 10)
				return err
			}))
			return jobs
		}
		same(t, "counts", counts(), [3]int{1, 2, 0})
		jobs := take()
		if len(jobs) != 1 {
			t.Fatalf("jobs: %+v", jobs)
		}
		x.Write(func(tx *store.Tx) error { return tx.FailJob(ctx, jobs[0]) })
		refused(t, "twice", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.FailJob(ctx, jobs[0]) }), fault.Stale, "fault.stale")
		same(t, "counts", counts(), [3]int{1, 1, 1})
		x.Clock.Advance(10 * time.Minute)
		same(t, "nobody takes it", len(take()), 0)
		x.Write(func(tx *store.Tx) error {
			n, err := tx.ReviveJobs(ctx, store.MailJob)
			same(t, "revived", n, 1)
			return err
		})
		again := take()
		if len(again) != 1 || again[0].Tries != 2 || again[0].Since != x.Clock.Now().Truncate(time.Microsecond) {
			t.Errorf("again: %+v", again)
		}
	})
}

// However many take jobs at once, each job is lent once, and no more than asked.
func TestOutboxTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		x.Write(func(tx *store.Tx) error {
			for i := range 100 {
				ok(t, tx.AddJob(ctx, "some", i, time.Time{}))
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
						jobs, err = c.TakeJobs(ctx, "some", c.Now().Add(time.Hour), 7)
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
						seen[string(j.Body)]++
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		for job, n := range seen {
			if n != 1 {
				t.Errorf("job %s lent %d times", job, n)
			}
		}
		same(t, "jobs", len(seen), 100)
	})
}
