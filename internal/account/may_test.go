package account_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

func TestMayAtAll(t *testing.T) {
	for _, c := range []struct {
		name string
		who  account.Actor
		act  account.Act
		want fault.Kind
	}{
		{"nobody enters", account.Actor{}, account.Enter, ""},
		{"nobody claims", account.Actor{}, account.Claim, fault.Unauthenticated},
		{"a submitter claims", account.Actor{ID: "a", Role: account.Submitter}, account.Claim, fault.Forbidden},
		{"a tracer claims", account.Actor{ID: "a", Role: account.Tracer}, account.Claim, ""},
		{"no such act", account.Actor{ID: "a", Role: account.Tracer}, "fly", fault.Forbidden},
		{"no role", account.Actor{ID: "a"}, account.Look, fault.Forbidden},
		{"a key without the scope", account.Actor{ID: "a", Role: account.Tracer, Key: true}, account.Claim, fault.Forbidden},
		{"a key with it", account.Actor{ID: "a", Role: account.Tracer, Key: true, Scopes: []account.Scope{account.ScopeWork}}, account.Claim, ""},
		{"a key where none may", account.Actor{ID: "a", Role: account.Submitter, Key: true, Scopes: account.Scopes}, account.Draft, fault.Forbidden},
		{"not proven", account.Actor{ID: "a", Role: account.Auditor}, account.ExportAudit, fault.Forbidden},
		{"proven", account.Actor{ID: "a", Role: account.Auditor, Proven: true}, account.ExportAudit, ""},
	} {
		if err := account.May(c.who, c.act, nil); !is(err, c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func is(err error, want fault.Kind) bool {
	return want == "" && err == nil || want != "" && fault.Is(err, want)
}

func TestMayRead(t *testing.T) {
	for _, c := range []struct {
		role   account.Role
		id, ag string
		want   fault.Kind
	}{
		{account.Submitter, "me", "A", ""},
		{account.Submitter, "colleague", "A", fault.NotFound},
		{account.Coordinator, "colleague", "A", ""},
		{account.Coordinator, "other", "B", fault.NotFound},
		{account.Tracer, "t", "C", ""},
		{account.Supervisor, "s", "C", ""},
		{account.Admin, "x", "A", fault.Forbidden},
	} {
		who := account.Actor{ID: c.id, AgencyID: c.ag, Role: c.role}
		on := account.Resource{AgencyID: "A", Filer: "me"}
		if err := account.May(who, account.ReadRequest, &on); !is(err, c.want) {
			t.Errorf("%s %s of %s: %v, want %q", c.role, c.id, c.ag, err, c.want)
		}
	}
}

// Every line names an act once, and every act has a line.
func TestPolicyIsWhole(t *testing.T) {
	seen := map[account.Act]bool{}
	for _, r := range account.Policy {
		if seen[r.Act] {
			t.Errorf("%s has two lines", r.Act)
		}
		seen[r.Act] = true
		if len(r.For) == 0 {
			t.Errorf("nobody may %s", r.Act)
		}
		for role, reach := range r.For {
			if role != "" && !role.Has() || reach == 0 {
				t.Errorf("%s: %q reaches %d", r.Act, role, reach)
			}
		}
	}
}
