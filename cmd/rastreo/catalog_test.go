package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rastreo/internal/db/dbtest"
)

// A made-up list, as the postal service writes it: ISO 8859-1, a notice first,
// more columns than are needed.
const sepomex = "Cat\xe1logo de c\xf3digos postales inventado para pruebas.\r\n" +
	"d_codigo|d_asenta|d_tipo_asenta|D_mnpio|d_estado|d_ciudad|d_CP|c_estado|c_oficina|c_CP|c_tipo_asenta|c_mnpio|id_asenta_cpcons|d_zona|c_cve_ciudad\r\n" +
	"88500|Reynosa Centro|Colonia|Reynosa|Tamaulipas|Reynosa|88501|28|88501||09|032|0001|Urbano|05\r\n" +
	"88500|Ampliaci\xf3n Mu\xf1oz|Colonia|Reynosa|Tamaulipas|Reynosa|88501|28|88501||09|032|0002|Urbano|05\r\n" +
	"885X0|Sin c\xf3digo|Colonia|Reynosa|Tamaulipas|Reynosa|88501|28|88501||09|032|0003|Urbano|05\r\n" +
	"88900|La Retama|Rancher\xeda|R\xedo Bravo|Tamaulipas||88901|28|88901||29|033|0007|Rural|\r\n"

func TestImportSepomex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		write := func(name, text string) string {
			file := filepath.Join(t.TempDir(), name)
			ok(t, os.WriteFile(file, []byte(text), 0o600))
			return file
		}
		good := write("good.txt", sepomex)
		head, _, _ := strings.Cut(sepomex, "88500")
		for _, x := range []struct {
			file string
			code int
			says []string
		}{
			{good, 0, []string{"line 5: postal_code", "loaded 3 settlements in the place of 0; 1 bad lines"}},
			{good, 0, []string{"loaded 3 settlements in the place of 3"}},
			{write("bad.txt", "nothing of the kind\n"), 1, []string{"header"}},
			{write("empty.txt", head), 1, []string{"no settlement"}},
			{filepath.Join(t.TempDir(), "none.txt"), 1, []string{"none.txt"}},
		} {
			out, complaint, code := said(t, program(t, "catalog", "import-sepomex", "--db", dsn, x.file))
			for _, says := range x.says {
				if code != 0 != (x.code != 0) || !strings.Contains(out+complaint, says) {
					t.Errorf("%s: %d %s%s, want %q", filepath.Base(x.file), code, out, complaint, says)
				}
			}
		}
	})
}
