package mx

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"rastreo/internal/catalog"
)

// Colonia is one settlement of the postal service's catalogue. Municipio and
// ID name it: several share a postal code, and one may have several.
type Colonia struct {
	PostalCode     string
	Name           string
	Type           string // in the postal service's words: "Colonia", "Zona comercial"
	SettlementType string // code of catalog.SettlementType, "" where INEGI has no such kind
	Municipio      string // INEGI key of five digits
	City           string // "" in the country
	Rural          bool
	ID             string // id_asenta_cpcons, of its own within the municipio
}

// SepomexError says why a line of the catalogue was not read. Its codes are
// SepomexCodes; only "header" and "read" end the reading.
type SepomexError struct {
	Line int // from 1
	Code string
	Err  error // of "read" alone
}

// Error is for a log; a reader's words are made from Code and Line.
func (e *SepomexError) Error() string { return fmt.Sprintf("sepomex line %d: %s", e.Line, e.Code) }

// Unwrap is what the reader itself said.
func (e *SepomexError) Unwrap() error { return e.Err }

// SepomexCodes is every code of a SepomexError.
var SepomexCodes = []string{"header", "read", "long", "columns", "postal_code", "name", "entidad", "municipio", "id"}

// ReadSepomex reads the postal service's catalogue of settlements
// (CPdescarga.txt) line by line: ISO 8859-1 or UTF-8, a legal notice before the
// header or none, columns in any order. A line that cannot be used yields a
// SepomexError and the reading goes on; without a header it ends.
//
// The catalogue may not be handed on: its own notice forbids it.
func ReadSepomex(r io.Reader) iter.Seq2[Colonia, error] {
	return func(yield func(Colonia, error) bool) {
		s := sepomex{in: bufio.NewReaderSize(r, maxLine)}
		if err := s.header(); err != nil {
			yield(Colonia{}, err)
			return
		}
		for {
			text, err := s.next()
			if err == nil && text == "" {
				continue
			}
			if errors.Is(err, io.EOF) {
				return
			}
			c, err := s.colonia(text, err)
			if !yield(c, err) || s.failed {
				return
			}
		}
	}
}

// maxLine is more than the longest line of the catalogue by far.
const maxLine = 4096

// sepomex is a catalogue being read.
type sepomex struct {
	in      *bufio.Reader
	line    int
	failed  bool           // the reader broke
	columns map[string]int // by folded name
}

func (s *sepomex) fault(code string) error { return &SepomexError{Line: s.line, Code: code} }

// next is the next line without its end; the last may lack one. A line that is
// too long is skipped with a code.
func (s *sepomex) next() (string, error) {
	raw, err := s.in.ReadSlice('\n')
	if len(raw) == 0 && errors.Is(err, io.EOF) {
		return "", io.EOF
	}
	s.line++
	text := latin1(strings.TrimRight(string(raw), "\r\n"))
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return text, nil
	case errors.Is(err, bufio.ErrBufferFull):
		return "", s.skip()
	}
	s.failed = true
	return "", &SepomexError{s.line, "read", err}
}

// skip leaves the rest of a line that is too long.
func (s *sepomex) skip() error {
	for {
		if _, err := s.in.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return s.fault("long")
		}
	}
}

// latin1 is a line in UTF-8: it is that already, or every byte is a character.
func latin1(s string) string {
	s = strings.TrimPrefix(s, "\ufeff")
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// known says that an entidad is one of the 32.
func known(entidad string) bool { return catalog.EntidadNames.Has(entidad) }
