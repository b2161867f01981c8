package audit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"rastreo/internal/audit"
)

// history is a log as a database has it, with the checkpoints that others
// keep.
type history struct {
	key     audit.Key
	keys    audit.Keys
	head    audit.Head
	events  []audit.Event
	copy    audit.Copy
	outside []string
}

var epoch = time.Date(2026, 3, 5, 18, 30, 0, 0, time.UTC)

// begin is an empty log. Logs of different seeds have different keys.
func begin(t testing.TB, origin string, seed byte) *history {
	t.Helper()
	key, err := audit.NewKey(origin, slices.Repeat([]byte{seed}, 32))
	must(t, err)
	keys, err := key.Keys()
	must(t, err)
	return &history{key: key, keys: keys, head: audit.Begin(origin)}
}

// event is one that nothing else is like.
func event(r *rand.Rand) audit.Event {
	word := func() string { return fmt.Sprintf("%X", r.Uint32()) }
	e := audit.Event{ID: word() + word(), At: epoch.Add(time.Duration(r.IntN(1e9)) * time.Microsecond)}
	e.Verb = audit.Verbs[r.IntN(len(audit.Verbs))]
	e.By, e.On, e.Via, e.Agency, e.Session, e.Source = word(), word(), word(), word(), word(), word()
	if r.IntN(3) == 0 {
		e.Outcome, e.Purpose, e.Grant, e.Fields, e.To = "fault.forbidden", "investigation", word(), "people narrative", word()
	}
	return e
}

// seal adds events and signs.
func (h *history) seal(t testing.TB, events ...audit.Event) {
	t.Helper()
	for _, e := range events {
		h.head.Add(&e)
		h.events = append(h.events, e)
	}
	h.sign(t)
}

// sign makes the head of the copy fit the events.
func (h *history) sign(t testing.TB) {
	t.Helper()
	after := int64(0)
	if n := len(h.copy.Checkpoints); n > 0 {
		after = h.copy.Checkpoints[n-1].Size
	}
	c := audit.Checkpoint{Origin: h.key.Name(), Size: h.head.Size, Root: h.head.Root(), After: after, At: epoch.Add(time.Duration(h.head.Size) * time.Second)}
	signed, err := c.Sign(h.key)
	must(t, err)
	h.settle()
	h.copy.Note = signed
}

// settle makes what is not signed of the head fit.
func (h *history) settle() {
	h.copy.Size, h.copy.Chain, h.copy.Edge = h.head.Size, slices.Clone(h.head.Chain[:]), h.head.Pack()
}

// publish gives the head's note out.
func (h *history) publish(t testing.TB) {
	t.Helper()
	c, err := h.keys.Open(h.copy.Note)
	must(t, err)
	h.copy.Checkpoints = append(h.copy.Checkpoints, audit.Given{Size: c.Size, At: c.At, Note: h.copy.Note})
	h.outside = append(h.outside, h.copy.Note)
}

// lived is a log of so many events that was sealed and published now and then.
func lived(t testing.TB, origin string, seed byte, r *rand.Rand, n int) *history {
	t.Helper()
	h := begin(t, origin, seed)
	for len(h.events) < n {
		some := make([]audit.Event, min(n-len(h.events), 1+r.IntN(9)))
		for i := range some {
			some[i] = event(r)
		}
		h.seal(t, some...)
		if r.IntN(3) == 0 {
			h.publish(t)
		}
	}
	return h
}

// clone is a history to tamper with.
func (h *history) clone() *history {
	c := *h
	c.head = h.head.Clone()
	c.events = slices.Clone(h.events)
	c.copy.Chain, c.copy.Edge = slices.Clone(h.copy.Chain), slices.Clone(h.copy.Edge)
	c.copy.Checkpoints = slices.Clone(h.copy.Checkpoints)
	c.outside = slices.Clone(h.outside)
	return &c
}

func (h *history) verify() []audit.Finding {
	v := audit.NewVerifier(h.keys, h.copy)
	for _, note := range h.outside {
		v.Outside(note)
	}
	for i := range h.events {
		e := h.events[i]
		v.Add(&e)
	}
	return v.End()
}

// number gives every event the place where it stands.
func (h *history) number() {
	for i := range h.events {
		h.events[i].Seq = int64(i)
	}
}

// again computes everything that needs no key, as who has the database can.
func (h *history) again() {
	h.head = audit.Begin(h.key.Name())
	for i := range h.events {
		h.head.Add(&h.events[i])
	}
	h.settle()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tampering is something done to a log; it is told a place in it.
type tampering struct {
	name string
	do   func(t testing.TB, h *history, r *rand.Rand, at int)
}

// tamperings is what somebody can do who has the database, and last who has
// the key too.
var tamperings = []tampering{
	{"edit", func(_ testing.TB, h *history, r *rand.Rand, at int) { edit(&h.events[at], r) }},
	{"edit chain", func(_ testing.TB, h *history, r *rand.Rand, at int) { h.events[at].Chain[r.IntN(32)] ^= 1 << r.IntN(8) }},
	{"edit and chain again", func(_ testing.TB, h *history, r *rand.Rand, at int) { edit(&h.events[at], r); h.again() }},
	{"delete", func(_ testing.TB, h *history, _ *rand.Rand, at int) { h.events = slices.Delete(h.events, at, at+1) }},
	{"delete and number", func(_ testing.TB, h *history, _ *rand.Rand, at int) {
		h.events = slices.Delete(h.events, at, at+1)
		h.number()
	}},
	{"delete and chain again", func(_ testing.TB, h *history, _ *rand.Rand, at int) {
		h.events = slices.Delete(h.events, at, at+1)
		h.again()
	}},
	{"insert", func(_ testing.TB, h *history, r *rand.Rand, at int) {
		h.events = slices.Insert(h.events, at, event(r))
		h.number()
	}},
	{"insert and chain again", func(_ testing.TB, h *history, r *rand.Rand, at int) {
		h.events = slices.Insert(h.events, at, event(r))
		h.again()
	}},
	{"double", func(_ testing.TB, h *history, _ *rand.Rand, at int) {
		h.events = slices.Insert(h.events, at, h.events[at])
		h.number()
	}},
	{"append", func(_ testing.TB, h *history, r *rand.Rand, _ int) {
		e, head := event(r), h.head.Clone()
		head.Add(&e)
		h.events = append(h.events, e)
	}},
	{"append and head", func(_ testing.TB, h *history, r *rand.Rand, _ int) { h.events = append(h.events, event(r)); h.again() }},
	{"swap", func(_ testing.TB, h *history, r *rand.Rand, at int) { swap(h, r, at); h.number() }},
	{"swap and chain again", func(_ testing.TB, h *history, r *rand.Rand, at int) { swap(h, r, at); h.again() }},
	{"number", func(_ testing.TB, h *history, r *rand.Rand, at int) { h.events[at].Seq += int64(1 + r.IntN(3)) }},
	{"truncate", func(_ testing.TB, h *history, _ *rand.Rand, at int) { h.events = h.events[:at] }},
	{"truncate and head", func(_ testing.TB, h *history, _ *rand.Rand, at int) { h.events = h.events[:at]; h.again() }},
	{"empty", func(_ testing.TB, h *history, _ *rand.Rand, _ int) { h.events, h.copy = nil, audit.Copy{} }},
	{"roll back", func(t testing.TB, h *history, r *rand.Rand, _ int) { rollBack(t, h, r) }},
	{"head size", func(_ testing.TB, h *history, r *rand.Rand, _ int) { h.copy.Size += int64(1 - 2*r.IntN(2)) }},
	{"head chain", func(_ testing.TB, h *history, r *rand.Rand, _ int) { flip(h.copy.Chain, r) }},
	{"head edge", func(_ testing.TB, h *history, r *rand.Rand, _ int) { flip(h.copy.Edge, r) }},
	{"head note", func(_ testing.TB, h *history, r *rand.Rand, _ int) { h.copy.Note = flipText(h.copy.Note, r) }},
	{"head of before", func(_ testing.TB, h *history, r *rand.Rand, _ int) { h.copy.Note = given(h, r).Note }},
	{"head's second signature", func(_ testing.TB, h *history, _ *rand.Rand, _ int) {
		_, signature, _ := strings.Cut(h.copy.Note, "\n\n— ")
		h.copy.Note += "— x" + signature
	}},
	{"checkpoint deleted", func(_ testing.TB, h *history, r *rand.Rand, _ int) {
		i := r.IntN(len(h.copy.Checkpoints))
		h.copy.Checkpoints = slices.Delete(h.copy.Checkpoints, i, i+1)
	}},
	{"checkpoint's note", func(_ testing.TB, h *history, r *rand.Rand, _ int) { g := given(h, r); g.Note = flipText(g.Note, r) }},
	{"checkpoint's time", func(_ testing.TB, h *history, r *rand.Rand, _ int) {
		g := given(h, r)
		g.At = g.At.Add(time.Microsecond)
	}},
	{"checkpoint's size", func(_ testing.TB, h *history, r *rand.Rand, _ int) { given(h, r).Size++ }},
	{"kept note", func(_ testing.TB, h *history, r *rand.Rand, _ int) {
		i := r.IntN(len(h.outside))
		h.outside[i] = flipText(h.outside[i], r)
	}},
	{"another log", func(t testing.TB, h *history, r *rand.Rand, _ int) {
		other := lived(t, "rastreo/training", 2, r, 20)
		h.copy, h.events = other.copy, other.events
	}},
	{"another log of the same name", func(t testing.TB, h *history, r *rand.Rand, _ int) {
		other := lived(t, "rastreo/live", 3, r, 20)
		h.copy, h.events = other.copy, other.events
	}},
	{"signed anew", func(t testing.TB, h *history, r *rand.Rand, at int) {
		other := begin(t, "rastreo/live", 1)
		edit(&h.events[at], r)
		other.seal(t, h.events...)
		other.publish(t)
		h.copy, h.events = other.copy, other.events
	}},
}

// edit changes one column.
func edit(e *audit.Event, r *rand.Rand) {
	columns := []*string{&e.ID, &e.By, (*string)(&e.Verb), &e.On, &e.Via, &e.Agency, &e.Session, &e.Source, &e.Outcome, &e.Purpose, &e.Grant, &e.Fields, &e.To}
	i := r.IntN(len(columns) + 2)
	switch {
	case i == len(columns):
		e.At = e.At.Add(time.Microsecond)
	case i > len(columns): // what stood at the end of one stands at the beginning of the next
		e.On, e.Via = e.On[:len(e.On)-1], e.On[len(e.On)-1:]+e.Via
	case *columns[i] == "":
		*columns[i] = "x"
	default:
		*columns[i] = flipText(*columns[i], r)
	}
}

func swap(h *history, r *rand.Rand, at int) {
	other := (at + 1 + r.IntN(len(h.events)-1)) % len(h.events)
	h.events[at], h.events[other] = h.events[other], h.events[at]
	if r.IntN(2) == 0 { // the chain stays where it was
		h.events[at].Chain, h.events[other].Chain = h.events[other].Chain, h.events[at].Chain
	}
}

func given(h *history, r *rand.Rand) *audit.Given {
	return &h.copy.Checkpoints[r.IntN(len(h.copy.Checkpoints)-1)]
}

// rollBack makes the copy what it was at a checkpoint that is not the last.
func rollBack(t testing.TB, h *history, r *rand.Rand) {
	t.Helper()
	i := r.IntN(len(h.copy.Checkpoints) - 1)
	c := h.copy.Checkpoints[i]
	h.events = h.events[:c.Size]
	h.again()
	h.copy.Note, h.copy.Checkpoints = c.Note, h.copy.Checkpoints[:i+1]
}

func flip(b []byte, r *rand.Rand) { b[r.IntN(len(b))] ^= 1 << r.IntN(8) }

func flipText(text string, r *rand.Rand) string {
	b := []byte(text)
	flip(b, r)
	return string(b)
}

// Whatever is done to a log is found, and a log to which nothing was done is
// whole.
func TestTampering(t *testing.T) {
	const times, untouched = 10_000, 1_000
	r := rand.New(rand.NewPCG(4, 2026))
	var logs []*history
	for range 50 {
		h := lived(t, "rastreo/live", 1, r, 20+r.IntN(60))
		for len(h.copy.Checkpoints) < 3 || int(h.copy.Size) == len(h.events) && h.copy.Checkpoints[len(h.copy.Checkpoints)-1].Size == h.copy.Size {
			h.seal(t, event(r), event(r))
			if len(h.copy.Checkpoints) < 3 {
				h.publish(t)
			}
		}
		logs = append(logs, h)
	}
	missed := map[string]int{}
	for i := range times {
		x, h := tamperings[i%len(tamperings)], logs[r.IntN(len(logs))].clone()
		x.do(t, h, r, r.IntN(len(h.events)-1))
		if len(h.verify()) == 0 {
			missed[x.name]++
		}
	}
	for name, n := range missed {
		t.Errorf("%s: %d not found", name, n)
	}
	for range untouched / len(logs) {
		for _, h := range logs {
			if found := h.verify(); len(found) > 0 {
				t.Errorf("nothing was done, and %v is found", found)
			}
		}
	}
}

// A finding says where, and what.
func TestFindings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	whole := lived(t, "rastreo/live", 1, r, 40)
	for _, x := range []struct {
		name string
		do   func(h *history)
		want string
	}{
		{"nothing", func(*history) {}, "[]"},
		{"edit", func(h *history) { h.events[7].By = "x" }, "[{edited 7}]"},
		{"chain", func(h *history) { h.events[7].Chain[0]++ }, "[{edited 7}]"},
		{"delete", func(h *history) { h.events = slices.Delete(h.events, 7, 9) }, "[{deleted 7}]"},
		{"insert", func(h *history) { h.events = slices.Insert(h.events, 7, event(r), event(r)); h.number() }, "[{inserted 7} {inserted 8} {inserted 40}]"},
		{"append", func(h *history) { h.events = append(h.events, event(r)); h.number() }, "[{edited 40} {inserted 40}]"},
		{"swap", func(h *history) {
			h.events[7].Act, h.events[20].Act = h.events[20].Act, h.events[7].Act
			h.events[7].ID, h.events[20].ID = h.events[20].ID, h.events[7].ID
			h.events[7].At, h.events[20].At = h.events[20].At, h.events[7].At
		}, "[{swapped 7} {swapped 20}]"},
		{"truncate", func(h *history) { h.events = h.events[:30] }, "[{truncated 30}]"},
	} {
		h := whole.clone()
		x.do(h)
		if got := fmt.Sprint(h.verify()); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

// The edge gives the root that the whole tree has.
func TestRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	head := audit.Begin("rastreo/live")
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) (list []tlog.Hash, _ error) {
		for _, i := range at {
			list = append(list, stored[i])
		}
		return list, nil
	})
	for n := range int64(300) {
		want, err := tlog.TreeHash(n, read)
		must(t, err)
		if got := head.Root(); n > 0 && got != want {
			t.Fatalf("%d: root %s, want %s", n, got, want)
		}
		kept, err := audit.Unpack(head.Size, head.Chain[:], head.Pack())
		if err != nil || !kept.Same(head) {
			t.Fatalf("%d: kept %v %v", n, kept, err)
		}
		e := event(r)
		head.Add(&e)
		hashes, err := tlog.StoredHashesForRecordHash(n, e.Leaf(), read)
		must(t, err)
		stored = append(stored, hashes...)
	}
}

// The encoding never changes: what was hashed once must be hashed so forever.
func TestEncoding(t *testing.T) {
	e := audit.Event{ID: "01", At: time.UnixMicro(258).UTC(), Act: audit.Act{
		By: "b", Verb: "v", On: "ñ", Via: "x", Agency: "a", Session: "s", Source: "so", Outcome: "o", Purpose: "p", Grant: "g", Fields: "f", To: "t",
	}}
	want := "01 0000000000000102 00000002 3031 00000001 62 00000001 76 00000002 c3b1 00000001 78 00000001 61 00000001 73 00000002 736f" +
		" 00000001 6f 00000001 70 00000001 67 00000001 66 00000001 74"
	if got := fmt.Sprintf("%x", e.Encode(nil)); got != strings.ReplaceAll(want, " ", "") {
		t.Errorf("encoded as %s", got)
	}
}

// Witnesses sign beside the log, in any order, and a signature that does not
// hold makes the whole note worthless.
func TestWitness(t *testing.T) {
	h := lived(t, "rastreo/live", 1, rand.New(rand.NewPCG(3, 3)), 10)
	c, err := h.keys.Open(h.copy.Note)
	must(t, err)
	file := h.key.LogLine()
	for i, name := range []string{"fgr.mx", "ntc.us"} {
		w, err := audit.NewKey(name, slices.Repeat([]byte{byte(10 + i)}, 32))
		must(t, err)
		w, err = audit.ParseFile(w.File())
		must(t, err)
		c.Note, err = c.Cosign(w)
		must(t, err)
		file += w.WitnessLine()
	}
	keys, err := audit.ParseKeys("# keys\n\n" + file)
	must(t, err)
	got, err := keys.Open(c.Note)
	must(t, err)
	if !got.Signed || !slices.Equal(got.By, []string{"ntc.us", "fgr.mx"}) && !slices.Equal(got.By, []string{"fgr.mx", "ntc.us"}) {
		t.Errorf("signed %v by %v", got.Signed, got.By)
	}
	notes, torn := audit.Notes(audit.Line(h.copy.Note) + audit.Line(c.Note) + c.Note[:len(c.Note)-9])
	if len(notes) != 2 || notes[0] != h.copy.Note || notes[1] != c.Note || torn == "" {
		t.Errorf("file read as %d notes, torn %q", len(notes), torn)
	}
	at := strings.Index(c.Note, "ntc.us ") + 20
	if _, err := keys.Open(c.Note[:at] + string(c.Note[at]^1) + c.Note[at+1:]); err == nil {
		t.Error("a witness's signature that does not hold is taken")
	}
	for _, bad := range []string{"log x", "other " + h.key.Public, h.key.LogLine() + h.key.LogLine()} {
		if _, err := audit.ParseKeys(bad); err == nil {
			t.Errorf("%q is taken for keys", bad)
		}
	}
	if _, err := audit.NewKey("with space", make([]byte, 32)); err == nil {
		t.Error("a name with a space is taken")
	}
}
