package mx_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"

	"rastreo/internal/catalog"
	"rastreo/internal/mx"
)

const (
	notice  = "El Catálogo Nacional de Códigos Postales es elaborado por quien reparte el correo; este es inventado."
	columns = "d_codigo|d_asenta|d_tipo_asenta|D_mnpio|d_estado|d_ciudad|d_CP|c_estado|c_oficina|c_CP|c_tipo_asenta|c_mnpio|id_asenta_cpcons|d_zona|c_cve_ciudad"
	first   = "88500|Centro|Colonia|Reynosa|Tamaulipas|Reynosa|88501|28|88501||09|032|0001|Urbano|05"
	second  = "88930|El Peñón|Ranchería|Río Bravo|Tamaulipas||88901|28|88901||29|033|0417|Rural|"
)

var colonias = []mx.Colonia{
	{PostalCode: "88500", Name: "Centro", Type: "Colonia", SettlementType: "07", Municipio: "28032", City: "Reynosa", ID: "0001"},
	{PostalCode: "88930", Name: "El Peñón", Type: "Ranchería", SettlementType: "27", Municipio: "28033", Rural: true, ID: "0417"},
}

// read gives what a file yields: settlements, and faults as "line code".
func read(r io.Reader) (all []mx.Colonia, faults []string) {
	for c, err := range mx.ReadSepomex(r) {
		if e, ok := errors.AsType[*mx.SepomexError](err); ok {
			faults = append(faults, fmt.Sprint(e.Line, " ", e.Code))
			continue
		}
		all = append(all, c)
	}
	return all, faults
}

func TestReadSepomex(t *testing.T) {
	text := strings.Join([]string{notice, columns, first, second, ""}, "\r\n")
	old, err := charmap.ISO8859_1.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	turned := strings.Join([]string{
		"D_CODIGO|id_asenta_cpcons|c_mnpio|d_asenta|d_tipo_asenta|d_ciudad|c_estado|d_zona|c_CP",
		"88500|1|32|Centro|Colonia|Reynosa|28|Urbano|", "88930|0417|033|El Peñón|Ranchería||28|Rural|",
	}, "\n")
	for why, file := range map[string]string{
		"as it comes": old, "in UTF-8": text, "with a mark before": "\ufeff" + text,
		"without its notice": columns + "\n" + first + "\n" + second, "with blank lines": notice + "\n\n" + columns + "\n" + first + "\n\n\n" + second + "\n\n",
		"columns in another order, and numbers cut": turned,
	} {
		all, faults := read(strings.NewReader(file))
		if !slices.Equal(all, colonias) || faults != nil {
			t.Errorf("%s: %+v, %q", why, all, faults)
		}
		all, faults = read(iotest.OneByteReader(strings.NewReader(file)))
		if !slices.Equal(all, colonias) || faults != nil {
			t.Errorf("%s, byte by byte: %+v, %q", why, all, faults)
		}
	}
}

func TestReadSepomexFaults(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"88500|Centro", "3 columns"},
		{first + "|", "3 columns"},
		{strings.Replace(first, "88500|", "8850x|", 1), "3 postal_code"},
		{strings.Replace(first, "88500|", "|", 1), "3 postal_code"},
		{strings.Replace(first, "|Centro|", "| |", 1), "3 name"},
		{strings.Replace(first, "|28|", "|33|", 1), "3 entidad"},
		{strings.Replace(first, "|032|", "|03x|", 1), "3 municipio"},
		{strings.Replace(first, "|032|", "||", 1), "3 municipio"},
		{strings.Replace(first, "|0001|", "|00011|", 1), "3 id"},
		{strings.Repeat("a", 20000), "3 long"},
	} {
		all, faults := read(strings.NewReader(notice + "\n" + columns + "\n" + tt.line + "\n" + second))
		if len(all) != 1 || all[0] != colonias[1] || strings.Join(faults, ",") != tt.want {
			t.Errorf("%.40s: %+v, %q, want %s", tt.line, all, faults, tt.want)
		}
	}
	for _, file := range []string{"", notice, notice + "\n" + first, strings.Repeat("x\n", 30), "d_codigo|d_asenta\n88500|Centro"} {
		all, faults := read(strings.NewReader(file))
		if len(all) != 0 || len(faults) != 1 || !strings.HasSuffix(faults[0], " header") {
			t.Errorf("%.40q: %+v, %q", file, all, faults)
		}
	}
}

func TestReadSepomexStops(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, faults := read(io.MultiReader(strings.NewReader(columns+"\n"+first+"\n"), iotest.ErrReader(broken)))
	if strings.Join(faults, ",") != "3 read" {
		t.Errorf("%q", faults)
	}
	for _, err := range mx.ReadSepomex(iotest.ErrReader(broken)) {
		if !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
	n := 0
	for _, err := range mx.ReadSepomex(strings.NewReader(columns + "\n" + first + "\n" + second)) {
		if n++; err != nil {
			t.Error(err)
		}
		break // the reading stops with its reader
	}
	if n != 1 {
		t.Errorf("read %d", n)
	}
}

// INEGI's word for every kind is understood as that kind.
func TestSettlementWords(t *testing.T) {
	raw, err := os.ReadFile("../../locales/es.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	for _, code := range catalog.SettlementType.Codes() {
		line := strings.Replace(first, "|Colonia|", fmt.Sprintf("|%v|", texts[catalog.SettlementType.Key(code)]), 1)
		all, _ := read(strings.NewReader(columns + "\n" + line))
		if len(all) != 1 || all[0].SettlementType != code {
			t.Errorf("%s: %+v", code, all)
		}
	}
	all, _ := read(strings.NewReader(columns + "\n" + strings.Replace(first, "|Colonia|", "|Zona comercial|", 1)))
	if len(all) != 1 || all[0].SettlementType != "" || all[0].Type != "Zona comercial" {
		t.Errorf("%+v", all)
	}
}

func BenchmarkReadSepomex(b *testing.B) {
	file := columns + "\n" + strings.Repeat(first+"\n"+second+"\n", 5000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range mx.ReadSepomex(strings.NewReader(file)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 10000 {
			b.Fatal(n)
		}
	}
}
