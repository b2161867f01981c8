package api

import (
	"context"
	"net/http"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// resultBody is how a trace ended, as a tracer types it. With a reason it
// corrects the result there is.
type resultBody struct {
	Outcome   string          `json:"outcome"`
	Dealer    trace.Dealer    `json:"dealer"`
	Purchaser trace.Purchaser `json:"purchaser"`
	Sold      string          `json:"sold"`
	Note      string          `json:"note"`
	Reason    string          `json:"reason"`
	Also      []string        `json:"also,omitempty"`
}

func (r resultBody) typed() trace.Result {
	return trace.Result{
		Outcome: r.Outcome, Dealer: r.Dealer, Purchaser: r.Purchaser,
		Sold: r.Sold, Note: r.Note, Reason: r.Reason, Also: r.Also,
	}
}

// result is one version of how a trace ended.
type result struct {
	Livemode    bool            `json:"livemode"`
	Version     int             `json:"version"`
	Outcome     string          `json:"outcome"`
	Family      string          `json:"family"`
	Dealer      trace.Dealer    `json:"dealer,omitzero"`
	Purchaser   trace.Purchaser `json:"purchaser,omitzero"`
	Sold        string          `json:"sold,omitempty"`
	TimeToCrime *span           `json:"time_to_crime,omitempty"`
	Note        string          `json:"note,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	At          time.Time       `json:"at"`
}

// span is the days from sale to recovery. The bounds differ when a date is
// known only to the month or the year.
type span struct {
	Least int         `json:"days_min"`
	Most  int         `json:"days_max"`
	Haste trace.Haste `json:"haste"`
}

func (a *API) resultOf(r trace.Result, of trace.Request) result {
	out := result{
		Livemode: a.Live, Version: r.Version, Outcome: r.Outcome, Family: r.Family, Dealer: r.Dealer,
		Purchaser: r.Purchaser, Sold: r.Sold, Note: r.Note, Reason: r.Reason, At: r.At.UTC(),
	}
	if least, most, ok := trace.TimeToCrime(r.Sold, of.Recovered); ok {
		out.TimeToCrime = &span{least, most, trace.HasteOf(least, most)}
	}
	return out
}

// conclude ends a trace with its outcome, or, with a reason, corrects the
// outcome of one that has ended.
func (a *API) conclude(v *gate.Visit) error {
	b, err := bodyOf(v, func(r resultBody) error {
		_, err := r.typed().Check(a.today(v.Actor))
		return err
	})
	if err != nil {
		return err
	}
	ctx, folio := v.Request.Context(), v.Param("folio")
	end := a.Desk.Conclude
	if b.Reason != "" {
		end = a.correct
	}
	h := hold(v)
	if b.Reason != "" {
		h.Result = version(v)
	}
	r, err := end(ctx, v.Actor, h, b.typed())
	if err != nil {
		return err
	}
	if r.Waits {
		return a.waits(v)
	}
	d, err := a.Desk.Request(ctx, v.Actor, folio)
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+folio, a.resultOf(r, d.Request))
}

// waits answers that a second person must look at a result first.
func (a *API) waits(v *gate.Visit) error {
	d, err := a.Desk.Request(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	v.Header("Location", a.Base+Root+"/requests/"+d.Request.Folio+"/proposal")
	return reply(v, http.StatusAccepted, a.requestOf(v, d.Request))
}

// correct corrects an outcome. Where the reader could end the trace, the
// reason is all that stands in the way, and that is what they are told.
func (a *API) correct(ctx context.Context, who account.Actor, h desk.Hold, r trace.Result) (trace.Result, error) {
	out, err := a.Desk.Correct(ctx, who, h, r)
	if !fault.Is(err, fault.Conflict) {
		return out, err
	}
	d, unread := a.Desk.Request(ctx, who, h.Folio)
	if unread != nil || desk.May(who, d.Request, trace.Conclude) != nil {
		return out, err
	}
	var p fault.Problems
	p.Add("/reason", "not_concluded", nil)
	return out, fault.Check(p)
}
