package trace

import "time"

// Fresh is how old a recovery may be: a firearm is fresh if it was recovered within a month before it was filed.
// Leads die within days: what has lain in a vault for years can wait for them.
const Fresh = 30 * 24 * time.Hour

// FreshStep and VaultStep are how far apart the requests of one agency stand in the queue at the
// least: those that are fresh, and the others. An agency's day of seizures stays together within an
// hour or two; five thousand of a vault are spread over three months, so that
// whatever anybody files meanwhile passes between them.
const (
	FreshStep = time.Minute
	VaultStep = 25 * time.Minute
)

// Lane says which requests of an agency keep their distance from each other:
// those of one priority, the fresh apart from the rest.
type Lane struct {
	AgencyID string
	Priority string
	Fresh    bool
}

// LaneOf is the lane of a request. One whose date of recovery is not known to
// the month is not fresh.
func LaneOf(r Request) Lane {
	return Lane{r.AgencyID, r.Priority, isFresh(r.Recovered, r.FiledAt)}
}

// Turn is a request's place in the queue, where the last of its lane has its
// own at an instant that is zero if there is none. Urgent requests come before
// all others; after that the one whose turn is earlier comes first. A turn is
// the moment it is due, or later, so that it keeps its distance to the last.
func (l Lane) Turn(due, last time.Time) time.Time {
	if last.IsZero() || last.Add(l.Step()).Before(due) {
		return due
	}
	return last.Add(l.Step())
}

// Step is how far apart its requests stand at the least.
func (l Lane) Step() time.Duration {
	if l.Fresh {
		return FreshStep
	}
	return VaultStep
}

// isFresh takes of a month its last day.
func isFresh(recovered string, filed time.Time) bool {
	day, err := time.Parse(time.DateOnly, recovered)
	if err != nil {
		month, err := time.Parse("2006-01", recovered)
		if err != nil {
			return false
		}
		day = month.AddDate(0, 1, -1)
	}
	return filed.Sub(day) <= Fresh
}
