package worker_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/notify"
	"rastreo/internal/post"
	"rastreo/internal/post/posttest"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
	"rastreo/locales"
	"rastreo/web"
)

// mailing has the worker mail notices by a server, and every notice of
// somebody at once.
func (s *shift) mailing(t *testing.T, server *posttest.Server, to account.Actor) {
	t.Helper()
	config := server.Config()
	config.Timeout = time.Minute // longer than the test is patient
	p, err := post.New(config)
	must(t, err)
	words, err := i18n.Load(locales.FS)
	must(t, err)
	s.notify, err = s.notify.WithMail(notify.Mail{
		Post: p, Root: "https://rastreo.example.mx", Web: web.FS, Bundle: words, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(s.log, nil)),
	})
	must(t, err)
	s.Notify = s.notify
	s.Write(func(tx *store.Tx) error {
		address := "ana@fgr.example.mx"
		must(t, tx.WantAddress(t.Context(), to.ID, address))
		must(t, tx.SetMailCode(t.Context(), trace.Mailbox{AccountID: to.ID, Wanted: address, CodeUntil: tx.Now().Add(time.Hour)}, "h"))
		must(t, tx.ConfirmAddress(t.Context(), to.ID, "h"))
		ways := map[trace.Topic]trace.Way{}
		for _, topic := range trace.TopicsOf(to.Role) {
			ways[topic] = trace.AtOnce
		}
		return tx.SaveWays(t.Context(), to.ID, ways)
	})
}

// runs lets the worker run until the function it returns is called, which
// waits for its end.
func (s *shift) runs(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	return func() { cancel(); <-ended }
}

// The worker mails what waits by itself. While the server says nothing notices
// are made and claims given back all the same, and the worker can end; the next
// one sends what was left.
func TestMail(t *testing.T) {
	each(t, func(t *testing.T, s *shift) {
		submitter, tracer := s.people()
		server := posttest.Start(t, post.StartTLS)
		s.mailing(t, server, submitter)
		s.Every = 100 * time.Millisecond
		file := func(i int) string {
			receipt, _, err := s.intake.File(t.Context(), submitter, storetest.Filing(i), intake.Once{})
			must(t, err)
			s.Nudge()
			return receipt.Requests[0].Folio
		}
		mails := map[string]int{}
		taken := func(want int) {
			t.Helper()
			until(t, func() bool {
				for _, m := range server.Taken() {
					mails[m.Head("Message-Id")]++
				}
				return len(mails) == want
			})
		}
		stop := s.runs(t)
		file(1)
		taken(1)

		server.Hang()
		folio := file(2)
		until(t, server.Waits)
		_, err := s.desk.Claim(t.Context(), tracer, folio)
		must(t, err)
		file(3)
		until(t, func() bool {
			n, err := s.notify.Unread(t.Context(), submitter)
			must(t, err)
			return n == 3
		})
		s.Clock.Advance(lease + time.Second)
		until(t, func() bool {
			d, err := s.desk.Request(t.Context(), tracer, folio)
			must(t, err)
			return d.Request.Status == trace.Queued
		})
		stop()

		server.Wake()
		s.Clock.Advance(time.Hour)
		stop = s.runs(t)
		taken(3)
		stop()
		for id, n := range mails {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
	})
}
