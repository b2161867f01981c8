package site

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/gate"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// postalRoutes answer the scripts that suggest from a postal code. They tell
// what everybody may know, and settle nothing.
func (s *Site) postalRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/postal/:country/:code", Act: account.Look, Do: s.showPostal},
		{Method: http.MethodGet, Path: "/suggest/settlement", Act: account.Look, Do: s.suggestSettlements},
		{Method: http.MethodGet, Path: "/suggest/county", Act: account.Look, Do: s.suggestCounties},
	}
}

// postalArea is where a postal code lies, as far as anybody has told us.
type postalArea struct {
	Entidad     string       `json:"entidad,omitempty"`
	Municipio   string       `json:"municipio,omitempty"`
	Name        string       `json:"name,omitempty"` // of the municipio
	Locality    string       `json:"locality,omitempty"`
	Settlements []settlement `json:"settlements,omitempty"`
}

// settlement is one that the postal service lists under a code.
type settlement struct {
	Value string `json:"value"`
	Text  string `json:"text"`
	Note  string `json:"note,omitempty"`
	Type  string `json:"type,omitempty"` // catalog.SettlementType
}

// postal finds where a code lies: in the United States by the ZIP table, in
// Mexico by the imported list of the postal service, and without that by the
// first two digits.
func (s *Site) postal(v *gate.Visit, country, code string) (a postalArea, err error) {
	switch {
	case country == unitedStates:
		if zip, ok := catalog.ZIP(code); ok {
			a = postalArea{Entidad: zip.State, Municipio: zip.County, Name: zip.County, Locality: zip.City}
		}
		return a, nil
	case country != "" && country != mexico || !mx.IsPostalCode(code):
		return a, nil
	}
	if e, ok := catalog.EntidadOfPostal(code); ok {
		a.Entidad = e.Clave
	}
	listed, err := s.Intake.Postal(v.Request.Context(), code)
	if err != nil {
		return a, err
	}
	a.add(listed)
	return a, nil
}

// add takes what the settlements of a code have in common.
func (a *postalArea) add(listed []trace.Colonia) {
	for i, c := range listed {
		a.Settlements = append(a.Settlements, settlement{c.Name, c.Name, c.Type, c.SettlementType})
		m, ok := catalog.MunicipioOf(c.Municipio)
		switch {
		case !ok || i > 0 && a.Municipio != c.Municipio:
			a.Municipio, a.Name = "", "" // nobody can tell which
		case i == 0:
			a.Entidad, a.Municipio, a.Name, a.Locality = m.Entidad, c.Municipio, m.Name, c.City
		case a.Locality != c.City:
			a.Locality = ""
		}
	}
}

func (s *Site) showPostal(v *gate.Visit) error {
	a, err := s.postal(v, v.Param("country"), v.Param("code"))
	if err != nil {
		return err
	}
	return suggested(v, a)
}

// suggested answers a script. The lists change seldom.
func suggested(v *gate.Visit, rows any) error {
	v.Header("Cache-Control", "private, max-age=600")
	v.JSON(http.StatusOK, rows)
	return nil
}

// suggestSettlements lists the settlements of a postal code that hold what was
// typed.
func (s *Site) suggestSettlements(v *gate.Visit) error {
	a, err := s.postal(v, mexico, v.Query("postal_code"))
	if err != nil {
		return err
	}
	rows := []settlement{}
	for _, x := range a.Settlements {
		if holds(x.Value, v.Query("q")) {
			rows = append(rows, x)
		}
	}
	return suggested(v, rows)
}

// suggestCounties lists the counties of a state that hold what was typed.
func (s *Site) suggestCounties(v *gate.Visit) error {
	rows := []gin.H{}
	for _, c := range catalog.Counties(v.Query("state")) {
		if holds(c.Name, v.Query("q")) {
			rows = append(rows, gin.H{"value": c.Name, "text": c.Name})
		}
	}
	return suggested(v, rows)
}

// holds tells whether a name has words that begin as those that were typed.
func holds(name, typed string) bool {
	in := " " + mx.Fold(name)
	for word := range strings.FieldsSeq(mx.Fold(typed)) {
		if !strings.Contains(in, " "+word) {
			return false
		}
	}
	return true
}
