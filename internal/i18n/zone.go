package i18n

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// Zones are the time zones an account may choose, by IANA name: those of
// Mexico, the capital's first, then those of the United States from east to
// west. The first is the default. The border towns are zones of their own
// because they keep the United States' summer time.
var Zones = []string{
	"America/Mexico_City", "America/Tijuana", "America/Ciudad_Juarez", "America/Chihuahua",
	"America/Matamoros", "America/Ojinaga", "America/Monterrey", "America/Mazatlan",
	"America/Hermosillo", "America/Merida", "America/Cancun",
	"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
	"America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
}

// ZoneCode is the last part of the key of a zone's name: America/Mexico_City
// is zone.mexico_city.
func ZoneCode(name string) string { return strings.ToLower(path.Base(name)) }

// Zone returns the zone of an IANA name out of Zones, or the default one.
func (b *Bundle) Zone(name string) *time.Location {
	if z, ok := b.zones[name]; ok {
		return z
	}
	return b.zones[Zones[0]]
}

// Zone names the place whose time a zone of Zones is.
func (p *Printer) Zone(name string) string { return p.T("zone."+ZoneCode(name), nil) }

// place names the printer's zone. One outside the list, such as UTC, goes by
// its abbreviation.
func (p *Printer) place(at time.Time) string {
	if key := "zone." + ZoneCode(p.zone.String()); p.Has(key) {
		return p.T("date.time_of", map[string]any{"place": p.T(key, nil)})
	}
	return at.In(p.zone).Format("MST")
}

func loadZones() (map[string]*time.Location, error) {
	zones := map[string]*time.Location{}
	for _, name := range Zones {
		z, err := time.LoadLocation(name)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		zones[name] = z
	}
	return zones, nil
}
