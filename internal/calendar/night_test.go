package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rastreo/internal/calendar"
)

// zones are some of those that accounts choose, and some whose clocks are
// changed in the middle of the night, by half an hour, or by a whole day.
var zones = []string{
	"America/Mexico_City", "America/Tijuana", "America/Ciudad_Juarez", "America/Hermosillo", "America/Cancun", "America/Mazatlan",
	"America/New_York", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
	"America/Havana", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "UTC",
}

func zone(t interface{ Fatal(args ...any) }, name string) *time.Location {
	where, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return where
}

// Nothing is told at night, in whatever zone and while clocks are changed; what
// is told by day is told at once, and the rest at seven.
func TestAwake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		where := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		at := moment(t, "at")
		got := calendar.Awake(at, where)
		here := got.In(where)
		switch {
		case here.Hour() >= 21 || here.Hour() < 7:
			t.Fatalf("%v is told at night, at %v", at, here)
		case got.Before(at):
			t.Fatalf("%v is told before, at %v", at, here)
		case !calendar.Night(at, where) && !got.Equal(at):
			t.Fatalf("%v waits until %v", at.In(where), here)
		case calendar.Night(at, where) && (here.Format("15:04:05") != "07:00:00" || got.Sub(at) > 11*time.Hour):
			t.Fatalf("%v waits until %v", at.In(where), here)
		}
	})
}

// A day that a zone left out, and a morning that came twice, end the night too.
func TestAwakeAcrossOddDays(t *testing.T) {
	for name, at := range map[string]string{"Pacific/Apia": "2011-12-30T08:00:00Z", "Pacific/Kwajalein": "1993-08-21T08:00:00Z"} {
		where := zone(t, name)
		if got := calendar.Awake(instant(t, at), where); calendar.Night(got, where) {
			t.Errorf("%s: %v", name, got.In(where))
		}
	}
}

// A digest comes at eight by the reader's clock, on a day on which the offices of
// their country are open, and no such eight is passed over.
func TestDigest(t *testing.T) {
	for name, c := range both {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			where := zone(t, rapid.SampledFrom(zones[:10]).Draw(t, "zone"))
			at := moment(t, "at")
			got := c.Digest(at, where)
			here := got.In(where)
			open := func(day time.Time) bool {
				return c.Workday(time.Date(day.Year(), day.Month(), day.Day(), 18, 0, 0, 0, time.UTC))
			}
			if !got.After(at) || here.Format("15:04:05") != "08:00:00" || !open(here) || calendar.Night(got, where) {
				t.Fatalf("%v comes at %v", at, here)
			}
			for hour := at.Truncate(time.Hour).Add(time.Hour); hour.Before(got); hour = hour.Add(time.Hour) {
				if hour.In(where).Hour() == 8 && open(hour.In(where)) {
					t.Fatalf("%v passes %v over", at, hour.In(where))
				}
			}
		}))
	}
}

func TestDigestDays(t *testing.T) {
	for _, x := range []struct{ at, mx, us string }{
		{"2026-11-25T15:00:00Z", "2026-11-26T14:00:00Z", "2026-11-27T14:00:00Z"}, // before Thanksgiving
		{"2026-11-13T20:00:00Z", "2026-11-17T14:00:00Z", "2026-11-16T14:00:00Z"}, // before the third Monday of November
		{"2026-11-24T09:00:00Z", "2026-11-24T14:00:00Z", "2026-11-24T14:00:00Z"}, // three in the morning
		{"2026-11-24T14:00:00Z", "2026-11-25T14:00:00Z", "2026-11-25T14:00:00Z"}, // eight itself
	} {
		where := zone(t, "America/Mexico_City")
		if got := calendar.Mexico.Digest(instant(t, x.at), where); !got.Equal(instant(t, x.mx)) {
			t.Errorf("Mexico, %s: %v", x.at, got)
		}
		if got := calendar.UnitedStates.Digest(instant(t, x.at), where); !got.Equal(instant(t, x.us)) {
			t.Errorf("United States, %s: %v", x.at, got)
		}
	}
}
