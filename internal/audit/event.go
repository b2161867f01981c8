package audit

import (
	"encoding/binary"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"rastreo/internal/account"
)

// Event is an act as the log has it: at which place, since when, and the hash
// over it and everything before it.
type Event struct {
	Seq int64 // its place in the log, from 0 without a gap
	ID  string
	At  time.Time // whole microseconds, UTC
	Act
	Chain tlog.Hash
}

// encoding is the number that every encoded event begins with. Should an event
// ever hold more, another number says so and old events keep theirs.
const encoding = 1

// Encode appends the one form in which an event is hashed: the byte 1; its
// moment in microseconds since 1970, eight bytes, the highest first; then
// every text in the order of the columns of the table ledger, each after its
// length in bytes, four bytes, the highest first. No two events have the same
// form. The place is not in it: the chain and the tree say where it stands.
func (e *Event) Encode(b []byte) []byte {
	b = append(b, encoding)
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMicro()))
	for _, text := range [...]string{
		e.ID, e.By, string(e.Verb), e.On, e.Via, e.Agency, e.Session, e.Source,
		e.Outcome, e.Purpose, e.Grant, e.Fields, e.To,
	} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	return b
}

// Leaf is the hash of the event as a record of the tree: RFC 6962, section 2.1.
func (e *Event) Leaf() tlog.Hash { return tlog.RecordHash(e.Encode(make([]byte, 0, 256))) }

// Entry is an event with what its ids stand for when it is read.
type Entry struct {
	Event
	Username, Name string // of whoever acted, "" for the house itself
	Role           account.Role
	AgencyCode     string  // acronym of their agency
	ToCode         string  // and of the one it was shown to
	Answer         *Answer // what went out to the same request; nil where that is not known
}
