package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// decodeFiling decodes as POST /seizures does, and checks as intake does.
func decodeFiling(b []byte) (trace.Filing, error) {
	check := func(f trace.Filing) error {
		_, err := f.Check(today)
		return err
	}
	f, err := decode(b, check)
	if err == nil {
		err = check(f)
	}
	return f, err
}

// listed writes problems as "pointer code".
func listed(err error) (all []string) {
	if f := fault.Of(err); f != nil {
		for _, p := range f.Problems {
			all = append(all, p.Pointer+" "+p.Code)
		}
	}
	return all
}

const least = `{"reference":[{"kind":"nuc","number":"X-1"}],"offence":"portacion",
	"recovered":{"date":"2026-03","place":{"entidad":"unknown"}},
	"firearms":[{"type":"PI","manufacturer":"Beretta","caliber":"9 mm","serial":{"reading":"none"}}]}`

func TestDecodeReadsEveryForm(t *testing.T) {
	f, err := decodeFiling([]byte("\ufeff" + strings.Replace(least, `"entidad"`, `"latitude":25.5,"longitude":"-98.1","entidad"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if f.Recovered.Place.Latitude != "25.5" || f.Recovered.Place.Longitude != "-98.1" {
		t.Errorf("coordinates %+v", f.Recovered.Place)
	}
	short := strings.Replace(least, `"reading":"none"}`, `"reading":"none"},"markings":["ROMARM",{"text":"CAI"}]`, 1)
	short = strings.Replace(short, `"firearms"`, `"people":[{"role":"witness","name":"Ana Ñ","aliases":["La Güera",{"given":"Ana"}]}],"firearms"`, 1)
	if f, err = decodeFiling([]byte(short)); err != nil {
		t.Fatal(err)
	}
	if f.Firearms[0].Markings[0].Text != "ROMARM" || f.People[0].Name.Full != "Ana Ñ" || f.People[0].Aliases[0].Full != "La Güera" {
		t.Errorf("short forms: %+v", f)
	}
}

func TestDecodeTellsAllAtOnce(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{
			"empty", `{}`,
			[]string{"/reference min", "/offence required", "/recovered/date required", "/recovered/place/entidad required", "/recovered/place/municipio required", "/firearms min"},
		},
		{
			"wrong types everywhere",
			`{"unit":1,"reference":{},"offence":["x"],"recovered":"ayer","custody":[],"firearms":"dos","people":7,"narrative":true}`,
			[]string{"/unit type", "/reference type", "/offence type", "/recovered type", "/custody type", "/firearms type", "/people type", "/narrative type"},
		},
		{
			"null everywhere",
			`{"unit":null,"reference":[null],"offence":null,"recovered":{"date":null,"place":null},"custody":null,"firearms":[null],"people":null,"narrative":null}`,
			[]string{
				"/unit type", "/reference/0 type", "/offence type", "/recovered/date type", "/recovered/place type",
				"/custody type", "/firearms/0 type", "/people type", "/narrative type",
			},
		},
		{
			"misfits and rules together, in the order of the form",
			`{"zzz":1,"firearms":[{"serial":{"reading":"legible","text":12345},"type":"XX","manufacturer":"a","caliber":"b","colour":"blue"}],
			 "offence":"nada","recovered":{"date":"2031-01-01","place":{"entidad":"unknown"}},"reference":[{"kind":"nuc","number":7}]}`,
			[]string{
				"/reference/0/number type", "/offence code", "/recovered/date date_future", "/firearms/0/type code",
				"/firearms/0/serial/text type", "/firearms/0/colour unknown_member", "/zzz unknown_member",
			},
		},
		{
			"names match exactly and once",
			strings.Replace(least, `"offence"`, `"Offence":"homicidio","offence":"robo","offence"`, 1),
			[]string{"/offence duplicate_member", "/Offence unknown_member"},
		},
		{
			"a pointer is escaped",
			strings.Replace(least, `"offence"`, `"a/b~c":"","offence"`, 1),
			[]string{"/a~1b~0c unknown_member"},
		},
		{
			"not UTF-8",
			strings.Replace(least, `"portacion"`, `"portacion","narrative":"Nu`+"\xf1"+`ez","unit":"\ud800"`, 1),
			[]string{"/unit utf8", "/narrative utf8"},
		},
		{
			"a misfit hides only what it causes",
			strings.Replace(least, `"firearms":[`, `"firearms":[null,{"type":"PI"},`, 1),
			[]string{"/firearms/0 type", "/firearms/1/manufacturer required", "/firearms/1/caliber required", "/firearms/1/serial/reading required"},
		},
		{
			"a number that is no coordinate",
			strings.Replace(least, `{"entidad"`, `{"latitude":1e999999999,"longitude":[1],"entidad"`, 1),
			[]string{"/recovered/place/latitude coordinate", "/recovered/place/longitude type"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := decodeFiling([]byte(c.body))
			if got := listed(err); !slices.Equal(got, c.want) {
				t.Errorf("%v\n got %q\nwant %q", err, got, c.want)
			}
		})
	}
}

func TestDecodeRefusesWhatIsNoObject(t *testing.T) {
	for body, key := range map[string]string{
		"":                         "fault.json_empty",
		" \n\t ":                   "fault.json_empty",
		"[]":                       "fault.json_object",
		"null":                     "fault.json_object",
		`"text"`:                   "fault.json_object",
		"12":                       "fault.json_object",
		"{":                        "fault.json",
		least[:200]:                "fault.json",
		least + "{}":               "fault.json",
		`{"unit":"a",}`:            "fault.json",
		`{'unit':'a'}`:             "fault.json",
		`{"unit":NaN}`:             "fault.json",
		`{"unit":"a` + "\n" + `"}`: "fault.json",
		strings.Repeat("[", 1<<20): "fault.json",
		`{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`: "fault.json_deep",
		"\xff\xfe{\x00}\x00": "fault.json",
	} {
		_, err := decodeFiling([]byte(body))
		if f := fault.Of(err); f == nil || f.Kind != fault.Malformed || f.Key != key {
			t.Errorf("%.30q: %v, want %s", body, err, key)
		}
	}
}

func TestBrokenSaysWhere(t *testing.T) {
	_, err := whole([]byte("\ufeff\n{\n  \"unit\": \"Ñandú\",\n  \"Ñ\": ?}"))
	if f := fault.Of(err); f.Args["line"] != 4 || f.Args["column"] != 8 {
		t.Errorf("%v at %v", err, f.Args)
	}
}

// A body must not make more work than its size: long lists and objects are
// one problem each.
func TestDecodeBoundsLists(t *testing.T) {
	body := `{"firearms":[` + strings.Repeat(`{},`, 200000) + `{}],"people":[` + strings.Repeat(`1,`, 60) + `1]}`
	_, err := decodeFiling([]byte(body))
	got := listed(err)
	if !slices.Contains(got, "/firearms max") || !slices.Contains(got, "/people max") || len(got) > 200*4+50+10 {
		t.Errorf("%d problems, first %q", len(got), got[:min(len(got), 5)])
	}
	var many strings.Builder
	for i := range 5000 {
		many.WriteString(`,"m` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + `":1`)
	}
	_, err = decodeFiling([]byte("{" + many.String()[1:] + "}"))
	if got := listed(err); len(got) > anyObject+10 {
		t.Errorf("%d problems", len(got))
	}
}

// The limit of every list is the one its own rules say, so that nothing is cut
// without a word.
func TestLimitsComeFromTheRules(t *testing.T) {
	got := membersOf(reflect.TypeFor[trace.Filing]())
	for name, most := range map[string]int{"reference": 20, "firearms": 200, "people": 50} {
		if got[name].most != most {
			t.Errorf("%s: at most %d, want %d", name, got[name].most, most)
		}
	}
}

// Every body of the API is made of what the decoder knows.
func TestBodiesCanBeDecoded(t *testing.T) {
	var visit func(t *testing.T, typ reflect.Type)
	visit = func(t *testing.T, typ reflect.Type) {
		switch typ.Kind() {
		case reflect.String:
		case reflect.Slice:
			visit(t, typ.Elem())
		case reflect.Map:
			if typ.Key().Kind() != reflect.String || typ.Elem().Kind() != reflect.String {
				t.Errorf("%v", typ)
			}
		case reflect.Struct:
			if n := len(membersOf(typ)); n != typ.NumField() {
				t.Errorf("%v has %d fields, %d members", typ, typ.NumField(), n)
			}
			for f := range typ.Fields() {
				visit(t, f.Type)
			}
		default:
			t.Errorf("%v cannot be decoded", typ)
		}
	}
	for _, body := range []any{trace.Filing{}, answerBody{}, withdrawalBody{}, contactBody{}, saidBody{}, questionBody{}, resultBody{}} {
		visit(t, reflect.TypeOf(body))
	}
}

// FuzzDecode posts mutated filings: whatever they are, the answer is a filing
// or a fault of the sender, never a panic and never a fault of ours.
func FuzzDecode(f *testing.F) {
	example := exampleFiling(f)
	for _, seed := range []string{
		least, string(example), `{}`, `[]`, `{"unit":"\u00d1\ud83d\udd2b\"\\"}`, ``, `{"firearms":[{"serial":{"text":"1983AK1234"}}]}`,
		`{"people":[{"name":"x","aliases":["y"],"birth":{"date":"1990"}}]}`,
		`{"recovered":{"place":{"latitude":1e5,"longitude":-0,"between":["a","b","c"]}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		sameAsLibrary(t, body)
		filing, err := decodeFiling(body)
		if e := fault.Of(err); e != nil && e.Kind != fault.Invalid && e.Kind != fault.Malformed {
			t.Fatalf("%q: %v", body, err)
		}
		if err != nil {
			return
		}
		b, err := encode(filing)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeFiling(b)
		if err != nil {
			t.Fatalf("%q was taken, %q is not: %v", body, b, err)
		}
		if b2, _ := encode(again); string(b2) != string(b) {
			t.Fatalf("%q became %q", b, b2)
		}
	})
}

// exampleFiling is the first filing of the description.
func exampleFiling(t testing.TB) []byte {
	t.Helper()
	examples := load(t).Paths.Value("/seizures").Post.RequestBody.Value.Content["application/json"].Examples
	b, err := json.Marshal(examples["wasr"].Value.Value)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sameAsLibrary holds our reader to encoding/json: what we take as fitting, it
// reads as the same.
func sameAsLibrary(t *testing.T, body []byte) {
	t.Helper()
	ours, err := decode[trace.Filing](body, nil)
	if err != nil {
		return
	}
	var theirs trace.Filing
	if err := json.Unmarshal(bytes.TrimPrefix(body, mark), &theirs); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	if !reflect.DeepEqual(ours, theirs) {
		t.Fatalf("%q: %+v, encoding/json reads %+v", body, ours, theirs)
	}
}

// Reading strictly costs a small part of what keeping a filing costs.
func BenchmarkDecode(b *testing.B) {
	body := exampleFiling(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode[trace.Filing](body, nil); err != nil {
			b.Fatal(err)
		}
	}
}
