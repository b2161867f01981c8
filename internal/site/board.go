package site

import "sync"

// board keeps what was drawn of the queue, so that one that has not changed
// costs no query and no template: the list, which all staff share, and the
// whole page of each reader. It holds only what every reader with the same
// key may see.
type board struct {
	mu      sync.Mutex
	version uint64
	drawn   map[boardKey][]byte
}

// boardKey is everything a drawing depends on apart from the version of the
// records. By is the reader's account where it is their own, else "".
type boardKey struct {
	path, lang, zone, by string
	whole                bool // the page, not only its main part
}

// mostDrawn bounds the board: searches are many and each is seen once.
const mostDrawn = 128

func newBoard() *board { return &board{drawn: map[boardKey][]byte{}} }

// take returns what was drawn under this version, or draws it.
func (b *board) take(version uint64, key boardKey, draw func() ([]byte, error)) ([]byte, error) {
	if html, ok := b.look(version, key); ok {
		return html, nil
	}
	html, err := draw()
	if err == nil {
		b.keep(version, key, html)
	}
	return html, err
}

func (b *board) look(version uint64, key boardKey) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	html, ok := b.drawn[key]
	return html, ok && b.version == version
}

// keep forgets everything of another version, and everything when there is
// too much.
func (b *board) keep(version uint64, key boardKey, html []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.version != version || len(b.drawn) >= mostDrawn {
		clear(b.drawn)
		b.version = version
	}
	b.drawn[key] = html
}
