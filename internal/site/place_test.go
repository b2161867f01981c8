package site_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// ranch is a ranchería beside a federal road, without a number.
func ranch() trace.Place {
	return trace.Place{
		Entidad: "28", Municipio: "28032", SettlementType: "27", Settlement: "La Retama", Exterior: "S/N",
		RoadType: "carretera", RoadAdmin: "federal", RoadToll: "libre", RoadCode: "2", RoadStretch: "Reynosa–Río Bravo", RoadMark: "64+500",
		Point: "25°58'12\"N 98°06'00\"O", Reference: "frente al tanque de agua",
	}
}

// A ranchería at km 64+500 without a number is filed without a word against
// it, and read on one line by both sides.
func TestRancheria(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Recovered.Place = ranch()
	draft := h.begin("ana")
	h.write("ana", draft, f)
	const line = "Carretera federal 2 (libre), tramo Reynosa–Río Bravo, km 64+500, s/n, Ranchería La Retama, Reynosa, Tamaulipas"
	review := h.get("ana", draft+"/review").has("main", line)
	if n := review.Find(`.looks a[href*="/place"]`).Length(); n != 0 {
		t.Errorf("the place is doubted: %s", review.text(".looks"))
	}
	h.post("ana", draft+"/file").to()
	z := h.seized("ana")
	if got := z.Recovered.Place; got.Latitude != "25.97" || got.Longitude != "-98.1" {
		t.Errorf("the point was read as %s, %s", got.Latitude, got.Longitude)
	}
	h.get("ana", "/seizures/"+z.Folio).has("main", line).has("main", "25.97° norte, 98.1° oeste")
	h.get("ana", "/seizures/"+z.Folio+"/receipt").has(".receipt", line)
	h.post("pat", "/queue/claims").to()
	h.open("pat", "/requests/"+z.Requests[0].Folio)
	work := h.get("pat", "/requests/"+z.Requests[0].Folio)
	work.has("main", line).has("main", "MX-TAM").has("main", "25.97° north, 98.1° west")
	if strings.Contains(h.get("ana", "/seizures/"+z.Folio).body, "MX-TAM") {
		t.Error("a submitter reads the address of a U.S. record")
	}
}

// seized is the only seizure of somebody.
func (h *house) seized(as string) trace.Seizure {
	h.t.Helper()
	page, err := h.intake.Requests(h.t.Context(), h.who[as], listAll)
	must(h.t, err)
	z, err := h.intake.Seizure(h.t.Context(), h.who[as], page.Requests[0].SeizureFolio)
	must(h.t, err)
	return z
}

// Coordinates that an older draft holds as two numbers are in the one field,
// and stay when the page is saved.
func TestOldCoordinates(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	d, err := h.intake.Draft(t.Context(), h.who["ana"], strings.TrimPrefix(draft, "/drafts/"))
	must(t, err)
	d.Filing.Recovered.Place = trace.Place{Entidad: "28", Municipio: "28032", Latitude: "26.0508", Longitude: "-98.2978"}
	_, err = h.intake.Save(t.Context(), h.who["ana"], d)
	must(t, err)
	page := h.get("ana", draft+"/place")
	if got := page.form().Get("recovered.place.point"); got != "26.0508, -98.2978" {
		t.Fatalf("the field holds %q", got)
	}
	page.has("#recovered-place-point-read", "26.0508° norte, 98.2978° oeste")
	h.do(visit{as: "ana", path: draft + "/place", form: page.form()})
	if got := h.stored("ana", draft).Recovered.Place; got.Point != "26.0508, -98.2978" || got.Latitude != "" {
		t.Errorf("stored as %+v", got)
	}
	wrong := h.fill("ana", draft+"/place", values("recovered.place.point", "por el puente")).is(422)
	wrong.has(".error-summary a[href='#recovered-place-point']", "coordenadas")
	if wrong.text("#recovered-place-point-read") != "" {
		t.Error("what cannot be read is read")
	}
}

// colonias puts settlements into the list of the postal service.
func (h *house) colonias() {
	h.Write(func(tx *store.Tx) error {
		_, err := tx.AddColonias(h.t.Context(), []trace.Colonia{
			{PostalCode: "88500", Municipio: "28032", ID: "0001", Name: "Reynosa Centro", Type: "Colonia", SettlementType: "07", City: "Reynosa"},
			{PostalCode: "88500", Municipio: "28032", ID: "0002", Name: "Ayuntamiento", Type: "Fraccionamiento", SettlementType: "16", City: "Reynosa"},
		})
		return err
	})
}

// A postal code says where it lies, to a script and to whoever has none, and
// only where nothing was typed.
func TestPostalCode(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	if got := h.get("ana", "/postal/MX/88500").body; got != `{"entidad":"28"}` {
		t.Errorf("without the list: %s", got)
	}
	h.colonias()
	var area struct {
		Entidad, Municipio, Name, Locality string
		Settlements                        []struct{ Value, Type string }
	}
	must(t, json.Unmarshal([]byte(h.get("ana", "/postal/MX/88500").body), &area))
	if area.Municipio != "28032" || area.Locality != "Reynosa" || len(area.Settlements) != 2 || area.Settlements[1].Type != "16" {
		t.Errorf("88500 is %+v", area)
	}
	for _, none := range []string{"/postal/MX/885", "/postal/GT/01001", "/postal/US/00000"} {
		if got := h.get("ana", none).body; got != "{}" {
			t.Errorf("%s: %s", none, got)
		}
	}
	to := h.fill("ana", draft+"/place", values("recovered.place.postal_code", "88500", "refresh", "recovered.place.postal_code")).to()
	page := h.get("ana", strings.Split(to, "#")[0])
	page.has("#recovered-place-postal", "Colonia Reynosa Centro, Fraccionamiento Ayuntamiento")
	if form := page.form(); form.Get("recovered.place.entidad") != "28" || form.Get("recovered.place.municipio") != "28032" || form.Get("recovered.place.locality") != "Reynosa" {
		t.Errorf("filled in: %v", form)
	}
	if n := page.Find("#recovered-place-settlements option").Length(); n != 2 {
		t.Errorf("%d settlements are offered", n)
	}
	h.fill("ana", draft+"/place", values("recovered.place.postal_code", "88500", "recovered.place.entidad", "19", "refresh", "x"))
	if form := h.get("ana", draft+"/place").form(); form.Get("recovered.place.entidad") != "19" || form.Get("recovered.place.municipio") != "" {
		t.Errorf("what was typed is filled over: %v", form)
	}
}

// Suggestions are found by the beginnings of their words, without accents.
func TestSuggestedPlaces(t *testing.T) {
	h := oneHouse(t)
	h.colonias()
	for path, want := range map[string]string{
		"/suggest/settlement?postal_code=88500&q=cen":   `[{"value":"Reynosa Centro","text":"Reynosa Centro","note":"Colonia","type":"07"}]`,
		"/suggest/settlement?postal_code=88500&q=tro":   `[]`,
		"/suggest/settlement?postal_code=00000&q=":      `[]`,
		"/suggest/county?state=TX&q=webb":               `[{"text":"Webb County","value":"Webb County"}]`,
		"/suggest/county?state=PR&q=anasco":             `[{"text":"Añasco Municipio","value":"Añasco Municipio"}]`,
		"/suggest/county?state=28&q=webb":               `[]`,
		"/suggest/county?state=TX&q=%22%3E%3Cscript%3E": `[]`,
	} {
		if got := h.get("ana", path).body; got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// A ZIP code fills in what nobody typed.
func TestUnitedStatesPlace(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	h.fill("ana", draft+"/place", values("recovered.place.country", "US", "recovered.place.postal_code", "78040", "refresh", "recovered.place.postal_code")).to()
	page := h.get("ana", draft+"/place")
	form := page.form()
	if form.Get("recovered.place.entidad") != "TX" || form.Get("recovered.place.municipio") != "Webb County" || form.Get("recovered.place.locality") != "Laredo" {
		t.Errorf("78040 fills in %v", form)
	}
	if page.Find("#recovered-place-counties option").Length() != 0 {
		t.Error("counties of a state that nobody has said")
	}
	h.do(visit{as: "ana", path: draft + "/place", form: form})
	if h.get("ana", draft+"/place").Find(`#recovered-place-counties option[value="Webb County"]`).Length() != 1 {
		t.Error("the counties of Texas are not offered")
	}
}

// Old names find a place.
func TestOldNamesFind(t *testing.T) {
	h := oneHouse(t)
	page := h.get("ana", h.begin("ana")+"/place")
	for value, word := range map[string]string{"09": "Distrito Federal", "15": "Edomex", "30": "Veracruz"} {
		if also := page.Find(`#recovered-place-entidad option[value="`+value+`"]`).AttrOr("data-also", ""); !strings.Contains(also, word) {
			t.Errorf("%s is not found by %q: %q", value, word, also)
		}
	}
}
