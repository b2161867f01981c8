package system_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/store/storetest"
	"rastreo/internal/system"
	"rastreo/internal/trace"
)

func TestState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		s := system.New(x.Store, system.Config{Version: "1", Now: x.Clock.Now, Stats: x.DB.Stats, Shared: x.DB.Shared()})
		agency := x.Agency("FGR", account.Federal)
		filer, keeper := x.Account(agency, account.Submitter), x.Account(agency, account.Operator)
		x.File(filer, 0)
		for role, want := range map[account.Role]fault.Kind{account.Submitter: fault.Forbidden, account.Auditor: fault.Forbidden, "": fault.Forbidden} {
			if _, err := s.State(t.Context(), account.Actor{ID: filer.ID, Role: role}); !fault.Is(err, want) {
				t.Errorf("a %q: %v", role, err)
			}
		}
		before := x.DB.Stats().Acts
		now, err := s.State(t.Context(), account.Actor{ID: keeper.ID, Role: account.Operator})
		if err != nil || now.Requests[trace.Queued] != 1 || now.Version != "1" || !now.Since.Equal(storetest.Start) || now.Log.Inbox == 0 {
			t.Errorf("%+v, %v", now, err)
		}
		if x.DB.Stats().Acts != before+1 {
			t.Error("that somebody looked is not recorded")
		}
	})
}
