package firearm

// Severity is how likely a trace is to fail for what an advice says.
type Severity string

// The severities, the worst first.
const (
	WillFail     Severity = "will_fail"
	LikelyToFail Severity = "likely_to_fail"
	LookAgain    Severity = "look_again"
)

// Severities lists every severity, the worst first.
var Severities = []Severity{WillFail, LikelyToFail, LookAgain}

// Advice is one thing that would make a trace fail, or might. It never
// refuses anything: the firearm may truly be so marked. The words are in the
// locales under advice.<code>.
type Advice struct {
	Code     string            `json:"code"`
	Severity Severity          `json:"severity"`
	Field    string            `json:"field"`            // dotted, below the firearm; recovered.… is the seizure's
	Look     string            `json:"look,omitempty"`   // the mark to look at or photograph: serial, or a catalog.MarkingKind
	Params   map[string]string `json:"params,omitempty"` // typed texts and names; country, kind, location and type are codes
}

// Report is what a check says of one firearm.
type Report struct {
	Advice  []Advice `json:"advice,omitempty"`
	Score   int      `json:"score"` // 0 to 100: how much of what a trace needs is there
	Reasons []Reason `json:"reasons,omitempty"`
	Listed  Listed   `json:"listed"`
}

// Reason is what took points off a score.
type Reason struct {
	Code   string `json:"code"` // of an advice
	Points int    `json:"points"`
}

// Listed holds the codes under which the catalogue knows what was typed, ""
// for what is not in it, the version of the catalogue that was asked, and the
// key by which the serial number is compared (see Key).
type Listed struct {
	Version      string `json:"version"`
	Manufacturer string `json:"manufacturer,omitempty"`
	Importer     string `json:"importer,omitempty"`
	Model        string `json:"model,omitempty"`
	Caliber      string `json:"caliber,omitempty"`
	Serial       string `json:"serial,omitempty"`
}
