package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Kind is what is wrong with a log.
type Kind string

// What can be wrong.
const (
	Edited     Kind = "edited"          // the event is not what was sealed
	Missing    Kind = "deleted"         // there is no event at this place
	Inserted   Kind = "inserted"        // the event was put between two others, or behind the end
	Swapped    Kind = "swapped"         // the event belongs elsewhere
	Truncated  Kind = "truncated"       // the log ends before its end
	RolledBack Kind = "rolled_back"     // a checkpoint knows of more than there is
	Forked     Kind = "forked"          // whole in itself, and not what was signed
	Realm      Kind = "realm"           // of another log
	Forged     Kind = "forged"          // a note that its log did not sign
	WrongHead  Kind = "head"            // the head does not fit the events
	Lost       Kind = "checkpoint_lost" // a checkpoint was given out and is not there
	Moved      Kind = "checkpoint_moved"
	Torn       Kind = "torn" // a file of checkpoints ends inside one
)

// Finding is one thing that is wrong: with the event or checkpoint of a place.
type Finding struct {
	Kind Kind
	Seq  int64
}

// Given is a checkpoint as a row has it.
type Given struct {
	Size int64
	At   time.Time
	Note string
}

// Copy is what a database says of its log beside the events.
type Copy struct {
	Size        int64
	Chain, Edge []byte
	Note        string
	Checkpoints []Given // in order of their size
}

// findingsMost is how many findings are kept: after so many nothing more is
// learned from the next.
const findingsMost = 100

// Verifier reads a log from its first event to its last and says what was
// done to it. It is told first what the copy and others say of the log, then
// every event in order.
type Verifier struct {
	keys   Keys
	origin string

	head   Head // of the events that were read
	next   int64
	chain  tlog.Hash // what the next event must follow
	broken *anchor   // the last event that did not fit, until one does
	open   []anchor  // every event that did not fit

	kept     Copy
	unsealed bool // the log says that it is empty
	sealed   Checkpoint
	points   []Checkpoint // by size, those that can be held against the events
	findings []Finding
	buffer   []byte
}

// anchor is a place where an event did not fit.
type anchor struct {
	seq      int64
	before   tlog.Hash // what it should have followed
	has      tlog.Hash // the chain it bears
	computed tlog.Hash // the chain it should bear
}

// NewVerifier returns a verifier of a copy. Without a key of the log it only
// tells whether the copy fits together.
func NewVerifier(keys Keys, c Copy) *Verifier {
	v := &Verifier{keys: keys, kept: c}
	if keys.Log != nil {
		v.origin = keys.Log.Name()
	} else {
		v.origin, _, _ = strings.Cut(c.Note, "\n")
	}
	v.head = Begin(v.origin)
	v.chain = v.head.Chain
	v.readHead()
	v.readRows()
	return v
}

func (v *Verifier) find(kind Kind, seq int64) {
	if len(v.findings) < findingsMost {
		v.findings = append(v.findings, Finding{kind, seq})
	}
}

// openNote reads a note of this log, or says what is wrong with it.
func (v *Verifier) openNote(text string, at int64) (c Checkpoint, ok bool) {
	c, err := v.keys.Open(text)
	if origin, _, _ := strings.Cut(text, "\n"); origin != v.origin {
		v.find(Realm, at)
		return c, false
	}
	if err != nil {
		v.find(Forged, at)
		return c, false
	}
	return c, true
}

// readHead reads what the log says of its own end. Only the signed note is
// believed.
func (v *Verifier) readHead() {
	c := v.kept
	if c.Note == "" && c.Size == 0 && len(c.Chain) == 0 && len(c.Edge) == 0 {
		v.unsealed = true
		return
	}
	sealed, ok := v.openNote(c.Note, c.Size)
	if !ok {
		return
	}
	v.sealed = sealed
	v.points = append(v.points, sealed)
	if sealed.Size != c.Size || sealed.Signatures != 1 {
		v.find(WrongHead, sealed.Size)
	}
}

// readRows reads the checkpoints of the copy: each tells of the one before it,
// the head of the last.
func (v *Verifier) readRows() {
	after := int64(0)
	for _, row := range v.kept.Checkpoints {
		c, ok := v.openNote(row.Note, row.Size)
		if !ok {
			after = row.Size
			continue
		}
		if c.Size != row.Size || !c.At.Equal(row.At) || c.Signatures != 1 {
			v.find(Moved, row.Size)
		}
		if c.After != after {
			v.find(Lost, c.After)
		}
		after = c.Size
		v.points = append(v.points, c)
	}
	switch {
	case v.sealed.Note == "" && after > 0 && v.unsealed:
		v.find(RolledBack, 0)
	case v.sealed.Note == "":
	case v.sealed.Size < after:
		v.find(RolledBack, v.sealed.Size)
	case v.sealed.Size > after && v.sealed.After != after:
		v.find(Lost, v.sealed.After)
	}
}

// Outside tells of a note that others have kept: from a file of checkpoints,
// or with a witness.
func (v *Verifier) Outside(text string) (c Checkpoint, ok bool) {
	if c, ok = v.openNote(text, 0); !ok {
		return c, false
	}
	if c.Size > v.sealed.Size {
		v.find(RolledBack, v.sealed.Size)
		return c, true
	}
	v.points = append(v.points, c)
	row, found := slices.BinarySearchFunc(v.kept.Checkpoints, c.Size, func(g Given, size int64) int { return cmp.Compare(g.Size, size) })
	switch {
	case !found:
		v.find(Lost, c.Size)
	case !strings.HasPrefix(v.kept.Checkpoints[row].Note, c.Text()+"\n"):
		v.find(Forked, c.Size)
	}
	return c, true
}

// Printed tells of a checkpoint of which only the size and the root are known,
// from paper.
func (v *Verifier) Printed(size int64, root tlog.Hash) {
	if size > v.sealed.Size {
		v.find(RolledBack, v.sealed.Size)
		return
	}
	v.points = append(v.points, Checkpoint{Size: size, Root: root})
}

// Torn tells that a file of checkpoints ends inside one.
func (v *Verifier) Torn() { v.find(Torn, 0) }

// Add reads the next event.
func (v *Verifier) Add(e *Event) {
	if v.next == 0 {
		slices.SortStableFunc(v.points, func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
		v.hold()
	}
	switch {
	case e.Seq > v.next:
		v.find(Missing, v.next)
	case e.Seq < v.next:
		v.find(Inserted, e.Seq)
	}
	v.buffer = e.Encode(v.buffer[:0])
	leaf := tlog.RecordHash(v.buffer)
	if e.Seq <= v.next { // what stands behind a gap follows something unknown
		v.follow(e, leaf)
	}
	v.next = max(v.next, e.Seq) + 1
	v.chain = e.Chain
	v.head.grow(leaf, e.Chain)
	v.hold()
}

// follow holds an event against what came before it. Where one does not fit,
// what follows says what was done: if the next fits what came before, the one
// was put in; if it fits what the one should have been, its chain was changed.
func (v *Verifier) follow(e *Event, leaf tlog.Hash) {
	b := v.broken
	v.broken = nil
	switch {
	case link(v.chain, leaf) == e.Chain:
	case b != nil && link(b.before, leaf) == e.Chain:
		v.change(b.seq, e.Seq, Inserted)
	case b != nil && link(b.computed, leaf) == e.Chain:
	default:
		v.misfit(b, e, leaf)
	}
}

func (v *Verifier) misfit(b *anchor, e *Event, leaf tlog.Hash) {
	a := anchor{seq: e.Seq, before: v.chain, has: e.Chain, computed: link(v.chain, leaf)}
	kind := Edited
	for _, other := range v.open {
		if here := link(other.before, leaf); here == other.has || here == e.Chain {
			kind = Swapped
			v.change(other.seq, other.seq+1, Swapped)
		}
	}
	v.find(kind, e.Seq)
	if len(v.open) < findingsMost {
		v.open = append(v.open, a)
	}
	if b != nil {
		a.seq, a.before = b.seq, b.before // a run begins where its first event did
	}
	v.broken = &a
}

// change says better what was found from a place to before another.
func (v *Verifier) change(from, to int64, kind Kind) {
	for i, f := range v.findings {
		if f.Kind == Edited && f.Seq >= from && f.Seq < to {
			v.findings[i].Kind = kind
		}
	}
}

// hold holds the events so far against the checkpoints of their number. What
// was found before explains why they differ.
func (v *Verifier) hold() {
	for len(v.points) > 0 && v.points[0].Size <= v.head.Size {
		p := v.points[0]
		v.points = v.points[1:]
		if p.Size == v.head.Size && p.Root != v.head.Root() && len(v.findings) == 0 {
			v.find(Forked, p.Size)
		}
	}
}

// End is told that there are no more events, and returns everything that was
// found, nothing if the log is whole.
func (v *Verifier) End() []Finding {
	if v.next == 0 {
		v.hold()
	}
	kept, err := Unpack(v.kept.Size, v.kept.Chain, v.kept.Edge)
	switch {
	case v.unsealed && v.next > 0:
		v.find(Inserted, 0)
	case v.unsealed:
	case v.next < v.sealed.Size:
		v.find(Truncated, v.next)
	case v.next > v.sealed.Size && v.sealed.Note != "":
		v.find(Inserted, v.sealed.Size)
	case len(v.findings) == 0 && (err != nil || !kept.Same(v.head)):
		v.find(WrongHead, v.next)
	}
	slices.SortStableFunc(v.findings, func(a, b Finding) int { return cmp.Compare(a.Seq, b.Seq) })
	return slices.Compact(v.findings)
}

// Head is the head of the events that were read.
func (v *Verifier) Head() Head { return v.head.Clone() }

// Origin is the name of the log.
func (v *Verifier) Origin() string { return v.origin }
