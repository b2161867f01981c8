package site

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/report"
	"rastreo/internal/trace"
)

func (s *Site) figuresRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/figures", Act: account.ReadFigures, Title: "page.figures", Verb: audit.FiguresRead, Do: s.figures},
	}
}

// Sheet is a table of figures. The first cell of a row names it.
type Sheet struct {
	ID, Title, Under string
	Head             []string
	Rows             [][]string
}

func (s *Site) figures(v *gate.Visit) error {
	f, err := s.Report.Figures(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	say := v.Say
	data := map[string]any{"Figures": f, "Total": report.Sum(f.Ended), "Days": int(f.At.Sub(f.Since).Hours()/24) + 1}
	data["Ended"] = []Sheet{spans(say, f.Ended), weeks(say, f.Ended), families(say, f.Ended), better(say, f.Ended)}
	if f.Center {
		data["Open"] = []Sheet{backlog(say, f.Open), loads(say, f)}
		if data["Oldest"], err = s.rows(v, "queue-row", desk.Page{Requests: f.Oldest}); err != nil {
			return err
		}
	}
	p, err := s.page(v, data)
	return s.show(v, "figures/show", p, err)
}

// backlog is what is open, by agency and age.
func backlog(say *i18n.Printer, open []trace.Open) Sheet {
	t := Sheet{ID: "backlog", Title: say.T("figures.backlog", nil), Head: []string{say.T("queue.agency", nil)}}
	t.Head = append(append(t.Head, ages(say)...), say.T("figures.total", nil))
	counts := map[string][]int{}
	for _, o := range open {
		if counts[o.Agency] == nil {
			counts[o.Agency] = make([]int, len(trace.Ages)+2)
		}
		counts[o.Agency][o.Age] += o.N
		counts[o.Agency][len(trace.Ages)+1] += o.N
	}
	for _, agency := range slices.Sorted(maps.Keys(counts)) {
		t.Rows = append(t.Rows, append([]string{agency}, numbers(say, counts[agency])...))
	}
	return t
}

// ages names the columns of a backlog.
func ages(say *i18n.Printer) (out []string) {
	before := 0
	for _, age := range trace.Ages {
		n := int(age.Hours() / 24)
		out = append(out, say.T("figures.age", map[string]any{"from": before, "to": n}))
		before = n
	}
	return append(out, say.T("figures.older", map[string]any{"n": before}))
}

func numbers(say *i18n.Printer, counts []int) (out []string) {
	for _, n := range counts {
		out = append(out, say.Number(n))
	}
	return out
}

// loads is what each tracer has in hand.
func loads(say *i18n.Printer, f report.Figures) Sheet {
	t := Sheet{
		ID: "loads", Title: say.T("figures.loads", nil),
		Head: []string{say.T("field.tracer", nil), say.T("status.claimed", nil), say.T("status.returned", nil)},
	}
	for _, l := range f.Loads {
		t.Rows = append(t.Rows, append([]string{l.Name}, numbers(say, []int{l.Claimed, l.Returned})...))
	}
	return t
}

// spans is how long traces took, by priority.
func spans(say *i18n.Printer, ended []trace.Tally) Sheet {
	t := Sheet{
		ID: "spans", Title: say.T("figures.spans", nil), Under: say.T("figures.spans_lead", nil),
		Head: []string{say.T("field.priority", nil), say.T("figures.ended", nil), say.T("figures.median", nil), say.T("figures.ninety", nil)},
	}
	for _, code := range catalog.Priority.Codes() {
		some := report.Of(ended, func(x trace.Tally) bool { return x.Priority == code })
		t.Rows = append(t.Rows, []string{
			say.T("catalog.priority."+code, nil), say.Number(report.Sum(some)), within(say, some, 0.5), within(say, some, 0.9),
		})
	}
	return t
}

// within says between which bounds a share of all traces stayed below.
func within(say *i18n.Printer, list []trace.Tally, share float64) string {
	least, most, ok := trace.Within(list, share)
	switch {
	case !ok:
		return "–"
	case most == 0:
		return say.T("figures.more", map[string]any{"time": lasting(say, least)})
	case least == 0:
		return say.T("figures.less", map[string]any{"time": lasting(say, most)})
	}
	return say.T("span.range", map[string]any{"from": lasting(say, least), "to": lasting(say, most)})
}

// lasting is a length of time in hours, or from two days on in days.
func lasting(say *i18n.Printer, d time.Duration) string {
	if d < 48*time.Hour {
		return say.T("figures.hours", map[string]any{"n": int(d.Hours())})
	}
	return say.T("span.days", map[string]any{"n": int(d.Hours() / 24)})
}

// weeks is how many traces ended in each week, the newest first.
func weeks(say *i18n.Printer, ended []trace.Tally) Sheet {
	t := Sheet{ID: "weeks", Title: say.T("figures.weeks", nil), Head: []string{say.T("figures.week", nil), say.T("figures.ended", nil)}}
	counts := report.By(ended, report.Week)
	for _, monday := range slices.Backward(slices.Sorted(maps.Keys(counts))) {
		t.Rows = append(t.Rows, []string{say.Date(monday), say.Number(counts[monday])})
	}
	return t
}

// families is where the reasons of outcomes lie.
func families(say *i18n.Printer, ended []trace.Tally) Sheet {
	t := Sheet{
		ID: "families", Title: say.T("figures.families", nil),
		Head: []string{say.T("figures.family", nil), say.T("figures.ended", nil), say.T("figures.share", nil)},
	}
	counts, all := report.By(ended, report.Family), report.Sum(ended)
	for _, code := range catalog.OutcomeFamily.Codes() {
		share := "–"
		if all > 0 {
			share = say.T("figures.percent", map[string]any{"n": (200*counts[code] + all) / (2 * all)})
		}
		t.Rows = append(t.Rows, []string{say.T("catalog.outcome_family."+code, nil), say.Number(counts[code]), share})
	}
	return t
}

// better is what a better request might have changed, most frequent first.
func better(say *i18n.Printer, ended []trace.Tally) Sheet {
	t := Sheet{
		ID: "better", Title: say.T("figures.better", nil), Under: say.T("advice.requester", nil),
		Head: []string{say.T("field.outcome", nil), say.T("figures.ended", nil)},
	}
	counts := report.By(report.Of(ended, func(x trace.Tally) bool { return report.Family(x) == "requester" }), func(x trace.Tally) string { return x.Outcome })
	codes := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return len(a) - len(b)
	})
	for _, code := range codes {
		t.Rows = append(t.Rows, []string{word(say, catalog.Outcome, code), say.Number(counts[code])})
	}
	return t
}
