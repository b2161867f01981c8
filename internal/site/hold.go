package site

import (
	"strconv"

	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
)

// hold is the request of the path as the page was shown that is now sent: each
// form of a tracer carries the number of the claim.
func hold(v *gate.Visit) desk.Hold {
	n, err := strconv.Atoi(typed(v).Get("claim"))
	if err != nil {
		n = 0 // no claim has that number
	}
	return desk.Hold{Folio: v.Param("folio"), Claim: n}
}

// worked answers an act of a tracer that was refused: with the form and its
// problems, or, where the request is not theirs any more, as lost does.
func (s *Site) worked(v *gate.Visit, name string, data any, err error) error {
	return s.attempt(v, name, data, s.lost(v, err))
}

// lost keeps what a tracer typed about a request that went out of their hands
// meanwhile, and says so: it stands in the form again once they have claimed it
// anew. Any other refusal comes back as it is, and so does that of a form that
// was never shown to them.
func (s *Site) lost(v *gate.Visit, err error) error {
	f, form := fault.Of(err), typed(v)
	if f == nil || f.Kind != fault.Conflict && f.Kind != fault.Stale || form.Get("claim") == "" {
		return err
	}
	form.Del("claim")
	if err := s.Login.KeepTyped(v.Request.Context(), v.Actor, v.Actor.ID, v.Request.URL.Path, form); err != nil {
		return err
	}
	return fault.New(f.Kind, "request.lost", nil)
}
