package firearm_test

import (
	"slices"
	"strings"
	"testing"

	"rastreo/internal/firearm"
)

// judged is a description of a set of testdata that is held out: one code of each group of
// must is to be said; those of may besides are no fault.
type judged struct {
	example
	must [][]string
	may  []string
}

// accepts says whether an expert would say the code of this description.
func (j judged) accepts(code string) bool {
	return slices.Contains(j.may, code) || slices.ContainsFunc(j.must, func(group []string) bool { return slices.Contains(group, code) })
}

func heldOut(t testing.TB, file string) (all []judged) {
	t.Helper()
	for _, line := range lines(t, "testdata/"+file) {
		e := parse(t, line, nil)
		must, may, _ := strings.Cut(line[strings.Index(line, "=>")+2:], "?")
		j := judged{example: e, may: strings.Fields(may)}
		for group := range strings.FieldsSeq(must) {
			j.must = append(j.must, strings.Split(group, "|"))
		}
		all = append(all, j)
	}
	return all
}

// TestHeldOut measures the check on the descriptions of a second examiner and
// keeps it from getting worse: for each severity, how much of what is said is
// right and how much of what must be said is said. Faults that it showed are
// repaired since, so it no longer measures what was never seen.
func TestHeldOut(t *testing.T) {
	for file, least := range floors {
		t.Run(file, func(t *testing.T) { measure(t, heldOut(t, file), least) })
	}
}

func measure(t *testing.T, all []judged, least map[string][2]float64) {
	severity, told := severities(t), map[firearm.Severity]*[4]int{}
	for _, s := range firearm.Severities {
		told[s] = &[4]int{}
	}
	good, accused := 0, 0
	for _, j := range all {
		got, falsely := firearm.Check(j.Description, today), false
		for _, a := range got.Advice {
			if j.accepts(a.Code) {
				told[a.Severity][0]++
				continue
			}
			told[a.Severity][1]++
			falsely = falsely || a.Severity != firearm.LookAgain
			t.Logf("%s: too much: %s %s %v", j.name, a.Severity, a.Code, a.Params)
		}
		for _, group := range j.must {
			s := severity[group[0]]
			if slices.ContainsFunc(group, func(code string) bool { return said(got, code) }) {
				told[s][2]++
				continue
			}
			told[s][3]++
			t.Logf("%s: too little: %s %v, only %v", j.name, s, group, spoken(got))
		}
		if len(j.must) == 0 {
			good++
			if falsely {
				accused++
			}
		}
	}
	sum := [4]int{}
	for _, s := range firearm.Severities {
		n := told[s]
		for i := range n {
			sum[i] += n[i]
		}
		floor(t, string(s), *n, least[string(s)])
	}
	floor(t, "overall", sum, least["overall"])
	t.Logf("%d descriptions, %d of %d good firearms accused", len(all), accused, good)
}

// floors are the least precision and recall of each severity in each set.
var floors = map[string]map[string][2]float64{
	"heldout.txt": {
		"will_fail": {0.98, 0.98}, "likely_to_fail": {0.98, 0.98}, "look_again": {0.94, 0.94}, "overall": {0.97, 0.97},
	},
	"heldout2.txt": {
		"will_fail": {0.98, 0.98}, "likely_to_fail": {0.98, 0.98}, "look_again": {0.98, 0.98}, "overall": {0.98, 0.98},
	},
}

func floor(t *testing.T, name string, n [4]int, least [2]float64) {
	precision, recall := share(n[0], n[1]), share(n[2], n[3])
	t.Logf("%-14s right %3d too much %2d precision %.3f, said %3d too little %2d recall %.3f", name, n[0], n[1], precision, n[2], n[3], recall)
	if precision < least[0] || recall < least[1] {
		t.Errorf("%s: precision %.3f and recall %.3f, at least %v", name, precision, recall, least)
	}
}

// severities says how grave each advice is, as the other examples show it: the
// gravest where that differs.
func severities(t testing.TB) map[string]firearm.Severity {
	t.Helper()
	found := map[string]firearm.Severity{}
	for _, e := range examples(t) {
		for _, a := range firearm.Check(e.Description, today).Advice {
			was, known := found[a.Code]
			if !known || slices.Index(firearm.Severities, a.Severity) < slices.Index(firearm.Severities, was) {
				found[a.Code] = a.Severity
			}
		}
	}
	return found
}
