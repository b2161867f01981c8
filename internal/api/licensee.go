package api

import (
	"net/http"
	"strconv"
	"strings"

	"rastreo/internal/desk"
	"rastreo/internal/firearm"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// licenseeBody is somebody of the directory as they are typed.
type licenseeBody struct {
	Name      string   `json:"name"`
	TradeName string   `json:"trade_name"`
	FFL       string   `json:"ffl"`
	Kinds     []string `json:"kinds"`
	City      string   `json:"city"`
	State     string   `json:"state"`
	Phone     string   `json:"phone"`
	Email     string   `json:"email"`
	Fax       string   `json:"fax"`
	Hours     string   `json:"hours"`
	Channel   string   `json:"channel"`
	Closed    string   `json:"closed"`
	Note      string   `json:"note"`
}

func (b licenseeBody) typed() trace.Licensee {
	return trace.Licensee{
		Name: b.Name, TradeName: b.TradeName, FFL: b.FFL, Kinds: b.Kinds, City: b.City, State: b.State, Phone: b.Phone,
		Email: b.Email, Fax: b.Fax, Hours: b.Hours, Channel: b.Channel, Closed: b.Closed, Note: b.Note,
	}
}

// listedLicensee is somebody of the directory, with what their license says.
type listedLicensee struct {
	trace.Licensee
	RDS     string `json:"rds,omitempty"`
	Expires string `json:"expires,omitempty"` // the month
	Expired bool   `json:"expired,omitempty"`
}

// licensee is one that is answered alone.
type licensee struct {
	Livemode bool `json:"livemode"`
	listedLicensee
}

func (a *API) licenseeOf(l trace.Licensee) listedLicensee {
	l.ChangedAt = l.ChangedAt.UTC()
	ffl := firearm.FFL(l.FFL)
	return listedLicensee{l, ffl.RDS(), ffl.Expiry(a.Now()), l.Lapsed(a.Now())}
}

// licensees is a page of the directory.
type licensees struct {
	Livemode  bool             `json:"livemode"`
	Licensees []listedLicensee `json:"licensees"`
	Next      string           `json:"next,omitempty"`
}

// licensees lists the directory, or what of it is searched for.
func (a *API) licensees(v *gate.Visit) error {
	q := query{v: v}
	q.only("q", "state", "cursor")
	if err := q.check(); err != nil {
		return err
	}
	list, next, err := a.Desk.Licensees(v.Request.Context(), v.Actor, desk.Seek{Query: v.Query("q"), State: v.Query("state"), Cursor: v.Query("cursor")})
	if err != nil {
		return err
	}
	out := licensees{a.Live, []listedLicensee{}, next}
	for _, l := range list {
		out.Licensees = append(out.Licensees, a.licenseeOf(l))
	}
	a.next(v, next)
	return reply(v, http.StatusOK, out)
}

// licensee is one of the directory.
func (a *API) licensee(v *gate.Visit) error {
	l, err := a.Desk.Licensee(v.Request.Context(), v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, licensee{a.Live, a.licenseeOf(l)})
}

// addLicensee adds somebody to the directory.
func (a *API) addLicensee(v *gate.Visit) error {
	b, err := a.licenseeBody(v)
	if err != nil {
		return err
	}
	l, err := a.Desk.AddLicensee(v.Request.Context(), v.Actor, b.typed())
	if err != nil {
		return err
	}
	return a.created(v, "/licensees/"+l.ID, licensee{a.Live, a.licenseeOf(l)})
}

// version is the one that a program read, as If-Match says it. What is no number
// is no version.
func version(v *gate.Visit) int {
	n, err := strconv.Atoi(strings.Trim(v.GetHeader("If-Match"), `"`))
	if err != nil {
		return 0
	}
	return n
}

// changeLicensee keeps all that a body says of one of the directory.
func (a *API) changeLicensee(v *gate.Visit) error {
	b, err := a.licenseeBody(v)
	if err != nil {
		return err
	}
	l := b.typed()
	l.ID, l.Version = v.Param("id"), version(v)
	l, err = a.Desk.ChangeLicensee(v.Request.Context(), v.Actor, l)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, licensee{a.Live, a.licenseeOf(l)})
}

func (a *API) licenseeBody(v *gate.Visit) (licenseeBody, error) {
	return bodyOf(v, func(b licenseeBody) error {
		_, err := b.typed().Check(a.today(v.Actor))
		return err
	})
}
