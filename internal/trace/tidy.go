package trace

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rastreo/internal/mx"
)

// Tidy does to a filing what may be done to typed text before it is kept:
// Unicode NFC, no control characters, no space at the ends or doubled inside.
// Marks (tidy:"verbatim") keep their inner spaces; long texts (tidy:"lines")
// their lines. Letter case is never touched. Left-out parts get their default:
// routine priority, the precision a date shows, the second surname's state.
func (f Filing) Tidy() Filing {
	tidy(reflect.ValueOf(&f).Elem(), "")
	f.Recovered.Precision = precision(f.Recovered.Date, f.Recovered.Precision)
	f.Recovered.Place = f.Recovered.Place.tidy()
	for i := range f.Firearms {
		f.Firearms[i] = f.Firearms[i].tidy()
	}
	for i := range f.People {
		f.People[i] = f.People[i].tidy()
	}
	if len(f.Named) > 0 {
		f.Named = UserNames(strings.Join(f.Named, " "))
	}
	return f
}

// tidy walks a struct. Lists are copied, so that the caller's own filing
// stays as typed.
func tidy(v reflect.Value, how string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(tidyText(v.String(), how))
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			tidy(list.Index(i), how)
		}
		if !v.IsNil() {
			v.Set(list)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			tidy(v.Field(i), v.Type().Field(i).Tag.Get("tidy"))
		}
	}
}

func tidyText(s, how string) string {
	switch how {
	case "verbatim":
		return verbatim(s)
	case "lines":
		return lines(s)
	case "answer":
		return Answer(mx.Tidy(s))
	}
	return mx.Tidy(s)
}

// verbatim keeps a mark as it is stamped, inner spaces and all; only what
// cannot be stamped goes: control characters and space at the ends.
func verbatim(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, string(utf8.RuneError))))
	return strings.TrimSpace(s)
}

// lines tidies a long text line by line.
func lines(s string) string {
	split := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range split {
		split[i] = mx.Tidy(line)
	}
	return strings.TrimSpace(strings.Join(split, "\n"))
}

// untailed drops the empty elements at the end of a list. One before the end
// stays, so that every problem points to where it was typed.
func untailed[T comparable](list []T) []T {
	var empty T
	for len(list) > 0 && list[len(list)-1] == empty {
		list = list[:len(list)-1]
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

func (g Firearm) tidy() Firearm {
	g.Markings = untailed(g.Markings)
	g.Kept = untailed(g.Kept)
	g.Country = country(g.Country)
	if folio, ok := ParseFolio(g.SameAs); ok {
		g.SameAs = folio
	}
	if g.Priority == "" {
		g.Priority = Routine
	}
	return g
}

func (w Person) tidy() Person {
	w.Name = w.Name.tidy()
	for i := range w.Aliases {
		w.Aliases[i] = w.Aliases[i].tidy()
	}
	w.Aliases = untailed(w.Aliases)
	w.Nicknames = untailed(w.Nicknames)
	w.Identifiers = untailed(w.Identifiers)
	if w.Birth.Date != "" {
		w.Birth.Precision = precision(w.Birth.Date, w.Birth.Precision)
	}
	w.Address = w.Address.tidy()
	return w
}

// tidy says of a typed second surname that it was given.
func (n Name) tidy() Name {
	if n.Surname2 != "" && n.Surname2State == "" {
		n.Surname2State = "given"
	}
	return n
}

// precision is what was said of a date, or what the date shows.
func precision(date, said string) string {
	if said != "" {
		return said
	}
	if date != "" {
		return Precision(date)
	}
	return ""
}
