package login

import (
	"encoding/json"
	"fmt"
	"time"

	"rastreo/internal/account"
)

// codec writes what a session remembers: one visit. Every page reads it, and
// the general codec of the library learns its own types anew each time.
type codec struct{}

// visit is what a session remembers. It is a value: who changes one puts it
// back.
type visit struct {
	Until   time.Time    `json:"until"`
	ID      string       `json:"id,omitempty"`
	Account string       `json:"account,omitempty"`
	Waiting string       `json:"waiting,omitempty"` // the account that has yet to give another proof
	Role    account.Role `json:"role,omitempty"`
	Agent   string       `json:"agent,omitempty"`
	Proofs  []Proof      `json:"proofs,omitempty"`
	Started int64        `json:"started,omitempty"`
	Seen    int64        `json:"seen,omitempty"`
	Proven  int64        `json:"proven,omitempty"`
	Half    bool         `json:"half,omitempty"`
	Seed    string       `json:"seed,omitempty"`  // of a TOTP that is being added, sealed
	Fresh   bool         `json:"fresh,omitempty"` // its token is new: nothing is kept under it yet
}

// visitKey is the one value of a session.
const visitKey = "visit"

// Encode writes the end of a session and its visit.
func (codec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	v, ok := values[visitKey].(visit)
	if !ok && len(values) > 0 {
		return nil, fmt.Errorf("login: a session of %T", values[visitKey])
	}
	v.Until = until
	return json.Marshal(v)
}

// Decode reads them.
func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	var v visit
	if err := json.Unmarshal(b, &v); err != nil {
		return time.Time{}, nil, err
	}
	return v.Until, map[string]any{visitKey: v}, nil
}
