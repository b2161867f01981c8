package site

import (
	"net/http"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/gate"
)

// Who works with which pages.
var (
	requesters = []account.Role{account.Submitter, account.Coordinator}
	staff      = []account.Role{account.Tracer, account.Supervisor}
)

// Routes is the table of contents: every address of the site below its world.
func (s *Site) Routes() []gate.Route {
	return slices.Concat(
		s.loginRoutes(), s.requestRoutes(), s.draftRoutes(), s.listRoutes(), s.sectionRoutes(),
		[]gate.Route{{Method: http.MethodGet, Path: "/municipios/:entidad", Do: s.municipios}}, s.postalRoutes(), s.peopleRoutes(), s.linkRoutes(),
		s.suggestRoutes(), s.twinRoutes(), s.seizureRoutes(), s.queueRoutes(), s.workRoutes(), s.resultRoutes(), s.noticeRoutes(), s.accountRoutes(),
	)
}
