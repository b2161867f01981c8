package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// receipt is the answer to a filing: the public numbers, and what would make
// each trace fail.
type receipt struct {
	Livemode bool             `json:"livemode"`
	Folio    string           `json:"folio"`
	FiledAt  time.Time        `json:"filed_at"`
	Requests []receiptRequest `json:"requests"`
}

type receiptRequest struct {
	Folio  string       `json:"folio"`
	Status trace.Status `json:"status"`
	advised
}

func (a *API) receiptOf(v *gate.Visit, r trace.Receipt) receipt {
	out := receipt{Livemode: a.Live, Folio: r.Folio, FiledAt: r.FiledAt.UTC()}
	for i, q := range r.Requests {
		out.Requests = append(out.Requests, receiptRequest{q.Folio, q.Status, advisedOf(v.Say, i, q.Report)})
	}
	return out
}

// seizure is a filed seizure with its people and its requests.
type seizure struct {
	Livemode   bool              `json:"livemode"`
	Folio      string            `json:"folio"`
	Agency     string            `json:"agency"`
	AgencyName string            `json:"agency_name"`
	FiledBy    string            `json:"filed_by,omitempty"`
	FiledAt    time.Time         `json:"filed_at"`
	Unit       string            `json:"unit,omitempty"`
	Reference  []trace.Reference `json:"reference,omitempty"`
	Offence    string            `json:"offence,omitempty"`
	Recovered  trace.Recovery    `json:"recovered,omitzero"`
	Custody    trace.Custody     `json:"custody,omitzero"`
	People     []trace.Person    `json:"people,omitempty"`
	Narrative  string            `json:"narrative,omitempty"`
	Requests   []request         `json:"requests"`
	Restricted bool              `json:"restricted,omitempty"`
	Withheld   bool              `json:"withheld,omitempty"`
	Grant      *grant            `json:"grant,omitempty"`
}

// grant says what of another agency's record is shown, what for and until when.
type grant struct {
	Fields  []string `json:"fields"`
	Purpose string   `json:"purpose"`
	Until   string   `json:"until"`
}

func grantOf(g *trace.Grant) *grant {
	if g == nil {
		return nil
	}
	return &grant{g.Fields, g.Purpose, g.Until}
}

// opened says what personal data is opened for, where the query does.
func (a *API) opened(v *gate.Visit) error {
	if _, said := v.GetQuery("purpose"); !said {
		return nil
	}
	return a.Share.Open(v.Request.Context(), v.Actor, v.Param("folio"), v.Query("purpose"))
}

// fileSeizure takes one filing. With an Idempotency-Key the same filing sent
// again gets the same answer, byte for byte.
func (a *API) fileSeizure(v *gate.Visit) error {
	key, err := idempotencyKey(v.Request.Header)
	if err != nil {
		return err
	}
	b, err := body(v.Request)
	if err != nil {
		return err
	}
	filing, err := decode(b, func(f trace.Filing) error {
		_, err := f.Check(a.today(v.Actor))
		return err
	})
	if err != nil {
		return err
	}
	once, err := onceOf(key, filing)
	if err != nil {
		return err
	}
	r, again, err := a.Intake.File(v.Request.Context(), v.Actor, filing, once)
	if err != nil {
		return err
	}
	if again {
		v.Header("Idempotent-Replayed", "true")
	}
	return a.created(v, "/seizures/"+r.Folio, a.receiptOf(v, r))
}

// today is now where the actor is: a recovery cannot lie in its future.
func (a *API) today(who account.Actor) time.Time { return who.Local(a.Now()) }

// idempotencyKey reads the header: "" without one, else 1 to 255 visible
// ASCII characters.
func idempotencyKey(h http.Header) (string, error) {
	given := h.Values("Idempotency-Key")
	if len(given) == 0 {
		return "", nil
	}
	bad := len(given) > 1 || given[0] == "" || len(given[0]) > 255
	for _, c := range []byte(given[0]) {
		bad = bad || c < '!' || c > '~'
	}
	if bad {
		return "", fault.New(fault.Malformed, "fault.idempotency_key", nil)
	}
	return given[0], nil
}

// onceOf ties a key to what was sent with it. The filing is written anew for
// the hash, so white space and the order of members make no difference.
func onceOf(key string, f trace.Filing) (intake.Once, error) {
	if key == "" {
		return intake.Once{}, nil
	}
	canonical, err := json.Marshal(f)
	if err != nil {
		return intake.Once{}, err
	}
	sum := sha256.Sum256(canonical)
	return intake.Once{Key: key, Hash: hex.EncodeToString(sum[:])}, nil
}

// seizure shows a filed seizure to whoever may see it.
func (a *API) seizure(v *gate.Visit) error {
	if err := a.opened(v); err != nil {
		return err
	}
	s, err := a.Intake.Seizure(v.Request.Context(), v.Actor, v.Param("folio"))
	if err != nil {
		return err
	}
	out := seizure{
		Livemode: a.Live, Folio: s.Folio, Agency: s.Agency, AgencyName: s.AgencyName, FiledBy: s.FilerName,
		FiledAt: s.FiledAt.UTC(), Unit: s.Unit, Reference: s.Reference, Offence: s.Offence, Recovered: s.Recovered,
		Custody: s.Custody, People: s.People, Narrative: s.Narrative,
		Restricted: s.Restricted, Withheld: s.Private, Grant: grantOf(s.Grant),
	}
	for _, r := range s.Requests {
		out.Requests = append(out.Requests, a.requestOf(v, r))
	}
	return fresh(v, out)
}
