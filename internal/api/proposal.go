package api

import (
	"net/http"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// proposal is a result that a second person must look at.
type proposal struct {
	Livemode  bool              `json:"livemode"`
	ID        string            `json:"id"`
	State     string            `json:"state"`
	Result    resultBody        `json:"result"`
	By        string            `json:"by"`
	At        time.Time         `json:"at"`
	DecidedBy string            `json:"decided_by,omitempty"`
	DecidedAt time.Time         `json:"decided_at,omitzero"`
	Notes     map[string]string `json:"notes,omitempty"`
}

func (a *API) proposalOf(p trace.Proposal) proposal {
	r := p.Result
	out := proposal{
		Livemode: a.Live, ID: p.ID, State: string(p.Verdict), By: r.ByName, At: r.At.UTC(), DecidedBy: p.Decider, DecidedAt: p.DecidedAt.UTC(), Notes: p.Notes,
		Result: resultBody{Outcome: r.Outcome, Dealer: r.Dealer, Purchaser: r.Purchaser, Sold: r.Sold, Note: r.Note, Reason: r.Reason, Also: p.Also},
	}
	if p.Open() {
		out.State = "waits"
	}
	return out
}

// proposals lists the requests whose result waits for a second person.
func (a *API) proposals(v *gate.Visit) error {
	q := query{v: v}
	q.only("cursor")
	if err := q.check(); err != nil {
		return err
	}
	list, next, err := a.Desk.Waiting(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	return a.listOf(v, list, next)
}

// proposal shows what was proposed last of a request.
func (a *API) proposal(v *gate.Visit) error {
	p, err := a.proposed(v)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, p)
}

func (a *API) proposed(v *gate.Visit) (proposal, error) {
	found, err := a.Desk.Proposals(v.Request.Context(), v.Actor, v.Param("folio"))
	if err == nil && len(found.List) == 0 {
		err = fault.New(fault.Conflict, "proposal.none", nil)
	}
	if err != nil {
		return proposal{}, err
	}
	return a.proposalOf(found.List[0]), nil
}

// sightBody names the proposal that was looked at and, to send it back, says
// what is to be put right.
type sightBody struct {
	Proposal string            `json:"proposal"`
	Notes    map[string]string `json:"notes"`
}

// approveProposal makes a result of what another has found.
func (a *API) approveProposal(v *gate.Visit) error {
	b, err := bodyOf[sightBody](v, nil)
	if err != nil {
		return err
	}
	r, err := a.Desk.Approve(v.Request.Context(), v.Actor, v.Param("folio"), b.Proposal)
	if err != nil {
		return err
	}
	d, err := a.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.resultOf(r, d.Request))
}

// returnProposal gives what another has found back to its author.
func (a *API) returnProposal(v *gate.Visit) error {
	b, err := bodyOf[sightBody](v, nil)
	if err != nil {
		return err
	}
	if err := a.Desk.SendBack(v.Request.Context(), v.Actor, v.Param("folio"), b.Proposal, b.Notes); err != nil {
		return err
	}
	return a.unwaiting(v)
}

// retract takes a proposal back, so that it can be written anew.
func (a *API) retract(v *gate.Visit) error {
	if err := a.Desk.Retract(v.Request.Context(), v.Actor, hold(v)); err != nil {
		return err
	}
	return a.unwaiting(v)
}

// unwaiting shows a request that waits no longer.
func (a *API) unwaiting(v *gate.Visit) error {
	d, err := a.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, d.Request))
}
