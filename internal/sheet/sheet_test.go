package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"rastreo/internal/sheet"
)

// What is written opens as it is: accents, quotes and line breaks, and nothing
// that a spreadsheet would calculate.
func TestCSV(t *testing.T) {
	rows := [][]string{
		{"Matrícula", "Nota"}, {"-12 ñ", `dice "Ñ", y
más`}, {"=1+1", "+52"}, {"@x", "\tx"}, {"＝1", "\x00"}, {"", "1-86 AE 004"},
	}
	text, ok := strings.CutPrefix(string(sheet.CSV(rows)), "\ufeff")
	if !ok || !strings.HasPrefix(text, "Matrícula,Nota\r\n") {
		t.Fatalf("begins %.30q", text)
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, cell := range row {
			want := cell
			if cell != "" && !strings.ContainsAny(cell[:1], "Md1N") {
				want = "'" + cell
			}
			if got[i][j] != strings.ReplaceAll(want, "\r\n", "\n") {
				t.Errorf("%d, %d: %q, want %q", i, j, got[i][j], want)
			}
		}
	}
}
