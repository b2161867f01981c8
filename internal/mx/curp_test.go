package mx

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rastreo/internal/catalog"
)

// signed completes 17 characters with their digit.
func signed(s string) string { return s + string(curpDigit(s)) }

func TestCURPDigit(t *testing.T) {
	for s, want := range map[string]byte{
		"BOXW310820HNERXN0": '9', // the authority's own hypothetical example
		"MOTR930411HJCRMN0": '3',
		"PEGJ900512HJCRRS0": '4',
		"BEML920313HMCLNS0": '9',
		"AAPR630321HDFLRC0": '9',
		"OEAF771012HMCRGR0": '8', // circulates with a wrong 9
	} {
		if got := curpDigit(s); got != want {
			t.Errorf("curpDigit(%s) = %c, want %c", s, got, want)
		}
	}
}

func TestParseCURP(t *testing.T) {
	for _, tt := range []struct{ in, code, birth, sex string }{
		{"BOXW310820HNERXN09", "", "1931-08-20", "male"},
		{" boxw-310820 hnerxn09 ", "", "1931-08-20", "male"},
		{"BOXW.310820_HNERXN09", "", "1931-08-20", "male"},
		{signed("XXNN040229MTSXXXA"), "", "2004-02-29", "female"},
		{signed("GALM000101XCHRPRA"), "", "2000-01-01", "nonbinary"},
		{signed("GALM991231HDFRPR9"), "", "1999-12-31", "male"},
		{"BOXW310820HNERXN08", "curp_digit", "1931-08-20", "male"},
		{signed("PENE900101HDFXXX0"), "curp_word", "1990-01-01", "male"},
		{signed("GALM030229HDFRPR0"), "curp_date", "", ""},
		{signed("GALM000229HDFRPR0"), "curp_date", "", ""}, // 1900 was no leap year
		{signed("GALM001301HDFRPRA"), "curp_date", "", ""},
		{signed("GALM000000HDFRPRA"), "curp_date", "", ""},
		{signed("GALM000101HXXRPRA"), "curp_entidad", "", ""},
		{signed("GBLM000101HDFRPRA"), "curp_shape", "", ""},
		{signed("GALM000101SDFRPRA"), "curp_shape", "", ""},
		{signed("GALM000101HDFAPRA"), "curp_shape", "", ""},
		{"GALMOOO101HDFRPRA1", "curp_shape", "", ""},
		{"ÑALM000101HDFRPRA1", "curp_shape", "", ""},
		{"GALM000101HDFRPRAX", "curp_shape", "", ""},
		{"BOXW310820HNERXN0", "curp_length", "", ""},
		{"BOXW310820HNERXN099", "curp_length", "", ""},
		{"", "curp_length", "", ""},
		{"no la trae", "curp_length", "", ""},
	} {
		c, code := ParseCURP(tt.in)
		if code != tt.code || c.birth != tt.birth || c.Sex() != tt.sex {
			t.Errorf("ParseCURP(%q) = %q %q %q, want %q %q %q",
				tt.in, code, c.birth, c.Sex(), tt.code, tt.birth, tt.sex)
		}
		if sex := c.Sex(); sex != "" && !catalog.Sex.Has(sex) {
			t.Errorf("%q is no sex of the catalogue", sex)
		}
	}
}

func TestCURPLetters(t *testing.T) {
	for _, tt := range []struct {
		name Parts
		want string
	}{
		{Parts{Surname1: "Pérez", Surname2: "Hernández", Given: "María Luisa"}, "PEHLRRS"},
		{Parts{Surname1: "Romero", Surname2: "Palazuelos", Given: "Luis Enrique"}, "ROPLMLS"},
		{Parts{Surname1: "Riva Palacio", Surname2: "Cruz", Given: "Ana"}, "RICAVRN"},
		{Parts{Surname1: "D/Amico", Surname2: "Alvarez", Given: "Juan José"}, "DXAJ?LN"},
		{Parts{Surname1: "D'Amico", Surname2: "Álvarez", Given: "Juan José"}, "DXAJ?LN"},
		{Parts{Surname1: "de la Cruz", Surname2: "Núñez", Given: "María del Carmen"}, "CUNCRXR"},
		{Parts{Surname1: "de la O", Surname2: "Ibarra", Given: "José de Jesús"}, "OXIJXBS"},
		{Parts{Surname1: "Ñañez", Surname2: "Güemes", Given: "Íñigo"}, "XAGIXMX"},
		{Parts{Surname1: "Mac Gregor", Surname2: "van der Berg", Given: "J. Guadalupe"}, "GEBGRRD"},
		{Parts{Surname1: "García", Given: "Ma. Elena", One: true}, "GAXERXL"},
		{Parts{Surname1: "García", Given: "M.ª Elena"}, "GA?ER?L"},
		{Parts{Surname1: "Peña", Surname2: "Núñez", Given: "Esteban"}, "PXNEXXS"},
		{Parts{Surname1: "Peña", Surname2: "Núñez"}, "P?N?XX?"},
		{Parts{Surname1: "Hdez.", Surname2: "Mtz.", Given: "José"}, "HEMJRRS"},
		{Parts{Surname1: "Li", Surname2: "Wu", Given: "Ai"}, "LIWAXXX"},
		{Parts{}, "???????"},
	} {
		if got := curpLetters(tt.name); string(got[:]) != tt.want {
			t.Errorf("curpLetters(%+v) = %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestConsistent(t *testing.T) {
	c, code := ParseCURP(signed("CUNC850214MCHRXR0"))
	if code != "" {
		t.Fatal(code)
	}
	name := Parts{Surname1: "de la Cruz", Surname2: "Núñez", Given: "María del Carmen"}
	for _, tt := range []struct {
		why        string
		name       Parts
		birth, sex string
		want       string
	}{
		{"all fits", name, "1985-02-14", "female", ""},
		{"capitals without accents", Parts{Surname1: "DE LA CRUZ", Surname2: "NUÑEZ", Given: "MA DEL CARMEN"}, "", "", ""},
		{"partial date", name, "1985-02", "", ""},
		{"year only", name, "1985", "unknown", ""},
		{"unknown birth", name, "unknown", "", ""},
		{"nothing typed", Parts{}, "", "", ""},
		{"other day", name, "1985-02-15", "", "curp_birth"},
		{"other sex", name, "", "male", "curp_sex"},
		{"surnames swapped", Parts{Surname1: "Núñez", Surname2: "de la Cruz", Given: "Carmen"}, "", "", "curp_surname1 curp_surname2"},
		{"no second surname", Parts{Surname1: "de la Cruz", Given: "Carmen", One: true}, "", "", "curp_surname2"},
		{"other given name", Parts{Surname1: "de la Cruz", Surname2: "Núñez", Given: "Guadalupe"}, "", "", "curp_given"},
	} {
		if got := strings.Join(c.Consistent(tt.name, tt.birth, tt.sex), " "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.why, got, tt.want)
		}
	}
	if (CURP{}).Consistent(name, "1990", "male") != nil {
		t.Error("the zero CURP is compared")
	}
}

// What is built by the rules reads back, and no other check digit will do.
func TestEveryBuiltCURPIsReadBack(t *testing.T) {
	codes := []string{"NE"}
	for _, clave := range catalog.EntidadNames.Codes() {
		e, _ := catalog.EntidadOf(clave)
		codes = append(codes, e.CURP)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := signed(rapid.StringMatching(`[A-Z]X[A-Z]{2}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[HMX]`).Draw(t, "head") +
			rapid.SampledFrom(codes).Draw(t, "entidad") +
			rapid.StringMatching(`[BCDFGHJKLMNPQRSTVWXYZ]{3}[0-9A-Z]`).Draw(t, "tail"))
		c, code := ParseCURP(strings.ToLower(s))
		if code != "" || c.text != s || c.birth[2:4] != s[4:6] {
			t.Fatalf("ParseCURP(%s) = %q %q", s, c, code)
		}
		other := s[:17] + string('0'+(s[17]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "off")))%10)
		if _, code := ParseCURP(other); code != "curp_digit" {
			t.Fatalf("ParseCURP(%s) = %q", other, code)
		}
	})
}

func FuzzParseCURP(f *testing.F) {
	for _, s := range []string{"BOXW310820HNERXN09", "GALM000101XCHRPRA1", "ñ", "", "\xff", "PENE900101HDFXXX00"} {
		f.Add(s, "de la O", "Núñez", "Ma. José")
	}
	known := []string{"", "curp_length", "curp_shape", "curp_entidad", "curp_date", "curp_word", "curp_digit"}
	f.Fuzz(func(t *testing.T, s, s1, s2, given string) {
		c, code := ParseCURP(s)
		if !slices.Contains(known, code) {
			t.Fatalf("code %q", code)
		}
		if (c == CURP{}) != (code != "" && code != "curp_word" && code != "curp_digit") {
			t.Fatalf("ParseCURP(%q) = %+v with %q", s, c, code)
		}
		if again, code2 := ParseCURP(c.text); c.text != "" && (again != c || code2 != code) {
			t.Fatalf("ParseCURP(%q) reads %q and then %q", s, c, again)
		}
		c.Consistent(Parts{Surname1: s1, Surname2: s2, Given: given}, s, s1)
		curpLetters(Parts{Surname1: s1, Surname2: s2, Given: given})
	})
}
