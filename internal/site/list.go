package site

import (
	"net/http"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// listRoutes are the pages that list the firearms and the people of a draft.
func (s *Site) listRoutes() (routes []gate.Route) {
	for _, kind := range []string{firearmsKind, peopleKind} {
		base := "/drafts/:id/" + kind
		title := "draft." + kind
		do := func(f func(*gate.Visit, string) error) gate.Handler {
			return func(v *gate.Visit) error { return f(v, kind) }
		}
		routes = append(routes,
			gate.Route{Method: http.MethodGet, Path: base, Act: account.Draft, Title: title, Verb: audit.DraftRead, Do: do(s.showList)},
			gate.Route{Method: http.MethodPost, Path: base, Act: account.Draft, Title: title, Verb: audit.DraftSaved, Do: do(s.addTo)},
			gate.Route{Method: http.MethodGet, Path: base + "/:n/remove", Act: account.Draft, Title: "draft.remove", Verb: audit.DraftRead, Do: do(s.askRemove)},
			gate.Route{Method: http.MethodPost, Path: base + "/:n/remove", Act: account.Draft, Title: "draft.remove", Verb: audit.DraftSaved, Do: do(s.remove)},
		)
	}
	return routes
}

// Item is a firearm or person in a list.
type Item struct {
	To, Title, Hint string
	Mark            string // its serial
	Number          int
	Seen            string
	Problems        int
}

func (s *Site) showList(v *gate.Visit, kind string) error {
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	return s.drawList(v, http.StatusOK, kind, d, nil)
}

func (s *Site) drawList(v *gate.Visit, status int, kind string, d trace.Saved, problems fault.Problems) error {
	p, err := s.page(v, map[string]any{
		"ID": d.ID, "Items": s.items(v, kind, d), "Full": size(kind, d.Filing) >= most[kind],
	})
	p.Problems = wrong(v, problems)
	return s.answer(v, status, "draft/"+kind, p, err)
}

// most is how many elements a list takes.
var most = map[string]int{firearmsKind: 200, peopleKind: 50}

func size(kind string, f trace.Filing) int {
	if kind == firearmsKind {
		return len(f.Firearms)
	}
	return len(f.People)
}

func (s *Site) items(v *gate.Visit, kind string, d trace.Saved) (list []Item) {
	_, err := d.Filing.Check(s.here(v))
	var all fault.Problems
	if f := fault.Of(err); f != nil {
		all = f.Problems
	}
	for i := range size(kind, d.Filing) {
		p := part{kind, i}
		list = append(list, item(v.Say, p, d, len(p.mine(all))))
	}
	return list
}

func item(say *i18n.Printer, p part, d trace.Saved, problems int) Item {
	value, _ := p.of(d.Filing)
	it := Item{To: p.path(d.ID), Number: p.n + 1, Seen: mark(value), Problems: problems}
	if p.kind == firearmsKind {
		g := d.Filing.Firearms[p.n]
		it.Title, it.Mark = called(say, g), g.Serial.Text
		if g.Serial.Text == "" && g.Serial.Reading != "" {
			it.Hint = word(say, catalog.Reading, g.Serial.Reading)
		}
		return it
	}
	w := d.Filing.People[p.n]
	it.Title = who(say, w, p.n)
	if w.Role != "" {
		it.Hint = word(say, catalog.PersonRole, w.Role)
	}
	return it
}

// addTo appends an empty element, or one like the element that copy names,
// and opens its page.
func (s *Site) addTo(v *gate.Visit, kind string) error {
	d, err := s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	if n := partIndex(typed(v).Get("copy")); kind == firearmsKind && n >= 0 {
		return s.copyFirearm(v, d, n)
	}
	return s.append(v, d, kind, trace.Firearm{}, "")
}

// partIndex is the index that a number counted from 1 stands for, or -1.
func partIndex(typed string) int {
	n := 0
	for _, c := range typed {
		if c < '0' || c > '9' || n > mostItems {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n - 1
}

// copyFirearm appends a firearm like the one at n without its serial number,
// which no other firearm has.
func (s *Site) copyFirearm(v *gate.Visit, d trace.Saved, n int) error {
	if n >= len(d.Filing.Firearms) {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	g := d.Filing.Firearms[n]
	g.Serial.Text, g.Markings = "", slices.Clone(g.Markings)
	return s.append(v, d, firearmsKind, g, "firearm_copied")
}

func (s *Site) append(v *gate.Visit, d trace.Saved, kind string, g trace.Firearm, code string) error {
	if size(kind, d.Filing) >= most[kind] {
		var p fault.Problems
		p.Add("/"+kind, "max", fault.Args{"limit": most[kind], "items": true})
		return s.drawList(v, gate.Status(fault.Invalid), kind, d, p)
	}
	if kind == firearmsKind {
		d.Filing.Firearms = append(slices.Clone(d.Filing.Firearms), g)
	} else {
		d.Filing.People = append(slices.Clone(d.Filing.People), trace.Person{})
	}
	d, err := s.Intake.Save(v.Request.Context(), v.Actor, d)
	if err != nil {
		return err
	}
	path := part{kind, size(kind, d.Filing) - 1}.path(d.ID)
	if code != "" {
		return s.done(v, code, path)
	}
	return s.see(v, path)
}

// element finds the element that a path names, as it was shown.
func (s *Site) element(v *gate.Visit, kind string) (d trace.Saved, p part, it Item, err error) {
	p = partIn(v, kind)
	d, err = s.Intake.Draft(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return d, p, it, err
	}
	if _, ok := p.of(d.Filing); !ok {
		return d, p, it, fault.New(fault.NotFound, "fault.not_found", nil)
	}
	return d, p, item(v.Say, p, d, 0), nil
}

func (s *Site) askRemove(v *gate.Visit, kind string) error {
	d, _, it, err := s.element(v, kind)
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{"ID": d.ID, "Kind": kind, "Item": it})
	return s.show(v, "draft/remove", p, err)
}

// remove takes an element away if it still is the one that was shown.
func (s *Site) remove(v *gate.Visit, kind string) error {
	d, p, it, err := s.element(v, kind)
	if err != nil {
		return err
	}
	if typed(v).Get("seen") != it.Seen {
		return fault.New(fault.Conflict, "draft.stale", nil)
	}
	code := "firearm_removed"
	if kind == firearmsKind {
		d.Filing.Firearms = slices.Delete(slices.Clone(d.Filing.Firearms), p.n, p.n+1)
	} else {
		d.Filing.People = slices.Delete(slices.Clone(d.Filing.People), p.n, p.n+1)
		code = "person_removed"
	}
	if _, err := s.Intake.Save(v.Request.Context(), v.Actor, d); err != nil {
		return err
	}
	return s.done(v, code, "/drafts/"+d.ID+"/"+kind)
}
