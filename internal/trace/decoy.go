package trace

import "time"

// Decoy is a seizure that was invented so that whoever opens it is noticed.
type Decoy struct {
	ID        string
	SeizureID string
	Folio     string // of the seizure
	AgencyID  string
	Agency    string // acronym
	By        string // account of whoever made it
	ByName    string
	Username  string
	At        time.Time
	EndedAt   time.Time // since when it is one no longer; zero while it is
	Openings  int       // by others than its maker, each counted
}

// Held tells whether it still is one.
func (d Decoy) Held() bool { return d.EndedAt.IsZero() && d.ID != "" }
