package trace

import (
	"reflect"
	"time"

	"rastreo/internal/calendar"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
)

// Contact is one step of the chain from maker to first purchaser: who was
// asked, when, until when, and what they said. Call the typed form through
// CheckAsked and CheckAnswered.
type Contact struct {
	ID         string    `json:"id"`
	RequestID  string    `json:"-"`
	Ordinal    int       `json:"ordinal"`
	Kind       string    `json:"kind" validate:"required,code=contact_kind"`
	Name       string    `json:"name" validate:"required,max=256"`
	FFL        string    `json:"ffl,omitempty" validate:"max=32"`
	Channel    string    `json:"channel,omitempty" validate:"omitempty,code=contact_channel"`
	Note       string    `json:"note,omitempty" validate:"max=2000" tidy:"lines"`
	Lang       string    `json:"-"` // the asker's language, for the reader's sake
	AskedBy    string    `json:"-"`
	AskedAt    time.Time `json:"asked_at"`
	DueAt      time.Time `json:"due_at,omitzero"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	Said       string    `json:"said,omitempty" validate:"max=4000" tidy:"lines"`
}

// dealerDue is how long a dealer may take: 18 USC 923(g)(7) obliges a
// licensee to answer a trace request within 24 hours.
const dealerDue = 24 * time.Hour

// othersDue is how long anybody else is given, who is bound by nothing: two
// working days in the United States, each of nine office hours.
const othersDue = 2 * 9 * time.Hour

// Moment is a typed date and time of day in the typist's own zone. An empty
// one means now.
type Moment struct {
	Date string `json:"date,omitempty" validate:"max=32"`
	Time string `json:"time,omitempty" validate:"max=32"`
}

// Check returns the instant, or adds what is wrong. It cannot lie after now.
func (m Moment) Check(pointer string, now time.Time, p *fault.Problems) time.Time {
	if m == (Moment{}) {
		return now
	}
	before := len(*p)
	if code := checkDate(m.Date, Day, now); code != "" {
		p.Add(pointer+"/date", code, nil)
	}
	if !clock.MatchString(m.Time) {
		p.Add(pointer+"/time", "time_shape", nil)
	}
	if len(*p) > before {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", m.Date+" "+m.Time, now.Location())
	if err != nil || t.After(now) {
		p.Add(pointer+"/date", "date_future", nil)
	}
	return t
}

// CheckAsked tidies a typed contact, or lists what is wrong. An answer that
// came at once is typed along with it, in Said.
func (c Contact) CheckAsked(asked Moment, now time.Time) (Contact, error) {
	tidy(reflect.ValueOf(&c).Elem(), "")
	p := shape(c)
	c.FFL = checkFFL("/ffl", c.FFL, &p)
	c.AskedAt = asked.Check("/asked", now, &p)
	c.DueAt = c.due()
	if c.Said != "" {
		c.AnsweredAt = now
	}
	return c, fault.Check(inOrder[Contact](p))
}

// due is until when whoever was asked is to answer.
func (c Contact) due() time.Time {
	switch {
	case c.AskedAt.IsZero():
		return time.Time{}
	case c.Kind == "dealer":
		return c.AskedAt.Add(dealerDue)
	}
	return calendar.UnitedStates.Add(c.AskedAt, othersDue)
}

// CheckAnswered adds the typed answer of whoever was asked.
func (c Contact) CheckAnswered(said string, answered Moment, now time.Time) (Contact, error) {
	c.Said = lines(said)
	p := shape(c)
	c.AnsweredAt = answered.Check("/answered", now, &p)
	switch {
	case c.Said == "":
		p.Add("/said", "required", nil)
	case len(p) == 0 && c.AnsweredAt.Before(c.AskedAt.Truncate(time.Minute)):
		p.Add("/answered/date", "before_asked", nil)
	}
	return c, fault.Check(p)
}

// Late tells whether an unanswered contact is past its time.
func (c Contact) Late(now time.Time) bool {
	return c.AnsweredAt.IsZero() && !c.DueAt.IsZero() && now.After(c.DueAt)
}

// checkFFL returns a license number in its usual form. What cannot be one
// stays as typed and is a problem.
func checkFFL(pointer, typed string, p *fault.Problems) string {
	if typed == "" {
		return ""
	}
	ffl, code := firearm.ParseFFL(typed)
	if code != "" {
		p.Add(pointer, code, nil)
		return typed
	}
	return string(ffl)
}
