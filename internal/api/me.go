package api

import (
	"net/http"
	"time"

	"rastreo/internal/account"
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

	Scopes    []account.Scope `json:"scopes"`
	ExpiresAt *time.Time      `json:"expires_at"` // null for never
}

// me says whose key this is: the first call of every program.
func (a *API) me(v *gate.Visit) error {
	who := v.Actor
	p := person{a.Live, who.Name, string(who.Role), who.Agency, who.Lang, who.Zone, who.Scopes, nil}
	if !who.Until.IsZero() {
		p.ExpiresAt = &who.Until
	}
	return reply(v, http.StatusOK, p)
}
