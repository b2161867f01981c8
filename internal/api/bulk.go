package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"rastreo/internal/catalog"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// bulkBody is what is to be done to many requests: to those that are named or,
// where which is all, to all that match the filter.
type bulkBody struct {
	Act           string     `json:"act"`
	Tracer        string     `json:"tracer"`
	Priority      string     `json:"priority"`
	Justification string     `json:"justification"`
	Which         string     `json:"which"`
	Folios        []string   `json:"folios"`
	Filter        bulkFilter `json:"filter"`
}

// bulkFilter narrows the queue as its query does.
type bulkFilter struct {
	Status   string `json:"status"`
	Agency   string `json:"agency"`
	Priority string `json:"priority"`
	Due      string `json:"due"`
	Tracer   string `json:"tracer"`
	Query    string `json:"q"`
}

// check refuses what is none of the codes.
func (b bulkBody) check() error {
	var p fault.Problems
	for _, x := range []struct {
		at, value string
		codes     []string
	}{
		{"which", b.Which, []string{"all", "chosen"}},
		{"filter/status", b.Filter.Status, texts(trace.Filed)},
		{"filter/priority", b.Filter.Priority, catalog.Priority.Codes()},
		{"filter/due", b.Filter.Due, trace.Dues},
	} {
		if x.value != "" && !slices.Contains(x.codes, x.value) {
			p.Add("/"+x.at, "parameter", fault.Args{"parameter": x.at})
		}
	}
	return fault.Check(p)
}

func (b bulkBody) ask() desk.BulkAsk {
	ask := desk.BulkAsk{BulkWanted: trace.BulkWanted{
		Act: trace.BulkAct(b.Act), Tracer: b.Tracer, Priority: b.Priority, Justification: b.Justification,
	}, Folios: b.Folios}
	if b.Which == "all" {
		f := b.Filter
		ask.All = &desk.List{Status: f.Status, Agency: f.Agency, Priority: f.Priority, Due: f.Due, Tracer: f.Tracer, Query: f.Query}
	}
	return ask
}

// bulk is a bulk act as it was tried: that never changes.
type bulk struct {
	Livemode bool          `json:"livemode"`
	ID       string        `json:"id"`
	Act      trace.BulkAct `json:"act"`
	Tracer   string        `json:"tracer,omitempty"`
	Priority string        `json:"priority,omitempty"`
	At       time.Time     `json:"at"`
	More     bool          `json:"more"`
	Plan     bulkTally     `json:"plan"`
}

// bulkState is how far it is.
type bulkState struct {
	bulk
	State     trace.BulkState `json:"state"`
	BegunAt   time.Time       `json:"begun_at,omitzero"`
	EndedAt   time.Time       `json:"ended_at,omitzero"`
	UndoUntil time.Time       `json:"undo_until,omitzero"`
	Result    bulkTally       `json:"result"`
	Undo      bulkTally       `json:"undo"`
}

// bulkTally counts what changes and what stays, each with the first folios.
type bulkTally struct {
	Change bulkSome   `json:"change"`
	Stay   []bulkSome `json:"stay"`
}

type bulkSome struct {
	Why    trace.BulkWhy `json:"why,omitempty"`
	N      int           `json:"n"`
	Folios []string      `json:"folios"`
}

func bulkTallyOf(t trace.BulkTally) bulkTally {
	some := func(why trace.BulkWhy, s trace.BulkSome) bulkSome {
		return bulkSome{why, s.N, append([]string{}, s.Folios...)}
	}
	out := bulkTally{some("", t.Change), []bulkSome{}}
	for _, why := range trace.BulkWhys {
		if s := t.Stay[why]; s.N > 0 {
			out.Stay = append(out.Stay, some(why, s))
		}
	}
	return out
}

func (a *API) bulkOf(b trace.Bulk) bulk {
	return bulk{a.Live, b.ID, b.Act, b.Tracer, b.Priority, b.At.UTC(), b.More, bulkTallyOf(b.Plan)}
}

// tryBulk counts what an act would do and, unless it is a dry run, begins it.
// With an Idempotency-Key the same sent again gets the same answer.
func (a *API) tryBulk(v *gate.Visit) error {
	q := query{v: v}
	q.only("dry_run")
	dry := q.yes("dry_run")
	if err := q.check(); err != nil {
		return err
	}
	key, err := idempotencyKey(v.Request.Header)
	if err != nil {
		return err
	}
	body, err := bodyOf(v, bulkBody.check)
	if err == nil {
		err = body.check()
	}
	if err != nil {
		return err
	}
	ask := body.ask()
	if ask.Key = key; key != "" {
		if ask.Hash, err = bulkHash(body, dry); err != nil {
			return err
		}
	}
	b, again, err := a.Desk.TryBulk(v.Request.Context(), v.Actor, ask)
	if err != nil {
		return err
	}
	if !dry && b.State == trace.BulkTried && b.Plan.Change.N > 0 {
		if err := a.Desk.BeginBulk(v.Request.Context(), v.Actor, b.ID); err != nil {
			return err
		}
	}
	if again {
		v.Header("Idempotent-Replayed", "true")
	}
	return a.created(v, "/bulk/"+b.ID, a.bulkOf(b))
}

// bulkHash stands for what was sent.
func bulkHash(b bulkBody, dry bool) (string, error) {
	canonical, err := json.Marshal([]any{b, dry})
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), err
}

// bulk says how far an act is.
func (a *API) bulk(v *gate.Visit) error {
	b, _, err := a.Desk.Bulk(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, bulkState{
		a.bulkOf(b), b.State, b.BegunAt.UTC(), b.EndedAt.UTC(), b.UndoUntil().UTC(), bulkTallyOf(b.Result), bulkTallyOf(b.Undo),
	})
}

// beginBulk begins what a dry run has counted.
func (a *API) beginBulk(v *gate.Visit) error {
	if err := a.Desk.BeginBulk(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return a.bulk(v)
}

// undoBulk puts back what is still as the act left it.
func (a *API) undoBulk(v *gate.Visit) error {
	if err := a.Desk.UndoBulk(v.Request.Context(), v.Actor, v.Param("id")); err != nil {
		return err
	}
	return a.bulk(v)
}
