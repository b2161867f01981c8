package site

import (
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
	c := &Checked{Score: scored(v.Say, report), Groups: reported(v.Say, report, r.Kept)}
	if r.Report.Listed.Version != "" && r.Report.Score != report.Score {
		c.Was = scored(v.Say, r.Report)
	}
	return c
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
