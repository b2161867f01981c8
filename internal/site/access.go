package site

import (
	"net/http"
	"slices"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/share"
	"rastreo/internal/trace"
)

func (s *Site) accessRoutes() []gate.Route {
	const at = "/seizures/:folio"
	return []gate.Route{
		{Method: http.MethodPost, Path: at + "/open", Act: account.OpenSeizure, Title: "open.title", Verb: audit.SeizureOpened, Do: s.open},
		{Method: http.MethodPost, Path: "/requests/:folio/open", Act: account.OpenRequest, Title: "open.title", Verb: audit.SeizureOpened, Do: s.open},
		{Method: http.MethodGet, Path: at + "/access", Act: account.SeeViewers, Title: "access.title", Verb: audit.GrantsRead, Do: s.access},
		{Method: http.MethodPost, Path: at + "/restriction", Act: account.Restrict, Title: "access.title", Verb: audit.SeizureRestricted, Do: s.restrict},
		{Method: http.MethodPost, Path: at + "/named", Act: account.ChangeNamed, Title: "access.title", Verb: audit.ChangeProposed, Do: s.proposeNamed},
		{Method: http.MethodPost, Path: at + "/named/:id", Act: account.ChangeNamed, Title: "access.title", Verb: audit.NamedChanged, Do: s.decideNamed},
		{Method: http.MethodPost, Path: at + "/bars", Act: account.Bar, Title: "access.title", Verb: audit.Barred, Do: s.bar},
		{Method: http.MethodGet, Path: at + "/bars/:id", Act: account.Bar, Title: "namesake.title", Verb: audit.GrantsRead, Do: s.namesake},
		{Method: http.MethodPost, Path: at + "/bars/:id/undo", Act: account.Bar, Title: "access.title", Verb: audit.Unbarred, Do: s.unbar},
		{Method: http.MethodGet, Path: at + "/decoy", Act: account.MarkDecoy, Title: "decoy.title", Verb: audit.DecoysRead, Do: s.decoy},
		{Method: http.MethodPost, Path: at + "/decoy", Act: account.MarkDecoy, Title: "decoy.title", Verb: audit.DecoyMarked, Do: s.markDecoy},
		{Method: http.MethodPost, Path: at + "/decoy/undo", Act: account.MarkDecoy, Title: "decoy.title", Verb: audit.DecoyUnmarked, Do: s.unmarkDecoy},
	}
}

// opening is what the question what for shows.
type opening struct {
	Action, Back string
	Purposes     []Option
}

// openingOf asks what for, at an address, on the way back to a page.
func openingOf(v *gate.Visit, action, back string) opening {
	o := opening{Action: action, Back: back}
	for _, p := range trace.Purposes(v.Actor.Role) {
		o.Purposes = append(o.Purposes, Option{Value: p, Text: word(v.Say, catalog.Purpose, p)})
	}
	return o
}

func (s *Site) open(v *gate.Visit) error {
	at, _ := strings.CutSuffix(strings.TrimPrefix(v.Request.URL.Path, s.Base), "/open")
	back := s.local(s.Base + typed(v).Get("back"))
	if back == "/" {
		back = at
	}
	data := openingOf(v, at+"/open", back)
	if v.Switching() {
		return s.again(v, "seizure/open", data)
	}
	if err := s.Share.Open(v.Request.Context(), v.Actor, v.Param("folio"), typed(v).Get("purpose")); err != nil {
		return s.attempt(v, "seizure/open", data, err)
	}
	return s.see(v, back)
}

// accessPage is who may know of a seizure, and what the reader may change of
// it.
type accessPage struct {
	share.Access
	Changes                                 []Change
	Grants                                  []Given
	CanRestrict, CanChange, CanBar, CanGive bool
	CanDecoy                                bool
}

// Change is what waits for a second person, in a reader's words.
type Change struct {
	trace.NamedChange
	Text string
	Own  bool
}

// Given is a grant in a reader's words.
type Given struct {
	trace.Grant
	State, For string
	Shows      []string
	Live, Wait bool
}

func (s *Site) givenOf(say *i18n.Printer, g trace.Grant) Given {
	state := g.State(s.Now())
	out := Given{
		Grant: g, State: say.T("grant.state."+string(state), nil), For: word(say, catalog.Purpose, g.Purpose),
		Live: state == trace.GrantHolds, Wait: state == trace.GrantProposed || state == trace.GrantApproved,
	}
	for _, f := range g.Fields {
		out.Shows = append(out.Shows, word(say, catalog.GrantField, f))
	}
	return out
}

// given is the grant that a page is shown under, or nil.
func (s *Site) given(v *gate.Visit, g *trace.Grant) *Given {
	if g == nil {
		return nil
	}
	out := s.givenOf(v.Say, *g)
	return &out
}

func (s *Site) givens(say *i18n.Printer, list []trace.Grant) (out []Given) {
	for _, g := range list {
		out = append(out, s.givenOf(say, g))
	}
	return out
}

// able tells whether the actor may, apart from proving who they are, which is
// asked for when it comes to it.
func able(v *gate.Visit, act account.Act, on account.Resource) bool {
	who := v.Actor
	who.Proven = true
	return account.Can(who, act, &on)
}

func (s *Site) accessPage(v *gate.Visit) (p accessPage, err error) {
	a, err := s.Share.Access(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return p, err
	}
	p = accessPage{
		Access: a, Grants: s.givens(v.Say, a.Grants), CanRestrict: !a.Restricted && able(v, account.Restrict, a.Mine),
		CanChange: a.Restricted && able(v, account.ChangeNamed, a.Mine), CanBar: able(v, account.Bar, a.Mine),
		CanGive: able(v, account.ProposeGrant, a.Mine), CanDecoy: able(v, account.MarkDecoy, a.Mine),
	}
	for _, c := range a.Changes {
		text := v.Say.T("access.change."+string(c.Kind), map[string]any{"name": c.Name, "by": c.ByName})
		p.Changes = append(p.Changes, Change{c, text, c.By == v.Actor.ID})
	}
	return p, nil
}

func (s *Site) access(v *gate.Visit) error {
	data, err := s.accessPage(v)
	if err != nil {
		return err
	}
	p, err := s.page(v, data)
	return s.show(v, "seizure/access", p, err)
}

// manage does an act of the page of access, and shows the page again where
// something is wrong with what was typed.
func (s *Site) manage(v *gate.Visit, code string, act func() error) error {
	at := "/seizures/" + v.Param("folio") + "/access"
	data, err := s.accessPage(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.see(v, at)
	}
	if err = act(); err == nil {
		return s.done(v, code, at)
	}
	return s.attempt(v, "seizure/access", data, err)
}

func (s *Site) restrict(v *gate.Visit) error {
	return s.manage(v, "restricted", func() error {
		return s.Share.Restrict(v.Request.Context(), v.Actor, v.Param("folio"), trace.UserNames(typed(v).Get("named")))
	})
}

func (s *Site) proposeNamed(v *gate.Visit) error {
	return s.manage(v, "named_proposed", func() error {
		return s.Share.ProposeNamed(v.Request.Context(), v.Actor, v.Param("folio"), trace.NamedKind(typed(v).Get("kind")), typed(v).Get("name"))
	})
}

// decideNamed may take the reader off the list: then there is no page to go
// back to.
func (s *Site) decideNamed(v *gate.Visit) error {
	approve := typed(v).Get("verdict") == "approve"
	if err := s.Share.DecideNamed(v.Request.Context(), v.Actor, v.Param("folio"), v.Param("id"), approve); err != nil {
		return err
	}
	if _, err := s.accessPage(v); err != nil {
		return s.done(v, "named_changed", "/requests")
	}
	return s.done(v, "named_changed", "/seizures/"+v.Param("folio")+"/access")
}

func (s *Site) bar(v *gate.Visit) error {
	return s.manage(v, "barred", func() error {
		return s.Share.Bar(v.Request.Context(), v.Actor, v.Param("folio"), typed(v).Get("bar"))
	})
}

func (s *Site) unbar(v *gate.Visit) error {
	if v.Switching() {
		data, err := s.namesakePage(v)
		if err != nil {
			return err
		}
		return s.again(v, "seizure/namesake", data)
	}
	err := s.Share.Unbar(v.Request.Context(), v.Actor, v.Param("folio"), v.Param("id"), typed(v).Get("namesake_reason"))
	if err == nil {
		return s.done(v, "unbarred", "/seizures/"+v.Param("folio")+"/access")
	}
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	data, missing := s.namesakePage(v)
	if missing != nil {
		return missing
	}
	return s.attempt(v, "seizure/namesake", data, err)
}

// namesakePage is somebody whom the house keeps out of a seizure for their name.
type namesakePage struct {
	trace.Barred
	Folio string
}

func (s *Site) namesakePage(v *gate.Visit) (p namesakePage, err error) {
	a, err := s.Share.Access(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return p, err
	}
	if err := account.May(v.Actor, account.Bar, &a.Mine); err != nil {
		return p, err
	}
	for _, b := range a.Barred {
		if b.House && b.ID == v.Param("id") {
			return namesakePage{b, a.Folio}, nil
		}
	}
	return p, fault.New(fault.NotFound, "fault.not_found", nil)
}

// namesake asks why somebody only bears the name of a party.
func (s *Site) namesake(v *gate.Visit) error {
	data, err := s.namesakePage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, nil, data)
	return s.show(v, "seizure/namesake", p, err)
}

// grantedGroups leaves of the description of another agency's seizure what the
// grant shows.
func grantedGroups(z trace.Seizure, groups []Group) (out []Group) {
	for i, g := range groups {
		if i == 1 && !slices.Contains(z.Grant.Fields, "place") || i == 1 && z.Private {
			continue
		}
		g.Rows = slices.DeleteFunc(g.Rows, func(r Row) bool { return strings.TrimSpace(r.Value) == "" })
		if len(g.Rows) > 0 {
			out = append(out, g)
		}
	}
	return out
}
