package account

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/fault"
)

// situations are what a record can be to an actor, named as in access.txt.
// The actor is "me" of the agency "mine".
var situations = map[string]*Resource{
	"none":      nil,
	"own":       {AgencyID: "mine", Filer: "me"},
	"colleague": {AgencyID: "mine", Filer: "other"},
	"foreign":   {AgencyID: "theirs", Filer: "other"},
	"granted":   {AgencyID: "theirs", Filer: "other", Granted: true},
	"hidden":    {AgencyID: "mine", Filer: "other", Restricted: true},
	"named":     {AgencyID: "mine", Filer: "other", Restricted: true, Named: true},
	"guest":     {AgencyID: "mine", Filer: "me", Restricted: true, Named: true, Guest: true},
	"dropped":   {AgencyID: "mine", Filer: "me", Restricted: true},
	"barred":    {AgencyID: "mine", Filer: "other", Granted: true, Named: true, Barred: true},
	"claimed":   {AgencyID: "theirs", Filer: "other", Claimer: "me"},
	"taken":     {AgencyID: "theirs", Filer: "other", Claimer: "other"},
	"second":    {AgencyID: "theirs", Filer: "other", Claimer: "other", Second: true},
}

// expected is one act as the file has it.
type expected struct {
	proof, purpose, first bool
	scope                 Scope
	may, know             map[Role][]string // situations
}

// agreed reads the file.
func agreed(t *testing.T) map[Act]*expected {
	t.Helper()
	text, err := os.ReadFile("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	acts := map[Act]*expected{}
	var x *expected
	for line := range strings.Lines(string(text)) {
		switch line = strings.TrimRight(line, "\n"); {
		case line == "" || line[0] == '#':
		case line[0] == '\t':
			x.read(line)
		default:
			x = heading(acts, line)
		}
	}
	return acts
}

func heading(acts map[Act]*expected, line string) *expected {
	words := strings.Fields(line)
	x := &expected{may: map[Role][]string{}, know: map[Role][]string{}}
	acts[Act(words[0])] = x
	for _, w := range words[1:] {
		switch scope, key := strings.CutPrefix(w, "key="); {
		case key:
			x.scope = Scope(scope)
		case w == "+proof":
			x.proof = true
		case w == "+purpose":
			x.purpose = true
		case w == "+first":
			x.first = true
		}
	}
	return x
}

func (x *expected) read(line string) {
	who, what, _ := strings.Cut(strings.TrimSpace(line), ":")
	may, know, _ := strings.Cut(what, "/")
	for name := range strings.SplitSeq(who, ",") {
		roles := []Role{Role(name)}
		switch name {
		case "everybody":
			roles = Roles
		case "nobody":
			roles = append([]Role{""}, Roles...)
		}
		for _, r := range roles {
			x.may[r], x.know[r] = called(may), called(know)
		}
	}
}

func called(list string) []string {
	every := slices.Collect(maps.Keys(situations))
	switch strings.TrimSpace(list) {
	case "always":
		return every
	case "all":
		return slices.DeleteFunc(every, func(name string) bool { return name == "barred" })
	}
	return strings.Fields(list)
}

// want is what May must answer: "" or the kind of the fault.
func (x *expected) want(role Role, situation string) fault.Kind {
	switch {
	case slices.Contains(x.may[role], situation):
		return ""
	case role == "":
		return fault.Unauthenticated
	case len(x.may[role]) == 0, slices.Contains(x.know[role], situation):
		return fault.Forbidden
	}
	return fault.NotFound
}

// differences lists where the policy answers otherwise than was agreed.
func differences(acts map[Act]*expected) (all []string) {
	for _, act := range slices.Sorted(maps.Keys(acts)) {
		x := acts[act]
		for _, role := range append([]Role{""}, Roles...) {
			for _, name := range slices.Sorted(maps.Keys(situations)) {
				all = append(all, x.differs(act, role, name)...)
			}
		}
	}
	return all
}

// differs asks in all the ways in which one role may come.
func (x *expected) differs(act Act, role Role, situation string) (all []string) {
	who := Actor{ID: "me", AgencyID: "mine", Role: role, Proven: true}
	if role == "" {
		who = Actor{}
	}
	ask := func(how string, want fault.Kind, who Actor, opened bool) {
		on := situations[situation]
		if on != nil {
			copied := *on
			copied.Opened = opened
			on = &copied
		}
		err := May(who, act, on)
		if got := fault.Of(err); want == "" && err != nil || want != "" && (err == nil || got.Kind != want) {
			all = append(all, fmt.Sprintf("%s %s %s %s: %v, want %q", role, act, situation, how, err, want))
		}
	}
	want := x.want(role, situation)
	ask("opened", want, who, true)
	ask("unopened", x.closed(want, situation), who, false)
	if role == "" {
		return all
	}
	half, renew := who, who
	half.Half, renew.Renew = true, true
	public := len(x.may[""]) > 0
	ask("half", x.unready(want, role, !x.first && !public), half, true)
	ask("renewing", x.unready(want, role, act != OwnPassword && act != OwnAccount && !public), renew, true)
	late := who
	late.Proven = false
	ask("unproven", worse(want, x.proof), late, true)
	for _, s := range append([]Scope{NoKey}, Scopes...) {
		program := who
		program.Key, program.Scopes = true, []Scope{s}
		good := x.scope == AnyKey || x.scope != NoKey && x.scope == s
		got := worse(want, !good)
		if !good && len(x.may[role]) > 0 {
			got = fault.Forbidden
		}
		ask("key "+string(s), got, program, true)
	}
	return all
}

// unready is what is answered to somebody whose own account comes first.
func (x *expected) unready(want fault.Kind, role Role, first bool) fault.Kind {
	if first && len(x.may[role]) > 0 {
		return fault.Forbidden
	}
	return want
}

// closed is what is answered before it was said what for.
func (x *expected) closed(want fault.Kind, situation string) fault.Kind {
	return worse(want, x.purpose && !slices.Contains([]string{"none", "own", "named"}, situation))
}

// worse is what becomes of an answer when something more is missing.
func worse(want fault.Kind, missing bool) fault.Kind {
	if want == "" && missing {
		return fault.Forbidden
	}
	return want
}

// The policy says what was agreed: of every act, for every role, in every
// situation, by session and by key, proven and not.
func TestPolicyIsWhatWasAgreed(t *testing.T) {
	acts := agreed(t)
	for _, d := range differences(acts) {
		t.Error(d)
	}
	for act := range acts {
		if _, ok := RuleOf(act); !ok {
			t.Errorf("%s was agreed and has no policy", act)
		}
	}
	for _, r := range Policy {
		if acts[r.Act] == nil {
			t.Errorf("%s has a policy that nobody agreed to", r.Act)
		}
	}
}

// Whatever one line of the policy loses or gains, somebody notices.
func TestEveryLineMatters(t *testing.T) {
	acts := agreed(t)
	n := 0
	for _, line := range Policy {
		for what, mutant := range mutants(line) {
			n++
			rules[line.Act] = mutant
			if len(differences(map[Act]*expected{line.Act: acts[line.Act]})) == 0 {
				t.Errorf("nobody notices that %s is %s", line.Act, what)
			}
		}
		rules[line.Act] = line
	}
	t.Logf("%d mutants", n)
}

// mutants are the ways in which one line can be wrong by one thing: a check
// left out, a role or a reach lost or gained. Ways that change nothing are left
// out, such as a reach that another covers.
func mutants(line Rule) map[string]Rule {
	all := map[string]Rule{}
	change := func(really bool, what string, f func(r *Rule)) {
		if !really {
			return
		}
		r := line
		r.For = maps.Clone(line.For)
		f(&r)
		all[what] = r
	}
	if line.Public() {
		change(true, "not public", func(r *Rule) { delete(r.For, "") })
		return all
	}
	change(true, "asked to be proven otherwise", func(r *Rule) { r.StepUp = !r.StepUp })
	change(line.Purpose, "opened without a purpose", func(r *Rule) { r.Purpose = false })
	change(true, "open otherwise to whoever has yet to add a factor", func(r *Rule) { r.First = !r.First })
	change(line.Private, "not private", func(r *Rule) { r.Private = false })
	change(true, "public", func(r *Rule) { r.For[""] = Any })
	for _, s := range append([]Scope{NoKey, AnyKey}, Scopes...) {
		change(s != line.Scope, fmt.Sprintf("open to keys of %q", s), func(r *Rule) { r.Scope = s })
	}
	for _, role := range Roles {
		change(line.For[role] != 0, fmt.Sprintf("without %q", role), func(r *Rule) { delete(r.For, role) })
		for bit := Own; bit <= Any; bit <<= 1 {
			covered := line.For[role]&^bit&(Queue|Any) != 0
			nothing := (bit == Queue || bit == Second) && !role.Staff()
			change(!covered && !nothing, fmt.Sprintf("changed for %q by %d", role, bit), func(r *Rule) { r.For[role] ^= bit })
		}
	}
	return all
}
