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
// It may only be asked where nobody else writes, and once it is full: before,
// and on a server that others share, the database is asked.
type sieve struct {
	seed  maphash.Seed
	words []atomic.Uint64 // a power of two
	full  atomic.Bool     // every core in use is in it
}

// Of each core a sieve has this many bits, and sets so many of them. In one of
// its size one core in five hundred passes without being there; with three
// times as many, one in ten.
const (
	sieveRoom  = 12
	sieveMarks = 4
	sieveLeast = 1 << 19 // cores
)

// newSieve makes one for n cores and as many as will come for a while.
func newSieve(n int) *sieve {
	size := uint(max(n+n/4, sieveLeast)) * sieveRoom / 64
	return &sieve{seed: maphash.MakeSeed(), words: make([]atomic.Uint64, 1<<bits.Len(size-1))}
}

// add notes a core. It may be called from everywhere at once.
func (s *sieve) add(core string) {
	h := maphash.String(s.seed, core)
	for range sieveMarks {
		word, bit := s.place(h)
		word.Or(bit)
		h = step(h)
	}
}

// has tells whether a core may be in use.
func (s *sieve) has(core []byte) bool {
	h := maphash.Bytes(s.seed, core)
	for range sieveMarks {
		if word, bit := s.place(h); word.Load()&bit == 0 {
			return false
		}
		h = step(h)
	}
	return true
}

func (s *sieve) place(h uint64) (word *atomic.Uint64, bit uint64) {
	return &s.words[(h>>6)&uint64(len(s.words)-1)], 1 << (h & 63)
}

// step makes the next of several places out of one hash.
func step(h uint64) uint64 { return bits.RotateLeft64(h*0x9E3779B97F4A7C15, 32) }

// known notes the core of a serial that is being written. It is noted even if
// the act then fails: a sieve may hold too much, but never too little.
func (s *Store) known(serial string) {
	if v := s.sieve.Load(); v != nil {
		v.add(firearm.Core(serial))
	}
}

// cores lists the cores that a number may have, as far as there may be
// requests with them.
func (s *Store) cores(serial string) []string {
	if v := s.sieve.Load(); v != nil && v.full.Load() {
		return firearm.CoresIn(serial, v.has)
	}
	return firearm.Cores(serial)
}

// sieveBatch is how many cores are read at a time.
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
	err := s.Read(ctx, func(tx *Tx) error {
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
	for last := ""; ; {
		var list []string
		err := s.Read(ctx, func(tx *Tx) (err error) {
			list, err = all(ctx, tx.sql, func(r row, core *string) error { return r.Scan(core) }, sieveQuery, last, sieveBatch)
			return err
		})
		if err != nil {
			return err
		}
		for _, core := range list {
			v.add(core)
		}
		if len(list) < sieveBatch {
			return nil
		}
		last = list[len(list)-1]
	}
}

const sieveQuery = `SELECT DISTINCT request.serial_core FROM request
	WHERE request.serial_core > $1 AND request.serial_core <> '' ORDER BY request.serial_core LIMIT $2`
