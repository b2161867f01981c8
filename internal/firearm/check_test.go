package firearm_test

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/firearm"
)

// today is the day on which the descriptions of testdata are checked.
var today = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

// example is one description of testdata with the advice an expert gives.
type example struct {
	name string
	firearm.Description
	want []string
}

// TestCheckExamples checks every description of testdata. What an expert says
// must be said; that a trace will or may well fail must not be said of
// anything else. With -v it prints how each rule did.
func TestCheckExamples(t *testing.T) {
	all := examples(t)
	if len(all) < 220 {
		t.Fatalf("only %d descriptions", len(all))
	}
	f := figures{}
	for _, e := range all {
		got := firearm.Check(e.Description, today)
		f.count(e.want, got.Advice)
		for _, code := range e.want {
			if !said(got, code) {
				t.Errorf("%s: %s is not said, only %v", e.name, code, spoken(got))
			}
		}
		for _, a := range got.Advice {
			if slices.Contains(e.want, a.Code) {
				continue
			}
			if a.Severity != firearm.LookAgain {
				t.Errorf("%s: %s is said: %v", e.name, a.Code, a.Params)
			}
			t.Logf("%s: too much: %s %v", e.name, a.Code, a.Params)
		}
	}
	f.print(t, len(all))
}

// Every advice has an example that earns it and one that does not, but for
// those that need a second firearm.
func TestEveryCodeHasExamples(t *testing.T) {
	all := examples(t)
	for _, code := range firearm.Codes {
		yes := 0
		for _, e := range all {
			if slices.Contains(e.want, code) {
				yes++
			}
		}
		if yes == 0 && code != "repeated" && code != "duplicate" || yes == len(all) {
			t.Errorf("%s: %d of %d descriptions", code, yes, len(all))
		}
	}
	for _, e := range all {
		for _, code := range e.want {
			if !slices.Contains(firearm.Codes, code) {
				t.Errorf("%s: no advice is called %s", e.name, code)
			}
		}
	}
}

func said(r firearm.Report, code string) bool {
	return slices.ContainsFunc(r.Advice, func(a firearm.Advice) bool { return a.Code == code })
}

func spoken(r firearm.Report) (codes []string) {
	for _, a := range r.Advice {
		codes = append(codes, a.Code)
	}
	return codes
}

// figures counts for each code: right, too much, too little.
type figures map[string][3]int

func (f figures) count(want []string, got []firearm.Advice) {
	var codes []string
	for _, a := range got {
		codes = append(codes, a.Code)
		if slices.Contains(want, a.Code) {
			f.add(a.Code, 0)
		} else {
			f.add(a.Code, 1)
		}
	}
	for _, code := range want {
		if !slices.Contains(codes, code) {
			f.add(code, 2)
		}
	}
}

func (f figures) add(code string, what int) {
	n := f[code]
	n[what]++
	f[code] = n
}

func (f figures) print(t *testing.T, total int) {
	sum := [3]int{}
	for _, code := range slices.Sorted(maps.Keys(f)) {
		n := f[code]
		for i := range n {
			sum[i] += n[i]
		}
		t.Logf("%-26s right %3d  too much %2d  too little %2d  precision %.2f  recall %.2f", code, n[0], n[1], n[2], share(n[0], n[1]), share(n[0], n[2]))
	}
	t.Logf("%d descriptions: precision %.3f  recall %.3f", total, share(sum[0], sum[1]), share(sum[0], sum[2]))
	if p, r := share(sum[0], sum[1]), share(sum[0], sum[2]); p < 0.95 || r < 1 {
		t.Errorf("precision %.3f, recall %.3f", p, r)
	}
}

func share(right, wrong int) float64 {
	if right+wrong == 0 {
		return 1
	}
	return float64(right) / float64(right+wrong)
}

// examples reads testdata; its form is told in base.txt.
func examples(t testing.TB) (all []example) {
	t.Helper()
	base := map[string]firearm.Description{}
	for _, line := range lines(t, "testdata/base.txt") {
		name, rest, _ := strings.Cut(line, ":")
		d := firearm.Description{
			Serial:    firearm.Serial{Reading: "legible"},
			Recovered: firearm.Recovered{Date: "2026-03-01", Precision: "day", Country: "MX", Entidad: "11", Municipio: "037"},
		}
		apply(t, &d, strings.Split(rest, ";"))
		base[name] = d
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := filepath.Base(file); name == "base.txt" || strings.HasPrefix(name, "heldout") {
			continue
		}
		for _, line := range lines(t, file) {
			all = append(all, parse(t, line, base))
		}
	}
	return all
}

func lines(t testing.TB, file string) (all []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

func parse(t testing.TB, line string, base map[string]firearm.Description) example {
	t.Helper()
	left, right, ok := strings.Cut(line, "=>")
	name, rest, ok2 := strings.Cut(left, ": ")
	if !ok || !ok2 {
		t.Fatalf("no example: %s", line)
	}
	e := example{name: name, want: strings.Fields(right)}
	members := strings.Split(rest, ";")
	if d, known := base[strings.TrimSpace(members[0])]; known {
		e.Description, members = d, members[1:]
	} else {
		apply(t, &e.Description, []string{"reading=legible", "date=2026-03-01", "precision=day", "rcountry=MX", "entidad=11"})
	}
	apply(t, &e.Description, members)
	return e
}

func apply(t testing.TB, d *firearm.Description, members []string) {
	t.Helper()
	for _, m := range members {
		name, value, ok := strings.Cut(strings.TrimSpace(m), "=")
		if !ok {
			t.Fatalf("no member: %q", m)
		}
		switch name {
		case "mark":
			kind, text, _ := strings.Cut(value, ":")
			d.Markings = append(slices.Clone(d.Markings), firearm.Mark{Kind: kind, Text: text, Reading: "legible"})
		case "altered":
			d.Altered = strings.Split(value, ",")
		default:
			field, known := texts(d)[name]
			if !known {
				t.Fatalf("no member is called %q", name)
			}
			*field = value
		}
	}
}

// texts names the texts of a description as testdata does.
func texts(d *firearm.Description) map[string]*string {
	return map[string]*string{
		"type": &d.Type, "maker": &d.Manufacturer, "importer": &d.Importer, "model": &d.Model, "caliber": &d.Caliber,
		"country": &d.Country, "year": &d.Year, "serial": &d.Serial.Text, "reading": &d.Serial.Reading, "at": &d.Serial.Location,
		"missing": &d.Serial.Missing, "restoration": &d.Serial.Restoration, "date": &d.Recovered.Date,
		"precision": &d.Recovered.Precision, "rcountry": &d.Recovered.Country, "entidad": &d.Recovered.Entidad,
	}
}

// The journey that the whole thing is for: filing a WASR-10 with Century as
// maker leads, by advice alone, to Cugir and Century.
func TestAdviceLeads(t *testing.T) {
	d := firearm.Description{
		Type: "RI", Manufacturer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39", Country: "RO",
		Serial:    firearm.Serial{Text: "1-83746-2006", Reading: "legible", Location: "receiver"},
		Recovered: firearm.Recovered{Date: "2026-03-01", Country: "MX", Entidad: "11"},
	}
	for _, a := range firearm.Check(d, today).Advice {
		switch a.Code {
		case "maker_is_importer":
			d.Manufacturer = a.Params["maker"]
		case "importer_from_maker":
			d.Importer = a.Params["importer"]
		}
	}
	if d.Manufacturer != "Cugir" || d.Importer != "Century Arms" {
		t.Fatalf("led to %s, %s", d.Manufacturer, d.Importer)
	}
	if r := firearm.Check(d, today); len(r.Advice) > 0 || r.Score != 100 {
		t.Errorf("and then: %v", r)
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"Century Arms", "WASR-10", "7,62 × 39 mm", "4,539,889", "U.S. PROPERTY", "MADE IN ", "Glock 19", "?", "\xff", "ÑÑÑ"} {
		f.Add(s, "19", "9 mm", "BXK482US", "RI")
	}
	f.Fuzz(func(t *testing.T, maker, model, caliber, serial, kind string) {
		d := firearm.Description{
			Type: kind, Manufacturer: maker, Importer: model, Model: model, Caliber: caliber, Country: kind, Year: serial,
			Altered: []string{kind}, Serial: firearm.Serial{Text: serial, Reading: kind, Location: kind, Missing: serial},
			Markings:  []firearm.Mark{{Kind: kind, Text: maker}, {Kind: "country", Text: model}, {Kind: "importer", Text: caliber}},
			Recovered: firearm.Recovered{Date: serial, Precision: kind},
		}
		before := d
		before.Altered, before.Markings = slices.Clone(d.Altered), slices.Clone(d.Markings)
		r := firearm.Check(d, today)
		if !reflect.DeepEqual(d, before) {
			t.Error("the description was changed")
		}
		sound(t, r)
	})
}

// sound tells what holds of every report.
func sound(t *testing.T, r firearm.Report) {
	t.Helper()
	left := 100
	for _, reason := range r.Reasons {
		left -= reason.Points
	}
	if left != r.Score || r.Score < 0 {
		t.Errorf("the reasons leave %d, the score is %d", left, r.Score)
	}
	for _, a := range r.Advice {
		if !slices.Contains(firearm.Codes, a.Code) || !slices.Contains(firearm.Severities, a.Severity) || a.Field == "" {
			t.Errorf("unknown advice %v", a)
		}
		if a.Severity == firearm.WillFail && r.Score > 20 {
			t.Errorf("it will fail, and the score is %d", r.Score)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	all := examples(b)
	for _, e := range all {
		firearm.Check(e.Description, today) // the indexes are built once
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		firearm.Check(all[i%len(all)].Description, today)
		i++
	}
}
