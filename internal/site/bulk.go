package site

import (
	"net/http"
	"net/url"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) bulkRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/bulk", Act: account.Bulk, Title: "bulk.title", Do: s.newBulk},
		{Method: http.MethodPost, Path: "/bulk", Act: account.Bulk, Title: "bulk.title", Verb: audit.BulkTried, Do: s.tryBulk},
		{Method: http.MethodGet, Path: "/bulk/:id", Act: account.Bulk, Title: "bulk.title", Do: s.bulk},
		{Method: http.MethodPost, Path: "/bulk/:id/confirmation", Act: account.Bulk, Title: "bulk.title", Stands: "/bulk/:id", Verb: audit.BulkBegun, Do: s.beginBulk},
		{Method: http.MethodPost, Path: "/bulk/:id/undo", Act: account.Bulk, Title: "bulk.title", Stands: "/bulk/:id", Verb: audit.BulkUndone, Do: s.undoBulk},
	}
}

// listed is a list as the address of its page asks for it.
func listed(l desk.List) map[string]string {
	q := map[string]string{"q": l.Query, "status": l.Status, "agency": l.Agency, "priority": l.Priority, "due": l.Due, "tracer": l.Tracer}
	if l.Mine {
		q["mine"] = "yes"
	}
	if l.Overdue {
		q["overdue"] = "yes"
	}
	for name, value := range q {
		if value == "" {
			delete(q, name)
		}
	}
	return q
}

// bulkPage is what the form of a bulk act shows: what it is about is in the
// address of the page.
type bulkPage struct {
	Any, All bool
	N        int // chosen one by one
	Parts    []Row
	To, Back string
	Acts     []Option
	Tracers  []Option
	Recent   []trace.Bulk
}

// bulkAsk reads from the address what an act is about. A list of which
// something is not understood is none.
func bulkAsk(v *gate.Visit) (ask desk.BulkAsk) {
	l, wrong := queueList(v, v.Query("mine") == "yes")
	switch v.Query("which") {
	case "all":
		if l.Cursor = ""; len(wrong) == 0 {
			ask.All = &l
		}
	case "chosen":
		ask.Folios = v.Request.URL.Query()["folio"]
	}
	return ask
}

func (s *Site) bulkPage(v *gate.Visit) (data bulkPage, err error) {
	ask := bulkAsk(v)
	data = bulkPage{
		Any: ask.All != nil || len(ask.Folios) > 0, All: ask.All != nil, N: len(ask.Folios),
		To: withQuery("/bulk", v.Request.URL.Query()), Back: "/queue", Acts: s.bulkActs(v),
	}
	q := url.Values{}
	if ask.All != nil {
		for name, value := range listed(*ask.All) {
			q.Set(name, value)
		}
		data.Parts = bulkParts(v.Say, *ask.All)
	}
	if q.Get("mine") != "" {
		q.Del("mine")
		data.Back = "/claims"
	}
	data.Back = withQuery(data.Back, q)
	if account.Can(v.Actor, account.Assign, nil) {
		list, err := s.Desk.Tracers(v.Request.Context(), v.Actor)
		if err != nil {
			return data, err
		}
		for _, l := range list {
			data.Tracers = append(data.Tracers, Option{Value: l.Username, Text: l.Name})
		}
	}
	data.Recent, err = s.Desk.Bulks(v.Request.Context(), v.Actor)
	return data, err
}

func (s *Site) bulkActs(v *gate.Visit) (out []Option) {
	for _, a := range desk.BulkActs(v.Actor) {
		o := Option{Value: string(a), Text: v.Say.T("bulk.act."+string(a), nil)}
		if a == trace.BulkClaim {
			o.Hint = v.Say.T("bulk.claim_limit", map[string]any{"n": s.Desk.BulkClaims})
		}
		out = append(out, o)
	}
	return out
}

// bulkParts says in words what a list is narrowed to.
func bulkParts(say *i18n.Printer, l desk.List) (rows []Row) {
	add := func(label, text string) {
		if text != "" {
			rows = append(rows, Row{Label: say.T(label, nil), Value: text})
		}
	}
	if at := l.At(); at != "" {
		add("queue.status", say.T("status."+string(at), nil))
	}
	add("field.agency", l.Agency)
	if l.Priority != "" {
		add("field.firearms.priority", say.T("catalog.priority."+l.Priority, nil))
	}
	if l.Due != "" {
		add("field.due", say.T("due."+l.Due, nil))
	}
	switch {
	case l.Own():
		add("field.tracer", say.T("tracer.me", nil))
	case l.Tracer == trace.TracerNone:
		add("field.tracer", say.T("tracer.none", nil))
	default:
		add("field.tracer", l.Tracer)
	}
	add("field.q", l.Query)
	return rows
}

func (s *Site) newBulk(v *gate.Visit) error {
	data, err := s.bulkPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	p.HasForm = data.Any
	return s.show(v, "bulk/new", p, err)
}

func (s *Site) tryBulk(v *gate.Visit) error {
	data, err := s.bulkPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "bulk/new", data)
	}
	ask, form := bulkAsk(v), typed(v)
	ask.BulkWanted = trace.BulkWanted{
		Act: trace.BulkAct(form.Get("act")), Tracer: form.Get("tracer"), Priority: form.Get("priority"), Justification: form.Get("justification"),
	}
	b, _, err := s.Desk.TryBulk(v.Request.Context(), v.Actor, ask)
	if err != nil {
		return s.attempt(v, "bulk/new", data, err)
	}
	return s.see(v, "/bulk/"+b.ID)
}

// bulkStays are the requests that an act leaves as they are, at one of its ends.
type bulkStays struct {
	Title string
	List  []bulkStay
}

// bulkStay is why some are left, and the first of them.
type bulkStay struct {
	Text   string
	Folios []string
}

func staying(say *i18n.Printer, title string, tallies ...trace.BulkTally) (out []bulkStays) {
	x := bulkStays{Title: title}
	for _, why := range trace.BulkWhys {
		var all trace.BulkSome
		for _, t := range tallies {
			all.N += t.Stay[why].N
			all.Folios = append(all.Folios, t.Stay[why].Folios...)
		}
		if all.N > 0 {
			x.List = append(x.List, bulkStay{say.T("bulk.why."+string(why), map[string]any{"n": all.N}), all.Folios})
		}
	}
	if x.List == nil {
		return nil
	}
	return []bulkStays{x}
}

// bulkWhat says what an act does to each request.
func bulkWhat(say *i18n.Printer, b trace.Bulk) string {
	switch b.Act {
	case trace.BulkAssign:
		return say.T("bulk.assign_to", map[string]any{"name": b.TracerName})
	case trace.BulkPriority:
		return say.T("bulk.priority_to", map[string]any{"priority": say.T("catalog.priority."+b.Priority, nil)})
	}
	return say.T("bulk.act."+string(b.Act), nil)
}

func (s *Site) bulk(v *gate.Visit) error {
	b, sample, err := s.Desk.Bulk(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	var lines []Line
	for _, r := range sample {
		lines = append(lines, line(v.Say, r))
	}
	stays, done, of := staying(v.Say, v.Say.T("bulk.cannot", nil), b.Plan), b.Result.All(), b.Plan.Change.N
	if b.State != trace.BulkTried {
		stays = append(staying(v.Say, v.Say.T("bulk.not_back", nil), b.Undo), staying(v.Say, v.Say.T("bulk.did_not", nil), b.Plan, b.Result)...)
	}
	if b.State == trace.BulkUndoing {
		done, of = b.Undo.All(), b.Result.Change.N
	}
	p, err := s.page(v, map[string]any{
		"Bulk": b, "What": bulkWhat(v.Say, b), "Mine": b.By == v.Actor.ID, "Active": b.Active(), "Done": done, "Of": of,
		"Undoable": b.MindUndo(s.Now()) == nil, "Stays": stays, "Sample": lines,
	})
	return s.show(v, "bulk/show", p, err)
}

func (s *Site) beginBulk(v *gate.Visit) error {
	return s.turned(v, s.Desk.BeginBulk(v.Request.Context(), v.Actor, v.Param("id")))
}

func (s *Site) undoBulk(v *gate.Visit) error {
	return s.turned(v, s.Desk.UndoBulk(v.Request.Context(), v.Actor, v.Param("id")))
}

// turned leads to the page of an act, which says how far it is.
func (s *Site) turned(v *gate.Visit, err error) error {
	if f := fault.Of(err); err != nil && (f == nil || f.Kind != fault.Conflict) {
		return err
	}
	return s.see(v, "/bulk/"+v.Param("id"))
}
