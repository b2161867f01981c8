package notify

import (
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/calendar"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/post"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Mail is what a world needs to mail notices too.
type Mail struct {
	Post   *post.Post // nil mails nothing
	Root   string     // address of the portal, without a slash at its end
	Web    fs.FS      // holds the template of a mail
	Bundle *i18n.Bundle
	Random io.Reader
	Log    *slog.Logger
}

// mailing is the same with the template read.
type mailing struct {
	Mail
	page *template.Template
}

// WithMail lets notices be mailed. It fails when the template cannot be parsed.
func (n *Notify) WithMail(m Mail) (*Notify, error) {
	page, err := template.ParseFS(m.Web, templateName)
	if err != nil {
		return nil, err
	}
	return &Notify{store: n.store, now: n.now, mail: mailing{m, page}}, nil
}

// Mails tells whether notices are mailed here.
func (n *Notify) Mails() bool { return n.mail.Post != nil }

// mailed has those of the notices mailed that their readers want to be, and
// names the mail in each. None is sent at night, by the reader's own clock.
func (n *Notify) mailed(ctx context.Context, tx *store.Tx, notices []*trace.Notice) error {
	if !n.Mails() {
		return nil
	}
	readers := map[string]*reader{}
	for _, x := range notices {
		r, known := readers[x.AccountID]
		if !known {
			var err error
			if r, err = readerOf(ctx, tx, x.AccountID); err != nil {
				return err
			}
			readers[x.AccountID] = r
		}
		if r == nil || !x.Code.Mailed() {
			continue
		}
		if err := n.enclose(ctx, tx, r, x); err != nil {
			return err
		}
	}
	return nil
}

// enclose puts a notice into a mail of its own or into the digest.
func (n *Notify) enclose(ctx context.Context, tx *store.Tx, r *reader, x *trace.Notice) (err error) {
	switch r.box.Way(x.Code.Topic()) {
	case trace.AtOnce:
		x.Mail, err = tx.AddMail(ctx, store.Mail{AccountID: x.AccountID}, calendar.Awake(tx.Now(), r.zone))
		x.ID = x.Mail
	case trace.InDigest:
		x.Mail, err = tx.JoinDigest(ctx, x.AccountID, r.calendar.Digest(tx.Now().Add(store.DigestShut), r.zone))
	}
	return err
}

// reader is somebody whom notices are mailed to.
type reader struct {
	account.Account
	box      trace.Mailbox
	zone     *time.Location
	calendar *calendar.Calendar
}

// readerOf returns nil for whoever has no address or no account any more.
func readerOf(ctx context.Context, tx *store.Tx, accountID string) (*reader, error) {
	box, err := tx.Mailbox(ctx, accountID)
	if err != nil || box.Address == "" {
		return nil, err
	}
	a, err := tx.Account(ctx, accountID)
	if err != nil || a.Disabled {
		return nil, err
	}
	agency, err := tx.Agency(ctx, a.AgencyID)
	if err != nil {
		return nil, err
	}
	r := &reader{Account: a, box: box, zone: account.Actor{Zone: a.Zone}.Local(tx.Now()).Location(), calendar: calendar.Mexico}
	if agency.Kind == account.Center {
		r.calendar = calendar.UnitedStates
	}
	return r, nil
}

// A round takes at most mailBatch mails, and holds them for longer than it can
// last: each mail has its own time limit, and after the first that meets it the
// rest waits.
const (
	mailBatch = 10
	mailLease = 10 * time.Minute
)

// Send hands over mails that are due, and returns how many it dealt with: none
// when the server cannot be reached, which is tried again in the next round. No
// transaction is open meanwhile. Who dies after a mail was taken and before
// that is written down sends it again, under the same id.
func (n *Notify) Send(ctx context.Context) (done int, err error) {
	if !n.Mails() {
		return 0, nil
	}
	var jobs []store.Job
	err = n.store.Chore(ctx, func(c *store.Chore) error {
		jobs, err = c.TakeJobs(ctx, store.MailJob, c.Now().Add(mailLease), mailBatch)
		return err
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	r := round{Notify: n}
	defer r.close()
	for _, job := range jobs {
		err = errors.Join(err, r.deal(ctx, job))
	}
	if r.down != nil {
		return 0, errors.Join(err, r.down)
	}
	return len(jobs), err
}

// round is one conversation with the server, begun with the first mail that
// is to be sent.
type round struct {
	*Notify
	session *post.Session
	down    error // why the server is not asked again in this round
}

func (r *round) close() {
	if r.session != nil {
		r.session.Close()
	}
}

// deal writes a mail, hands it over, and keeps what became of it.
func (r *round) deal(ctx context.Context, job store.Job) error {
	var m store.Mail
	if err := json.Unmarshal(job.Body, &m); err != nil {
		return err
	}
	l, due, err := r.write(ctx, m, job)
	switch {
	case err != nil:
		return err
	case due.After(r.now()):
		return r.again(ctx, job, due)
	case l.To == "":
		return r.settle(ctx, audit.Act{Verb: audit.MailDropped, On: m.AccountID}, job)
	}
	if err = r.hand(ctx, l); err == nil {
		return r.settle(ctx, audit.Act{Verb: audit.MailSent, On: m.AccountID}, job)
	}
	r.mail.Log.WarnContext(ctx, "mail", "id", job.ID, "tries", job.Tries, "err", err.Error())
	switch post.Judged(err) {
	case post.NoAddress:
		return r.refused(ctx, m, l.To, job)
	case post.Rejected:
		return r.fail(ctx, m, job)
	case post.Down:
		r.down = err
	}
	if r.now().Sub(job.Since) >= patience {
		return r.fail(ctx, m, job)
	}
	return r.again(ctx, job, r.now().Add(r.pause(job)))
}

// hand gives a letter to the server.
func (r *round) hand(ctx context.Context, l post.Letter) (err error) {
	if r.down != nil {
		return r.down
	}
	if r.session == nil {
		if r.session, err = r.mail.Post.Open(ctx); err != nil {
			return err
		}
	}
	return r.session.Send(l)
}

// A mail that cannot be sent is tried again after a minute, and each time after
// twice as long, but every two hours at least; after three days it is given up.
const (
	patience   = 72 * time.Hour
	pauseLeast = time.Minute
	pauseMost  = 2 * time.Hour
)

// pause is how long a mail waits until it is tried again: about as long as it
// has waited already, so that many do not come back at once.
func (n *Notify) pause(job store.Job) time.Duration {
	wait := min(max(n.now().Sub(job.Since), pauseLeast), pauseMost)
	var draw [1]byte
	_, _ = io.ReadFull(n.mail.Random, draw[:]) // without it all wait as long
	return wait*3/4 + wait/2*time.Duration(draw[0])/256
}

func (n *Notify) again(ctx context.Context, job store.Job, due time.Time) error {
	return n.store.Chore(ctx, func(c *store.Chore) error { return c.RetryJob(ctx, job, due) })
}

func (n *Notify) settle(ctx context.Context, act audit.Act, job store.Job) error {
	return n.store.Write(ctx, act, func(tx *store.Tx) error { return tx.DropJob(ctx, job) })
}

func (n *Notify) fail(ctx context.Context, m store.Mail, job store.Job) error {
	act := audit.Act{Verb: audit.MailFailed, On: m.AccountID}
	return n.store.Write(ctx, act, func(tx *store.Tx) error { return tx.FailJob(ctx, job) })
}

// refused forgets an address that nobody has, and says so in the portal.
func (n *Notify) refused(ctx context.Context, m store.Mail, address string, job store.Job) error {
	act := audit.Act{Verb: audit.MailRefused, On: m.AccountID}
	return n.store.Write(ctx, act, func(tx *store.Tx) error {
		if err := tx.DropJob(ctx, job); err != nil {
			return err
		}
		err := tx.RefuseAddress(ctx, m.AccountID, address)
		if fault.Is(err, fault.NotFound) { // they have another meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		return tx.Tell(ctx, trace.Notice{AccountID: m.AccountID, Code: trace.NoticeMailRefused})
	})
}

// write writes the letter of a mail as things stand now. It comes back without
// an address where there is nothing to say any more, and with a later time
// where it is night.
func (n *Notify) write(ctx context.Context, m store.Mail, job store.Job) (l post.Letter, due time.Time, err error) {
	if m.Code {
		l, err = n.confirmation(ctx, m, job)
		return l, due, err
	}
	err = n.store.Read(ctx, store.House, func(tx *store.Tx) error {
		r, err := readerOf(ctx, tx, m.AccountID)
		if err != nil || r == nil {
			return err
		}
		if due = calendar.Awake(n.now(), r.zone); due.After(n.now()) {
			return nil
		}
		list, err := n.wanted(ctx, tx, r, m.ID)
		if err != nil || len(list) == 0 {
			return err
		}
		w := n.to(r.Account)
		if w.note, err = checkpoint(ctx, tx); err != nil {
			return err
		}
		l, err = w.notices(list).seal(n.mail.page, m.ID, r.box.Address, n.now())
		return err
	})
	return l, due, err
}

// wanted are the notices of a mail that are unread, and that their reader may
// still be told and wants to be.
func (n *Notify) wanted(ctx context.Context, tx *store.Tx, r *reader, id string) (list []trace.Notice, err error) {
	found, err := tx.MailNotices(ctx, id)
	if err != nil {
		return nil, err
	}
	var notices []*trace.Notice
	for i := range found {
		if r.box.Way(found[i].Code.Topic()) != trace.InPortal {
			notices = append(notices, &found[i])
		}
	}
	if notices, err = unmuted(ctx, tx, notices); err != nil {
		return nil, err
	}
	if notices, err = unhushed(ctx, tx, notices); err != nil {
		return nil, err
	}
	for _, x := range notices {
		list = append(list, *x)
	}
	return list, nil
}

// confirmation writes the letter with the code that makes an address
// somebody's. Each time it goes it has another code, of which only a hash is
// kept.
func (n *Notify) confirmation(ctx context.Context, m store.Mail, job store.Job) (l post.Letter, err error) {
	code, err := n.newCode()
	if err != nil {
		return l, err
	}
	act := audit.Act{Verb: audit.AccountChanged, On: m.AccountID, Fields: "mail_code"}
	err = n.store.Write(ctx, act, func(tx *store.Tx) error {
		a, err := tx.Account(ctx, m.AccountID)
		if err != nil || a.Disabled {
			return err
		}
		box, err := tx.Mailbox(ctx, m.AccountID)
		if err != nil || box.Wanted == "" {
			return err
		}
		box.CodeUntil = n.now().Add(codeLife)
		if err := tx.SetMailCode(ctx, box, codeHash(code)); err != nil {
			return err
		}
		id := m.ID + "." + strconv.Itoa(job.Tries)
		l, err = n.to(a).code(code, box.CodeUntil).seal(n.mail.page, id, box.Wanted, n.now())
		return err
	})
	return l, err
}
