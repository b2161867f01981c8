package api

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// request is a trace request, as lists and moves show it.
type request struct {
	Livemode  bool          `json:"livemode"`
	Folio     string        `json:"folio"`
	Seizure   string        `json:"seizure"`
	Ordinal   int           `json:"ordinal"`
	Agency    string        `json:"agency"`
	FiledAt   time.Time     `json:"filed_at"`
	Recovered recovered     `json:"recovered"`
	Firearm   trace.Firearm `json:"firearm"`
	advised
	Status     trace.Status `json:"status"`
	QueuedAt   time.Time    `json:"queued_at"`
	DueAt      time.Time    `json:"due_at,omitzero"`
	Claim      int          `json:"claim,omitempty"`
	ClaimedBy  string       `json:"claimed_by,omitempty"`
	ClaimedAt  time.Time    `json:"claimed_at,omitzero"`
	LeaseUntil time.Time    `json:"lease_until,omitzero"`
	ReviewAt   time.Time    `json:"review_at,omitzero"`
	EndedAt    time.Time    `json:"ended_at,omitzero"`
	Outcome    string       `json:"outcome,omitempty"`
}

// recovered is when and in which entidad a firearm was recovered.
type recovered struct {
	Date    string `json:"date,omitempty"`
	Entidad string `json:"entidad,omitempty"`
}

// requestOf shows a request. Who works on it is the center's own affair.
func (a *API) requestOf(v *gate.Visit, r trace.Request) request {
	out := request{
		Livemode: a.Live, Folio: r.Folio, Seizure: r.SeizureFolio, Ordinal: r.Ordinal, Agency: r.Agency,
		FiledAt: r.FiledAt.UTC(), Recovered: recovered{r.Recovered, r.Entidad}, Firearm: r.Firearm, advised: advisedOf(v.Say, r.Ordinal-1, r.Report),
		Status: r.Status, QueuedAt: r.QueuedAt.UTC(), DueAt: r.DueAt.UTC(), EndedAt: r.EndedAt.UTC(), Outcome: r.Outcome,
	}
	if v.Actor.Role.Staff() {
		out.Claim, out.ClaimedBy, out.ClaimedAt, out.LeaseUntil = r.Claim, r.Claimer, r.ClaimedAt.UTC(), r.LeaseUntil.UTC()
		out.ReviewAt = r.ReviewAt.UTC()
	}
	return out
}

// list is one page of requests. Next is the cursor of the one after it.
type list struct {
	Livemode bool      `json:"livemode"`
	Requests []request `json:"requests"`
	Next     string    `json:"next,omitempty"`
}

func (a *API) listOf(v *gate.Visit, all []trace.Request, next string) error {
	out := list{a.Live, []request{}, next}
	for _, r := range all {
		out.Requests = append(out.Requests, a.requestOf(v, r))
	}
	a.next(v, next)
	return reply(v, http.StatusOK, out)
}

// requests lists what the reader filed, or the agency's for a coordinator;
// for staff it is the queue, and a search of every request.
func (a *API) requests(v *gate.Visit) error {
	if v.Actor.Role.Staff() {
		return a.queue(v)
	}
	q := query{v: v}
	q.only("status", "q", "cursor")
	want := intake.List{Status: q.status(), Query: v.Query("q"), Cursor: v.Query("cursor")}
	if err := q.check(); err != nil {
		return err
	}
	page, err := a.Intake.Requests(v.Request.Context(), v.Actor, want)
	if err != nil {
		return err
	}
	return a.listOf(v, page.Requests, page.Next)
}

// dossier is one request with all that happened to it. Result is the one
// that holds; Results are all its versions, newest first.
type dossier struct {
	request
	Events    []event          `json:"events"`
	Questions []trace.Question `json:"questions"`
	Contacts  []trace.Contact  `json:"contacts,omitempty"`
	Filing    *filing          `json:"filing,omitempty"`
	Result    *result          `json:"result,omitempty"`
	Results   []result         `json:"results,omitempty"`
	Similar   []similar        `json:"similar,omitempty"`
	Links     []link           `json:"links,omitempty"`
	Withheld  bool             `json:"withheld,omitempty"`
	Grant     *grant           `json:"grant,omitempty"`

	Stage   string   `json:"stage,omitempty"`
	Waiting string   `json:"waiting,omitempty"`
	Next    []string `json:"next,omitempty"`
	Late    bool     `json:"late,omitempty"`
}

// filing is what staff see of the seizure besides the firearm: the case, and
// the people, place and narrative once the request is theirs. NCIC is the U.S.
// code for the offence, NCICType that for the type of the firearm.
type filing struct {
	Unit      string            `json:"unit,omitempty"`
	Reference []trace.Reference `json:"reference"`
	Offence   string            `json:"offence"`
	NCIC      string            `json:"ncic"`
	NCICType  string            `json:"ncic_type"`
	Recovered trace.Recovery    `json:"recovered"`
	Custody   trace.Custody     `json:"custody,omitzero"`
	People    []trace.Person    `json:"people,omitempty"`
	Narrative string            `json:"narrative,omitempty"`
}

func filingOf(d trace.Dossier) *filing {
	s := d.Seizure
	return &filing{
		s.Unit, s.Reference, s.Offence, catalog.NCIC(s.Offence), catalog.NCICType(d.Request.Type),
		s.Recovered, s.Custody, s.People, s.Narrative,
	}
}

// event is one thing that happened. By is a name of the reader's own side;
// the role says who it was on the other.
type event struct {
	Seq    int               `json:"seq"`
	At     time.Time         `json:"at"`
	Code   trace.Code        `json:"code"`
	Role   account.Role      `json:"role,omitempty"`
	By     string            `json:"by,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// request shows one request to whoever may see it.
func (a *API) request(v *gate.Visit) error {
	if err := a.opened(v); err != nil {
		return err
	}
	read := a.Intake.Request
	if v.Actor.Role.Staff() {
		read = a.Desk.Request
	}
	d, err := read(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	return fresh(v, a.dossierOf(v, d))
}

func (a *API) dossierOf(v *gate.Visit, d trace.Dossier) dossier {
	out := dossier{request: a.requestOf(v, d.Request), Events: []event{}, Questions: []trace.Question{}, Withheld: d.Private, Grant: grantOf(d.Grant)}
	if v.Actor.Role.Staff() {
		out.Filing = filingOf(d)
	}
	out.Stage, out.Waiting, out.Next, out.Late = d.Course.Stage, d.Course.Waiting, d.Course.Next, d.Course.Late
	for _, q := range d.Questions {
		out.Questions = append(out.Questions, questionOf(q))
	}
	for _, e := range d.Events {
		out.Events = append(out.Events, eventOf(v, e))
	}
	for _, c := range d.Contacts {
		out.Contacts = append(out.Contacts, contactOf(c))
	}
	for _, r := range d.Results {
		out.Results = append(out.Results, a.resultOf(r, d.Request))
	}
	if len(out.Results) > 0 {
		out.Result = &out.Results[0]
	}
	out.Similar = similarOf(d.Twins)
	for _, l := range d.Links {
		out.Links = append(out.Links, linkOf(l))
	}
	return out
}

func eventOf(v *gate.Visit, e trace.Event) event {
	out := event{Seq: e.Seq, At: e.At.UTC(), Code: e.Code, Role: account.Role(e.ByRole), Params: e.Params}
	if v.Actor.Role.Staff() == out.Role.Staff() {
		out.By = e.ByName
	}
	return out
}

// answerBody is a submitter's answer: words, or marks as they should read.
type answerBody struct {
	Text   string            `json:"text"`
	Values map[string]string `json:"values"`
}

// check refuses values of fields that no answer can change.
func (b answerBody) check() error {
	var p fault.Problems
	for _, field := range slices.Sorted(maps.Keys(b.Values)) {
		if !slices.Contains(trace.Amendable, field) {
			p.Add("/values/"+escape.Replace(field), "unknown_member", fault.Args{"member": field})
		}
	}
	return fault.Check(p)
}

// answer answers the question that is open.
func (a *API) answer(v *gate.Visit) error {
	b, err := bodyOf(v, answerBody.check)
	if err == nil {
		err = b.check()
	}
	if err != nil {
		return err
	}
	r, err := a.Intake.Answer(v.Request.Context(), v.Actor, v.Param("folio"), trace.Reply{Text: b.Text, Values: b.Values})
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, r))
}

// withdrawalBody says why a request is taken back.
type withdrawalBody struct {
	Reason string `json:"reason"`
}

// withdraw takes a request back.
func (a *API) withdraw(v *gate.Visit) error {
	b, err := bodyOf[withdrawalBody](v, nil)
	if err != nil {
		return err
	}
	r, err := a.Intake.Withdraw(v.Request.Context(), v.Actor, v.Param("folio"), b.Reason)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, r))
}

// bodyOf reads the body of a visit into T.
func bodyOf[T any](v *gate.Visit, check func(T) error) (t T, err error) {
	b, err := body(v.Request)
	if err != nil {
		return t, err
	}
	return decode(b, check)
}
