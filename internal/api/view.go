package api

import (
	"net/http"

	"rastreo/internal/desk"
	"rastreo/internal/gate"
)

// view is a part of the queue under a name. Filter are the parameters of the
// queue that say it.
type view struct {
	ID     string            `json:"id"`
	Name   string            `json:"name"`
	Owner  string            `json:"owner"`
	Own    bool              `json:"own,omitempty"`
	Shared bool              `json:"shared,omitempty"`
	Main   bool              `json:"main,omitempty"`
	Filter map[string]string `json:"filter"`
	Count  *int              `json:"count,omitempty"`
	More   bool              `json:"more,omitempty"`
}

// views are those of the reader and what others share.
type views struct {
	Livemode bool   `json:"livemode"`
	Views    []view `json:"views"`
}

// views lists the views of the queue with how many requests are in each.
func (a *API) views(v *gate.Visit) error {
	list, err := a.Desk.Views(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	out := views{a.Live, []view{}}
	for _, x := range list {
		own := x.AccountID == v.Actor.ID
		one := view{ID: x.ID, Name: x.Name, Owner: x.Owner, Own: own, Shared: x.Shared, Main: own && x.Main, Filter: map[string]string{}, More: x.Count >= desk.MostCounted}
		for name, values := range x.List.Values() {
			one.Filter[name] = values[0]
		}
		if x.Count >= 0 {
			one.Count = &x.Count
		}
		out.Views = append(out.Views, one)
	}
	return reply(v, http.StatusOK, out)
}
