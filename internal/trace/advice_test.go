package trace_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// Two firearms of one filing with one number are pointed out; two of one
// batch, whose numbers follow each other, are not.
func TestRepeatedInOneFiling(t *testing.T) {
	for serial, want := range map[string]bool{"1-00123-2009": true, "1-OO123-2009": true, "1-00124-2009": false, "7-55555-1999": false} {
		f := good()
		f.Firearms = append(f.Firearms, f.Firearms[0])
		f.Firearms[1].Serial.Text = serial
		reports := f.Reports(now)
		repeated := func(a firearm.Advice) bool { return a.Code == "repeated" }
		if slices.ContainsFunc(reports[0].Advice, repeated) || slices.ContainsFunc(reports[1].Advice, repeated) != want {
			t.Errorf("beside %s, %s: %v", f.Firearms[0].Serial.Text, serial, reports[1].Advice)
		}
	}
}

// A firearm that is checked alone is checked as among the others.
func TestReportIsOneOfReports(t *testing.T) {
	f := good()
	f.Firearms = append(f.Firearms, f.Firearms[0], f.Firearms[0])
	f.Firearms[1].Serial.Text, f.Firearms[1].Importer = "7-55555-1999", ""
	for i, want := range f.Reports(now) {
		if diff := cmp.Diff(want, f.Report(i, now)); diff != "" {
			t.Errorf("firearm %d (-among others +alone):\n%s", i, diff)
		}
	}
}

func TestAdvicePointer(t *testing.T) {
	for field, want := range map[string]string{
		"importer": "/firearms/2/importer", "serial.text": "/firearms/2/serial/text",
		"recovered.place.entidad": "/recovered/place/entidad",
	} {
		if got := trace.AdvicePointer(2, field); got != want {
			t.Errorf("%s is at %s, want %s", field, got, want)
		}
	}
}
