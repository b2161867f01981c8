package app_test

import (
	"regexp"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// administering is what somebody sees who looks after an agency's people.
var administering = []view{
	{name: "break-admin", path: "/shared/break"},
	{path: "/office"},
	{name: "office-self", path: "/office", bring: choose("Emilio Carranza Ordóñez")},
	{name: "office-person", path: "/office", bring: choose("Itzel Méndez Arriaga")},
	{name: "office-role", path: "/office", bring: after(choose("Leonor Bañuelos Ríos"), press("office.role"))},
	{name: "office-role-wrong", status: 422, bring: press("office.role_send")},
	{name: "office-reset", path: "/office", bring: after(choose("Leonor Bañuelos Ríos"), press("office.reset"))},
	{name: "office-reset-wrong", status: 422, bring: press("office.reset_send")},
	{path: "/office/invite"},
	{name: "office-invite-wrong", status: 422, bring: press("office.invite_send")},
	{name: "office-code", path: "/office", bring: after(choose("Wendy Salas Ibáñez"), press("office.code_new"))},
	{name: "office-invited", bring: press("office.code_given")},
	{name: "office-disabled", path: "/office", bring: after(choose("Leonor Bañuelos Ríos"), press("office.disable"))},
	{name: "office-enabled", bring: press("office.enable")},
	{path: "/office/changes"},
	{name: "account-admin", path: "/account"},
	{name: "notices-admin", path: "/notices"},
	{name: "forbidden-admin", path: "/requests", status: 403},
}

// teaching is what a trainer sees of the trainees.
var teaching = []view{
	{name: "training-office", path: "/office"},
	{name: "training-person", bring: choose("Citlali Núñez Arce")},
	{name: "training-invite", path: "/office/invite"},
}

// choose opens what bears these words.
func choose(words string) func(*reader) { return func(r *reader) { r.T.Helper(); r.Press(words) } }

// codeShape is a code as it is shown.
var codeShape = regexp.MustCompile(`([0-9A-Z]{4}-){6}[0-9A-Z]{4}`)

// The console lets an administrator in; they invite somebody, make them
// coordinator when a second person has agreed, and shut the account, which
// ends what its owner is doing at once.
func TestOffice(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := empty(t)
			admin := s.reader(t, b, "", lang)
			added, err := s.AddAccount(t.Context(), app.NewAccount{
				Agency:  account.Agency{Code: "FGR"},
				Account: account.Account{Username: "fgr.jefa", Name: "Luz Ñáñez", Role: account.Admin, Lang: lang, Zone: "America/Mexico_City"},
			})
			must(t, err)
			admin.activate(added.Username, added.Code)
			admin.Sees("fgr.mendez", admin.t("role.submitter"))

			rosa := s.reader(t, b, "", lang)
			rosa.activate("fgr.rosa", admin.invites("Rosa Peña", "fgr.rosa"))
			rosa.Sees(rosa.t("page.requests"))

			second := s.reader(t, b, "", lang)
			s.add(app.NewAccount{
				Agency:  account.Agency{Code: "FGR"},
				Account: account.Account{Username: "fgr.otro", Name: "Abel Sáenz", Role: account.Admin, Lang: lang, Zone: "America/Mexico_City"},
			})
			admin.Go("/office").Press("Rosa Peña")
			admin.press("office.role")
			admin.Fill([2]string{"role", "coordinator"})
			admin.press("office.role_send")
			admin.Sees(admin.t("done.proposed"), admin.t("role.submitter"))
			admin.Go("/office/changes").Sees("Rosa Peña", admin.t("change.another"))
			must(t, s.Tick(t.Context()))
			second.signIn("fgr.otro", password)
			second.Go("/notices").press("notice.proposed")
			second.press("change.approve")
			second.Sees(second.t("done.approved"))
			rosa.Go("/requests")
			rosa.Is(`location.pathname === "/login"`, "a session outlives the role it began with")
			rosa.signIn("fgr.rosa", password)
			must(t, s.Tick(t.Context()))
			rosa.Go("/notices").Sees(rosa.t("notice.role"))

			admin.Go("/office").Press("Rosa Peña")
			admin.Sees(admin.t("role.coordinator"))
			admin.press("office.disable")
			admin.Sees(admin.t("done.disabled"), admin.t("member.disabled"))
			rosa.Go("/requests")
			rosa.Is(`location.pathname === "/login"`, "a disabled person reads on")
			for _, r := range []*reader{admin, rosa, second} {
				if heard := r.Complaints(); len(heard) > 0 {
					t.Errorf("the browser complains: %q", heard)
				}
			}
		})
	}
}

// invites makes an account for somebody and returns the code.
func (r *reader) invites(name, username string) (code string) {
	r.T.Helper()
	r.Go("/office").press("office.invite")
	r.Fill([2]string{"person_name", name}, [2]string{"username", username})
	r.press("office.invite_send")
	if code = codeShape.FindString(r.Text()); code == "" {
		r.T.Fatalf("no code is shown: %s", r.Text())
	}
	r.press("office.code_given")
	r.Sees(name, r.t("member.invited"))
	return code
}

// activate makes an account the reader's own.
func (r *reader) activate(username, code string) {
	r.T.Helper()
	r.speak()
	r.Go("/login").press("login.activate")
	r.Fill([2]string{"username", username}, [2]string{"code", code}, [2]string{"password", password}, [2]string{"again", password})
	r.Fill([2]string{"language", r.say.Lang})
	r.press("action.activate")
	r.Is(`location.pathname !== "/activate"`, "the account is not theirs")
}
