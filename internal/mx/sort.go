package mx

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortNames puts a list in the alphabetical order that readers of a language
// expect ("es": Mexico's, where Ñ follows N; anything else: English, where it
// is an N with a mark), by what name says of each. Equal names keep their
// order. It is safe for concurrent use.
//
// This is for reading and never for finding: an alphabet that keeps Ñ and N
// apart does not find Núñez by nunez.
func SortNames[T any](lang string, list []T, name func(T) string) {
	rows := make([]sorted[T], len(list))
	order := alphabet(lang)
	c, _ := order.Get().(*collate.Collator)
	var buf collate.Buffer
	for i, x := range list {
		rows[i] = sorted[T]{bytes.Clone(c.KeyFromString(&buf, name(x))), x}
		buf.Reset()
	}
	order.Put(c)
	slices.SortStableFunc(rows, func(a, b sorted[T]) int { return bytes.Compare(a.key, b.key) })
	for i, row := range rows {
		list[i] = row.value
	}
}

type sorted[T any] struct {
	key   []byte
	value T
}

// alphabet is a store of collators: one may serve only one caller at a time.
func alphabet(lang string) *sync.Pool {
	if strings.HasPrefix(lang, "es") {
		return &spanish
	}
	return &english
}

var (
	spanish = sync.Pool{New: func() any { return collate.New(language.MustParse("es-MX")) }}
	english = sync.Pool{New: func() any { return collate.New(language.AmericanEnglish) }}
)
