package glossary_test

import (
	"strings"
	"testing"
	"time"

	"rastreo/internal/glossary"
	"rastreo/internal/mx"
)

// found lists the terms of a text as "what stands there=code".
func found(lang, text string) string {
	var out []string
	for _, p := range glossary.Mark(lang, text) {
		if p.Term != nil {
			out = append(out, p.Text+"="+p.Term.Code)
		}
	}
	return strings.Join(out, " ")
}

func TestMark(t *testing.T) {
	for _, x := range []struct{ lang, text, want string }{
		{"es", "", ""},
		{"es", "No hay nada.", ""},
		{"es", "La matrícula está limada.", "matrícula=serial_number limada=obliterated_number"},
		{"es", "LAS MATRICULAS LIMADAS", "MATRICULAS LIMADAS=obliterated_number"},
		{"es", "Tres armas largas, una CORTA y sus cargadores", "armas largas=long_gun cargadores=magazine"},
		{"es", "dos cuernos de chivo con fornituras", "cuernos de chivo=ak fornituras=web_gear"},
		{"es", "el agente\ndel Ministerio  Público y el M.P.", "agente\ndel Ministerio  Público=prosecutor M.P=prosecutor"},
		{"es", "agente.\n\ndel Ministerio Público", "Ministerio Público=prosecutor"},
		{"es", "C.I. FED/1, no. de serie, carpetas de investigación", "C.I=case_file no. de serie=serial_number carpetas de investigación=case_file"},
		{"es", "el nu\u0301mero de serie borrado", "nu\u0301mero de serie=serial_number borrado=obliterated_number"},
		{"es", "armas aseguradas; revólveres, fusiles", "armas aseguradas=seizure revólveres=revolver fusiles=rifle"},
		{"es", "the frame and the slide", ""},
		{"en", "The frames, not the slide: who is the importer?", "frames=frame slide=slide importer=importer"},
		{"en", "An FFL, out-of-business since 2009; two FFLs; a license.", "FFL=licensee out-of-business=out_of_business FFLs=licensee"},
		{"en", "a STRAW purchase by straw buyers, glass", "STRAW purchase=straw_purchase straw buyers=straw_purchase"},
		{"en", "el armazón", ""},
		{"fr", "matrícula", ""},
	} {
		if got := found(x.lang, x.text); got != x.want {
			t.Errorf("Mark(%s, %q) = %s, want %s", x.lang, x.text, got, x.want)
		}
	}
}

// Every term has a name and a note on both sides, is found under each name of
// its own that is said to be found, and no two are found under the same.
func TestTerms(t *testing.T) {
	all := glossary.Terms("es", "")
	if len(all) < 60 {
		t.Fatalf("%d terms", len(all))
	}
	codes := map[string]bool{}
	for _, term := range all {
		if codes[term.Code] {
			t.Errorf("%s comes twice", term.Code)
		}
		codes[term.Code] = true
		for _, lang := range []string{"es", "en"} {
			if term.Name(lang) == "" || term.Note(lang) == "" || strings.TrimSpace(term.Note(lang)) != term.Note(lang) {
				t.Errorf("%s is not whole in %s", term.Code, lang)
			}
			for _, name := range append([]string{term.Name(lang)}, term.Also(lang)...) {
				if name == "" || strings.TrimSpace(name) != name {
					t.Errorf("%s is called %q", term.Code, name)
				}
				if got := found(lang, name); got != "" && got != strings.TrimSuffix(name, ".")+"="+term.Code && strings.Count(got, "=") == 1 {
					t.Errorf("%s %q is found as %s", term.Code, name, got)
				}
			}
		}
		if strings.ContainsAny(term.Name("en")+term.Note("en"), "áéíóúñ¿¡") {
			t.Errorf("%s has Spanish in its English", term.Code)
		}
	}
}

func TestFind(t *testing.T) {
	for typed, want := range map[string]string{
		"matricula": "serial_number", "recei": "receiver", "cuerno chivo": "ak", "straw purch": "straw_purchase", "MINISTERIO publico": "prosecutor",
	} {
		list := glossary.Terms("en", typed)
		got := ""
		for _, term := range list {
			got += term.Code + " "
		}
		if !strings.Contains(" "+got, " "+want+" ") || len(list) > 8 {
			t.Errorf("%q finds %s, want %s", typed, got, want)
		}
	}
	if list := glossary.Terms("es", "zzz"); len(list) > 0 {
		t.Errorf("%d terms begin with zzz", len(list))
	}
	es, en := glossary.Terms("es", ""), glossary.Terms("en", "")
	if es[0].Name("es") > es[len(es)-1].Name("es") || es[0].Code == en[0].Code {
		t.Errorf("not in order: %s … %s, %s", es[0].Name("es"), es[len(es)-1].Name("es"), en[0].Name("en"))
	}
}

// A text is as it was, whatever stands in it, and what is found is a term.
func FuzzMark(f *testing.F) {
	for _, s := range []string{"La matrícula\nno. de serie", "a-a-a", "C.I.", "\xff\xfe arma \xc3", "número de número de serie de serie", "Í\u0301..·"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"es", "en"} {
			var b strings.Builder
			for _, p := range glossary.Mark(lang, s) {
				if p.Text == "" || p.Term != nil && mx.Fold(p.Text) == "" {
					t.Errorf("an empty piece of %q", s)
				}
				b.WriteString(p.Text)
			}
			if b.String() != s {
				t.Errorf("%q has become %q", s, b.String())
			}
		}
	})
}

// Ten times the text takes about ten times the time, also where every word
// begins a term that does not come.
func TestMarkLinear(t *testing.T) {
	for _, unit := range []string{"número de ", "agente del ministerio ", "a.", "carpeta de investigación ", "-\n ", strings.Repeat("á", 300), "arma corta\n\n"} {
		took := func(times int) time.Duration {
			text, best := strings.Repeat(unit, times), time.Hour
			for range 5 {
				from := time.Now()
				glossary.Mark("es", text)
				best = min(best, time.Since(from))
			}
			return best
		}
		took(10)
		if one, ten := took(400), took(4000); ten > 40*one+5*time.Millisecond {
			t.Errorf("%.20q: %v for ten times what takes %v", unit, ten, one)
		}
	}
}
