package mx_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"rastreo/internal/mx"
)

// One point, 25.98 N 98.1 W, as telephones and people write it.
func TestParsePoint(t *testing.T) {
	for _, s := range []string{
		"25.98, -98.1", "25.98,-98.1", "25.98 -98.1", "25.98; -98.1", "(25.98,-98.1)", "[25.98, -98.1]",
		"25,98; -98,1", "25,98, -98,1", "25,98 -98,1", "25.98000, -98.10000", "+25.98, −98.1", "25.98\n-98.1",
		"25.98° N, 98.1° W", "25.98N 98.1W", "N25.98 W98.1", "N 25.98, O 98.1", "98.1 O, 25.98 N", "25,98° N, 98,1° O",
		`25°58'48"N 98°06'00"W`, `25° 58' 48'' N, 98° 6' O`, "25°58′48″N 98°06′00″O", "25º58’48”N 98º06’00”O",
		`25°58'48.0"N 98°06'00.0"W`, `25°58'48,0"N 98°06'00,0"O`, "N 25 58.8 W 98 6.0", "25 58 48 N, 98 06 00 W",
		"25 58 48, -98 06 00", "25 58 48 -98 06 00", "25-58-48 N 98-06-00 W", `25°58'48" -98°06'00"`, "N25°58.8' W98°6.0'",
		"Lat: 25.98 Long: -98.1", "Latitud 25.98, Longitud -98.1", "lat=25.98&lon=-98.1", "LAT. 25.98 LONG. -98.1",
		"Longitud: -98.1, Latitud: 25.98", "Latitud: 25° 58' 48\" N, Longitud: 98° 06' 00\" O", "25.98 lat, -98.1 long",
		"-98.1, 25.98", "Coordenadas: 25.98, -98.1", "Ubicación 25.98 y -98.1",
		"geo:25.98,-98.1?z=15", "geo:25.98,-98.1", "geo:25.98,-98.1,12;u=30", "geo:0,0?q=25.98,-98.1(El%20Guayabo)",
		"https://maps.google.com/?q=25.98,-98.1", "https://www.google.com/maps?q=25.98%2C-98.1&z=17", "https://www.google.com/maps?q=loc:25.98,-98.1",
		"https://www.google.com/maps/@25.98,-98.1,15z", "https://www.google.com/maps/search/?api=1&query=25.98%2C-98.1",
		"https://www.google.com/maps/place/Reynosa/@26.05,-98.3,12z/data=!3m1!4b1!4m5!3m4!1s0x0:0x0!8m2!3d25.98!4d-98.1",
		`https://www.google.com/maps/place/25%C2%B058'48.0%22N+98%C2%B006'00.0%22W/@25.9,-98.2,17z`,
		"https://www.google.com/maps/search/25.98,+-98.1", "https://maps.apple.com/?ll=25.98,-98.1&q=Marcador",
		"https://maps.apple.com/?address=x&q=25.98,-98.1", "https://waze.com/ul?ll=25.98%2C-98.1&navigate=yes",
		"https://www.waze.com/live-map/directions?to=ll.25.98%2C-98.1&ll=25.98,-98.1",
		"https://www.openstreetmap.org/?mlat=25.98&mlon=-98.1#map=15/25.9/-98.2", "https://www.openstreetmap.org/#map=15/25.98/-98.1",
		"https://www.bing.com/maps?cp=25.98~-98.1&lvl=16",
		"Ubicación: https://maps.google.com/?q=25.98,-98.1", "Le mando el punto https://maps.google.com/maps?q=25.98,-98.1 (12 min)",
		"25.980, -98.100 https://maps.app.goo.gl/AbCdEf123", "Brecha, como a las 8, en 25.980,-98.100 junto al canal",
	} {
		lat, long, ok := mx.ParsePoint(s)
		if !ok || math.Abs(lat-25.98) > 1e-9 || math.Abs(long+98.1) > 1e-9 {
			t.Errorf("ParsePoint(%q) = %v, %v, %v", s, lat, long, ok)
		}
	}
}

func TestParsePointRefuses(t *testing.T) {
	for _, s := range []string{
		"", " ", "25.98", "25,98", "25 98", "25, 98", "12-11", "12-11-2026", "25.98-98.1", "64+500", "km 64+500", "88500", "956 123 4567",
		"25.98, -98.1, 12.5", "25.98 N", "25.98 N 98.1", "25.98 N, 26.1 N", "-25.98 S, 98.1 W", "25.98 N, -98.1 W", "Lat: 25.98 Lat: -98.1",
		"91.5, 91.5", "25.98, -181", "25°61'N 98°06'W", "25.5°30'N 98°06'W", "25 58 48 12 N 98 W", "frente a la gasolinera",
		"https://maps.app.goo.gl/AbCdEf123", "https://maps.google.com/?q=Reynosa,+Tamaulipas", "https://maps.google.com/?q=25.98,-98.1 https://maps.google.com/?q=25.97,-98.2",
		"25.980,-98.100 o 25.970,-98.200", "geo:0,0", "geo:", "76F3XW22+5R", "NaN, NaN", "1e2, 3e1", "25.98, x", "25..98, -98.1",
	} {
		if lat, long, ok := mx.ParsePoint(s); ok {
			t.Errorf("ParsePoint(%q) = %v, %v", s, lat, long)
		}
	}
}

func TestEveryPointReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, long := rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "long")
		lat, long = math.Round(lat*1e6)/1e6, math.Round(long*1e6)/1e6
		gotLat, gotLong, ok := mx.ParsePoint(mx.FormatPoint(lat, long))
		if !ok || gotLat != lat || gotLong != long {
			t.Fatalf("%s: %v, %v, %v", mx.FormatPoint(lat, long), gotLat, gotLong, ok)
		}
	})
}

func TestPointAdvice(t *testing.T) {
	for _, tt := range []struct {
		lat, long     float64
		entidad, want string
	}{
		{26.0922, -98.2779, "28", ""},
		{26.0922, -98.2779, "", ""},
		{26.0922, -98.2779, "unknown", ""},
		{26.0922, -98.2779, "07", "coordinate_entidad"},
		{26.0922, 98.2779, "28", "coordinate_sign"},
		{19.4326, -99.1332, "09", ""},
		{32.5149, -117.0382, "31", "coordinate_entidad"},
	} {
		if got := mx.PointAdvice(tt.lat, tt.long, tt.entidad); got != tt.want {
			t.Errorf("%v, %v in %s: %q, want %q", tt.lat, tt.long, tt.entidad, got, tt.want)
		}
	}
}
