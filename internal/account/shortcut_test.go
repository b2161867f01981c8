package account_test

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	"rastreo/internal/account"
	"rastreo/internal/fault"
)

func keysOf(a account.Actor) map[string]string {
	list, _ := a.Shortcuts()
	keys := map[string]string{}
	for _, s := range list {
		keys[s.Code] = s.Key
	}
	return keys
}

// Whatever somebody chooses is what they have, or they hear of every key that
// cannot be.
func TestChooseKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		who := account.Actor{Role: rapid.SampledFrom([]account.Role{account.Tracer, account.Submitter}).Draw(t, "role")}
		want, used, bad := keysOf(who), map[string]bool{}, 0
		chosen := map[string]string{}
		for code := range maps.Clone(want) {
			chosen[code] = rapid.SampledFrom([]string{"", "a", "ñ", "?", "B", "ab", "7"}).Draw(t, code)
			want[code] = chosen[code]
		}
		list, _ := who.Shortcuts()
		for _, s := range list {
			key := chosen[s.Code]
			if key == "ab" || used[key] && key != "" {
				bad++
			}
			used[key] = true
		}
		on := rapid.Bool().Draw(t, "on")
		kept, err := who.ChooseKeys(on, chosen)
		if bad > 0 {
			if f := fault.Of(err); f == nil || len(f.Problems) < bad-1 {
				t.Fatalf("%d bad keys: %v", bad, err)
			}
			return
		}
		who.Keys = kept
		if _, now := who.Shortcuts(); err != nil || now != on || !maps.Equal(keysOf(who), want) {
			t.Fatalf("%v: %q is %v, want %v", err, kept, keysOf(who), want)
		}
	})
}

func TestKeysOfTheHouse(t *testing.T) {
	for _, role := range []account.Role{account.Tracer, account.Submitter} {
		who := account.Actor{Role: role}
		if kept, err := who.ChooseKeys(true, keysOf(who)); kept != "" || err != nil {
			t.Errorf("%s: the house's own are %q, %v", role, kept, err)
		}
	}
	if kept, err := (account.Actor{}).ChooseKeys(true, map[string]string{"help": "\u200b"}); err == nil {
		t.Errorf("a character that nobody sees is kept as %q", kept)
	}
	if len(keysOf(account.Actor{Role: account.Submitter})) >= len(keysOf(account.Actor{Role: account.Tracer})) {
		t.Error("submitters have the keys of the desk")
	}
}
