package site

import (
	"net/http"
	"net/url"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/office"
	"rastreo/internal/trace"
)

func (s *Site) officeRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/office", Act: account.ReadPeople, Title: "page.office", Verb: audit.PeopleRead, Do: s.office},
		{Method: get, Path: "/office/invite", Act: account.Invite, Title: "office.invite", Do: s.askInvite},
		{Method: post, Path: "/office/invite", Act: account.Invite, Title: "office.invite", Verb: audit.Invited, Do: s.invite},
		{Method: get, Path: "/office/people/:id", Act: account.ReadPeople, Title: "page.office", Verb: audit.PeopleRead, Do: s.member},
		{Method: post, Path: "/office/people/:id/invite", Act: account.Invite, Title: "office.code", Verb: audit.Invited, Do: s.inviteAgain},
		{Method: get, Path: "/office/people/:id/role", Act: account.ChangeRole, Title: "office.role", Verb: audit.PeopleRead, Do: s.askRole},
		{Method: post, Path: "/office/people/:id/role", Act: account.ChangeRole, Title: "office.role", Verb: audit.RoleChanged, Do: s.changeRole},
		{Method: get, Path: "/office/people/:id/reset", Act: account.ResetFactors, Title: "office.reset", Verb: audit.PeopleRead, Do: s.askReset},
		{Method: post, Path: "/office/people/:id/reset", Act: account.ResetFactors, Title: "office.reset", Verb: audit.FactorsReset, Do: s.reset},
		{Method: post, Path: "/office/people/:id/disable", Act: account.Disable, Verb: audit.AccountDisabled, Do: s.ofPerson(s.Office.Disable, "disabled")},
		{Method: post, Path: "/office/people/:id/enable", Act: account.Disable, Verb: audit.AccountEnabled, Do: s.ofPerson(s.Office.Enable, "enabled")},
		{Method: post, Path: "/office/people/:id/unlock", Act: account.Unlock, Verb: audit.AccountUnlocked, Do: s.ofPerson(s.Office.Unlock, "unlocked")},
		{Method: post, Path: "/office/people/:id/sessions", Act: account.Disable, Verb: audit.SessionEnded, Do: s.ofPerson(s.Office.EndSessions, "sessions_ended")},
		{Method: post, Path: "/office/people/:id/keys/:key/revoke", Act: account.RevokeKeys, Verb: audit.KeyRevoked, Do: s.revokeTheirs},
	}
}

// Member is one of the people somebody looks after, in a reader's words.
type Member struct {
	account.Member
	State string // one of account.States
}

func (s *Site) described(m account.Member) Member { return Member{m, m.State(s.Now())} }

func (s *Site) office(v *gate.Visit) error {
	found, err := s.Office.People(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	var list []Member
	for _, m := range found.Members {
		list = append(list, s.described(m))
	}
	p, err := s.page(v, map[string]any{
		"Members": list, "Center": s.ofCenter(v), "Every": v.Actor.Role != account.Admin,
		"Older": older("/office", v.Request.URL.Query(), found.Next), "Newer": newest("/office", v.Request.URL.Query()),
	})
	return s.show(v, "office/list", p, err)
}

// ofCenter tells whether the reader looks after the tracing center.
func (s *Site) ofCenter(v *gate.Visit) bool {
	_, err := s.Office.Center(v.Request.Context(), v.Actor)
	return err == nil
}

// personPath is the page of one of them.
func personPath(id string) string { return "/office/people/" + id }

func (s *Site) member(v *gate.Visit) error {
	found, err := s.Office.Person(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Person": s.described(found.Member), "Keys": s.held(v.Say, found.Role, found.Keys), "Open": found.Open,
		"Movable": len(s.Office.Grantable(v.Actor, found.Member)) > 0, "Own": found.ID == v.Actor.ID,
	})
	return s.show(v, "office/person", p, err)
}

// inviting is what the page that invites offers.
type inviting struct {
	Roles, Agencies, Langs, Zones []Option
}

// inviting offers the roles the reader may give. A trainer's people are of any
// agency that asks for traces.
func (s *Site) inviting(v *gate.Visit) (data inviting, err error) {
	data.Langs, data.Zones = langs(v.Say), zones(v.Say)
	list, err := s.Office.Agencies(v.Request.Context())
	if err != nil {
		return data, err
	}
	kind := ""
	for _, a := range list {
		if a.ID == v.Actor.AgencyID {
			kind = a.Kind
		}
		if v.Actor.Role == account.Trainer && a.Kind != account.Center {
			data.Agencies = append(data.Agencies, Option{Value: a.ID, Text: a.Code + " · " + a.Name})
		}
	}
	data.Roles = s.roles(v.Say, s.Office.Given(v.Actor, kind))
	return data, nil
}

// roles are roles to choose from, with what each means and needs.
func (s *Site) roles(say *i18n.Printer, list []account.Role) (out []Option) {
	for _, role := range list {
		hint := say.T("role.means."+string(role), nil)
		if !office.Alone(role) {
			hint += " " + say.T("office.two", nil)
		}
		out = append(out, Option{Value: string(role), Text: say.T("role."+string(role), nil), Hint: hint})
	}
	return out
}

func (s *Site) askInvite(v *gate.Visit) error {
	data, err := s.inviting(v)
	if err != nil {
		return err
	}
	values := url.Values{"language": {v.Say.Lang}, "zone": {v.Actor.Zone}}
	if len(data.Roles) > 0 {
		values.Set("role", data.Roles[0].Value)
	}
	p, err := s.form(v, values, data)
	return s.show(v, "office/invite", p, err)
}

func (s *Site) invite(v *gate.Visit) error {
	data, err := s.inviting(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "office/invite", data)
	}
	form := typed(v)
	zone := form.Get("zone")
	if !slices.Contains(i18n.Zones, zone) {
		zone = ""
	}
	made, err := s.Office.Invite(v.Request.Context(), v.Actor, account.Account{
		AgencyID: form.Get("agency"), Username: form.Get("username"), Name: form.Get("person_name"), Role: account.Role(form.Get("role")),
		Lang: form.Get("language"), Zone: zone,
	})
	if err != nil {
		return s.attempt(v, "office/invite", data, err)
	}
	if made.Change != "" {
		return s.done(v, "proposed", personPath(made.ID))
	}
	return s.showCode(v, made)
}

// showCode is the answer to the post, so that the code is shown once and
// stands in no address and no history.
func (s *Site) showCode(v *gate.Visit, made office.Invited) error {
	p, err := s.page(v, made)
	p.Path = personPath(made.ID)
	return s.show(v, "office/code", p, err)
}

func (s *Site) inviteAgain(v *gate.Visit) error {
	made, err := s.Office.InviteAgain(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	return s.showCode(v, made)
}

// moving is what the page that changes a role shows.
func (s *Site) moving(v *gate.Visit) (map[string]any, error) {
	found, err := s.Office.Person(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return nil, err
	}
	roles := s.Office.Grantable(v.Actor, found.Member)
	if len(roles) == 0 || found.ID == v.Actor.ID {
		return nil, fault.New(fault.Forbidden, "office.unmovable", nil)
	}
	return map[string]any{"Person": s.described(found.Member), "Roles": s.roles(v.Say, roles)}, nil
}

func (s *Site) askRole(v *gate.Visit) error {
	data, err := s.moving(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "office/role", p, err)
}

func (s *Site) changeRole(v *gate.Visit) error {
	data, err := s.moving(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "office/role", data)
	}
	change, err := s.Office.ChangeRole(v.Request.Context(), v.Actor, v.Param("id"), account.Role(typed(v).Get("role")))
	if err != nil {
		return s.attempt(v, "office/role", data, err)
	}
	code := "role_changed"
	if change != "" {
		code = "proposed"
	}
	return s.done(v, code, personPath(v.Param("id")))
}

func (s *Site) askReset(v *gate.Visit) error {
	found, err := s.Office.Person(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	if err := account.May(v.Actor, account.ResetFactors, &account.Resource{AgencyID: found.AgencyID, Filer: found.ID}); err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, s.described(found.Member))
	return s.show(v, "office/reset", p, err)
}

func (s *Site) reset(v *gate.Visit) error {
	found, err := s.Office.Person(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	data := s.described(found.Member)
	if v.Switching() {
		return s.again(v, "office/reset", data)
	}
	change, err := s.Office.ResetFactors(v.Request.Context(), v.Actor, found.ID, typed(v).Get("met") != "")
	if err != nil {
		return s.attempt(v, "office/reset", data, err)
	}
	code := "reset"
	if change != "" {
		code = "proposed"
	}
	return s.done(v, code, personPath(found.ID))
}

func (s *Site) revokeTheirs(v *gate.Visit) error {
	if err := s.Office.RevokeKey(v.Request.Context(), v.Actor, v.Param("id"), v.Param("key")); err != nil {
		return err
	}
	return s.done(v, "key_revoked", personPath(v.Param("id")))
}

// lookedAfter is the page of what a notice is about whose folio is the id of an
// account, a change or a decoy.
func lookedAfter(v *gate.Visit, n trace.Notice) (path string, ok bool) {
	switch n.Code {
	case trace.NoticeProposed, trace.NoticeDecided:
		return "/office/changes", true
	case trace.NoticeDecoy:
		return "/audit/decoys/" + n.Folio, true
	case trace.NoticeActivated, trace.NoticeIdle, trace.NoticeIdleEnded:
		if account.Can(v.Actor, account.ReadPeople, nil) {
			return personPath(n.Folio), true
		}
		return "/account", true
	case trace.NoticeRole, trace.NoticeReset, trace.NoticeEnabled, trace.NoticeKeyRevoked:
		return "/account", true
	}
	return "", false
}
