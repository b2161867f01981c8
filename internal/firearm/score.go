package firearm

// What the score takes off by severity, where cost says nothing else.
var toll = map[Severity]int{WillFail: 60, LikelyToFail: 20, LookAgain: 4}

// cost is what the score takes off for what a trace cannot do without, and
// for what changes nothing about whether it can be made.
var cost = map[string]int{
	"serial_missing": 80, "manufacturer_missing": 70, "importer_missing": 60, "importer_likely": 15,
	"type_missing": 15, "model_missing": 20, "model_none": 5, "caliber_missing": 15, "country_missing": 10,
	"date_missing": 8, "date_old": 8, "entidad_missing": 5, "importer_from_maker": 10,
	"not_listed_model": 2, "not_listed_caliber": 2, "not_listed_manufacturer": 4, "not_listed_importer": 4,
	"duplicate": 10, "repeated": 10,
}

// lowest is the most that is left once a trace will fail for one thing:
// everything else may be perfect.
const lowest = 20

// score sums advice up from 0 to 100. It begins at 100; each advice takes
// points off by what it costs, the worst first, and nothing goes below 0. One
// advice that a trace will fail leaves 20 at most, so its own points rise
// until that is so. The points of all reasons and the score make 100.
//
// The points weigh what a request must hold to be traced (ATF F 3312.1) and
// what made requests from Mexico fail (OIG I-2011-001); they are a judgement
// to be measured against outcomes, and no probability.
func score(advice []Advice) (int, []Reason) {
	left, reasons := 100, []Reason(nil)
	sum := 0
	for _, a := range advice {
		sum += points(a)
	}
	for _, a := range advice {
		p := points(a)
		if a.Severity == WillFail && len(reasons) == 0 {
			p += max(0, 100-lowest-sum)
		}
		if p = min(p, left); p > 0 {
			left -= p
			reasons = append(reasons, Reason{a.Code, p})
		}
	}
	return left, reasons
}

func points(a Advice) int {
	if p, ok := cost[a.Code]; ok {
		return p
	}
	return toll[a.Severity]
}
