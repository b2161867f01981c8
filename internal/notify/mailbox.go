package notify

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// A code has eight digits and works for an hour.
const (
	codeLife  = time.Hour
	codeCount = 100_000_000
)

func (n *Notify) newCode() (string, error) {
	var draw [8]byte
	if _, err := io.ReadFull(n.mail.Random, draw[:]); err != nil {
		return "", err
	}
	return fmt.Sprintf("%08d", binary.BigEndian.Uint64(draw[:])%codeCount), nil
}

// codeHash is what is kept of a code as somebody may type it. Whoever reads it
// can find the code, and needs a session of its owner to use it.
func codeHash(code string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
	sum := sha256.Sum256([]byte(digits))
	return hex.EncodeToString(sum[:])
}

// Mailbox is where the actor has their notices mailed, and how they are told of
// what.
func (n *Notify) Mailbox(ctx context.Context, who account.Actor) (box trace.Mailbox, err error) {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return box, err
	}
	err = n.store.Read(ctx, who, func(tx *store.Tx) error {
		box, err = tx.Mailbox(ctx, who.ID)
		return err
	})
	return box, err
}

// errNoMail says that notices are not mailed here.
var errNoMail = fault.New(fault.Conflict, "mail.none", nil)

// WantAddress has a code mailed to an address, which is the actor's when the
// code comes back. Whether anybody has the address is not told. An empty one
// ends that notices are mailed.
func (n *Notify) WantAddress(ctx context.Context, who account.Actor, typed string) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	act.Fields = "mail"
	if strings.TrimSpace(typed) == "" {
		return n.store.Write(ctx, act, func(tx *store.Tx) error { return tx.DropAddress(ctx, who.ID) })
	}
	if !n.Mails() {
		return errNoMail
	}
	address, ok := trace.ParseAddress(typed)
	if !ok {
		return fault.Check(fault.Problems{{Pointer: "/mail_address", Code: "shape"}})
	}
	return n.store.Write(ctx, act, func(tx *store.Tx) error {
		if err := tx.WantAddress(ctx, who.ID, address); err != nil {
			return err
		}
		_, err := tx.AddMail(ctx, store.Mail{AccountID: who.ID, Code: true}, time.Time{})
		return err
	})
}

// ConfirmAddress makes the address that the actor wants theirs, by the code that
// was mailed to it. Each try is counted before it is looked at.
func (n *Notify) ConfirmAddress(ctx context.Context, who account.Actor, code string) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	if strings.TrimSpace(code) == "" {
		return fault.Check(fault.Problems{{Pointer: "/mail_code", Code: "required"}})
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	act.Fields = "mail"
	err := n.store.Chore(ctx, func(c *store.Chore) error { return c.TryMailCode(ctx, who.ID) })
	if err == nil {
		err = n.store.Write(ctx, act, func(tx *store.Tx) error {
			if err := tx.ConfirmAddress(ctx, who.ID, codeHash(code)); err != nil {
				return err
			}
			return tx.Tell(ctx, trace.Notice{AccountID: who.ID, Code: trace.NoticeMailChanged})
		})
	}
	if fault.Is(err, fault.NotFound) {
		return fault.Check(fault.Problems{{Pointer: "/mail_code", Code: "wrong"}})
	}
	return err
}

// SaveWays keeps how the actor is told of what. Topics that their role is not
// told of cannot be among them.
func (n *Notify) SaveWays(ctx context.Context, who account.Actor, ways map[trace.Topic]trace.Way) error {
	if err := account.May(who, account.OwnAccount, nil); err != nil {
		return err
	}
	kept := map[trace.Topic]trace.Way{}
	for _, topic := range trace.TopicsOf(who.Role) {
		if !slices.Contains(trace.Ways, ways[topic]) {
			return fault.Check(fault.Problems{{Pointer: "/ways", Code: "code"}})
		}
		kept[topic] = ways[topic]
	}
	act := audit.By(who, audit.AccountChanged, who.ID)
	act.Fields = "ways"
	return n.store.Write(ctx, act, func(tx *store.Tx) error { return tx.SaveWays(ctx, who.ID, kept) })
}
