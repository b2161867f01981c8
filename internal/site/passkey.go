package site

import (
	"net/http"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/login"
)

func (s *Site) passkeyRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodPost, Path: "/login/passkey/begin", Act: account.Enter, Begins: true, Verb: audit.SignInTried, Do: s.beginPasskeySignIn},
		{Method: http.MethodPost, Path: "/login/passkey", Act: account.Enter, Title: "page.login", Verb: audit.SignedIn, Do: s.passkeySignIn},
		{Method: http.MethodPost, Path: "/account/factors/passkey/begin", Act: account.OwnFactors, Verb: audit.FactorAdded, Do: s.beginPasskey},
		{Method: http.MethodPost, Path: "/account/factors/passkey", Act: account.OwnFactors, Title: "page.factors", Verb: audit.FactorAdded, Stands: "/account/factors", Do: s.addPasskey},
		{Method: http.MethodPost, Path: "/prove/passkey/begin", Act: account.OwnSessions, Verb: audit.Proved, Do: s.beginPasskeyProof},
		{Method: http.MethodPost, Path: "/prove/passkey", Act: account.OwnSessions, Title: "page.prove", Verb: audit.Proved, Stands: "/prove", Do: s.provePasskey},
	}
}

// put answers the script with what the browser's authenticator is asked.
func put(v *gate.Visit, c login.Ceremony, err error) error {
	if err == nil {
		v.JSON(http.StatusOK, c)
	}
	return err
}

// asking tells whether the script that speaks with authenticators asks.
func asking(v *gate.Visit) bool { return v.GetHeader("X-Requested-With") == "passkey" }

func (s *Site) beginPasskeySignIn(v *gate.Visit) error {
	c, err := s.Login.BeginSignIn(v.Request.Context())
	return put(v, c, err)
}

func (s *Site) passkeySignIn(v *gate.Visit) error {
	posted, next := typed(v), s.onward(v)
	who, err := s.Login.FinishSignIn(v.Request.Context(), v.Actor, posted.Get("ceremony"), posted.Get("answer"))
	if fault.Is(err, fault.Unauthenticated) {
		return s.stopped(v, "/login", "login/show", s.entrance(next), err)
	}
	if err != nil {
		return err
	}
	return s.entered(v, who, next)
}

// stopped shows the page at a path again and says why a passkey was refused.
func (s *Site) stopped(v *gate.Visit, path, name string, data any, err error) error {
	f := fault.Of(err)
	p, err := s.form(v, typed(v), data)
	p.Path, p.Flash = path, &Flash{"error", v.Say.T(f.Key, f.Args)}
	return s.answer(v, gate.Status(f.Kind), name, p, err)
}

func (s *Site) beginPasskeyProof(v *gate.Visit) error {
	c, err := s.Login.BeginProof(v.Request.Context(), v.Actor)
	return put(v, c, err)
}

func (s *Site) provePasskey(v *gate.Visit) error {
	posted := typed(v)
	err := s.Login.FinishProof(v.Request.Context(), v.Actor, posted.Get("ceremony"), posted.Get("answer"))
	if fault.Is(err, fault.Unauthenticated) {
		steps, lost := s.provePage(v)
		if lost != nil {
			return lost
		}
		return s.stopped(v, "/prove", "login/prove", steps, err)
	}
	if err != nil {
		return err
	}
	return s.see(v, s.onward(v))
}

func (s *Site) beginPasskey(v *gate.Visit) error {
	c, err := s.Login.BeginRegister(v.Request.Context(), v.Actor, typed(v).Get("factor_name"))
	return put(v, c, err)
}

func (s *Site) addPasskey(v *gate.Visit) error {
	posted := typed(v)
	ctx := v.Request.Context()
	_, err := s.Login.FinishRegister(ctx, v.Actor, posted.Get("ceremony"), posted.Get("answer"), posted.Get("factor_name"))
	if err == nil {
		return s.done(v, "passkey_added", "/account/factors")
	}
	f := fault.Of(err)
	if f.Kind != fault.Unauthenticated && f.Kind != fault.Conflict && f.Kind != fault.Invalid {
		return err
	}
	data, err := s.factorPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, posted, data)
	p.Path = "/account/factors"
	if p.Problems = wrong(v, f.Problems); len(p.Problems) == 0 {
		p.Flash = &Flash{"error", v.Say.T(f.Key, f.Args)}
	}
	return s.answer(v, http.StatusUnprocessableEntity, "account/factors", p, err)
}
