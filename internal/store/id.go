package store

import (
	"bufio"
	"io"
	"slices"
	"sync"
	"time"
)

// source lets many goroutines draw from one random reader, and asks it for
// more than one draw at a time.
type source struct {
	mu  sync.Mutex
	buf *bufio.Reader
}

func newSource(r io.Reader) *source { return &source{buf: bufio.NewReaderSize(r, 1024)} }

// Read fills b.
func (s *source) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return io.ReadFull(s.buf, b)
}

// idAlphabet is Crockford's: its order is that of the bytes.
const idAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// id makes a private id: 26 characters, first 48 bits of milliseconds, so that
// new rows stand at the end of every index, then 80 random bits. Nobody can
// guess one, yet no right rests on knowing it: ids stand in logs and cursors.
func (c *Chore) id() string { return newID(c.now, c.store.random) }

// ids makes n ids in their order.
func (c *Chore) ids(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = c.id()
	}
	slices.Sort(list)
	return list
}

func newID(at time.Time, random io.Reader) string {
	var b [16]byte
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	if _, err := random.Read(b[6:]); err != nil {
		// Without randomness ids would meet and folios repeat. The act is
		// undone and its caller gets the panic as an error.
		panic(err)
	}
	return spell(b)
}

// spell writes 128 bits as 26 characters of five bits, the first of three.
func spell(b [16]byte) string {
	var out [26]byte
	var bits, have uint
	next := len(out)
	for i := len(b) - 1; i >= 0; i-- {
		bits |= uint(b[i]) << have
		for have += 8; have >= 5; have -= 5 {
			next--
			out[next] = idAlphabet[bits&31]
			bits >>= 5
		}
	}
	out[0] = idAlphabet[bits&31]
	return string(out[:])
}

// fresh fills in the id and the moment of a new row. What is given stays.
func (c *Chore) fresh(id *string, at *time.Time) {
	if *id == "" {
		*id = c.id()
	}
	c.moment(at)
}

// moment fills in the time of a new row.
func (c *Chore) moment(at *time.Time) {
	if at.IsZero() {
		*at = c.now
	}
	*at = micro(*at)
}
