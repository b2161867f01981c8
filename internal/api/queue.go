package api

import (
	"context"
	"net/http"
	"strconv"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// queue lists what waits for a tracer, in the order it is to be worked. With q it
// searches every request.
func (a *API) queue(v *gate.Visit) error {
	q := query{v: v}
	q.only("status", "agency", "priority", "due", "tracer", "q", "cursor", "mine")
	want := desk.List{
		Status: q.status(), Agency: v.Query("agency"), Priority: q.priority(),
		Due: q.oneOf("due", trace.Dues), Tracer: v.Query("tracer"),
		Query: v.Query("q"), Cursor: v.Query("cursor"), Mine: q.yes("mine"),
	}
	if err := q.check(); err != nil {
		return err
	}
	page, err := a.Desk.Queue(v.Request.Context(), v.Actor, want)
	if err != nil {
		return err
	}
	return a.listOf(v, page.Requests, page.Next)
}

// tally is how many requests have each status.
type tally struct {
	Livemode bool                 `json:"livemode"`
	Counts   map[trace.Status]int `json:"counts"`
}

// counts says how many requests stand where.
func (a *API) counts(v *gate.Visit) error {
	n, err := a.Desk.Counts(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	out := tally{a.Live, map[trace.Status]int{}}
	for _, s := range trace.Filed {
		out.Counts[s] = n[s]
	}
	return reply(v, http.StatusOK, out)
}

// claimNext gives the reader the request that has waited longest.
func (a *API) claimNext(v *gate.Visit) error {
	r, err := a.Desk.ClaimNext(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+r.Folio, a.requestOf(v, r))
}

// move is an act on one request that needs no more than its folio.
type move func(context.Context, account.Actor, string) (trace.Request, error)

func (a *API) moved(v *gate.Visit, m move) error {
	r, err := m(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, a.requestOf(v, r))
}

// claim gives the reader this request.
func (a *API) claim(v *gate.Visit) error { return a.moved(v, a.Desk.Claim) }

// release puts a claimed request back into the queue.
func (a *API) release(v *gate.Visit) error { return a.moved(v, held(v, a.Desk.Release)) }

// recall takes back the question that is open.
func (a *API) recall(v *gate.Visit) error { return a.moved(v, held(v, a.Desk.Recall)) }

// claimHeader says under which claim the program saw the request.
const claimHeader = "Claim"

// hold is the request of the path as the program saw it. Without a number, or
// with what is none, it saw no claim.
func hold(v *gate.Visit) desk.Hold {
	n, err := strconv.Atoi(v.GetHeader(claimHeader))
	if err != nil {
		n = 0
	}
	return desk.Hold{Folio: v.Param("folio"), Claim: n}
}

// held makes a move of an act that needs to know the claim.
func held(v *gate.Visit, act func(context.Context, account.Actor, desk.Hold) (trace.Request, error)) move {
	return func(ctx context.Context, who account.Actor, _ string) (trace.Request, error) {
		return act(ctx, who, hold(v))
	}
}
