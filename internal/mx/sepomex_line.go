package mx

import "strings"

// Columns of the catalogue, as its header names them.
const (
	columnPostal    = "d_codigo"
	columnName      = "d_asenta"
	columnType      = "d_tipo_asenta"
	columnCity      = "d_ciudad"
	columnEntidad   = "c_estado"
	columnMunicipio = "c_mnpio"
	columnID        = "id_asenta_cpcons"
	columnZone      = "d_zona"
)

// header finds the line that names the columns: the first, the second, or one
// soon after.
func (s *sepomex) header() error {
	for range 10 {
		text, err := s.next()
		if err != nil && s.failed {
			return err
		}
		if err == nil && s.names(text) {
			return nil
		}
	}
	return s.fault("header")
}

// names takes the columns from a header that has all it needs.
func (s *sepomex) names(text string) bool {
	s.columns = map[string]int{}
	for i, name := range strings.Split(text, "|") {
		s.columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, want := range []string{
		columnPostal, columnName, columnType, columnCity, columnEntidad, columnMunicipio, columnID, columnZone,
	} {
		if _, ok := s.columns[want]; !ok {
			return false
		}
	}
	return true
}

// colonia reads one line, unless it could not be had.
func (s *sepomex) colonia(text string, err error) (Colonia, error) {
	if err != nil {
		return Colonia{}, err
	}
	fields := strings.Split(text, "|")
	if len(fields) != len(s.columns) {
		return Colonia{}, s.fault("columns")
	}
	at := func(column string) string { return Tidy(fields[s.columns[column]]) }
	entidad, municipio := padded(at(columnEntidad), 2), padded(at(columnMunicipio), 3)
	c := Colonia{
		PostalCode: padded(at(columnPostal), 5), Name: at(columnName), Type: at(columnType),
		Municipio: entidad + municipio, City: at(columnCity),
		Rural: Fold(at(columnZone)) == "RURAL", ID: padded(at(columnID), 4),
	}
	c.SettlementType = settlementOf[Fold(c.Type)]
	if code := c.flaw(entidad, municipio); code != "" {
		return Colonia{}, s.fault(code)
	}
	return c, nil
}

// flaw is why a settlement cannot be used. A municipio that the catalogue of
// this program lacks is none: the postal service may know a newer one.
func (c Colonia) flaw(entidad, municipio string) string {
	switch {
	case !IsPostalCode(c.PostalCode):
		return "postal_code"
	case c.Name == "":
		return "name"
	case !known(entidad):
		return "entidad"
	case len(municipio) != 3 || !digits(municipio):
		return "municipio"
	case len(c.ID) != 4 || !digits(c.ID):
		return "id"
	}
	return ""
}

// padded gives a number the zeros that a spreadsheet took from it.
func padded(s string, width int) string {
	if s == "" || len(s) >= width || !digits(s) {
		return s
	}
	return strings.Repeat("0", width-len(s)) + s
}

// settlementOf is INEGI's key for the postal service's word, where both have
// the kind. The postal service's own numbers are others and are not read.
var settlementOf = map[string]string{
	"AEROPUERTO": "01", "AMPLIACION": "02", "BARRIO": "03", "CANTON": "04", "CIUDAD": "05", "CIUDAD INDUSTRIAL": "06",
	"COLONIA": "07", "CONDOMINIO": "08", "CONJUNTO HABITACIONAL": "09", "CORREDOR INDUSTRIAL": "10", "COTO": "11",
	"CUARTEL": "12", "EJIDO": "13", "EX HACIENDA": "14", "EXHACIENDA": "14", "FRACCION": "15", "FRACCIONAMIENTO": "16",
	"GRANJA": "17", "HACIENDA": "18", "INGENIO": "19", "MANZANA": "20", "PARAJE": "21", "PARQUE INDUSTRIAL": "22",
	"PRIVADA": "23", "PROLONGACION": "24", "PUEBLO": "25", "PUERTO": "26", "RANCHERIA": "27", "RANCHO": "28", "REGION": "29",
	"RESIDENCIAL": "30", "RINCONADA": "31", "SECCION": "32", "SECTOR": "33", "SUPERMANZANA": "34", "UNIDAD": "35",
	"UNIDAD HABITACIONAL": "36", "VILLA": "37", "ZONA FEDERAL": "38", "ZONA INDUSTRIAL": "39", "ZONA MILITAR": "40",
	"ZONA NAVAL": "41",
}
