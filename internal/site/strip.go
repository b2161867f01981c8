package site

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"
	"sync"
	"time"

	"rastreo/internal/desk"
	"rastreo/internal/gate"
)

// strips keeps drawn rows of lists. A list changes with every filing, but few
// of its rows do, and to draw fifty of them costs more than to find them.
type strips struct {
	mu    sync.Mutex
	drawn map[string]template.HTML
}

// mostStrips bounds the rows that are kept, of a kilobyte or two each.
const mostStrips = 2048

func newStrips() *strips { return &strips{drawn: map[string]template.HTML{}} }

// stripKey is all that a row shows, and to whom: another text, another row.
func stripKey(v *gate.Visit, name string, l Line) string {
	r := l.Request
	return strings.Join([]string{
		name, v.Say.Lang, v.Actor.Zone, r.Folio, string(r.Status), r.Priority, r.Claimer, r.Agency, r.Type, r.Manufacturer,
		r.Model, r.Caliber, r.Serial.Text, r.Serial.Reading, r.Recovered, r.Entidad, stamp(r.DueAt), stamp(r.FiledAt),
		strconv.FormatBool(l.Late), stamp(l.Overdue.Since), strconv.Itoa(l.Overdue.Reminders), l.Present,
	}, "\x00")
}

func stamp(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 36) }

// rows draws the rows of a list with the template of this name, which takes a
// Line, with what stands beside them on their page.
func (s *Site) rows(v *gate.Visit, name string, page desk.Page) (out []template.HTML, err error) {
	for _, r := range page.Requests {
		l := line(v.Say, r)
		l.Late, l.Present, l.Overdue = r.Late(s.Now()), present(v.Say, page.Present[r.ID]), page.Overdue[r.ID]
		html, err := s.row(v, name, l)
		if err != nil {
			return nil, err
		}
		out = append(out, html)
	}
	return out, nil
}

func (s *Site) row(v *gate.Visit, name string, l Line) (template.HTML, error) {
	key := stripKey(v, name, l)
	if html, ok := s.strips.look(key); ok {
		return html, nil
	}
	var b bytes.Buffer
	if err := s.execute(&b, v, name, l); err != nil {
		return "", err
	}
	html := template.HTML(b.String()) //nolint:gosec // it was escaped by the template that made it
	s.strips.keep(key, html)
	return html, nil
}

func (s *strips) look(key string) (template.HTML, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	html, ok := s.drawn[key]
	return html, ok
}

// keep makes room, if there is none, by forgetting any row.
func (s *strips) keep(key string, html template.HTML) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.drawn {
		if len(s.drawn) < mostStrips {
			break
		}
		delete(s.drawn, k)
	}
	s.drawn[key] = html
}
