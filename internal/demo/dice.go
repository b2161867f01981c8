package demo

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"
)

// dice is randomness that is the same for the same seed. It is no secret and
// serves nothing that has to be one.
type dice struct {
	seed string
	n    uint64
	left []byte
}

func newDice(parts ...string) *dice { return &dice{seed: strings.Join(parts, "/")} }

// Read fills b.
func (d *dice) Read(b []byte) (int, error) {
	for i := range b {
		if len(d.left) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(d.seed), d.n))
			d.n++
			d.left = sum[:]
		}
		b[i], d.left = d.left[0], d.left[1:]
	}
	return len(b), nil
}

// below draws a number from 0 to n-1.
func (d *dice) below(n int) int {
	var b [4]byte
	_, _ = d.Read(b[:]) // never fails
	return int(uint64(binary.BigEndian.Uint32(b[:])) * uint64(n) >> 32)
}

// chance is true so many times in a hundred.
func (d *dice) chance(percent int) bool { return d.below(100) < percent }

// between draws a duration, to the second.
func (d *dice) between(least, most time.Duration) time.Duration {
	return least + time.Duration(d.below(int((most-least)/time.Second)+1))*time.Second
}

// number puts a digit for each # of a pattern.
func (d *dice) number(pattern string) string {
	return strings.Map(func(r rune) rune {
		if r == '#' {
			return rune('0' + d.below(10))
		}
		return r
	}, pattern)
}

func pick[T any](d *dice, list []T) T { return list[d.below(len(list))] }
