package site

import (
	"net/http"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) presenceRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodPost, Path: "/requests/:folio/presence", Act: account.ReadQueue, Verb: audit.RequestSeen, Do: s.presence},
	}
}

// presence answers the script of an open page: who else has the request before
// them. With typed there is text in it that was not sent.
func (s *Site) presence(v *gate.Visit) error {
	others, err := s.Desk.Present(v.Request.Context(), v.Actor, v.Param("folio"), typed(v).Get("typed") != "")
	if err != nil {
		return err
	}
	v.JSON(http.StatusOK, map[string]string{"text": beside(v.Say, others)})
	return nil
}

// beside says who else has a request before them, "" for nobody.
func beside(say *i18n.Printer, list []trace.Presence) string {
	if names := present(say, list); names != "" {
		return say.T("presence.here", map[string]any{"names": names})
	}
	return ""
}

// present names those who have a request before them.
func present(say *i18n.Printer, list []trace.Presence) string {
	var names []string
	for _, p := range list {
		name := p.Name
		if p.Typing {
			name = say.T("presence.typing", map[string]any{"name": p.Name})
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
