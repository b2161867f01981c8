package site

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) queueRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/queue", Act: account.ReadQueue, Title: "page.queue", Do: func(v *gate.Visit) error { return s.queue(v, false) }},
		{Method: http.MethodGet, Path: "/claims", Act: account.ReadQueue, Title: "page.claims", Do: func(v *gate.Visit) error { return s.queue(v, true) }},
		{Method: http.MethodPost, Path: "/queue/claims", Act: account.Claim, Verb: audit.RequestClaimed, Do: s.claimNext},
		{Method: http.MethodPost, Path: "/requests/:folio/claim", Act: account.Claim, Verb: audit.RequestClaimed, Do: s.claim},
		{Method: http.MethodPost, Path: "/requests/:folio/release", Act: account.Release, Verb: audit.RequestReleased, Do: s.release},
	}
}

// queueList reads which part of the queue an address asks for, and tells what of
// it there is not.
func queueList(v *gate.Visit, mine bool) (l desk.List, wrong []trace.WrongWord) {
	l = desk.List{Query: strings.TrimSpace(v.Query("q")), Agency: v.Query("agency"), Cursor: v.Query("cursor"), Mine: mine}
	known := func(name string, has func(string) bool) string {
		value := v.Query(name)
		if value == "" || has(value) {
			return value
		}
		wrong = append(wrong, trace.WrongWord{Typed: name + ":" + value, Key: name})
		return ""
	}
	l.Status = known("status", func(s string) bool { return slices.Contains(trace.Filed, trace.Status(s)) })
	l.Priority = known("priority", catalog.Priority.Has)
	l.Due = known("due", func(s string) bool { return slices.Contains(trace.Dues, s) })
	l.Tracer = known("tracer", func(s string) bool { return !mine || s == trace.TracerMe })
	l.Overdue = mine && l.At() == trace.Claimed && v.Query("overdue") == "yes"
	return l, wrong
}

// queue shows a list of requests. While nothing changes, the page a reader
// was shown is shown again.
func (s *Site) queue(v *gate.Visit, mine bool) error {
	path, status := "/queue", http.StatusOK
	if mine {
		path = "/claims"
	}
	done, wrong := s.worded(v, path, trace.Filters...)
	if done {
		return nil
	}
	if v.Request.URL.RawQuery == "" && !mine {
		main, err := s.main(v)
		if err != nil {
			return err
		}
		if main != "" {
			v.Redirect(http.StatusFound, s.Base+"/queue?"+main)
			return nil
		}
	}
	l, lacking := queueList(v, mine)
	if known, err := s.knownTracer(v, l.Tracer); err != nil {
		return err
	} else if !known {
		lacking = append(lacking, trace.WrongWord{Typed: "tracer:" + l.Tracer, Key: "tracer"})
	}
	version, flash := s.Desk.Version(), s.takeFlash(v)
	if wrong = append(wrong, lacking...); len(wrong) > 0 {
		status, flash = http.StatusUnprocessableEntity, &Flash{"error", unknownWords(v.Say, wrong)}
	}
	q := queuePage{list: l, path: path, wrong: len(wrong) > 0}
	draw := func() ([]byte, error) { return s.drawPage(v, version, q, flash) }
	key := boardKey{v.Request.URL.RequestURI(), v.Say.Lang, v.Actor.Zone, v.Actor.ID, true}
	var html []byte
	var err error
	if flash != nil || l.Names() { // every search for people is on record
		html, err = draw()
	} else {
		html, err = s.board.take(version, key, draw)
	}
	if err != nil {
		return err
	}
	s.leave(v, status, html)
	return nil
}

// main is what an address says of the list that the reader's queue opens with,
// "" for the usual one.
func (s *Site) main(v *gate.Visit) (string, error) {
	filter, err := s.board.take(s.Desk.Version(), boardKey{"", "", "", v.Actor.ID, false}, func() ([]byte, error) {
		filter, err := s.Desk.Main(v.Request.Context(), v.Actor)
		return []byte(filter), err
	})
	return string(filter), err
}

// queuePage is a list to be drawn. With wrong it was not understood which, and
// nothing is listed: what is shown is never more than was asked for.
type queuePage struct {
	list  desk.List
	path  string
	wrong bool
}

// clear is where the list is narrowed by nothing: not by the view that the queue
// may open with either.
func (q queuePage) clear() string {
	if q.list.Mine {
		return q.path
	}
	return q.path + "?status=" + string(trace.Queued)
}

// drawPage draws the whole page for one reader around the list, which is
// taken from the board where somebody else has seen it.
func (s *Site) drawPage(v *gate.Visit, version uint64, q queuePage, flash *Flash) ([]byte, error) {
	key := boardKey{v.Request.URL.RequestURI(), v.Say.Lang, v.Actor.Zone, "", false}
	if q.list.Own() {
		key.by = v.Actor.ID
	}
	var list []byte
	var err error
	if q.list.Names() {
		list, err = s.drawQueue(v, q)
	} else {
		list, err = s.board.take(version, key, func() ([]byte, error) { return s.drawQueue(v, q) })
	}
	if err != nil {
		return nil, err
	}
	html := template.HTML(list) //nolint:gosec // it was escaped by the template that made it
	views, err := s.shelves(v, q.list)
	if err != nil {
		return nil, err
	}
	keep := ""
	if values := q.list.Values(); len(values) > 0 && !q.wrong && !q.list.Overdue {
		keep = withQuery("/views/new", values)
	}
	p, err := s.page(v, map[string]any{"HTML": html, "Mine": q.list.Mine, "Views": views, "Keep": keep, "Compact": v.Actor.Compact})
	if err != nil {
		return nil, err
	}
	p.Flash = flash
	var b bytes.Buffer
	err = s.execute(&b, v, "queue/list", p)
	return b.Bytes(), err
}

// drawQueue draws the main part of the queue's page.
func (s *Site) drawQueue(v *gate.Visit, q queuePage) ([]byte, error) {
	ctx, l := v.Request.Context(), q.list
	var found desk.Page
	var err error
	if !q.wrong {
		found, err = s.Desk.Queue(ctx, v.Actor, l)
	}
	if err != nil {
		return nil, err
	}
	counts, err := s.Desk.Counts(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	reviews, err := s.Desk.WaitingCount(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(v, "pick-row", found)
	if err != nil {
		return nil, err
	}
	selects, err := s.narrowing(v, q)
	if err != nil {
		return nil, err
	}
	named, more, err := s.named(v, q)
	if err != nil {
		return nil, err
	}
	p := Page{Lang: v.Say.Lang, Tag: v.Say.Tag(), World: s.World, Form: url.Values{
		"q": {v.Query("q")}, "agency": {l.Agency}, "priority": {l.Priority}, "due": {l.Due}, "tracer": {l.Tracer}, "status": {l.Status},
	}}
	p.Data = map[string]any{
		"Named": named, "MoreNamed": more, "List": l, "Asked": listed(l), "Path": q.path, "Clear": q.clear(), "Keep": kept(l), "Rows": rows, "Tabs": tabs(v.Say, q.path, l, counts),
		"Waiting": counts[trace.Queued], "Reviews": reviews, "Filtered": q.wrong || l.Query+l.Agency+l.Priority+l.Due+l.Tracer != "", "Selects": selects,
		"FreshStep": int(trace.FreshStep.Minutes()), "VaultStep": int(trace.VaultStep.Minutes()), "FreshDays": int(trace.Fresh.Hours()) / 24,
		"Older": older(q.path, v.Request.URL.Query(), found.Next), "Newer": newest(q.path, v.Request.URL.Query()),
	}
	var b bytes.Buffer
	err = s.execute(&b, v, "queue/board main", p)
	return b.Bytes(), err
}

// named are the rows of the requests that name whoever is searched for, on the
// first page, and where to go on looking for people.
func (s *Site) named(v *gate.Visit, q queuePage) (rows []template.HTML, more string, err error) {
	l := q.list
	if q.wrong || !l.Names() || l.Cursor != "" || !account.Can(v.Actor, account.FindPeople, nil) {
		return nil, "", nil
	}
	list, others, err := s.Desk.Named(v.Request.Context(), v.Actor, l)
	if err != nil {
		return nil, "", err
	}
	if others {
		more = withQuery("/people", url.Values{"q": {l.Query}})
	}
	rows, err = s.rows(v, "queue-row", desk.Page{Requests: list})
	return rows, more, err
}

// narrowing is what a list can be narrowed by beside its status.
func (s *Site) narrowing(v *gate.Visit, q queuePage) ([]Select, error) {
	agencies, err := s.agencies(v)
	if err != nil {
		return nil, err
	}
	tracers, err := s.colleagues(v)
	list := []Select{
		{"due", v.Say.T("field.due", nil), dues(v.Say)},
		{"tracer", v.Say.T("field.tracer", nil), tracers},
		{"agency", v.Say.T("field.agency", nil), agencies},
		{"priority", v.Say.T("field.firearms.priority", nil), priorities(v.Say)},
	}
	if q.list.Mine {
		list = slices.DeleteFunc(list, func(x Select) bool { return x.Name == "tracer" })
	}
	return list, err
}

// colleagues are those whose requests a list can be narrowed to.
func (s *Site) colleagues(v *gate.Visit) ([]Option, error) {
	out := []Option{
		{Value: trace.TracerMe, Text: v.Say.T("tracer.me", nil)}, {Value: trace.TracerNone, Text: v.Say.T("tracer.none", nil)},
	}
	list, err := s.Desk.Colleagues(v.Request.Context(), v.Actor)
	for _, p := range list {
		out = append(out, Option{Value: p.Username, Text: p.Name})
	}
	return out, err
}

// knownTracer tells whether there is somebody to narrow a list to.
func (s *Site) knownTracer(v *gate.Visit, tracer string) (bool, error) {
	if tracer == "" || tracer == trace.TracerMe || tracer == trace.TracerNone {
		return true, nil
	}
	list, err := s.Desk.Colleagues(v.Request.Context(), v.Actor)
	for _, p := range list {
		if p.Username == tracer {
			return true, err
		}
	}
	return false, err
}

func dues(say *i18n.Printer) (out []Option) {
	for _, code := range trace.Dues {
		out = append(out, Option{Value: code, Text: say.T("due."+code, nil)})
	}
	return out
}

// kept is the status that a search or a filter leaves as it is. That of the
// first tab is not kept: a search from there looks everywhere.
func kept(l desk.List) string {
	if l.Status == string(trace.Queued) {
		return ""
	}
	return l.Status
}

// tabs lists the statuses with how many requests stand at each; what else the
// list is narrowed by stays. One's own claims are few and not counted apart.
func tabs(say *i18n.Printer, path string, l desk.List, counts map[trace.Status]int) (out []Tab) {
	list := trace.Filed
	q := url.Values{}
	for name, value := range map[string]string{"q": l.Query, "agency": l.Agency, "priority": l.Priority, "due": l.Due, "tracer": l.Tracer} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if l.Mine {
		list = []trace.Status{trace.Claimed, trace.Returned, trace.Concluded}
	}
	for _, x := range list {
		q.Set("status", string(x))
		t := Tab{To: withQuery(path, q), Text: say.T("status."+string(x), nil), Count: counts[x], Now: l.At() == x && !l.Overdue}
		if l.Mine {
			t.Count = -1
		}
		out = append(out, t)
	}
	if l.Mine {
		q.Set("status", string(trace.Claimed))
		q.Set("overdue", "yes")
		out = append(out, Tab{To: withQuery(path, q), Text: say.T("queue.overdue", nil), Count: -1, Now: l.Overdue})
	}
	return out
}

func (s *Site) agencies(v *gate.Visit) (out []Option, err error) {
	list, err := s.Desk.Agencies(v.Request.Context(), v.Actor)
	for _, a := range list {
		if a.Kind != "center" {
			out = append(out, Option{Value: a.Code, Text: a.Code})
		}
	}
	return out, err
}

func priorities(say *i18n.Printer) (out []Option) {
	for _, code := range catalog.Priority.Codes() {
		out = append(out, Option{Value: code, Text: say.T("catalog.priority."+code, nil)})
	}
	return out
}

func (s *Site) claimNext(v *gate.Visit) error {
	r, err := s.Desk.ClaimNext(v.Request.Context(), v.Actor)
	if fault.Is(err, fault.NotFound) {
		return s.done(v, "queue_empty", "/queue")
	}
	if err != nil {
		return err
	}
	return s.done(v, "claimed", "/requests/"+r.Folio)
}

func (s *Site) claim(v *gate.Visit) error {
	r, err := s.Desk.Claim(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	return s.done(v, "claimed", "/requests/"+r.Folio)
}

func (s *Site) release(v *gate.Visit) error {
	if _, err := s.Desk.Release(v.Request.Context(), v.Actor, hold(v)); err != nil {
		return err
	}
	return s.done(v, "released", "/queue")
}
