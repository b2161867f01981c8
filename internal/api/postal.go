package api

import (
	"net/http"

	"rastreo/internal/gate"
)

// postal is what the official postal file says of a code.
type postal struct {
	Livemode bool      `json:"livemode"`
	Colonias []colonia `json:"colonias"`
}

// colonia is one settlement of a postal code.
type colonia struct {
	Name           string `json:"name"`
	SettlementType string `json:"settlement_type,omitempty"`
	Municipio      string `json:"municipio"`
	City           string `json:"city,omitempty"`
}

// postal lists the colonias of a postal code: none where the operator has not
// loaded the file.
func (a *API) postal(v *gate.Visit) error {
	list, err := a.Intake.Postal(v.Request.Context(), v.Param("code"))
	if err != nil {
		return err
	}
	out := postal{a.Live, []colonia{}}
	for _, c := range list {
		out.Colonias = append(out.Colonias, colonia{c.Name, c.SettlementType, c.Municipio, c.City})
	}
	return reply(v, http.StatusOK, out)
}
