package site

import (
	"net/http"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/system"
	"rastreo/internal/trace"
)

func (s *Site) systemRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/system", Act: account.ReadSystem, Title: "page.system", Verb: audit.SystemRead, Do: s.showSystem},
		{Method: http.MethodPost, Path: "/system/mail", Act: account.ReviveMail, Verb: audit.MailRevived, Do: s.reviveMail},
	}
}

// showSystem is the operator's page: figures, and nothing of any record.
func (s *Site) showSystem(v *gate.Visit) error {
	now, err := s.System.State(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Program": programRows(v.Say, now), "Requests": countRows(v.Say, now.Requests), "Log": logRows(v.Say, now), "Memory": memoryRows(v.Say, now),
		"Mail": mailRows(v.Say, now, s.Notify.Mails()), "Failed": now.MailsFailed,
	})
	return s.show(v, "system/show", p, err)
}

// figure is a row of the page; a moment that never was says so.
func figure(say *i18n.Printer, key, value string) Row {
	if value == "" {
		value = say.T("system.never", nil)
	}
	return Row{Label: say.T(key, nil), Value: value}
}

func ever(say *i18n.Printer, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return say.Instant(at)
}

func programRows(say *i18n.Printer, now system.State) []Row {
	engine := "system.engine_own"
	if now.Shared {
		engine = "system.engine_shared"
	}
	return []Row{
		{Label: say.T("system.version", nil), Value: now.Version, Mark: true},
		figure(say, "system.since", ever(say, now.Since)),
		{Label: say.T("system.engine", nil), Value: say.T(engine, nil)},
		figure(say, "system.jobs", say.Number(now.Jobs)),
	}
}

// mailRows tell of mails, not one of whom they are for.
func mailRows(say *i18n.Printer, now system.State, mails bool) []Row {
	on := "system.mail_off"
	if mails {
		on = "system.mail_on"
	}
	return []Row{
		{Label: say.T("system.mail_server", nil), Value: say.T(on, nil)},
		figure(say, "system.mail_waiting", say.Number(now.Mails)),
		figure(say, "system.mail_failed", say.Number(now.MailsFailed)),
	}
}

// reviveMail has the mails that were given up sent again.
func (s *Site) reviveMail(v *gate.Visit) error {
	if err := s.System.ReviveMail(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return s.done(v, "mails_revived", "/system")
}

func countRows(say *i18n.Printer, counts map[trace.Status]int) (rows []Row) {
	for _, status := range trace.Filed {
		rows = append(rows, Row{Label: say.T("status."+string(status), nil), Value: say.Number(counts[status])})
	}
	return rows
}

func logRows(say *i18n.Printer, now system.State) []Row {
	return []Row{
		figure(say, "system.log_size", say.Number(int(now.Log.Size))),
		figure(say, "system.log_inbox", say.Number(now.Log.Inbox)),
		figure(say, "system.log_published", say.Number(int(now.Log.Published))),
		figure(say, "system.log_at", ever(say, now.Log.At)),
	}
}

func memoryRows(say *i18n.Printer, now system.State) []Row {
	m := now.Memory
	return []Row{
		figure(say, "system.acts", say.Number(int(m.Acts))),
		figure(say, "system.failed", say.Number(int(m.Failed))),
		figure(say, "system.waiting", say.Number(m.Waiting)),
		figure(say, "system.connections", say.Number(m.Pool.InUse)+" / "+say.Number(m.Pool.OpenConnections)),
	}
}
