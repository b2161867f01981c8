package site

import (
	"net/http"
	"net/url"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/login"
)

func (s *Site) factorRoutes() []gate.Route {
	const at = "/account/factors"
	return []gate.Route{
		{Method: http.MethodGet, Path: at, Act: account.OwnFactors, Title: "page.factors", Do: s.factors},
		{Method: http.MethodGet, Path: at + "/totp", Act: account.OwnFactors, Title: "factor.totp_title", Do: s.askTOTP},
		{Method: http.MethodPost, Path: at + "/totp", Act: account.OwnFactors, Title: "factor.totp_title", Verb: audit.FactorAdded, Do: s.addTOTP},
		{Method: http.MethodPost, Path: at + "/codes", Act: account.OwnFactors, Title: "factor.codes_title", Verb: audit.CodesMade, Do: s.makeCodes},
		{Method: http.MethodPost, Path: at + "/:id/remove", Act: account.OwnFactors, Verb: audit.FactorRemoved, Do: s.removeFactor},
	}
}

// factorPage is what the page of one's own factors shows.
type factorPage struct {
	Passkeys, TOTPs []account.Factor
	Codes           int  // recovery codes left
	Half            bool // something must be added before anything else
	Privileged      bool // only a passkey is enough
	OneFactor       bool
}

func (s *Site) factorPage(v *gate.Visit) (data factorPage, err error) {
	data = factorPage{Half: v.Actor.Half, Privileged: v.Actor.Role.Privileged(), OneFactor: s.Login.OneFactor}
	factors, codes, err := s.Login.Factors(v.Request.Context(), v.Actor)
	data.Codes = codes
	for _, f := range factors {
		if f.Kind == account.Passkey {
			data.Passkeys = append(data.Passkeys, f)
		} else {
			data.TOTPs = append(data.TOTPs, f)
		}
	}
	return data, err
}

func (s *Site) factors(v *gate.Visit) error {
	data, err := s.factorPage(v)
	if err != nil {
		return err
	}
	p, err := s.page(v, data)
	return s.show(v, "account/factors", p, err)
}

// totpPage is a new seed as its owner takes it over.
type totpPage struct {
	login.Seed
	Size int    // of the code, in squares
	Path string // of the dark squares
}

func (s *Site) totpPage(v *gate.Visit) (data totpPage, err error) {
	data.Seed, err = s.Login.NewTOTP(v.Request.Context(), v.Actor, v.Say.T("site.name", nil))
	data.Size, data.Path = len(data.QR)+2*margin, squares(data.QR)
	return data, err
}

func (s *Site) askTOTP(v *gate.Visit) error {
	data, err := s.totpPage(v)
	if err != nil {
		return err
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "account/totp", p, err)
}

func (s *Site) addTOTP(v *gate.Visit) error {
	data, err := s.totpPage(v)
	if err != nil {
		return err
	}
	code := typed(v).Get("code")
	typed(v).Del("code")
	if v.Switching() {
		return s.again(v, "account/totp", data)
	}
	if err := s.Login.AddTOTP(v.Request.Context(), v.Actor, v.Say.T("factor.totp", nil), code); err != nil {
		return s.attempt(v, "account/totp", data, err)
	}
	return s.done(v, "factor_added", "/account/factors")
}

// makeCodes shows new recovery codes. The page is the answer to the post, so
// that they are shown once and stand in no address and no history.
func (s *Site) makeCodes(v *gate.Visit) error {
	codes, err := s.Login.NewCodes(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	p, err := s.page(v, map[string]any{"Codes": codes, "Text": strings.Join(codes, "\n")})
	p.Path = "/account/factors"
	return s.show(v, "account/codes", p, err)
}

func (s *Site) removeFactor(v *gate.Visit) error {
	err := s.Login.RemoveFactor(v.Request.Context(), v.Actor, v.Param("id"))
	if !fault.Is(err, fault.Conflict) {
		if err != nil {
			return err
		}
		return s.done(v, "factor_removed", "/account/factors")
	}
	data, perr := s.factorPage(v)
	if perr != nil {
		return perr
	}
	p, perr := s.page(v, data)
	p.Path, p.Flash = "/account/factors", &Flash{"error", v.Say.T(fault.Of(err).Key, nil)}
	return s.answer(v, http.StatusConflict, "account/factors", p, perr)
}
