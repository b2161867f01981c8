package firearm

import (
	"testing"
	"time"
)

func TestFFLParts(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		typed, key, rds, expiry string
		expired                 bool
	}{
		{"5-74-479-01-7F-00123", "5744790100123", "57400123", "2027-06", false},
		{"574479016l00123", "5744790100123", "57400123", "2026-11", false},
		{"5-74-479-01-6K-00123", "5744790100123", "57400123", "2026-10", true},
		{"1-58-001-07-5A-00007", "1580010700007", "15800007", "2025-01", true},
		{"1-58-001-07-1M-00007", "1580010700007", "15800007", "2021-12", true},
		{"1-58-001-07-1L-00007", "1580010700007", "15800007", "2031-11", false},
		{"9-86-001-08-0J-00007", "9860010800007", "98600007", "2030-09", false},
	} {
		ffl, code := ParseFFL(c.typed)
		if code != "" {
			t.Errorf("%s: %s", c.typed, code)
			continue
		}
		if ffl.Key() != c.key || ffl.RDS() != c.rds || ffl.Expiry(now) != c.expiry || ffl.Expired(now) != c.expired {
			t.Errorf("%s: %s %s %s %v", c.typed, ffl.Key(), ffl.RDS(), ffl.Expiry(now), ffl.Expired(now))
		}
	}
	if f := FFL(""); f.Key()+f.RDS()+f.Expiry(now)+f.Region()+f.Type() != "" || f.Expired(now) {
		t.Error("no license says something")
	}
	webb, ok := FFL("5-74-479-01-7F-00123").County("TX")
	if _, none := FFL("5-74-479-01-7F-00123").County(""); !ok || none || webb.Name != "Webb County" {
		t.Errorf("county %v", webb)
	}
	if _, ok := FFL("5-74-000-01-7F-00123").County("TX"); ok {
		t.Error("there is no county 000")
	}
}
