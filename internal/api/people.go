package api

import (
	"net/http"
	"time"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// people is who a search found, the closest first.
type people struct {
	Livemode bool    `json:"livemode"`
	People   []found `json:"people"`
	Next     string  `json:"next,omitempty"`
}

// found is a person with the filing that names them, and why they were found.
type found struct {
	Person   trace.Person `json:"person"`
	Seizure  string       `json:"seizure"`
	Requests []string     `json:"requests"`
	Agency   string       `json:"agency"`
	FiledAt  time.Time    `json:"filed_at"`
	Reasons  []matched    `json:"reasons"`
}

// matched is how what was typed met the name.
type matched struct {
	Code   string `json:"code"`
	Typed  string `json:"typed,omitempty"`
	Found  string `json:"found,omitempty"`
	Detail string `json:"detail"`
}

// people finds people by name among those the reader may know.
func (a *API) people(v *gate.Visit) error {
	q := query{v: v}
	q.only("q", "cursor")
	if err := q.check(); err != nil {
		return err
	}
	find := a.Intake.People
	if v.Actor.Role.Staff() {
		find = a.Desk.People
	}
	page, err := find(v.Request.Context(), v.Actor, v.Query("q"), v.Query("cursor"))
	if err != nil {
		return err
	}
	out := people{a.Live, []found{}, page.Next}
	for _, f := range page.Found {
		out.People = append(out.People, foundOf(v, f))
	}
	a.next(v, page.Next)
	return reply(v, http.StatusOK, out)
}

func foundOf(v *gate.Visit, f trace.Found) found {
	out := found{f.Person, f.Seizure, f.Requests, f.Agency, f.FiledAt.UTC(), []matched{}}
	for _, r := range f.Reasons {
		detail := v.Say.T(r.Key(), map[string]any{"typed": r.Typed, "found": r.Found})
		out.Reasons = append(out.Reasons, matched{r.Code, r.Typed, r.Found, detail})
	}
	return out
}
