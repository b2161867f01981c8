package audit

import (
	"crypto/sha256"
	"errors"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Head is how far a log goes: enough to add to it, and to say what was in it.
type Head struct {
	Size  int64
	Chain tlog.Hash   // over the last event and all before it
	Edge  []tlog.Hash // roots of the whole subtrees on the right side, the largest first
}

// Begin is the head of an empty log. Its chain begins with the log's origin,
// so that no event of one log fits into another.
func Begin(origin string) Head { return Head{Chain: sha256.Sum256([]byte(origin))} }

// Add puts an event at the end and fills in its place and its chain.
func (h *Head) Add(e *Event) {
	leaf := e.Leaf()
	e.Seq = h.Size
	e.Chain = link(h.Chain, leaf)
	h.grow(leaf, e.Chain)
}

// grow takes one more leaf: where two subtrees of a size meet, they become one.
func (h *Head) grow(leaf, chain tlog.Hash) {
	h.Edge = append(h.Edge, leaf)
	for range bits.TrailingZeros64(^uint64(h.Size)) {
		n := len(h.Edge)
		h.Edge = append(h.Edge[:n-2], tlog.NodeHash(h.Edge[n-2], h.Edge[n-1]))
	}
	h.Size++
	h.Chain = chain
}

// link is the chain's hash over what came before and one more leaf.
func link(before, leaf tlog.Hash) tlog.Hash {
	var both [2 * tlog.HashSize]byte
	copy(both[:], before[:])
	copy(both[tlog.HashSize:], leaf[:])
	return sha256.Sum256(both[:])
}

// Root is the root of the tree: RFC 6962, section 2.1.
func (h Head) Root() tlog.Hash {
	if len(h.Edge) == 0 {
		return sha256.Sum256(nil)
	}
	root := h.Edge[len(h.Edge)-1]
	for _, left := range slices.Backward(h.Edge[:len(h.Edge)-1]) {
		root = tlog.NodeHash(left, root)
	}
	return root
}

// Same tells whether two heads are of the same log and size.
func (h Head) Same(as Head) bool {
	return h.Size == as.Size && h.Chain == as.Chain && slices.Equal(h.Edge, as.Edge)
}

// Clone is a head that grows by itself.
func (h Head) Clone() Head {
	h.Edge = slices.Clone(h.Edge)
	return h
}

// Pack writes the edge as one text of bytes.
func (h Head) Pack() []byte {
	b := make([]byte, 0, len(h.Edge)*tlog.HashSize)
	for _, hash := range h.Edge {
		b = append(b, hash[:]...)
	}
	return b
}

// errHead is what a head says that cannot be one.
var errHead = errors.New("audit: not the head of a log")

// Unpack reads a head that was kept: its chain and packed edge.
func Unpack(size int64, chain, edge []byte) (h Head, err error) {
	n := len(edge) / tlog.HashSize
	if size < 0 || len(chain) != tlog.HashSize || len(edge)%tlog.HashSize != 0 || n != bits.OnesCount64(uint64(size)) {
		return h, errHead
	}
	h = Head{Size: size, Chain: tlog.Hash(chain)}
	for i := range n {
		h.Edge = append(h.Edge, tlog.Hash(edge[i*tlog.HashSize:]))
	}
	return h, nil
}
