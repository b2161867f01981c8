// Package sheet writes tables as files that a spreadsheet opens.
package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// mark is what a spreadsheet knows UTF-8 by. A line that names the separator
// would make it forget that.
const mark = "\ufeff"

// CSV is a table as a file: RFC 4180 with the mark of UTF-8 before it. A cell
// that a spreadsheet would calculate begins with an apostrophe.
func CSV(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString(mark)
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = guarded(cell)
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// formulas are the characters that begin one, half and full width, and those
// that programs skip before they look.
const formulas = "=+-@\t\r\n\x00＝＋－＠"

func guarded(cell string) string {
	if cell != "" && strings.ContainsRune(formulas, []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
