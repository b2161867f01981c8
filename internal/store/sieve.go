package store

import (
	"context"
	"hash/maphash"
	"math/bits"
	"sync/atomic"

	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// sieve tells in some nanoseconds that no request has a core: a Bloom filter of
// those in use. Of the hundreds of cores that a number may have, one or two are
// in use, so a filing and a page need not ask the database for the others.
//
// Each core is in it for all and for its agency. An agency asks for its own:
// were it to ask for all, a look-up would take the longer where another agency
// has the firearm, and could be felt.
//
// It may only be asked where nobody else writes, and once it is full: before,
// and on a server that others share, the database is asked.
type sieve struct {
	seed  maphash.Seed
	words []atomic.Uint64 // a power of two
	full  atomic.Bool     // every core in use is in it
}

// Of each core a sieve has this many bits for all and as many for its agency,
// and sets so many of each. In one of its size one core in five hundred passes without being there; with three
// times as many, one in ten.
const (
	sieveRoom  = 24
	sieveMarks = 4
	sieveLeast = 1 << 19 // cores
)

// newSieve makes one for n cores and as many as will come for a while.
func newSieve(n int) *sieve {
	size := uint(max(n+n/4, sieveLeast)) * sieveRoom / 64
	return &sieve{seed: maphash.MakeSeed(), words: make([]atomic.Uint64, 1<<bits.Len(size-1))}
}

// add notes a core of an agency. It may be called from everywhere at once.
func (s *sieve) add(agency, core string) {
	h := maphash.String(s.seed, core)
	s.mark(h)
	s.mark(h ^ s.of(agency))
}

func (s *sieve) mark(h uint64) {
	for range sieveMarks {
		word, bit := s.place(h)
		word.Or(bit)
		h = step(h)
	}
}

// of is what the marks of an agency differ by from those of all, "".
func (s *sieve) of(agency string) uint64 {
	if agency == "" {
		return 0
	}
	return maphash.String(s.seed, agency)
}

// has returns what tells whether a core may be in use in an agency, or in any.
func (s *sieve) has(agency string) func(core []byte) bool {
	of := s.of(agency)
	return func(core []byte) bool {
		h := maphash.Bytes(s.seed, core) ^ of
		for range sieveMarks {
			if word, bit := s.place(h); word.Load()&bit == 0 {
				return false
			}
			h = step(h)
		}
		return true
	}
}

func (s *sieve) place(h uint64) (word *atomic.Uint64, bit uint64) {
	return &s.words[(h>>6)&uint64(len(s.words)-1)], 1 << (h & 63)
}

// step makes the next of several places out of one hash.
func step(h uint64) uint64 { return bits.RotateLeft64(h*0x9E3779B97F4A7C15, 32) }

// known notes the core of a serial that an agency's request gets. It is noted even if
// the act then fails: a sieve may hold too much, but never too little.
func (s *Store) known(agency, serial string) {
	if v := s.sieve.Load(); v != nil {
		v.add(agency, firearm.Core(serial))
	}
}

// cores lists the cores that a number may have, as far as there may be
// requests of the agency with them, or of any where none is given.
func (s *Store) cores(agency, serial string) []string {
	if v := s.sieve.Load(); v != nil && v.full.Load() {
		return firearm.CoresIn(serial, v.has(agency))
	}
	return firearm.Cores(serial)
}

// sieveBatch is how many entries of the index are read at a time.
const sieveBatch = 2000

// Sift makes the sieve, once, so that looking for the same firearm seldom asks
// the database. It does nothing where others write too. Called again after an
// error it begins anew.
func (s *Store) Sift(ctx context.Context) error {
	if s.db.Shared() || s.sieve.Load() != nil {
		return nil
	}
	return s.sift(ctx)
}

func (s *Store) sift(ctx context.Context) error {
	n := 0
	err := s.Read(ctx, House, func(tx *Tx) error {
		counts, err := tx.Counts(ctx)
		for _, status := range trace.Filed {
			n += counts[status]
		}
		return err
	})
	if err != nil {
		return err
	}
	v := newSieve(n)
	if !s.sieve.CompareAndSwap(nil, v) {
		return nil // somebody else is making it
	}
	// Acts that were under way did not see it; acts are done one after the
	// other, so after this one they are done.
	err = s.Chore(ctx, func(*Chore) error { return nil })
	if err == nil {
		err = s.pour(ctx, v)
	}
	if err != nil {
		s.sieve.Store(nil)
		return err
	}
	v.full.Store(true)
	return nil
}

// pour fills a sieve from the index. What is written meanwhile adds itself.
func (s *Store) pour(ctx context.Context, v *sieve) error {
	for last := (coreEntry{}); ; {
		var list []coreEntry
		err := s.Read(ctx, House, func(tx *Tx) (err error) {
			list, err = all(ctx, tx.sql, scanCore, sieveQuery, last.core, last.key, last.agency, last.id, sieveBatch)
			return err
		})
		if err != nil {
			return err
		}
		for _, x := range list {
			v.add(x.agency, x.core)
		}
		if len(list) < sieveBatch {
			return nil
		}
		last = list[len(list)-1]
	}
}

// coreEntry is an entry of the index, in its order.
type coreEntry struct {
	core string
	twinKey
}

func scanCore(r row, x *coreEntry) error { return r.Scan(&x.core, &x.key, &x.agency, &x.id) }

const sieveQuery = `SELECT request.serial_core, request.serial_key, request.agency_id, request.id FROM request
	WHERE (request.serial_core, request.serial_key, request.agency_id, request.id) > ($1, $2, $3, $4) AND request.serial_core <> ''
	ORDER BY request.serial_core, request.serial_key, request.agency_id, request.id LIMIT $5`
