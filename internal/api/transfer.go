package api

import (
	"net/http"
	"time"

	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// transfer is a seizure that goes from one agency to another, or was to.
type transfer struct {
	Livemode   bool                `json:"livemode"`
	ID         string              `json:"id"`
	Seizure    string              `json:"seizure"`
	From       string              `json:"from"`
	To         string              `json:"to"`
	State      trace.TransferState `json:"state"`
	Restricted bool                `json:"restricted,omitempty"`
	Requests   int                 `json:"requests"`
	Handed     string              `json:"handed"`
	Document   string              `json:"document"`
	Reason     string              `json:"transfer_reason"`
	By         string              `json:"by"`
	At         time.Time           `json:"at"`
	ExpiresAt  time.Time           `json:"expires_at"`
	AcceptedAt time.Time           `json:"accepted_at,omitzero"`
	AcceptedBy string              `json:"accepted_by,omitempty"`
	Holder     string              `json:"holder,omitempty"`
	Reference  *trace.Reference    `json:"reference,omitempty"`
	EndedAt    time.Time           `json:"ended_at,omitzero"`
	Why        string              `json:"decline_why,omitempty"`
}

func (a *API) transferOf(t trace.Transfer) transfer {
	out := transfer{
		Livemode: a.Live, ID: t.ID, Seizure: t.Folio, From: t.Agency, To: t.To, State: t.State(a.Now()), Restricted: t.Restricted,
		Requests: t.Requests, Handed: t.Date, Document: t.Document, Reason: t.Reason, By: t.ByName, At: t.At.UTC(), ExpiresAt: t.ExpiresAt.UTC(),
		AcceptedAt: t.AcceptedAt.UTC(), AcceptedBy: t.TakerName, Holder: t.HolderName, EndedAt: t.EndedAt.UTC(), Why: t.Why,
	}
	if t.Reference.Number != "" {
		out.Reference = &t.Reference
	}
	return out
}

// transferList is one page of transfers. Next is the cursor of the one after
// it.
type transferList struct {
	Livemode  bool       `json:"livemode"`
	Transfers []transfer `json:"transfers"`
	Next      string     `json:"next,omitempty"`
}

// transfers lists what the reader's agency was offered, or offers.
func (a *API) transfers(v *gate.Visit) error {
	q := query{v: v}
	q.only("side", "cursor")
	side := q.oneOf("side", []string{"in", "out"})
	if err := q.check(); err != nil {
		return err
	}
	page, err := a.Share.Transfers(v.Request.Context(), v.Actor, side != "out", v.Query("cursor"))
	if err != nil {
		return err
	}
	out := transferList{a.Live, []transfer{}, page.Next}
	for _, t := range page.List {
		out.Transfers = append(out.Transfers, a.transferOf(t))
	}
	a.next(v, page.Next)
	return reply(v, http.StatusOK, out)
}

// transfer shows one to whoever may know of it.
func (a *API) transfer(v *gate.Visit) error {
	t, err := a.Share.Transfer(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	return fresh(v, a.transferOf(t))
}

// transferBody offers a seizure to another agency.
type transferBody struct {
	To       string `json:"to"`
	Handed   string `json:"handed"`
	Document string `json:"document"`
	Reason   string `json:"transfer_reason"`
}

// offerTransfer offers to hand a seizure over. Another person approves it in
// the portal.
func (a *API) offerTransfer(v *gate.Visit) error {
	b, err := bodyOf[transferBody](v, nil)
	if err != nil {
		return err
	}
	t, err := a.Share.OfferTransfer(v.Request.Context(), v.Actor, v.Param("folio"), trace.Transfer{To: b.To, Date: b.Handed, Document: b.Document, Reason: b.Reason})
	if err != nil {
		return err
	}
	return a.created(v, "/transfers/"+t.ID, a.transferOf(t))
}

// endBody says why a transfer is declined; whoever takes one back says nothing.
type endBody struct {
	Why string `json:"decline_why"`
}

// endTransfer takes an offer back, or declines one.
func (a *API) endTransfer(v *gate.Visit) error {
	b, err := bodyOf[endBody](v, nil)
	if err != nil {
		return err
	}
	t, err := a.Share.EndTransfer(v.Request.Context(), v.Actor, v.Param("id"), b.Why)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.transferOf(t))
}
