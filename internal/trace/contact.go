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

	Reminders []Reminder     `json:"reminders,omitempty"`
	Documents []Document     `json:"documents,omitempty"`
	Earlier   []ContactDraft `json:"earlier,omitempty"` // what was noted before it was corrected, the first first
	StruckAt  time.Time      `json:"struck_at,omitzero"`
	StruckBy  string         `json:"-"`
	Struck    string         `json:"struck,omitempty"` // why it does not count
}

// Reminder is that whoever was asked was asked again.
type Reminder struct {
	ContactID string    `json:"-"`
	Ordinal   int       `json:"ordinal"`
	Channel   string    `json:"channel,omitempty" validate:"omitempty,code=contact_channel"`
	Note      string    `json:"note,omitempty" validate:"max=2000" tidy:"lines"`
	Lang      string    `json:"-"` // of whoever reminded them
	By        string    `json:"-"`
	At        time.Time `json:"at"`
}

// ContactDraft is how a contact was noted until it was corrected.
type ContactDraft struct {
	Kind    string    `json:"kind"`
	Name    string    `json:"name"`
	FFL     string    `json:"ffl,omitempty"`
	Channel string    `json:"channel,omitempty"`
	Note    string    `json:"note,omitempty"`
	Lang    string    `json:"-"`
	AskedAt time.Time `json:"asked_at"`
	Said    string    `json:"said,omitempty"`
	Until   time.Time `json:"until"` // when it was corrected
	By      string    `json:"-"`     // who corrected it
}

// Draft is what of a contact can be corrected, as it is noted.
func (c Contact) Draft() ContactDraft {
	return ContactDraft{
		Kind: c.Kind, Name: c.Name, FFL: c.FFL, Channel: c.Channel, Note: c.Note, Lang: c.Lang, AskedAt: c.AskedAt, Said: c.Said,
	}
}

// Counts tells whether the contact was not struck.
func (c Contact) Counts() bool { return c.StruckAt.IsZero() }

// Open tells whether an answer is waited for.
func (c Contact) Open() bool { return c.Counts() && c.AnsweredAt.IsZero() }

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

// CheckCorrected takes over what was typed anew of a contact, or lists what is
// wrong. What was said can be corrected where somebody has answered; when they
// were asked stays as it is where nothing is typed.
func (c Contact) CheckCorrected(typed Contact, asked Moment, now time.Time) (Contact, error) {
	old := c
	c.Kind, c.Name, c.FFL, c.Channel, c.Note, c.Lang, c.Said = typed.Kind, typed.Name, typed.FFL, typed.Channel, typed.Note, typed.Lang, typed.Said
	tidy(reflect.ValueOf(&c).Elem(), "")
	p := shape(c)
	c.FFL = checkFFL("/ffl", c.FFL, &p)
	if asked != (Moment{}) {
		c.AskedAt = asked.Check("/asked", now, &p)
	}
	if c.Kind != old.Kind || !c.AskedAt.Equal(old.AskedAt) {
		c.DueAt = c.due()
	}
	switch {
	case old.AnsweredAt.IsZero():
		c.Said = ""
	case c.Said == "":
		p.Add("/said", "required", nil)
	case c.AskedAt.Truncate(time.Minute).After(c.AnsweredAt):
		p.Add("/asked/date", "after_answered", nil)
	}
	return c, fault.Check(inOrder[Contact](p))
}

// mostWhy is how long the reason may be for which a contact is struck.
const mostWhy = 1000

// CheckStruck strikes a contact that was noted in error.
func (c Contact) CheckStruck(why string) (Contact, error) {
	var p fault.Problems
	switch c.Struck = lines(why); {
	case c.Struck == "":
		p.Add("/struck", "required", nil)
	case len([]rune(c.Struck)) > mostWhy:
		p.Add("/struck", "max", fault.Args{"limit": mostWhy})
	}
	return c, fault.Check(p)
}

// CheckReminder tidies a typed reminder of a contact, or lists what is wrong.
// Without a channel it went the way of the question.
func (c Contact) CheckReminder(r Reminder, at Moment, now time.Time) (Reminder, error) {
	tidy(reflect.ValueOf(&r).Elem(), "")
	if r.Channel == "" {
		r.Channel = c.Channel
	}
	p := shape(r)
	r.ContactID, r.At = c.ID, at.Check("/reminded", now, &p)
	if len(p) == 0 && r.At.Before(c.AskedAt.Truncate(time.Minute)) {
		p.Add("/reminded/date", "reminded_early", nil)
	}
	return r, fault.Check(p)
}

// Late tells whether an unanswered contact is past its time.
func (c Contact) Late(now time.Time) bool {
	return c.Open() && !c.DueAt.IsZero() && now.After(c.DueAt)
}

// respite is until when whoever was reminded last is left alone: as long again
// as they had.
func (c Contact) respite() time.Time {
	if len(c.Reminders) == 0 {
		return c.DueAt
	}
	c.AskedAt = c.Reminders[len(c.Reminders)-1].At
	return c.due()
}

// Overdue is since when an answer has been waited for in vain, and how often
// whoever was asked was reminded.
type Overdue struct {
	RequestID string
	Since     time.Time
	Reminders int
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
