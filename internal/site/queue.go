package site

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"

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

// queueList reads which part of the queue an address asks for.
func queueList(v *gate.Visit, mine bool) desk.List {
	l := desk.List{
		Status: v.Query("status"), Agency: v.Query("agency"), Priority: v.Query("priority"),
		Query: v.Query("q"), Cursor: v.Query("cursor"), Mine: mine,
	}
	if !slices.Contains(trace.Filed, trace.Status(l.Status)) {
		l.Status = ""
	}
	if !catalog.Priority.Has(l.Priority) {
		l.Priority = ""
	}
	if l.Status == "" && mine {
		l.Status = string(trace.Claimed)
	}
	l.Overdue = mine && l.Status == string(trace.Claimed) && v.Query("overdue") == "yes"
	if l.Status == "" && l.Query == "" {
		l.Status = string(trace.Queued)
	}
	return l
}

// queue shows a list of requests. While nothing changes, the page a reader
// was shown is shown again.
func (s *Site) queue(v *gate.Visit, mine bool) error {
	path, status := "/queue", http.StatusOK
	if mine {
		path = "/claims"
	}
	done, wrong := s.worded(v, path)
	if done {
		return nil
	}
	version, flash := s.Desk.Version(), s.takeFlash(v)
	if wrong != "" {
		status, flash = http.StatusUnprocessableEntity, &Flash{"error", wrong}
	}
	draw := func() ([]byte, error) { return s.drawPage(v, version, mine, flash) }
	key := boardKey{v.Request.URL.RequestURI(), v.Say.Lang, v.Actor.Zone, v.Actor.ID, true}
	var html []byte
	var err error
	if flash != nil {
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

// drawPage draws the whole page for one reader around the list, which is
// taken from the board where somebody else has seen it.
func (s *Site) drawPage(v *gate.Visit, version uint64, mine bool, flash *Flash) ([]byte, error) {
	key := boardKey{v.Request.URL.RequestURI(), v.Say.Lang, v.Actor.Zone, "", false}
	if mine {
		key.by = v.Actor.ID
	}
	list, err := s.board.take(version, key, func() ([]byte, error) { return s.drawQueue(v, queueList(v, mine)) })
	if err != nil {
		return nil, err
	}
	html := template.HTML(list) //nolint:gosec // it was escaped by the template that made it
	p, err := s.page(v, map[string]any{"HTML": html, "Mine": mine})
	if err != nil {
		return nil, err
	}
	p.Flash = flash
	var b bytes.Buffer
	err = s.execute(&b, v, "queue/list", p)
	return b.Bytes(), err
}

// drawQueue draws the main part of the queue's page.
func (s *Site) drawQueue(v *gate.Visit, l desk.List) ([]byte, error) {
	ctx := v.Request.Context()
	found, err := s.Desk.Queue(ctx, v.Actor, l)
	if err != nil {
		return nil, err
	}
	counts, err := s.Desk.Counts(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	agencies, err := s.agencies(v)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(v, "queue-row", found)
	if err != nil {
		return nil, err
	}
	path := "/queue"
	if l.Mine {
		path = "/claims"
	}
	q := v.Request.URL.Query()
	p := Page{Lang: v.Say.Lang, Tag: v.Say.Tag(), World: s.World, Form: url.Values{
		"q": {l.Query}, "agency": {l.Agency}, "priority": {l.Priority}, "status": {l.Status},
	}}
	p.Data = map[string]any{
		"List": l, "Path": path, "Keep": kept(l), "Rows": rows, "Tabs": tabs(v.Say, path, l, counts),
		"Waiting": counts[trace.Queued], "Filtered": l.Query+l.Agency+l.Priority != "",
		"Selects": []Select{
			{"agency", v.Say.T("field.agency", nil), agencies}, {"priority", v.Say.T("field.firearms.priority", nil), priorities(v.Say)},
		},
		"FreshStep": int(trace.FreshStep.Minutes()), "VaultStep": int(trace.VaultStep.Minutes()), "FreshDays": int(trace.Fresh.Hours()) / 24,
		"Older": older(path, v.Request.URL.Query(), found.Next), "Newer": newest(path, q),
	}
	var b bytes.Buffer
	err = s.execute(&b, v, "queue/board main", p)
	return b.Bytes(), err
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
	for name, value := range map[string]string{"q": l.Query, "agency": l.Agency, "priority": l.Priority} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if l.Mine {
		list = []trace.Status{trace.Claimed, trace.Returned, trace.Concluded}
	}
	for _, x := range list {
		q.Set("status", string(x))
		t := Tab{To: withQuery(path, q), Text: say.T("status."+string(x), nil), Count: counts[x], Now: l.Status == string(x) && !l.Overdue}
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
