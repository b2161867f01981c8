package site

import (
	"net/http"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/gate"
)

// Routes is the table of contents: every address of the site below its world.
func (s *Site) Routes() []gate.Route {
	return slices.Concat(
		s.loginRoutes(), s.passkeyRoutes(), s.requestRoutes(), s.draftRoutes(), s.listRoutes(), s.sectionRoutes(),
		[]gate.Route{{Method: http.MethodGet, Path: "/municipios/:entidad", Act: account.Look, Do: s.municipios}}, s.postalRoutes(), s.peopleRoutes(), s.linkRoutes(),
		s.suggestRoutes(), s.twinRoutes(), s.seizureRoutes(), s.pieceRoutes(), s.queueRoutes(), s.bulkRoutes(), s.workRoutes(), s.seenRoutes(), s.contactRoutes(), s.resultRoutes(), s.proposalRoutes(), s.assignRoutes(), s.presenceRoutes(), s.figuresRoutes(), s.noticeRoutes(), s.accountRoutes(),
		s.licenseeRoutes(), s.viewRoutes(), s.glossaryRoutes(), s.shortcutRoutes(), s.messageRoutes(), s.wordingRoutes(),
		s.mailRoutes(),
		s.factorRoutes(), s.sessionRoutes(), s.proveRoutes(),
		s.auditRoutes(), s.dailyRoutes(),
		s.accessRoutes(), s.shareRoutes(), s.breakRoutes(), s.transferRoutes(),
		s.keyRoutes(), s.activateRoutes(), s.officeRoutes(), s.changeRoutes(),
		s.systemRoutes(),
	)
}
