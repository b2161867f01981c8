package account_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

func TestMust(t *testing.T) {
	for _, c := range []struct {
		who  account.Actor
		want fault.Kind
	}{
		{account.Actor{}, fault.Unauthenticated},
		{account.Actor{ID: "a", Role: account.Submitter}, fault.Forbidden},
		{account.Actor{ID: "a", Role: account.Tracer}, ""},
		{account.Actor{ID: "a", Role: account.Supervisor}, ""},
	} {
		err := c.who.Must(account.Tracer, account.Supervisor)
		if c.want == "" && err != nil || c.want != "" && !fault.Is(err, c.want) {
			t.Errorf("%v: %v, want %q", c.who, err, c.want)
		}
	}
}

func TestMayRead(t *testing.T) {
	for _, c := range []struct {
		role   account.Role
		id, ag string
		want   bool
	}{
		{account.Submitter, "me", "A", true},
		{account.Submitter, "colleague", "A", false},
		{account.Coordinator, "colleague", "A", true},
		{account.Coordinator, "me", "B", false},
		{account.Tracer, "t", "C", true},
		{account.Supervisor, "s", "C", true},
		{"", "me", "A", false},
	} {
		who := account.Actor{ID: c.id, AgencyID: c.ag, Role: c.role}
		if got := who.MayRead("A", "me"); got != c.want {
			t.Errorf("%s %s of %s: %v", c.role, c.id, c.ag, got)
		}
	}
}
