package site_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"rastreo/internal/trace"
)

// everything is a filing in which every member holds something, as real
// papers have it.
func everything() trace.Filing {
	place := func() trace.Place {
		return trace.Place{
			Country: "MX", Entidad: "28", Municipio: "28032", Locality: "Ranchería El Ébano", PostalCode: "88500",
			SettlementType: "27", Settlement: "El Ébano", StreetType: "brecha", Street: "Brecha 109", Exterior: "S/N", Interior: "B-2",
			Road: "entronque a La Retama", RoadType: "carretera", RoadAdmin: "federal", RoadToll: "libre", RoadCode: "2",
			RoadStretch: "Reynosa–Río Bravo", RoadMark: "64+500", RoadSide: "derecho",
			Between: []string{"Calle Ñandú", "Av. 5 de Mayo"}, Behind: "Calle Güemes",
			Reference: "a 200 m del puente", Point: "26°03'02.88\"N 98°17'52.08\"W",
		}
	}
	return trace.Filing{
		Unit:      "Unidad de Investigación 3, Reynosa",
		Reference: []trace.Reference{{Kind: "carpeta_investigacion", Number: "FED/TAMPS/REY/0001234/2026"}, {Kind: "iph", Number: "28-032-0007"}},
		Offence:   "acopio",
		Recovered: trace.Recovery{Date: "2026-03-04", Time: "23:55", Place: place()},
		Custody:   trace.Custody{Holder: "sedena", Name: "8.ª Zona Militar", Place: "Depósito de armas", Reference: "CC-114/2026"},
		Firearms: []trace.Firearm{{
			Type: "RI", Manufacturer: "Cugir", Importer: "Century Arms, Georgia VT", Model: "WASR-10", Caliber: "7.62x39", Country: "RO",
			Year: "1986", Altered: []string{"select_fire", "sawn_off"},
			Serial: trace.Serial{Text: "1-86  AE 004?3", Reading: "partial", Location: "receiver", Missing: "1", Restoration: "recovered"},
			Read: trace.Read{
				Manufacturer: trace.Sighting{Reading: "legible", Location: "receiver"}, Importer: trace.Sighting{Reading: "partial", Location: "barrel"},
				Model: trace.Sighting{Reading: "legible", Location: "receiver"}, Caliber: trace.Sighting{Reading: "legible", Location: "barrel"},
				Country: trace.Sighting{Reading: "obliterated", Location: "tang"},
			},
			Markings: []trace.Marking{{Kind: "proof", Text: "▲ 21", Reading: "legible", Location: "barrel"}, {Kind: "importer", Text: "CAI GEORGIA VT", Reading: "partial", Location: "receiver"}},
			Kept:     []trace.Kept{{Advice: "serial_partial", Reason: "as_marked"}},
			Priority: "urgent", Justification: "Hay dos detenidos.\nVence el plazo.", Instructions: "No contactar a la armería.",
		}, {
			Type: "PI", Manufacturer: "Glock", Model: "19", Caliber: "9 mm", Country: "AT", Importer: "Glock Inc., Smyrna GA",
			Serial: trace.Serial{Text: "BXYZ123US", Reading: "legible", Location: "frame"}, Priority: "routine",
		}},
		People: []trace.Person{{
			Role: "possessor",
			Name: trace.Name{
				Style: "us", Middle: "Guadalupe", Suffix: "Jr.",
				Full: "MA. DEL CARMEN DE LA O NUÑEZ", Given: "María del Carmen", Surname1: "de la O", Surname2: "Núñez",
				Surname2State: "given", MarriedSurname: "D’Amico",
			},
			Aliases:   []trace.Name{{Style: "us", Full: "Carmen Peña", Given: "Carmen", Middle: "L.", Surname1: "Peña", Surname2State: "none", MarriedSurname: "Ruiz", Suffix: "III"}},
			Nicknames: []string{"La Güera", "«Mencha»"}, Birth: trace.Birth{Date: "1987-11"}, Sex: "female", CURP: "OXNC871103MTSXXR05",
			Identifiers: []trace.Identifier{{Kind: "ine", Number: "OXNXCR87110328M100"}, {Kind: "passport", Number: "G12345678"}},
			Nationality: "MX", Address: place(),
		}},
		Narrative: "Se localizaron bajo el asiento.\n\nLa matrícula está limada.",
		Access:    "agency", Named: []string{"otra.persona"},
	}
}

// typed turns a filing into what a browser posts for the fields below a
// prefix: dates in three controls, everything else as it stands.
func typed(t testing.TB, f trace.Filing, prefixes ...string) url.Values {
	t.Helper()
	out := url.Values{}
	text, err := json.Marshal(f)
	must(t, err)
	var tree any
	must(t, json.Unmarshal(text, &tree))
	spread(tree, "", out)
	for name := range out {
		own := false
		for _, p := range prefixes {
			own = own || name == p || strings.HasPrefix(name, p+".") || strings.HasPrefix(name, p+"[")
		}
		if !own {
			out.Del(name)
		}
	}
	for name, v := range out {
		if strings.HasSuffix(name, ".date") {
			out.Del(name)
			parts := append(strings.Split(v[0], "-"), "", "")
			for i, member := range []string{".year", ".month", ".day"} {
				n, _ := strconv.Atoi(parts[i])
				out.Set(name+member, strings.TrimPrefix(strconv.Itoa(n), "0"))
			}
		}
	}
	return out
}

func spread(v any, name string, out url.Values) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			spread(x, strings.TrimPrefix(name+"."+k, "."), out)
		}
	case []any:
		for i, x := range v {
			spread(x, name+"["+strconv.Itoa(i)+"]", out)
		}
	case string:
		out.Set(name, v)
	case float64:
		out.Set(name, strconv.FormatFloat(v, 'f', -1, 64))
	}
}

// begin starts a draft and returns its path.
func (h *house) begin(as string) string {
	h.t.Helper()
	return h.post(as, "/drafts").to()
}

// fill posts a page of a draft with the hidden fields it was shown with.
func (h *house) fill(as, path string, form url.Values) answer {
	h.t.Helper()
	page := h.get(as, path)
	return h.do(visit{as: as, path: path, form: with(page, form)})
}

// with adds the hidden fields of a page to a form.
func with(page answer, form url.Values) url.Values {
	out := maps.Clone(form)
	for _, name := range []string{"version", "seen", "back"} {
		if v, ok := page.Find("#page-form [name=" + name + "]").Attr("value"); ok {
			out.Set(name, v)
		}
	}
	return out
}

// write fills every page of a draft with a filing.
func (h *house) write(as, draft string, f trace.Filing) {
	t := h.t
	t.Helper()
	if to := h.fill(as, draft+"/case", typed(t, f, "unit", "reference", "offence", "custody", "narrative", "access", "named")).to(); to != draft+"/place" {
		t.Fatalf("the case leads to %s", to)
	}
	if to := h.fill(as, draft+"/place", typed(t, f, "recovered")).to(); to != draft+"/firearms" {
		t.Fatalf("the place leads to %s", to)
	}
	for i := range f.Firearms {
		path := h.post(as, draft+"/firearms").to()
		if to := h.fill(as, path, typed(t, f, "firearms["+strconv.Itoa(i)+"]")).to(); to != draft+"/firearms" {
			t.Fatalf("a firearm leads to %s", to)
		}
	}
	for i := range f.People {
		path := h.post(as, draft+"/people").to()
		if to := h.fill(as, path, typed(t, f, "people["+strconv.Itoa(i)+"]")).to(); to != draft+"/people" {
			t.Fatalf("a person leads to %s", to)
		}
	}
}

// stored is the draft as the room keeps it.
func (h *house) stored(as, draft string) trace.Filing {
	h.t.Helper()
	d, err := h.intake.Draft(h.t.Context(), h.who[as], strings.TrimPrefix(draft, "/drafts/"))
	must(h.t, err)
	return d.Filing
}

// Every field of a filing can be typed, is shown again, and is filed.
func TestDraftRoundTrip(t *testing.T) {
	h := oneHouse(t)
	draft, want := h.begin("ana"), everything()
	complete(t, reflect.ValueOf(want), "")
	h.write("ana", draft, want)
	if got := h.stored("ana", draft); !reflect.DeepEqual(got, want) {
		t.Fatalf("stored\n%+v\nwant\n%+v", got, want)
	}
	for path, prefix := range map[string][]string{
		"/case": {"unit", "reference", "offence", "custody", "narrative"}, "/place": {"recovered"},
		"/firearms/1": {"firearms[0]"}, "/firearms/2": {"firearms[1]"}, "/people/1": {"people[0]"},
	} {
		shown := h.get("ana", draft+path).form()
		for name, v := range typed(t, want, prefix...) {
			if got := shown[name]; !reflect.DeepEqual(got, v) {
				t.Errorf("%s shows %s as %q, want %q", path, name, got, v)
			}
		}
	}
	receipt := h.post("ana", draft+"/file").to()
	page := h.get("ana", receipt)
	page.has(".receipt", "FED/TAMPS/REY/0001234/2026").has(".receipt", "1-86 AE 004?3")
	folio := strings.Split(receipt, "/")[2]
	z, err := h.intake.Seizure(t.Context(), h.who["ana"], folio)
	must(t, err)
	checked, err := want.Check(h.Clock.Now())
	must(t, err)
	for i, r := range z.Requests {
		if !reflect.DeepEqual(r.Firearm, checked.Firearms[i]) {
			t.Errorf("firearm %d filed as\n%+v\nwant\n%+v", i, r.Firearm, checked.Firearms[i])
		}
	}
	z.Firearms, z.Access, z.Named = checked.Firearms, checked.Access, checked.Named // who may know is a list of its own
	if !reflect.DeepEqual(z.Filing, checked) {
		t.Errorf("filed\n%+v\nwant\n%+v", z.Filing, checked)
	}
	if h.do(visit{as: "ana", path: draft}).status != 404 {
		t.Error("the draft is still there")
	}
	if again := h.post("ana", draft+"/file").to(); again != receipt {
		t.Errorf("filing twice leads to %s, not %s", again, receipt)
	}
}

// complete fails where a member that pages can set is empty in the filing.
func complete(t *testing.T, v reflect.Value, name string) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			complete(t, v.Field(i), name+"/"+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			t.Errorf("%s holds nothing", name)
			return
		}
		complete(t, v.Index(0), name)
	case reflect.String:
		if v.Len() == 0 && !strings.HasSuffix(name, "/Precision") && !strings.HasSuffix(name, "Aliases/Surname2") && name != "/Firearms/SameAs" && !strings.HasSuffix(name, "itude") {
			t.Errorf("%s holds nothing", name)
		}
	}
}

// What is typed is kept, right or wrong, and what is wrong is said.
func TestGarbageIsKept(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	form := values("recovered.date.day", "32", "recovered.date.month", "3", "recovered.date.year", "20x6",
		"recovered.time", " 25 horas ", "recovered.place.country", "MX", "recovered.place.point", "veintiséis <b>")
	page := h.fill("ana", draft+"/place", form).is(422)
	if title := page.text("title"); !strings.Contains(title, "Error:") {
		t.Errorf("the title does not say that there is an error: %q", title)
	}
	if n := page.Find(".error-summary li").Length(); n < 4 {
		t.Errorf("only %d problems: %s", n, page.text(".error-summary"))
	}
	page.Find(".error-summary a").Each(func(_ int, s *goquerySelection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); page.Find("[id=\""+id+"\"]").Length() != 1 {
			t.Errorf("the summary points to %q, which is not there once", id)
		}
	})
	for _, p := range []answer{page, h.get("ana", draft+"/place")} {
		shown := p.form()
		for name := range form {
			if shown.Get(name) != form.Get(name) {
				t.Errorf("%s shows %q, typed %q", name, shown.Get(name), form.Get(name))
			}
		}
	}
	if h.get("ana", draft+"/place").Find(".error-summary").Length() != 0 {
		t.Error("a page that was only opened complains")
	}
}

// Leaving saves without a word; blank rows are no answers.
// Where a mark stands could once be said in words. A page with a list now keeps
// them, in both languages, until somebody chooses.
func TestWordsOfBeforeAreKept(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	h.post("ana", draft+"/firearms").to()
	const words = "debajo del cañón, lado <izquierdo>"
	g := everything().Firearms[0]
	g.Markings[0].Location = words
	h.fill("ana", draft+"/firearms/1", typed(t, trace.Filing{Firearms: []trace.Firearm{g}}, "firearms[0]")).to()
	for _, lang := range []string{"es", "en"} {
		chosen := h.get("ana", draft+"/firearms/1?lang="+lang).Find(`[name="firearms[0].markings[0].location"] option[selected]`)
		if v, _ := chosen.Attr("value"); v != words || chosen.Text() != words {
			t.Errorf("%s: the page holds %q as %q", lang, v, chosen.Text())
		}
	}
}

func TestSaveAndLeave(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	to := h.fill("ana", draft+"/case", values("reference[0].number", "12/2026", "reference[1].kind", "", "reference[1].number", " ", "exit", "1"))
	if to.to() != draft {
		t.Errorf("leaving leads to %s", to.to())
	}
	page := h.do(visit{as: "ana", path: draft, cookies: to.cookies()}).is(200)
	page.has(".usa-alert--success", "guardado").has(".task-doing", "Caso")
	if got := h.stored("ana", draft).Reference; len(got) != 1 {
		t.Errorf("stored references: %+v", got)
	}
	if h.do(visit{as: "ana", path: draft}).Find(".usa-alert--success").Length() != 0 {
		t.Error("what was done is said twice")
	}
}

// A row is added without JavaScript, and nothing typed is lost on the way.
func TestAddRow(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	path := h.post("ana", draft+"/people").to()
	to := h.fill("ana", path, values("people[0].role", "witness", "people[0].nicknames[0]", "El Ñato", "add", "aliases")).to()
	path, anchor, _ := strings.Cut(to, "#")
	page := h.get("ana", path)
	if page.Find("#"+anchor).Length() != 1 {
		t.Errorf("no %s on the page", anchor)
	}
	if page.Find("[name='people[0].aliases[0].full']").Length() != 1 {
		t.Error("no row was added")
	}
	if got := page.form().Get("people[0].nicknames[0]"); got != "El Ñato" {
		t.Errorf("the nickname is %q", got)
	}
}

// Two windows: another part is no matter; the same part is a conflict that
// keeps both texts until somebody decides.
func TestTwoWindows(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	mine := h.get("ana", draft+"/case")
	other := h.get("ana", draft+"/case")
	h.do(visit{as: "ana", path: draft + "/case", form: with(other, values("unit", "Unidad de allá", "exit", "1"))}).is(303)
	h.fill("ana", draft+"/place", values("recovered.time", "10:00", "exit", "1")).is(303)

	late := with(mine, values("unit", "Unidad de aquí", "narrative", "Texto largo de aquí"))
	saving := h.do(visit{as: "ana", path: draft + "/case", form: late, header: map[string]string{"X-Requested-With": "autosave"}})
	if saving.status != 409 || !strings.Contains(saving.header.Get("Content-Type"), "json") {
		t.Errorf("autosave of a stale page: %d %s", saving.status, saving.body)
	}
	page := h.do(visit{as: "ana", path: draft + "/case", form: late}).is(409)
	if page.form().Get("unit") != "Unidad de aquí" || page.form().Get("narrative") != "Texto largo de aquí" {
		t.Errorf("what was typed is gone: %v", page.form())
	}
	page.has(".usa-alert--warning", "Unidad de allá")
	if page.Find("form[data-autosave]").Length() != 0 {
		t.Error("the page in conflict would save over the other by itself")
	}
	if h.stored("ana", draft).Unit != "Unidad de allá" {
		t.Error("the stale page was saved")
	}
	over := page.form()
	over.Set("over", page.Find("[name=over]").AttrOr("value", ""))
	h.do(visit{as: "ana", path: draft + "/case", form: over})
	got := h.stored("ana", draft)
	if got.Unit != "Unidad de aquí" || got.Recovered.Time != "10:00" {
		t.Errorf("after saving over: %+v", got)
	}
}

func TestDraftAutosave(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	form := with(h.get("ana", draft+"/case"), values("narrative", "a medias"))
	for i := range 3 {
		form.Set("narrative", "a medias "+strconv.Itoa(i))
		a := h.do(visit{as: "ana", path: draft + "/case", form: form, header: map[string]string{"X-Requested-With": "autosave"}}).is(200)
		var got struct{ Version, Seen string }
		must(t, json.Unmarshal([]byte(a.body), &got))
		form.Set("version", got.Version)
		form.Set("seen", got.Seen)
	}
	if got := h.stored("ana", draft).Narrative; got != "a medias 2" {
		t.Errorf("saved %q", got)
	}
	expired := h.do(visit{path: draft + "/case", form: form, header: map[string]string{"X-Requested-With": "autosave"}})
	if expired.status != 303 {
		t.Errorf("autosave after the session ended: %d", expired.status)
	}
}

// The switch of language saves the section as it is and comes back to it.
func TestSwitchKeepsDraft(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	to := h.fill("ana", draft+"/place", values("recovered.date.day", "31", "recovered.date.month", "2", "recovered.date.year", "2026", "lang", "en")).to()
	page := h.get("ana", to)
	if page.Find("html").AttrOr("lang", "") != "en-US" {
		t.Error("the page is not in English")
	}
	if got := page.form(); got.Get("recovered.date.day") != "31" || got.Get("recovered.date.month") != "2" {
		t.Errorf("the date is gone: %v", got)
	}
}

func TestFirearmList(t *testing.T) {
	h := oneHouse(t)
	draft, f := h.begin("ana"), everything()
	path := h.post("ana", draft+"/firearms").to()
	first := typed(t, f, "firearms[0]")
	first.Set("copy", "1")
	second := h.fill("ana", path, first).to()
	if second != draft+"/firearms/2" {
		t.Fatalf("the copy is at %s", second)
	}
	got := h.stored("ana", draft).Firearms
	if len(got) != 2 || got[1].Serial.Text != "" || got[1].Model != "WASR-10" || len(got[1].Markings) != 2 {
		t.Fatalf("copied %+v", got)
	}
	third := h.post("ana", draft+"/firearms", "copy", "1").to()
	if third != draft+"/firearms/3" {
		t.Errorf("the second copy is at %s", third)
	}
	ask := h.get("ana", draft+"/firearms/1/remove")
	seen := ask.Find("[name=seen]").AttrOr("value", "")
	if h.post("ana", draft+"/firearms/2/remove", "seen", seen).status != 409 {
		t.Error("another firearm than the one shown was removed")
	}
	h.post("ana", draft+"/firearms/1/remove", "seen", seen).to()
	if got := h.stored("ana", draft).Firearms; len(got) != 2 || got[0].Serial.Text != "" {
		t.Errorf("after removal: %+v", got)
	}
	for _, n := range []string{"0", "9", "x", "-1"} {
		if h.do(visit{as: "ana", path: draft + "/firearms/" + n}).status != 404 {
			t.Errorf("firearm %s is there", n)
		}
	}
}

// The review lists everything that is wrong, each with a link to the page
// that holds the field, and what looks doubtful without standing in the way.
func TestReview(t *testing.T) {
	h := oneHouse(t)
	draft, f := h.begin("ana"), everything()
	f.People[0].CURP = "OXNC871103MTSXXR99"
	h.write("ana", draft, f)
	page := h.get("ana", draft+"/review")
	page.has(".looks", "CURP")
	if page.Find(".error-summary").Length() != 0 {
		t.Errorf("problems: %s", page.text(".error-summary"))
	}
	h.fill("ana", draft+"/case?back=review", values("offence", "")).is(422)
	h.fill("ana", draft+"/firearms/1", values("firearms[0].serial.text", "", "firearms[0].serial.reading", "legible", "exit", "1")).is(303)
	page = h.post("ana", draft+"/file").is(422)
	problems := page.Find(".error-summary a")
	if problems.Length() < 4 {
		t.Errorf("only %d problems: %s", problems.Length(), page.text(".error-summary"))
	}
	problems.Each(func(_ int, s *goquerySelection) {
		to, id, _ := strings.Cut(strings.TrimPrefix(s.AttrOr("href", ""), base), "#")
		if h.get("ana", to).Find("[id=\""+id+"\"]").Length() != 1 {
			t.Errorf("%s has no %s", to, id)
		}
	})
	back := h.fill("ana", draft+"/case?back=review", typed(t, f, "unit", "reference", "offence", "custody", "narrative"))
	if back.to() != draft+"/review" {
		t.Errorf("a changed answer leads to %s", back.to())
	}
}

// Who has no name is called by the nickname, in the marks of the language; what
// is not UTF-8 is reported where it was typed.
func TestWhatAPersonIsCalled(t *testing.T) {
	h := oneHouse(t)
	draft, f := h.begin("ana"), everything()
	f.People = []trace.Person{{Role: "possessor", Nicknames: []string{"La Güera"}}}
	h.write("ana", draft, f)
	h.get("ana", draft+"/people").has("main", "«La Güera»")
	h.get("ana", draft+"/people?lang=en").has("main", "“La Güera”")
	if h.fill("ana", draft+"/case", values("unit", "Unidad \xff")).is(422).Find("#unit-error").Length() != 1 {
		t.Error("what cannot be read is not reported at its field")
	}
}

// Only the owner sees a draft.
func TestDraftIsPrivate(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	for _, as := range []string{"chief", "stranger"} {
		for _, path := range []string{"", "/case", "/place", "/firearms", "/people", "/review", "/discard"} {
			if h.do(visit{as: as, path: draft + path}).status != 404 {
				t.Errorf("%s sees %s", as, path)
			}
		}
	}
	if h.do(visit{as: "pat", path: draft}).status != 403 {
		t.Error("a tracer may open drafts")
	}
	h.post("ana", draft+"/discard").to()
	h.do(visit{as: "ana", path: draft}).is(404)
}

// Without JavaScript a button draws the municipios of the chosen entidad.
func TestMunicipios(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	to := h.fill("ana", draft+"/place", values("recovered.place.entidad", "19", "recovered.time", "9 y pico", "refresh", "recovered.place.municipio")).to()
	path, id, _ := strings.Cut(to, "#")
	page := h.get("ana", path)
	if page.Find("#"+id+" option[value='19039']").Length() != 1 {
		t.Error("Monterrey is not offered")
	}
	if page.form().Get("recovered.time") != "9 y pico" {
		t.Error("what was typed is gone")
	}
	list := h.get("ana", "/municipios/28").body
	if !strings.Contains(list, `["28032","Reynosa"]`) {
		t.Errorf("municipios: %s", list[:80])
	}
}

// A form can hold anything; none of it may break the house.
func TestForgedForms(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	for _, form := range []url.Values{
		values("reference[0", "x"), values("reference]", "x"), values("reference[999999999].kind", "x"),
		values("reference[250].kind", "x"), values("reference[-1].kind", "x"), values("unit.x.y", "1"),
		values("firearms[0].type", "PI"), values("offence", "a", "offence", "b"), values("\x00", "\xff"), values("unit", "\xff\xfe"),
	} {
		if got := h.fill("ana", draft+"/case", form).status; got >= 500 {
			t.Errorf("%v: %d", form, got)
		}
	}
	if n := len(h.stored("ana", draft).Firearms); n != 0 {
		t.Errorf("the page of the case wrote %d firearms", n)
	}
}
