package site

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/ledger"
)

// auditRoutes are the auditor's pages, and the one that tells whoever filed a
// seizure who opened it.
func (s *Site) auditRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/audit", Act: account.SearchAudit, Title: "page.audit", Verb: audit.AuditSought, Do: s.audit},
		{Method: http.MethodGet, Path: "/audit/export", Act: account.ExportAudit, Title: "ledger.export", Verb: audit.AuditExported, Do: s.exportAudit},
		{Method: http.MethodGet, Path: "/audit/review", Act: account.ReviewAudit, Title: "page.audit_review", Do: s.auditReview},
		{Method: http.MethodPost, Path: "/audit/review", Act: account.ReviewAudit, Title: "page.audit_review", Verb: audit.AuditReviewed, Do: s.reviewAudit},
		{Method: http.MethodGet, Path: "/audit/decoys", Act: account.ReadDecoys, Title: "page.decoys", Verb: audit.DecoysRead, Do: s.decoys},
		{Method: http.MethodGet, Path: "/audit/decoys/:id", Act: account.ReadDecoys, Title: "page.decoys", Verb: audit.DecoysRead, Do: s.lured},
		{Method: http.MethodGet, Path: "/seizures/:folio/viewers", Act: account.SeeViewers, Title: "page.viewers", Verb: audit.ViewersRead, Do: s.viewers},
	}
}

// Logged is an event of the log in a reader's words.
type Logged struct {
	audit.Entry
	Text   string // the verb
	RoleIn string // the role of whoever acted
	Why    string // the purpose
}

func logged(say *i18n.Printer, list []audit.Entry) (out []Logged) {
	for _, e := range list {
		h := Logged{Entry: e, Text: verbText(say, e.Verb), Why: e.Purpose}
		switch {
		case catalog.Purpose.Has(e.Purpose):
			h.Why = word(say, catalog.Purpose, e.Purpose)
		case catalog.BreakReason.Has(e.Purpose):
			h.Why = word(say, catalog.BreakReason, e.Purpose)
		}
		if e.Role.Has() {
			h.RoleIn = say.T("role."+string(e.Role), nil)
		}
		out = append(out, h)
	}
	return out
}

// verbText says a verb. One that this program does not know, of a log that a
// newer one has written, is shown as it is.
func verbText(say *i18n.Printer, verb audit.Verb) string {
	if !slices.Contains(audit.Verbs, verb) {
		return string(verb)
	}
	return say.T("audit."+string(verb), nil)
}

// verbs lists every verb in the order of its text.
func verbs(say *i18n.Printer) (out []Option) {
	for _, verb := range audit.Verbs {
		out = append(out, Option{Value: string(verb), Text: verbText(say, verb)})
	}
	slices.SortFunc(out, func(a, b Option) int { return strings.Compare(a.Text, b.Text) })
	return out
}

// auditSearch reads what an address asks for, with everything that is wrong
// with it.
func (s *Site) auditSearch(v *gate.Visit) (l ledger.Search, err error) {
	l = ledger.Search{
		Account: v.Query("account"), Verb: audit.Verb(v.Query("verb")), Record: v.Query("record"),
		Agency: v.Query("agency"), Cursor: v.Query("cursor"),
	}
	var p fault.Problems
	if l.From, err = s.day(v, "audit_from", 0); err != nil {
		p.Add("/audit_from", "date_shape", nil)
	}
	if l.To, err = s.day(v, "audit_to", 1); err != nil {
		p.Add("/audit_to", "date_shape", nil)
	}
	if !l.From.IsZero() && !l.To.IsZero() && !l.From.Before(l.To) {
		p.Add("/audit_to", "before_first", nil)
	}
	return l, fault.Check(p)
}

// day is the midnight on the reader's own clock at which a day that was asked
// for begins, or so many days later; zero if none was.
func (s *Site) day(v *gate.Visit, name string, later int) (time.Time, error) {
	text := strings.TrimSpace(v.Query(name))
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, s.here(v).Location())
	return day.AddDate(0, 0, later), err
}

func (s *Site) audit(v *gate.Visit) error {
	l, wrongly := s.auditSearch(v)
	var found ledger.Page
	if wrongly == nil {
		var err error
		if found, err = s.Ledger.Search(v.Request.Context(), v.Actor, l); err != nil {
			return err
		}
	}
	data, err := s.auditPage(v)
	if err != nil {
		return err
	}
	q := v.Request.URL.Query()
	data["Found"] = logged(v.Say, found.Entries)
	data["Older"], data["Newer"] = older("/audit", q, found.Next), newest("/audit", v.Request.URL.Query())
	p, err := s.page(v, data)
	p.Form = v.Request.URL.Query()
	status := http.StatusOK
	if f := fault.Of(wrongly); f != nil {
		status, p.Problems = gate.Status(f.Kind), wrong(v, f.Problems)
	}
	return s.answer(v, status, "audit/list", p, err)
}

// auditPage is what stands around the events: how far the log goes, whether it
// is time to sign it off, and what can be asked for.
func (s *Site) auditPage(v *gate.Visit) (map[string]any, error) {
	ctx := v.Request.Context()
	state, err := s.Ledger.State(ctx)
	if err != nil {
		return nil, err
	}
	review, err := s.Ledger.LastReview(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	agencies, err := s.Ledger.Agencies(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	var options []Option
	for _, a := range agencies {
		options = append(options, Option{Value: a.Code, Text: a.Code})
	}
	return map[string]any{"Size": int(state.Size), "Checkpoint": state.At, "Review": review, "Agencies": options, "Verbs": verbs(v.Say)}, nil
}

// exportAudit sends the log as JSON lines. What fails once it has begun is
// said in the last line: nothing else can be said any more.
func (s *Site) exportAudit(v *gate.Visit) error {
	begun := false
	err := s.Ledger.Export(v.Request.Context(), v.Actor, func() io.Writer {
		begun = true
		v.Header("Content-Type", "application/jsonl; charset=utf-8")
		v.Header("Content-Disposition", `attachment; filename="`+s.World+"-"+s.Now().UTC().Format("20060102T150405Z")+`.jsonl"`)
		v.Status(http.StatusOK)
		return patient{v.Writer, http.NewResponseController(v.Writer)}
	})
	if err != nil && begun {
		return json.NewEncoder(v.Writer).Encode(map[string]bool{"incomplete": true})
	}
	return err
}

// patient is an answer that may take long as long as somebody reads it.
type patient struct {
	io.Writer
	control *http.ResponseController
}

// readTime is how long a piece of a long answer may take.
const readTime = time.Minute

func (p patient) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(readTime)) //nolint:forbidigo // the connection keeps real time; where it cannot be set there is no limit
	return p.Writer.Write(b)
}

func (s *Site) auditReview(v *gate.Visit) error {
	review, err := s.Ledger.LastReview(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	since := s.here(v).AddDate(0, 0, -7)
	if !review.At.IsZero() && review.At.Before(since) {
		since = v.Actor.Local(review.At)
	}
	p, err := s.page(v, map[string]any{"Review": review, "Looks": glances(v.Say, since)})
	return s.show(v, "audit/review", p, err)
}

// looked are the verbs that a review looks through.
var looked = []audit.Verb{
	audit.Refused, audit.Braked, audit.DecoyAlarmed, audit.AuditAlarmed, audit.SignInTried, audit.AccountLocked, audit.FactorsReset, audit.RoleChanged,
	audit.GrantAccepted, audit.BreakApproved, audit.Unrestricted, audit.AuditExported,
}

// Glance is a search that a review begins with.
type Glance struct{ To, Text string }

func glances(say *i18n.Printer, since time.Time) (out []Glance) {
	for _, verb := range looked {
		q := url.Values{"verb": {string(verb)}, "audit_from": {since.Format(time.DateOnly)}}
		out = append(out, Glance{withQuery("/audit", q), verbText(say, verb)})
	}
	return out
}

func (s *Site) reviewAudit(v *gate.Visit) error {
	if err := s.Ledger.Review(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return s.done(v, "audit_reviewed", "/audit/review")
}

func (s *Site) viewers(v *gate.Visit) error {
	folio := v.Param("folio")
	found, err := s.Ledger.Viewers(v.Request.Context(), v.Actor, folio, v.Query("cursor"))
	if err != nil {
		return err
	}
	path := "/seizures/" + folio + "/viewers"
	p, err := s.page(v, map[string]any{
		"Folio": folio, "Found": logged(v.Say, found.Entries), "Me": v.Actor.ID,
		"Older": older(path, v.Request.URL.Query(), found.Next), "Newer": newest(path, v.Request.URL.Query()),
	})
	return s.show(v, "seizure/viewers", p, err)
}
