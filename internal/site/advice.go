package site

import (
	"slices"

	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Advice is one thing that would make a trace fail, in the reader's words.
type Advice struct {
	For      string `json:"for"` // id of the field it speaks of
	Name     string `json:"-"`   // its HTML name
	To       string `json:"-"`   // the page that holds it, on a page that does not
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Look     string `json:"look,omitempty"` // which mark to look at or photograph
}

// adviceOn is the advice about one field.
func adviceOn(all []Advice, name string) (on []Advice) {
	for _, a := range all {
		if a.Name == name {
			on = append(on, a)
		}
	}
	return on
}

// advised puts an advice about firearm i in the reader's words.
func advised(say *i18n.Printer, i int, a firearm.Advice) Advice {
	name := fault.Name(trace.AdvicePointer(i, a.Field))
	return Advice{
		For: ID(name), Name: name, Code: a.Code, Severity: string(a.Severity),
		Title: say.T("severity."+string(a.Severity), nil), Text: gate.AdviceText(say, a), Look: gate.LookText(say, a),
	}
}

// blanks are the advice that something was left blank. It is too early for
// them while a page is typed for the first time; the review says them.
var blanks = []string{
	"type_missing", "manufacturer_missing", "model_missing", "caliber_missing", "country_missing", "serial_missing",
	"date_missing", "entidad_missing",
}

// adviceFor lists the advice whose fields a part of a filing holds, with what
// was left blank or without. That of the place is of every firearm, and said
// once.
func adviceFor(say *i18n.Printer, p part, reports []firearm.Report, blank bool) (list []Advice) {
	for i, r := range reports {
		for _, a := range r.Advice {
			if !p.holds(trace.AdvicePointer(i, a.Field)) || !blank && slices.Contains(blanks, a.Code) {
				continue
			}
			if x := advised(say, i, a); !slices.Contains(list, x) {
				list = append(list, x)
			}
		}
	}
	return list
}

// Score is how much of what a trace needs is there, in words: a colour alone
// says nothing to whoever cannot see it.
type Score struct {
	Points     int
	Band, Text string
}

// bands of a score: from so many points on.
var bands = []struct {
	least int
	name  string
}{{80, "high"}, {50, "middle"}, {0, "low"}}

func scored(say *i18n.Printer, r firearm.Report) (s Score) {
	for _, b := range bands {
		if r.Score >= b.least {
			band := say.T("check.band."+b.name, nil)
			return Score{r.Score, b.name, say.T("check.score", map[string]any{"points": say.Number(r.Score), "band": band})}
		}
	}
	return s
}

// advises adds to a page of a draft what the check says of what was typed. A
// page on which nothing was typed yet has nothing to be advised of.
func advises(v *gate.Visit, page *Page, p part, d section) {
	page.Advises = p.kind != caseKind
	if value, ok := p.of(d.filing); page.Advises && ok && begun(value) {
		page.Advice = append(adviceFor(v.Say, p, d.reports, back(v) != ""), doubtful(v.Say, p, d.filing)...)
	}
}

// reports checks what a page of a draft shows: its own firearm, in its place
// among those before it, or all of them where the page is about all.
func (s *Site) reports(v *gate.Visit, p part, f trace.Filing) []firearm.Report {
	switch p.kind {
	case firearmsKind:
		return append(make([]firearm.Report, p.n), f.Report(p.n, s.here(v)))
	case placeKind:
		return f.Reports(s.here(v))
	}
	return nil
}

// said is what an autosave answers beside its version: the advice about the
// page, and the score of its firearm.
func (s *Site) said(v *gate.Visit, p part, f trace.Filing, answer map[string]any) {
	if p.kind == caseKind {
		return
	}
	reports := s.reports(v, p, f)
	if list := append(adviceFor(v.Say, p, reports, back(v) != ""), doubtful(v.Say, p, f)...); list != nil {
		answer["advice"] = list
	}
	if p.kind == firearmsKind {
		score := scored(v.Say, reports[p.n])
		answer["score"], answer["score_text"] = score.Points, score.Text
	}
}
