package site

import (
	"errors"
	"sync"
	"time"
)

// board keeps what was drawn of the queue, so that one that has not changed
// costs no query and no template: the list, which all staff share, and the
// whole page of each reader. It holds only what every reader with the same
// key may see.
type board struct {
	now func() time.Time

	mu      sync.Mutex
	version uint64
	drawn   map[boardKey]*drawing
}

// boardKey is everything a drawing depends on apart from the version of the
// records. By is the reader's account where it is their own, else "".
type boardKey struct {
	path, lang, zone, by string
	whole                bool // the page, not only its main part
}

var errUndrawn = errors.New("site: page was not drawn")

// drawing is something that is drawn once, however many wait for it.
type drawing struct {
	begun time.Time
	done  chan struct{} // closed when the rest is there
	html  []byte
	err   error
}

const (
	// mostDrawn bounds the board: searches are many and each is seen once.
	mostDrawn = 128
	// freshFor bounds how long a drawing is shown: another process may have
	// written to the same database without this one's knowledge.
	freshFor = time.Second
)

func newBoard(now func() time.Time) *board {
	return &board{now: now, drawn: map[boardKey]*drawing{}}
}

// take returns what was drawn under this version, or draws it. Whoever asks
// while it is being drawn waits for that; should it fail, they draw for
// themselves, for the failure may have been the other reader's own.
func (b *board) take(version uint64, key boardKey, draw func() ([]byte, error)) ([]byte, error) {
	d, mine := b.look(version, key)
	if mine {
		defer close(d.done)
		d.html, d.err = nil, errUndrawn // should draw panic
		d.html, d.err = draw()
		return d.html, d.err
	}
	if <-d.done; d.err != nil {
		return draw()
	}
	return d.html, nil
}

// look finds the drawing of a key, or hangs up an empty one that is the
// caller's to draw. Another version empties the board, and when it is full
// some drawing makes room.
func (b *board) look(version uint64, key boardKey) (d *drawing, mine bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.version != version {
		clear(b.drawn)
		b.version = version
	}
	now := b.now()
	if d, ok := b.drawn[key]; ok && now.Sub(d.begun) < freshFor {
		return d, false
	}
	for k := range b.drawn {
		if len(b.drawn) < mostDrawn {
			break
		}
		delete(b.drawn, k)
	}
	d = &drawing{begun: now, done: make(chan struct{})}
	b.drawn[key] = d
	return d, true
}
