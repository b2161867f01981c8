package api

import (
	"net/http"

	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// advice is one thing that would make a trace fail. Detail says it, and what
// to do, in the reader's language; Look names the mark to photograph.
type advice struct {
	Code     string            `json:"code"`
	Severity firearm.Severity  `json:"severity"`
	Pointer  string            `json:"pointer"`
	Look     string            `json:"look,omitempty"`
	Params   map[string]string `json:"params,omitempty"`
	Detail   string            `json:"detail"`
}

// advised is the check of one firearm. Score is left out where no check was
// made: a request filed before there was one.
type advised struct {
	Advice       []advice         `json:"advice"`
	Score        *int             `json:"score,omitempty"`
	ScoreReasons []firearm.Reason `json:"score_reasons,omitempty"`
	Listed       firearm.Listed   `json:"listed,omitzero"`
}

// advisedOf shows the check of firearm i of a filing.
func advisedOf(say *i18n.Printer, i int, r firearm.Report) advised {
	out := advised{Advice: []advice{}}
	if r.Listed.Version == "" {
		return out
	}
	out.Score, out.ScoreReasons, out.Listed = &r.Score, r.Reasons, r.Listed
	for _, x := range r.Advice {
		out.Advice = append(out.Advice, advice{
			x.Code, x.Severity, trace.AdvicePointer(i, x.Field), x.Look, x.Params, gate.AdviceText(say, x),
		})
	}
	return out
}

// checked answers a check: what filing would say of each firearm, and what
// would keep it from being filed.
type checked struct {
	Livemode bool             `json:"livemode"`
	Fileable bool             `json:"fileable"`
	Errors   []oneDetail      `json:"errors,omitempty"`
	Requests []checkedRequest `json:"requests"`
}

// checkedRequest is the check of one firearm, and the requests of the
// reader's own agency that look like the same one.
type checkedRequest struct {
	Ordinal int `json:"ordinal"`
	advised
	Similar []similar `json:"similar,omitempty"`
}

// similar is another request that looks like the same firearm.
type similar struct {
	Folio    string           `json:"folio"`
	Agency   string           `json:"agency"`
	Likeness firearm.Likeness `json:"likeness"`
	Serial   string           `json:"serial,omitempty"`
	Status   trace.Status     `json:"status"`
	Link     *link            `json:"link,omitempty"`
}

// check takes a filing and says what filing it would say. Nothing is kept.
func (a *API) check(v *gate.Visit) error {
	filing, err := bodyOf[trace.Filing](v, nil)
	if err != nil {
		return err
	}
	reports, twins, err := a.Intake.Check(v.Request.Context(), v.Actor, filing)
	if err != nil {
		return err
	}
	out := checked{Livemode: a.Live, Fileable: true, Requests: []checkedRequest{}}
	if _, err := filing.Check(a.today(v.Actor)); err != nil {
		out.Fileable, out.Errors = false, details(v.Say, fault.Of(err).Problems)
	}
	for i, r := range reports {
		out.Requests = append(out.Requests, checkedRequest{i + 1, advisedOf(v.Say, i, r), similarOf(twins[i])})
	}
	return reply(v, http.StatusOK, out)
}

func similarOf(twins []trace.Twin) (all []similar) {
	for _, t := range twins {
		s := similar{t.Request.Folio, t.Request.Agency, t.Likeness, t.Request.Serial.Text, t.Request.Status, nil}
		if t.Link != nil {
			l := linkOf(*t.Link)
			s.Link = &l
		}
		all = append(all, s)
	}
	return all
}
