package mx_test

import (
	"strings"
	"testing"

	"rastreo/internal/mx"
)

func TestNameOrders(t *testing.T) {
	for _, tt := range []struct {
		name            mx.Parts
		display, listed string
		first, last     string
		also            string
	}{
		{
			mx.Parts{Given: "María del Carmen", Surname1: "de la Cruz", Surname2: "Núñez"},
			"María del Carmen de la Cruz Núñez", "De la Cruz Núñez, María del Carmen",
			"María del Carmen", "de la Cruz Núñez", "de la Cruz|de la Cruz-Núñez|DE LA CRUZ NUNEZ",
		},
		{
			mx.Parts{Given: "José Luis", Surname1: "Guzmán", One: true},
			"José Luis Guzmán", "Guzmán, José Luis", "José Luis", "Guzmán", "GUZMAN",
		},
		{
			mx.Parts{Given: "Ana", Surname1: "García", Surname2: "Soto", Married: "Méndez"},
			"Ana García Soto", "García Soto, Ana", "Ana", "García Soto", "García|García-Soto|GARCIA SOTO|García de Méndez|Méndez",
		},
		{mx.Parts{Surname1: "ÑAÑEZ"}, "ÑAÑEZ", "ÑAÑEZ", "", "ÑAÑEZ", "NANEZ"},
		{mx.Parts{Full: "EL GÜERO N."}, "EL GÜERO N.", "EL GÜERO N.", "", "", ""},
		{mx.Parts{Given: "Luz"}, "Luz", "Luz", "Luz", "", ""},
		{mx.Parts{}, "", "", "", "", ""},
	} {
		us := tt.name.US()
		if tt.name.Display() != tt.display || tt.name.Listed() != tt.listed {
			t.Errorf("%+v: %q and %q", tt.name, tt.name.Display(), tt.name.Listed())
		}
		if us.First != tt.first || us.Last != tt.last || strings.Join(us.Also, "|") != tt.also {
			t.Errorf("%+v in the U.S.: %q", tt.name, us)
		}
	}
}

// The live line of a filing: what the other side's record will say.
func TestUSLine(t *testing.T) {
	for _, tt := range []struct {
		name                  mx.Parts
		display, listed, line string
	}{
		{
			mx.Parts{Given: "María del Carmen", Surname1: "DE LA CRUZ", Surname2: "NÚÑEZ"},
			"María del Carmen DE LA CRUZ NÚÑEZ", "DE LA CRUZ NÚÑEZ, María del Carmen", "DE LA CRUZ NÚÑEZ, María del Carmen",
		},
		{
			mx.Parts{Style: "us", Given: "John", Middle: "Robert", Surname1: "Smith", Suffix: "Jr."},
			"John Robert Smith Jr.", "Smith, John Robert Jr.", "Smith, John Robert Jr.",
		},
		{
			mx.Parts{Given: "José", Middle: "Luis", Surname1: "de la O"},
			"José Luis de la O", "De la O, José Luis", "de la O, José Luis",
		},
		{mx.Parts{Full: "N. N."}, "N. N.", "N. N.", ""},
		{mx.Parts{Style: "us", Surname1: "Smith"}, "Smith", "Smith", "Smith"},
		{mx.Parts{Given: "Luz"}, "Luz", "Luz", "Luz"},
	} {
		us := tt.name.US()
		if tt.name.Display() != tt.display || tt.name.Listed() != tt.listed || us.String() != tt.line {
			t.Errorf("%+v: %q, %q, %q", tt.name, tt.name.Display(), tt.name.Listed(), us)
		}
		if tt.name.Style != "us" && us.Middle != "" {
			t.Errorf("%+v has the middle name %q", tt.name, us.Middle)
		}
	}
	if us := (mx.Parts{Style: "us", Given: "John", Middle: "R."}).US(); us.First != "John" || us.Middle != "R." {
		t.Errorf("%+v", us)
	}
}
