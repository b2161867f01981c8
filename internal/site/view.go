package site

import (
	"net/http"
	"net/url"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) viewRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/views", Act: account.ReadQueue, Title: "page.views", Do: s.views},
		{Method: get, Path: "/views/new", Act: account.KeepViews, Title: "view.keep", Do: s.newView},
		{Method: post, Path: "/views", Act: account.KeepViews, Title: "view.keep", Verb: audit.ViewKept, Do: s.keepView},
		{Method: get, Path: "/views/:id/change", Act: account.KeepViews, Title: "view.change", Do: s.askView},
		{Method: post, Path: "/views/:id/change", Act: account.KeepViews, Title: "view.change", Verb: audit.ViewChanged, Do: s.changeView},
		{Method: post, Path: "/views/:id/raise", Act: account.KeepViews, Verb: audit.ViewChanged, Do: s.raiseView},
		{Method: post, Path: "/views/:id/delete", Act: account.KeepViews, Verb: audit.ViewDeleted, Do: s.deleteView},
		{Method: post, Path: "/queue/rows", Act: account.OwnAccount, Verb: audit.AccountChanged, Do: s.setRows},
	}
}

// Shelf is a view in a reader's words.
type Shelf struct {
	trace.View
	To, Says string
	Own, Now bool
	First    bool // of the reader's own
	Count    int  // -1 where it is not counted
	More     bool // there are more than Count
}

// shelves are the views of a reader, each with where it leads.
func (s *Site) shelves(v *gate.Visit, shown desk.List) (out []Shelf, err error) {
	list, err := s.Desk.Views(v.Request.Context(), v.Actor)
	now := shown.Values().Encode()
	for i, x := range list {
		out = append(out, Shelf{
			View: x.View, To: withQuery("/queue", x.List.Values()), Says: s.saying(v.Say, x.List), Own: x.AccountID == v.Actor.ID,
			Now: x.Filter == now, First: i == 0, Count: x.Count, More: x.Count >= desk.MostCounted,
		})
	}
	return out, err
}

// saying says a list in words.
func (s *Site) saying(say *i18n.Printer, l desk.List) string {
	var words []string
	if at := string(l.At()); at != "" {
		words = append(words, say.T("status."+at, nil))
	}
	if l.Due != "" {
		words = append(words, say.T("due."+l.Due, nil))
	}
	if l.Priority != "" {
		words = append(words, say.T("catalog.priority."+l.Priority, nil))
	}
	switch l.Tracer {
	case "":
	case trace.TracerMe:
		words = append(words, say.T("tracer.me", nil))
	case trace.TracerNone:
		words = append(words, say.T("tracer.none", nil))
	default:
		words = append(words, l.Tracer)
	}
	if l.Query != "" {
		words = append(words, say.T("view.words", map[string]any{"typed": l.Query}))
	}
	return join(" · ", append(words, l.Agency)...)
}

// views shows the views of a reader, to be put in order.
func (s *Site) views(v *gate.Visit) error {
	list, err := s.shelves(v, desk.List{})
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"Own":    slices.DeleteFunc(slices.Clone(list), func(x Shelf) bool { return !x.Own }),
		"Others": slices.DeleteFunc(slices.Clone(list), func(x Shelf) bool { return x.Own }),
	})
	return s.show(v, "view/list", p, err)
}

// viewForm is what the form of a view shows beside its fields.
type viewForm struct {
	To     string
	Says   string
	Filter []Typed // what a new one keeps
	Also   []Option
}

func (s *Site) viewForm(v *gate.Visit, to string, l desk.List) viewForm {
	f := viewForm{To: to, Says: s.saying(v.Say, l)}
	q := l.Values()
	for _, name := range append(trace.Filters, "q") {
		if value := q.Get(name); value != "" {
			f.Filter = append(f.Filter, Typed{name, value})
		}
	}
	f.Also = append(f.Also, Option{Value: "main", Text: v.Say.T("view.main", nil)})
	if account.Can(v.Actor, account.ShareViews, nil) {
		f.Also = append(f.Also, Option{Value: "shared", Text: v.Say.T("view.shared", nil)})
	}
	return f
}

// newView asks for the name of the list that an address says.
func (s *Site) newView(v *gate.Visit) error {
	l, wrong := filterOf(v.Request.URL.Query())
	if len(wrong) > 0 {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	p, err := s.form(v, url.Values{}, s.viewForm(v, "/views", l))
	return s.show(v, "view/form", p, err)
}

// filterOf is a list without what there is not, and what that was.
func filterOf(q url.Values) (l desk.List, wrong []string) {
	l = desk.ListOf(q)
	if l.Status != "" && !slices.Contains(trace.Filed, trace.Status(l.Status)) {
		wrong = append(wrong, "status")
	}
	if l.Priority != "" && !catalog.Priority.Has(l.Priority) {
		wrong = append(wrong, "priority")
	}
	if l.Due != "" && !slices.Contains(trace.Dues, l.Due) {
		wrong = append(wrong, "due")
	}
	return l, wrong
}

// typedView is a view as its form was filled in.
func typedView(v *gate.Visit, id string) trace.View {
	form := typed(v)
	return trace.View{ID: id, Name: form.Get("name"), Main: slices.Contains(form["also"], "main"), Shared: slices.Contains(form["also"], "shared")}
}

func (s *Site) keepView(v *gate.Visit) error {
	l, wrong := filterOf(typed(v))
	data := s.viewForm(v, "/views", l)
	if v.Switching() {
		return s.again(v, "view/form", data)
	}
	if len(wrong) > 0 {
		return fault.New(fault.NotFound, "fault.not_found", nil)
	}
	if _, err := s.Desk.KeepView(v.Request.Context(), v.Actor, typedView(v, ""), l); err != nil {
		return s.attempt(v, "view/form", data, err)
	}
	return s.done(v, "view_kept", withQuery("/queue", l.Values()))
}

// ownView reads a view of the reader's with what its form shows.
func (s *Site) ownView(v *gate.Visit) (x trace.View, data viewForm, err error) {
	x, err = s.Desk.View(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return x, data, err
	}
	q, err := url.ParseQuery(x.Filter)
	data = s.viewForm(v, "/views/"+x.ID+"/change", desk.ListOf(q))
	data.Filter = nil
	return x, data, err
}

func (s *Site) askView(v *gate.Visit) error {
	x, data, err := s.ownView(v)
	if err != nil {
		return err
	}
	values := url.Values{"name": {x.Name}}
	for code, on := range map[string]bool{"main": x.Main, "shared": x.Shared} {
		if on {
			values.Add("also", code)
		}
	}
	p, err := s.form(v, values, data)
	return s.show(v, "view/form", p, err)
}

func (s *Site) changeView(v *gate.Visit) error {
	x, data, err := s.ownView(v)
	if err != nil {
		return err
	}
	if v.Switching() {
		return s.again(v, "view/form", data)
	}
	if _, err := s.Desk.ChangeView(v.Request.Context(), v.Actor, typedView(v, x.ID)); err != nil {
		return s.attempt(v, "view/form", data, err)
	}
	return s.done(v, "view_changed", "/views")
}

func (s *Site) raiseView(v *gate.Visit) error {
	if err := s.Desk.RaiseView(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.see(v, "/views")
}

func (s *Site) deleteView(v *gate.Visit) error {
	if err := s.Desk.DeleteView(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return s.done(v, "view_deleted", "/views")
}

// setRows keeps in the account how high the rows of lists are, and leads back to
// the list.
func (s *Site) setRows(v *gate.Visit) error {
	if err := s.Office.Compact(v.Request.Context(), v.Actor, typed(v).Get("rows") == "compact"); err != nil {
		return err
	}
	return s.see(v, s.onward(v))
}
