package site

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

func (s *Site) licenseeRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/licensees", Act: account.ReadLicensees, Title: "page.licensees", Do: s.licensees},
		{Method: get, Path: "/licensees/new", Act: account.KeepLicensees, Title: "licensee.add", Do: s.newLicensee},
		{Method: post, Path: "/licensees", Act: account.KeepLicensees, Title: "licensee.add", Verb: audit.LicenseeAdded, Do: s.addLicensee},
		{Method: get, Path: "/suggest/licensee", Act: account.ReadLicensees, Do: s.suggestLicensees},
		{Method: get, Path: "/licensees/:id", Act: account.ReadLicensees, Title: "licensee.title", Do: s.licensee},
		{Method: get, Path: "/licensees/:id/change", Act: account.KeepLicensees, Title: "licensee.change", Do: s.askLicensee},
		{Method: post, Path: "/licensees/:id/change", Act: account.KeepLicensees, Title: "licensee.change", Verb: audit.LicenseeChanged, Do: s.changeLicensee},
	}
}

// Listed is a licensee in a reader's words.
type Listed struct {
	trace.Licensee
	Does, Where string
	Lapsed      bool
}

func (s *Site) listed(v *gate.Visit, l trace.Licensee) Listed {
	return Listed{l, doing(v.Say, l.Kinds), where(v.Say, l), l.Lapsed(s.Now())}
}

func doing(say *i18n.Printer, codes []string) string {
	var words []string
	for _, code := range codes {
		words = append(words, word(say, catalog.ContactKind, code))
	}
	return strings.Join(words, ", ")
}

func where(say *i18n.Printer, l trace.Licensee) string {
	return join(", ", l.City, name(say, catalog.USState, l.State))
}

// licensees lists the directory, or what of it was searched for.
func (s *Site) licensees(v *gate.Visit) error {
	seek := desk.Seek{Query: v.Query("q"), State: v.Query("state"), Cursor: v.Query("cursor")}
	found, next, err := s.Desk.Licensees(v.Request.Context(), v.Actor, seek)
	if err != nil {
		return err
	}
	var list []Listed
	for _, l := range found {
		list = append(list, s.listed(v, l))
	}
	p, err := s.page(v, map[string]any{
		"List": list, "Sought": seek.Query+seek.State != "", "States": named(catalog.USState, v.Say.Lang),
		"Older": older("/licensees", v.Request.URL.Query(), next), "Newer": newest("/licensees", v.Request.URL.Query()),
	})
	p.Form = url.Values{"q": {seek.Query}, "state": {seek.State}}
	return s.show(v, "licensee/list", p, err)
}

func (s *Site) licensee(v *gate.Visit) error {
	l, err := s.Desk.Licensee(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{"Licensee": s.listed(v, l), "Rows": s.licenseeRows(v, l)})
	return s.show(v, "licensee/show", p, err)
}

// licenseeRows describes one of the directory. What a license number says is
// said in words beside it.
func (s *Site) licenseeRows(v *gate.Visit, l trace.Licensee) []Row {
	t := &rower{say: v.Say}
	t.add("name", l.Name)
	t.said("trade_name", l.TradeName)
	t.add("kinds", doing(v.Say, l.Kinds))
	t.license(firearm.FFL(l.FFL), l.State, s.here(v))
	t.said("city", where(v.Say, l))
	t.said("phone", l.Phone)
	t.said("email", l.Email)
	t.said("fax", l.Fax)
	t.said("hours", l.Hours)
	t.code(catalog.ContactChannel, "channel_preferred", l.Channel)
	if l.Closed != "" {
		t.add("closed", v.Say.Date(l.Closed))
	}
	t.long("note", l.Note)
	return t.rows
}

// licenseeForm is what the form of one of the directory shows beside its fields.
type licenseeForm struct {
	To, Back string
	Change   bool
	States   []Option
	Now      []Row // what is kept, where somebody else changed it meanwhile
}

func formOf(v *gate.Visit, id string) licenseeForm {
	f := licenseeForm{To: "/licensees", Back: "/licensees", States: named(catalog.USState, v.Say.Lang)}
	if id != "" {
		f.Back, f.Change = "/licensees/"+id, true
		f.To = f.Back + "/change"
	}
	return f
}

// newLicensee shows an empty form, or one with what stood in the address: a
// name and a license that were typed where somebody was asked.
func (s *Site) newLicensee(v *gate.Visit) error {
	values := url.Values{}
	for _, field := range []string{"name", "ffl"} {
		values.Set(field, v.Query(field))
	}
	if kind := v.Query("kind"); catalog.ContactKind.Has(kind) {
		values.Set("kinds[0]", kind)
	}
	p, err := s.form(v, values, formOf(v, ""))
	return s.show(v, "licensee/form", p, err)
}

// licenseeFields are what a form of the directory may fill in.
var licenseeFields = []string{
	"name", "trade_name", "ffl", "city", "state", "phone", "email", "fax", "hours", "channel", "note",
	"closed.day", "closed.month", "closed.year", "kinds[0]", "kinds[1]", "kinds[2]", "kinds[3]", "kinds[4]",
}

func typedLicensee(v *gate.Visit) (l trace.Licensee, err error) {
	err = bind(&l, only(typed(v), licenseeFields...))
	return l, err
}

func (s *Site) addLicensee(v *gate.Visit) error {
	data := formOf(v, "")
	if v.Switching() {
		return s.again(v, "licensee/form", data)
	}
	l, err := typedLicensee(v)
	if err != nil {
		return err
	}
	l, err = s.Desk.AddLicensee(v.Request.Context(), v.Actor, l)
	if err != nil {
		return s.attempt(v, "licensee/form", data, err)
	}
	return s.done(v, "licensee_added", "/licensees/"+l.ID)
}

func (s *Site) askLicensee(v *gate.Visit) error {
	l, err := s.Desk.Licensee(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	values := unbind(l)
	values.Set("version", strconv.Itoa(l.Version))
	p, err := s.form(v, values, formOf(v, l.ID))
	return s.show(v, "licensee/form", p, err)
}

func (s *Site) changeLicensee(v *gate.Visit) error {
	id := v.Param("id")
	data := formOf(v, id)
	if v.Switching() {
		return s.again(v, "licensee/form", data)
	}
	l, err := typedLicensee(v)
	if err != nil {
		return err
	}
	l.ID = id
	l.Version, _ = strconv.Atoi(typed(v).Get("version")) // what is no number is no version
	_, err = s.Desk.ChangeLicensee(v.Request.Context(), v.Actor, l)
	if fault.Is(err, fault.Stale) {
		return s.outdated(v, data, id)
	}
	if err != nil {
		return s.attempt(v, "licensee/form", data, err)
	}
	return s.done(v, "licensee_changed", "/licensees/"+id)
}

// outdated shows what was typed beside what somebody else has kept meanwhile.
// Sent once more, it is what holds.
func (s *Site) outdated(v *gate.Visit, data licenseeForm, id string) error {
	l, err := s.Desk.Licensee(v.Request.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	data.Now = s.licenseeRows(v, l)
	form := typed(v)
	form.Set("version", strconv.Itoa(l.Version))
	p, err := s.form(v, form, data)
	return s.answer(v, gate.Status(fault.Stale), "licensee/form", p, err)
}
