package site

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/share"
	"rastreo/internal/trace"
)

// lurePage is a decoy, or what may become one, and who opened it.
type lurePage struct {
	trace.Decoy
	Folio        string
	Found        []Logged
	Older, Newer string
}

func (s *Site) lurePage(v *gate.Visit, path string, l share.Lure) lurePage {
	q := v.Request.URL.Query()
	return lurePage{
		Decoy: l.Decoy, Folio: l.Folio, Found: logged(v.Say, l.Opened),
		Older: older(path, q, l.Next), Newer: newest(path, v.Request.URL.Query()),
	}
}

func (s *Site) decoy(v *gate.Visit) error {
	l, err := s.Share.Lure(v.Request.Context(), v.Actor, v.Param("folio"), v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, s.lurePage(v, "/seizures/"+l.Folio+"/decoy", l))
	return s.show(v, "seizure/decoy", p, err)
}

func (s *Site) markDecoy(v *gate.Visit) error { return s.bait(v, "decoy_marked", s.Share.MarkDecoy) }

func (s *Site) unmarkDecoy(v *gate.Visit) error {
	return s.bait(v, "decoy_unmarked", s.Share.UnmarkDecoy)
}

// bait does an act of the page of a decoy, or says there why not.
func (s *Site) bait(v *gate.Visit, code string, act func(context.Context, account.Actor, string) error) error {
	err := act(v.Request.Context(), v.Actor, v.Param("folio"))
	if f := fault.Of(err); f == nil || f.Kind != fault.Conflict {
		if err != nil {
			return err
		}
		return s.done(v, code, "/seizures/"+v.Param("folio")+"/decoy")
	}
	l, lerr := s.Share.Lure(v.Request.Context(), v.Actor, v.Param("folio"), "")
	if lerr != nil {
		return lerr
	}
	p, perr := s.page(v, s.lurePage(v, "/seizures/"+l.Folio+"/decoy", l))
	p.Flash = &Flash{"error", v.Say.T(fault.Of(err).Key, nil)}
	return s.answer(v, gate.Status(fault.Conflict), "seizure/decoy", p, perr)
}

func (s *Site) decoys(v *gate.Visit) error {
	found, err := s.Share.Decoys(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{
		"List": found.List, "Older": older("/audit/decoys", v.Request.URL.Query(), found.Next),
		"Newer": newest("/audit/decoys", v.Request.URL.Query()),
	})
	return s.show(v, "audit/decoys", p, err)
}

func (s *Site) lured(v *gate.Visit) error {
	l, err := s.Share.Decoy(v.Request.Context(), v.Actor, v.Param("id"), v.Query("cursor"))
	if err != nil {
		return err
	}
	p, err := s.page(v, s.lurePage(v, "/audit/decoys/"+l.ID, l))
	if p.Seen != nil {
		p.Seen.Folio = l.Folio
	}
	return s.show(v, "audit/decoy", p, err)
}
