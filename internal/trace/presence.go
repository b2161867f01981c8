package trace

import "time"

// PresentFor is how long somebody counts as having a request before them after
// they were last known to.
const PresentFor = 2 * time.Minute

// Presence is somebody of the tracing center who has a request before them.
type Presence struct {
	RequestID string
	AccountID string
	Name      string
	Typing    bool // with text they have not sent
}
