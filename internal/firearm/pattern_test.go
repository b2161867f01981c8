package firearm_test

import (
	"testing"

	"rastreo/internal/firearm"
)

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, serial string
		want            bool
	}{
		{"@@@####", "ABC1234", true},
		{"@@@####", "abc-1234", true},
		{"@@@####", "ABC 1234", true},
		{"@@@####", "AB1234", false},
		{"@@@####", "ABCO234", false},
		{"@@@####", "ABC12?4", true},
		{"@@@####", "ABC12345", false},
		{"@@@###(US)", "ABC123US", true},
		{"@@@###(US)", "ABC123", true},
		{"@@@###(US)", "ABC123U", false},
		{"(@)#-###(#)(#)-##(##)", "S1-1234-2006", true},
		{"(@)#-###(#)(#)-##(##)", "112306", true},
		{"###-#####", "12345678", true},
		{"BER######Z", "BER123456Z", true},
		{"BER######Z", "BET123456Z", false},
		{"##(#(#))", "1234", true},
		{"##(#(#))", "12345", false},
		{"", "", true},
		{"#", "", false},
	} {
		if got := firearm.Fits(c.pattern, c.serial); got != c.want {
			t.Errorf("Fits(%q, %q) = %v", c.pattern, c.serial, got)
		}
	}
}

func TestSample(t *testing.T) {
	for pattern, want := range map[string]string{"@@@####": "AAA0000", "@@@###(US)": "AAA000(US)", "###-#####": "000-00000"} {
		if got := firearm.Sample(pattern); got != want {
			t.Errorf("Sample(%q) = %q, want %q", pattern, got, want)
		}
	}
}
