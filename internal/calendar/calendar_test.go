package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rastreo/internal/calendar"
)

var both = map[string]*calendar.Calendar{"mx": calendar.Mexico, "us": calendar.UnitedStates}

func TestWorkday(t *testing.T) {
	for _, x := range []struct {
		date   string
		mx, us bool
	}{
		{"2026-01-01", false, false},
		{"2026-01-19", true, false},  // Martin Luther King
		{"2026-02-02", false, true},  // first Monday of February
		{"2026-03-16", false, true},  // third Monday of March
		{"2026-05-01", false, true},  // a Friday
		{"2026-07-03", true, false},  // the fourth is a Saturday
		{"2026-07-06", true, true},   // and no Monday instead
		{"2026-09-16", false, true},  // a Wednesday
		{"2028-09-16", false, false}, // a Saturday
		{"2028-09-18", true, true},   // Mexico has no day instead
		{"2024-10-01", false, true},  // the handover
		{"2025-10-01", true, true},
		{"2030-10-01", false, true},
		{"2026-11-16", false, true},  // third Monday of November
		{"2026-11-26", true, false},  // Thanksgiving
		{"2026-11-28", false, false}, // a Saturday
		{"2026-12-25", false, false},
	} {
		day, err := time.Parse("2006-01-02 15:04", x.date+" 18:00")
		if err != nil {
			t.Fatal(err)
		}
		if mx, us := calendar.Mexico.Workday(day), calendar.UnitedStates.Workday(day); mx != x.mx || us != x.us {
			t.Errorf("%s: Mexico %v, United States %v", x.date, mx, us)
		}
	}
}

func TestAdd(t *testing.T) {
	for _, x := range []struct {
		at, want string
		hours    int
	}{
		{"2026-11-24T15:00:00Z", "2026-11-24T17:00:00Z", 2},        // a Tuesday, 10 in the morning
		{"2026-11-24T15:00:00Z", "2026-11-27T14:00:00Z", 17},       // over Thanksgiving: Tuesday 7, Wednesday 9, Friday 1
		{"2026-11-28T12:00:00Z", "2026-11-30T14:00:00Z", 1},        // from a Saturday
		{"2026-11-25T01:00:00Z", "2026-11-25T14:00:00Z", 1},        // from a night
		{"2026-11-24T22:00:00Z", "2026-11-25T14:00:00Z", 1},        // from the end of a day
		{"2026-03-06T21:00:00Z", "2026-03-09T13:00:00Z", 2},        // the hour changes on Sunday
		{"2026-11-24T15:00:00.9Z", "2026-11-24T16:00:00Z", 1},      // to the second
		{"2026-11-24T15:00:00Z", "2026-11-24T15:00:00Z", 0},        // nothing
		{"2026-11-24T15:00:00Z", "2026-12-09T15:00:00Z", 90},       // ten days, one of them a holiday
		{"2026-11-24T21:59:59.5Z", "2026-11-25T13:59:59Z", 1},      // half a second before the end
		{"2026-12-31T21:00:00Z", "2027-01-04T14:00:00Z", 2},        // New Year on a Friday
		{"2026-11-24T15:00:00-05:00", "2026-11-25T14:00:00.0Z", 3}, // another zone's clock
		{"2026-07-02T20:00:00Z", "2026-07-02T21:00:00Z", 1},        // before a long weekend: the hour is full on Thursday
		{"2026-07-02T20:30:00Z", "2026-07-06T12:30:00Z", 1},        // and here on Monday
	} {
		at, want := instant(t, x.at), instant(t, x.want)
		got := calendar.UnitedStates.Add(at, time.Duration(x.hours)*time.Hour)
		if !got.Equal(want) {
			t.Errorf("%s and %d hours: %s, want %s", x.at, x.hours, got.Format(time.RFC3339), x.want)
		}
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// moment draws an instant of the years 2024 to 2031, to the microsecond. One
// large number would be drawn small too often, and so lie in the first weeks.
func moment(t *rapid.T, name string) time.Time {
	year, day := rapid.IntRange(2024, 2031).Draw(t, name+" year"), rapid.IntRange(1, 366).Draw(t, name+" day")
	second, micro := rapid.IntRange(0, 24*3600-1).Draw(t, name+" second"), rapid.IntRange(0, 999_999).Draw(t, name+" microsecond")
	return time.Date(year, 1, day, 0, 0, second, 1000*micro, time.UTC)
}

// What is added is what lies between, in parts as in one, and it ends while
// offices are open or at their closing.
func TestAddBetween(t *testing.T) {
	for name, c := range both {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			at := moment(t, "at")
			a := time.Duration(rapid.Int64Range(1, 200*3600).Draw(t, "a")) * time.Second
			b := time.Duration(rapid.Int64Range(1, 200*3600).Draw(t, "b")) * time.Second
			end := c.Add(at, a)
			if got := c.Between(at, end); got != a {
				t.Fatalf("%s lie between %v and %v, %v were added", got, at, end, a)
			}
			if !c.Open(end.Add(-time.Second)) {
				t.Fatalf("it ends while nobody is there: %v", end)
			}
			if once, twice := c.Add(at, a+b), c.Add(end, b); !once.Equal(twice) {
				t.Fatalf("in one %v, in parts %v", once, twice)
			}
		}))
	}
}

// Every second of an hour counts if offices are open in it, and none else.
func TestBetweenSeconds(t *testing.T) {
	for name, c := range both {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			from := moment(t, "from").Truncate(time.Second)
			n := rapid.IntRange(0, 4*3600).Draw(t, "seconds")
			want := time.Duration(0)
			for i := range n {
				if c.Open(from.Add(time.Duration(i) * time.Second)) {
					want += time.Second
				}
			}
			if got := c.Between(from, from.Add(time.Duration(n)*time.Second)); got != want {
				t.Fatalf("%v, counted %v", got, want)
			}
		}))
	}
}
