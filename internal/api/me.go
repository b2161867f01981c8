package api

import (
	"net/http"

	"rastreo/internal/gate"
)

// person is an account as it sees itself.
type person struct {
	Livemode bool   `json:"livemode"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Agency   string `json:"agency"`
	Lang     string `json:"lang"`
	Zone     string `json:"zone"`
}

// me says whose key this is: the first call of every program.
func (a *API) me(v *gate.Visit) error {
	who := v.Actor
	return reply(v, http.StatusOK, person{a.Live, who.Name, string(who.Role), who.Agency, who.Lang, who.Zone})
}
