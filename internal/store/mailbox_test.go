package store_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// An address is somebody's when the code that was mailed to it comes back: in
// time, not guessed, and once.
func TestMailbox(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		write := func(f func(tx *store.Tx) error) error { return x.Store.Write(ctx, storetest.Setup, f) }
		box := func() (m trace.Mailbox) {
			t.Helper()
			x.Read(func(tx *store.Tx) (err error) { m, err = tx.Mailbox(ctx, a.ID); return err })
			return m
		}
		want := func(address string) error {
			return write(func(tx *store.Tx) error { return tx.WantAddress(ctx, a.ID, address) })
		}
		code := func(address, hash string) error {
			return write(func(tx *store.Tx) error {
				return tx.SetMailCode(ctx, trace.Mailbox{AccountID: a.ID, Wanted: address, CodeUntil: tx.Now().Add(time.Hour)}, hash)
			})
		}
		confirm := func(hash string) error {
			return write(func(tx *store.Tx) error { return tx.ConfirmAddress(ctx, a.ID, hash) })
		}
		try := func() error {
			return x.Store.Chore(ctx, func(c *store.Chore) error { return c.TryMailCode(ctx, a.ID) })
		}
		same(t, "nothing said", box().Address+box().Wanted, "")
		refused(t, "no code", try(), fault.NotFound, "fault.not_found")
		ok(t, write(func(tx *store.Tx) error {
			return tx.SaveWays(ctx, a.ID, map[trace.Topic]trace.Way{trace.TopicResult: trace.InDigest})
		}))
		ok(t, want("a@example.mx"))
		refused(t, "no code was mailed", confirm(""), fault.NotFound, "fault.not_found")
		refused(t, "wanted no more", code("b@example.mx", "h"), fault.NotFound, "fault.not_found")
		ok(t, code("a@example.mx", "h"))
		ok(t, try())
		refused(t, "wrong", confirm("g"), fault.NotFound, "fault.not_found")
		ok(t, confirm("h"))
		refused(t, "again", confirm("h"), fault.NotFound, "fault.not_found")
		m := box()
		same(t, "address", m.Address+"|"+m.Wanted, "a@example.mx|")
		same(t, "way", m.Way(trace.TopicResult), trace.InDigest)

		// Another address leaves the one there is until it is confirmed.
		ok(t, want("b@example.mx"))
		ok(t, code("b@example.mx", "k"))
		for range 5 {
			ok(t, try())
		}
		refused(t, "tried too often", try(), fault.NotFound, "fault.not_found")
		same(t, "both", box().Address+"|"+box().Wanted, "a@example.mx|b@example.mx")
		ok(t, code("b@example.mx", "l"))
		x.Clock.Advance(time.Hour)
		refused(t, "too late", try(), fault.NotFound, "fault.not_found")
		refused(t, "too late", confirm("l"), fault.NotFound, "fault.not_found")

		// Nobody has codes mailed without end.
		for range 3 {
			ok(t, want("c@example.mx"))
		}
		refused(t, "a sixth", want("c@example.mx"), fault.TooMany, "mail.too_many")
		x.Clock.Advance(23 * time.Hour)
		ok(t, want("c@example.mx"))

		refuse := func(address string) error {
			return write(func(tx *store.Tx) error { return tx.RefuseAddress(ctx, a.ID, address) })
		}
		refused(t, "nobody's", refuse("z@example.mx"), fault.NotFound, "fault.not_found")
		ok(t, refuse("a@example.mx"))
		m = box()
		same(t, "refused", m.Address+"|"+m.Wanted+"|"+m.Refused, "|c@example.mx|a@example.mx")
		ok(t, write(func(tx *store.Tx) error { return tx.DropAddress(ctx, a.ID) }))
		m = box()
		same(t, "dropped", m.Address+m.Wanted+m.Refused, "")
		same(t, "ways stay", m.Way(trace.TopicResult), trace.InDigest)
	})
}

// Notices of one day go into one digest, and what was read meanwhile is not
// mailed.
func TestDigest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		due := x.Clock.Now().Add(time.Hour).Truncate(time.Microsecond)
		join := func() (id string) {
			t.Helper()
			x.Write(func(tx *store.Tx) (err error) { id, err = tx.JoinDigest(ctx, a.ID, due); return err })
			return id
		}
		x.Write(func(tx *store.Tx) error { return tx.SaveWays(ctx, a.ID, nil) })
		first := join()
		same(t, "the same", join(), first)
		alone := ""
		x.Write(func(tx *store.Tx) (err error) {
			alone, err = tx.AddMail(ctx, store.Mail{AccountID: a.ID}, tx.Now())
			return err
		})
		list := []*trace.Notice{
			{AccountID: a.ID, Code: trace.NoticeReceived, Mail: first},
			{AccountID: a.ID, Code: trace.NoticeQuestion, Mail: alone},
			{AccountID: a.ID, Code: trace.NoticePriority, Mail: first},
			{AccountID: a.ID, Code: trace.NoticePriority},
		}
		x.Write(func(tx *store.Tx) error { return tx.AddNotice(ctx, list...) })
		mailed := func(id string) (codes []trace.NoticeCode) {
			t.Helper()
			x.Read(func(tx *store.Tx) error {
				found, err := tx.MailNotices(ctx, id)
				for _, n := range found {
					codes = append(codes, n.Code)
				}
				return err
			})
			return codes
		}
		same(t, "a digest's", len(mailed(first)), 2)
		same(t, "alone", mailed(alone)[0], trace.NoticeQuestion)
		same(t, "none", len(mailed("")), 0)
		x.Write(func(tx *store.Tx) error { _, err := tx.ReadNotices(ctx, a.ID, tx.Now()); return err })
		same(t, "read", len(mailed(first))+len(mailed(alone)), 0)
		x.Clock.Advance(time.Hour - 30*time.Second)
		if join() == first {
			t.Error("a digest that is about to go takes more")
		}
	})
}
