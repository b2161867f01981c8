// Package site is the house's pages: for the submitter, who files and waits,
// and for the tracer, who works. It turns forms into calls of the rooms and
// what they return into HTML; it decides nothing.
package site

import (
	"io/fs"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/ledger"
	"rastreo/internal/login"
	"rastreo/internal/notify"
	"rastreo/internal/office"
	"rastreo/internal/report"
	"rastreo/internal/share"
	"rastreo/internal/system"
)

// Config is what the pages of one world stand on.
type Config struct {
	Intake *intake.Intake
	Desk   *desk.Desk
	Share  *share.Share
	Login  *login.Login
	Office *office.Office
	Notify *notify.Notify
	Ledger *ledger.Ledger
	System *system.System
	Report *report.Report
	Bundle *i18n.Bundle
	Web    fs.FS                    // the templates
	Asset  func(name string) string // address of a served file below Base
	World  string                   // shown on every page
	Base   string                   // path prefix of the world, "" or "/…"
	Secure bool                     // cookies only over TLS
	Now    func() time.Time
}

// Site serves the pages of one world.
type Site struct {
	Config
	pages  *pages
	board  *board
	strips *strips
}

// New reads the templates. It fails when one cannot be parsed.
func New(c Config) (*Site, error) {
	pages, err := readPages(c)
	if err != nil {
		return nil, err
	}
	return &Site{Config: c, pages: pages, board: newBoard(c.Now), strips: newStrips()}, nil
}

// Mount puts every page below a group of an engine of this gate.
func (s *Site) Mount(g *gate.Gate, group *gin.RouterGroup) error {
	return g.Pages(group, s.Routes(), s.Fault)
}

// see sends the reader on to a path of this world after an act.
func (s *Site) see(v *gate.Visit, path string) error {
	v.Redirect(http.StatusSeeOther, s.Base+path)
	return nil
}

// here is the reader's own clock: what today is depends on their zone.
func (s *Site) here(v *gate.Visit) time.Time { return v.Actor.Local(s.Now()) }
