package site

import (
	"strings"

	"rastreo/internal/catalog"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// Checked is what a check said of the firearm of a request.
type Checked struct {
	Score  Score
	Was    Score // when the request was filed, if that was another
	Rows   []Row // how the firearm is understood; of one that is checked now
	Groups []CheckGroup
}

// filedCheck is the check as it was kept with a request; nil when the request
// is older than the check.
func filedCheck(say *i18n.Printer, r trace.Request) *Checked {
	if r.Report.Listed.Version == "" {
		return nil
	}
	return &Checked{Score: scored(say, r.Report), Groups: reported(say, r.Report, r.Kept)}
}

// liveCheck checks the firearm of a request as it is described now, after
// every correction and by the catalogue of today.
func (s *Site) liveCheck(v *gate.Visit, d trace.Dossier) *Checked {
	r := d.Request
	f := trace.Filing{Recovered: d.Seizure.Recovered, Firearms: []trace.Firearm{r.Firearm}}
	if d.Private {
		f.Recovered = trace.Recovery{Date: r.Recovered, Place: trace.Place{Country: mexico, Entidad: r.Entidad}}
	}
	report := f.Reports(v.Actor.Local(r.FiledAt))[0].With(repeats(r.Report)...)
	c := &Checked{Score: scored(v.Say, report), Groups: reported(v.Say, report, r.Kept), Rows: understood(v.Say, r.Firearm, report.Listed)}
	if r.Report.Listed.Version != "" && r.Report.Score != report.Score {
		c.Was = scored(v.Say, r.Report)
	}
	return c
}

// understood is under which names the catalogue knows what is stamped, the code
// of its type in trace requests on paper, and how its number is compared.
func understood(say *i18n.Printer, g trace.Firearm, l firearm.Listed) []Row {
	r := filed(say)
	r.rows = append(r.rows, Row{Label: say.T("request.ncic_type", nil), Value: catalog.NCICType(g.Type), Mark: true})
	of := func(field, typed, found string) {
		if row := r.add("firearms."+field, found); found == "" && known(typed) != "" {
			row.Flag = say.T("request.unlisted", nil)
		}
	}
	maker, _ := catalog.CompanyOf(l.Manufacturer)
	importer, _ := catalog.CompanyOf(l.Importer)
	caliber, _ := catalog.CaliberOf(l.Caliber)
	of("manufacturer", g.Manufacturer, join(", ", maker.Name, name(say, catalog.Country, maker.Country)))
	of("importer", g.Importer, importer.Name)
	of("model", g.Model, modelNamed(l.Model))
	of("caliber", g.Caliber, caliber.Name(say.Lang))
	r.rows = append(r.rows, Row{Label: say.T("work.compared_as", nil), Value: l.Serial, Mark: true})
	return r.rows
}

// modelNamed is the name of a model of the catalogue, "" when it has none of this
// code.
func modelNamed(code string) string {
	maker, _, _ := strings.Cut(code, "/")
	for _, m := range catalog.ModelsOf(maker) {
		if m.Code == code {
			return m.Name
		}
	}
	return ""
}

// repeats is what was advised of requests of the own agency. Which those were
// the agency has learned, whatever the center finds of others.
func repeats(r firearm.Report) (list []firearm.Advice) {
	for _, a := range r.Advice {
		if a.Code == "duplicate" || a.Code == "repeated" {
			list = append(list, a)
		}
	}
	return list
}

// reported is the advice of a report, each with the reason, in words, for which
// it was sent all the same.
func reported(say *i18n.Printer, r firearm.Report, kept []trace.Kept) []CheckGroup {
	return grouped(say, 0, r, func(k *Kept, a firearm.Advice) {
		if reason := keptFor(a.Code, kept); reason != "" {
			k.Reason = word(say, catalog.AdviceReason, reason)
		}
	})
}

// grouped puts the advice about firearm i in groups, the worst first; more
// adds to each what the page shows beside it.
func grouped(say *i18n.Printer, i int, r firearm.Report, more func(*Kept, firearm.Advice)) (groups []CheckGroup) {
	for _, severity := range firearm.Severities {
		g := CheckGroup{Severity: string(severity), Title: say.T("severity."+string(severity), nil)}
		for _, a := range r.Advice {
			if a.Severity == severity {
				k := Kept{Advice: advised(say, i, a), Points: points(r, a.Code)}
				more(&k, a)
				g.Advice = append(g.Advice, k)
			}
		}
		if len(g.Advice) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func points(r firearm.Report, code string) int {
	for _, reason := range r.Reasons {
		if reason.Code == code {
			return reason.Points
		}
	}
	return 0
}

// keptFor is the code of the reason given against an advice, or "".
func keptFor(code string, kept []trace.Kept) string {
	for _, k := range kept {
		if k.Advice == code {
			return k.Reason
		}
	}
	return ""
}
