package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// The pages of a draft.
const (
	caseKind     = "case"
	placeKind    = "place"
	firearmsKind = "firearms"
	peopleKind   = "people"
)

// part is what one page of a draft edits: the case, the place, one firearm or
// one person. A page never writes anything else of the filing, so two people
// may work at two pages of one draft.
type part struct {
	kind string
	n    int // index of the firearm or person
}

// path is the page's path within the draft of this id.
func (p part) path(id string) string {
	base := "/drafts/" + id + "/" + p.kind
	if p.listed() {
		return base + "/" + strconv.Itoa(p.n+1)
	}
	return base
}

// listed tells whether the part is an element of a list.
func (p part) listed() bool { return p.kind == firearmsKind || p.kind == peopleKind }

// of returns the part of a filing; ok is false when there is no such element.
func (p part) of(f trace.Filing) (value any, ok bool) {
	switch p.kind {
	case caseKind:
		return trace.Filing{Unit: f.Unit, Reference: f.Reference, Offence: f.Offence, Custody: f.Custody, Narrative: f.Narrative, Access: f.Access, Named: f.Named}, true
	case placeKind:
		return f.Recovered, true
	case firearmsKind:
		if p.n < 0 || p.n >= len(f.Firearms) {
			return nil, false
		}
		return f.Firearms[p.n], true
	}
	if p.n < 0 || p.n >= len(f.People) {
		return nil, false
	}
	return f.People[p.n], true
}

// put writes the part of from into f; everything else of f stays.
func (p part) put(f *trace.Filing, from trace.Filing) {
	switch p.kind {
	case caseKind:
		f.Unit, f.Reference, f.Offence = from.Unit, from.Reference, from.Offence
		f.Custody, f.Narrative = from.Custody, from.Narrative
		f.Access, f.Named = from.Access, from.Named
	case placeKind:
		f.Recovered = from.Recovered
	case firearmsKind:
		if p.n < len(from.Firearms) {
			f.Firearms[p.n] = from.Firearms[p.n]
		}
	case peopleKind:
		if p.n < len(from.People) {
			f.People[p.n] = from.People[p.n]
		}
	}
}

// holds tells whether a problem at this pointer is shown on the page.
func (p part) holds(pointer string) bool {
	if p.kind == caseKind {
		first, _, _ := strings.Cut(pointer[1:], "/")
		return slices.Contains([]string{"unit", "reference", "offence", "custody", "narrative", "access", "named"}, first)
	}
	root := "/recovered"
	if p.listed() {
		root = "/" + p.kind + "/" + strconv.Itoa(p.n)
	}
	return pointer == root || strings.HasPrefix(pointer, root+"/")
}

// mine keeps the problems that the page shows.
func (p part) mine(all fault.Problems) (own fault.Problems) {
	for _, x := range all {
		if p.holds(x.Pointer) {
			own = append(own, x)
		}
	}
	return own
}

// read binds the page's own fields of a posted form.
func (p part) read(posted url.Values) (typed trace.Filing, err error) {
	own := url.Values{}
	for name, texts := range posted {
		if formName.MatchString(name) && p.holds(fault.Pointer(name)) {
			own[name] = texts
		}
	}
	return typed, bind(&typed, own)
}

// partOf finds the page that holds a problem's field.
func partOf(pointer string) part {
	steps := strings.Split(pointer[1:], "/")
	switch steps[0] {
	case "recovered":
		return part{placeKind, 0}
	case firearmsKind, peopleKind:
		if len(steps) > 1 {
			n, _ := strconv.Atoi(steps[1])
			return part{steps[0], n}
		}
		return part{steps[0], -1}
	}
	return part{caseKind, 0}
}

// mark is a short fingerprint of a part as it was shown: another one on the
// way back means that somebody changed it meanwhile.
func mark(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "" // texts always can be written
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// begun tells whether anything was typed in a part.
func begun(value any) bool { return !blank(reflect.ValueOf(value)) }
