package trace

import (
	"fmt"
	"testing"
	"time"

	"rastreo/internal/fault"
)

func TestChain(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	c := func(id, kind string, answered bool) Contact {
		c := Contact{ID: id, Kind: kind, DueAt: now.Add(time.Hour)}
		if answered {
			c.AnsweredAt = now
		}
		return c
	}
	for name, x := range map[string]struct {
		asked []Contact
		g     Firearm
		want  string
	}{
		"nobody was asked":  {nil, Firearm{Type: "PI", Country: "US"}, "maker* wholesaler dealer purchaser"},
		"of a machine gun":  {nil, Firearm{Type: "MA"}, "maker wholesaler dealer purchaser records*"},
		"two at one step":   {[]Contact{c("a", "manufacturer", true), c("b", "importer", false)}, Firearm{}, "maker*ab wholesaler dealer purchaser"},
		"the dealer has":    {[]Contact{c("a", "dealer", true), c("b", "other", true)}, Firearm{}, "makera wholesaler"},
		"somebody is slow":  {[]Contact{c("a", "manufacturer", true), c("b", "dealer", false)}, Firearm{}, "makera wholesaler dealer*b purchaser"},
		"what others keep":  {[]Contact{c("a", "other", false)}, Firearm{}, "maker wholesaler dealer purchaser records*a"},
		"then the dealer's": {[]Contact{c("a", "wholesaler", true)}, Firearm{}, "maker wholesalera dealer* purchaser"},
	} {
		if name == "the dealer has" {
			x.want = "maker wholesaler dealera purchaser* recordsb"
		}
		got := ""
		for i, s := range Chain(x.asked, NextStep(x.g, x.asked, func(Contact) bool { return false }, now)) {
			if i > 0 {
				got += " "
			}
			got += string(s.Code)
			if s.Now {
				got += "*"
			}
			for _, c := range s.Contacts {
				got += fmt.Sprint(c.ID)
			}
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

// What was noted in error can be put right, and nothing is lost of it.
func TestCorrected(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	c := Contact{ID: "a", Kind: "dealer", Name: "Lone Star", AskedAt: now.Add(-time.Hour), AnsweredAt: now, Said: "Sold."}
	c.DueAt = c.due()
	got, err := c.CheckCorrected(Contact{Kind: "importer", Name: " Century ", FFL: "574123017F12345", Said: "Sold\r\nlater."}, Moment{}, now)
	if err != nil || got.Kind != "importer" || got.Name != "Century" || got.FFL != "5-74-123-01-7F-12345" || got.Said != "Sold\nlater." || got.DueAt.Sub(got.AskedAt) <= dealerDue || got.AnsweredAt != now {
		t.Errorf("%+v, %v", got, err)
	}
	for want, typed := range map[string]Contact{"required": {Kind: "dealer", Name: "x"}, "code": {Kind: "x", Name: "x", Said: "y"}} {
		if _, err := c.CheckCorrected(typed, Moment{}, now); firstCode(err) != want {
			t.Errorf("%+v: %v", typed, err)
		}
	}
	if _, err := c.CheckCorrected(c, Moment{Date: "2026-03-05", Time: "12:00"}, now.Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := c.CheckCorrected(c, Moment{Date: "2026-03-05", Time: "12:30"}, now.Add(time.Hour)); firstCode(err) != "after_answered" {
		t.Error(err)
	}
	open := Contact{Kind: "dealer", Name: "x", AskedAt: now}
	if got, err := open.CheckCorrected(Contact{Kind: "dealer", Name: "y", Said: "no"}, Moment{}, now); err != nil || got.Said != "" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := c.CheckStruck(" \n"); firstCode(err) != "required" {
		t.Error(err)
	}
	if got, err := c.CheckStruck("Another request.\r\n"); err != nil || got.Struck != "Another request." {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReminder(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	c := Contact{ID: "a", Channel: "fax", AskedAt: now.Add(-30 * time.Hour)}
	r, err := c.CheckReminder(Reminder{Note: " again\r\n"}, Moment{}, now)
	if err != nil || r.Channel != "fax" || r.Note != "again" || r.At != now || r.ContactID != "a" {
		t.Errorf("%+v, %v", r, err)
	}
	for want, x := range map[string]struct {
		r  Reminder
		at Moment
	}{
		"code":           {Reminder{Channel: "pigeon"}, Moment{}},
		"reminded_early": {Reminder{}, Moment{Date: "2026-03-03", Time: "10:00"}},
		"date_future":    {Reminder{}, Moment{Date: "2026-03-05", Time: "13:00"}},
	} {
		if _, err := c.CheckReminder(x.r, x.at, now); firstCode(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func firstCode(err error) string {
	if f := fault.Of(err); f != nil && len(f.Problems) > 0 {
		return f.Problems[0].Code
	}
	return ""
}
