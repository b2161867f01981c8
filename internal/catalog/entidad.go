package catalog

// Entidad is one of the 32 federal entities of Mexico.
type Entidad struct {
	Clave    string // INEGI key, "01" to "32"
	ISO      string // ISO 3166-2, such as "MX-CMX"
	Abbr     string // INEGI abbreviation, such as "Tamps."
	CURP     string // two letters in a CURP
	Official string // official name; 15 is officially just "México"
	Short    string // name in everyday Spanish, as in an address line
	English  string // name in English
	first    int    // first and last two-digit prefix of its postal codes
	last     int
}

var entidades = []Entidad{
	{"01", "MX-AGU", "Ags.", "AS", "Aguascalientes", "Aguascalientes", "Aguascalientes", 20, 20},
	{"02", "MX-BCN", "BC", "BC", "Baja California", "Baja California", "Baja California", 21, 22},
	{"03", "MX-BCS", "BCS", "BS", "Baja California Sur", "Baja California Sur", "Baja California Sur", 23, 23},
	{"04", "MX-CAM", "Camp.", "CC", "Campeche", "Campeche", "Campeche", 24, 24},
	{"05", "MX-COA", "Coah.", "CL", "Coahuila de Zaragoza", "Coahuila", "Coahuila", 25, 27},
	{"06", "MX-COL", "Col.", "CM", "Colima", "Colima", "Colima", 28, 28},
	{"07", "MX-CHP", "Chis.", "CS", "Chiapas", "Chiapas", "Chiapas", 29, 30},
	{"08", "MX-CHH", "Chih.", "CH", "Chihuahua", "Chihuahua", "Chihuahua", 31, 33},
	{"09", "MX-CMX", "CDMX", "DF", "Ciudad de México", "Ciudad de México", "Mexico City", 0, 16},
	{"10", "MX-DUR", "Dgo.", "DG", "Durango", "Durango", "Durango", 34, 35},
	{"11", "MX-GUA", "Gto.", "GT", "Guanajuato", "Guanajuato", "Guanajuato", 36, 38},
	{"12", "MX-GRO", "Gro.", "GR", "Guerrero", "Guerrero", "Guerrero", 39, 41},
	{"13", "MX-HID", "Hgo.", "HG", "Hidalgo", "Hidalgo", "Hidalgo", 42, 43},
	{"14", "MX-JAL", "Jal.", "JC", "Jalisco", "Jalisco", "Jalisco", 44, 49},
	{"15", "MX-MEX", "Mex.", "MC", "México", "Estado de México", "State of Mexico", 50, 57},
	{"16", "MX-MIC", "Mich.", "MN", "Michoacán de Ocampo", "Michoacán", "Michoacán", 58, 61},
	{"17", "MX-MOR", "Mor.", "MS", "Morelos", "Morelos", "Morelos", 62, 62},
	{"18", "MX-NAY", "Nay.", "NT", "Nayarit", "Nayarit", "Nayarit", 63, 63},
	{"19", "MX-NLE", "NL", "NL", "Nuevo León", "Nuevo León", "Nuevo León", 64, 67},
	{"20", "MX-OAX", "Oax.", "OC", "Oaxaca", "Oaxaca", "Oaxaca", 68, 71},
	{"21", "MX-PUE", "Pue.", "PL", "Puebla", "Puebla", "Puebla", 72, 75},
	{"22", "MX-QUE", "Qro.", "QT", "Querétaro", "Querétaro", "Querétaro", 76, 76},
	{"23", "MX-ROO", "Q. Roo", "QR", "Quintana Roo", "Quintana Roo", "Quintana Roo", 77, 77},
	{"24", "MX-SLP", "SLP", "SP", "San Luis Potosí", "San Luis Potosí", "San Luis Potosí", 78, 79},
	{"25", "MX-SIN", "Sin.", "SL", "Sinaloa", "Sinaloa", "Sinaloa", 80, 82},
	{"26", "MX-SON", "Son.", "SR", "Sonora", "Sonora", "Sonora", 83, 85},
	{"27", "MX-TAB", "Tab.", "TC", "Tabasco", "Tabasco", "Tabasco", 86, 86},
	{"28", "MX-TAM", "Tamps.", "TS", "Tamaulipas", "Tamaulipas", "Tamaulipas", 87, 89},
	{"29", "MX-TLA", "Tlax.", "TL", "Tlaxcala", "Tlaxcala", "Tlaxcala", 90, 90},
	{"30", "MX-VER", "Ver.", "VZ", "Veracruz de Ignacio de la Llave", "Veracruz", "Veracruz", 91, 96},
	{"31", "MX-YUC", "Yuc.", "YN", "Yucatán", "Yucatán", "Yucatán", 97, 97},
	{"32", "MX-ZAC", "Zac.", "ZS", "Zacatecas", "Zacatecas", "Zacatecas", 98, 99},
}

// EntidadNames is the 32 entidades by INEGI key, with their labels.
var EntidadNames = newNameList("entidad", entidadRows())

func entidadRows() [][]string {
	out := make([][]string, 0, len(entidades))
	for _, e := range entidades {
		label := e.Official
		if e.Clave == "15" {
			label = "Estado de México (México)"
		}
		out = append(out, []string{e.Clave, label, e.English})
	}
	return out
}

// EntidadOf finds an entidad by its INEGI key of two digits.
func EntidadOf(clave string) (Entidad, bool) {
	i, ok := EntidadNames.index[clave]
	if !ok {
		return Entidad{}, false
	}
	return entidades[i], true
}

// EntidadOfCURP finds an entidad by the two letters a CURP uses; NE, born
// abroad, is none.
func EntidadOfCURP(letters string) (Entidad, bool) {
	return EntidadOf(byCURP[letters])
}

// EntidadOfPostal finds the entidad that owns a postal code by its first two
// digits. It is false for anything but five digits and for the prefixes 17 to
// 19, which nobody uses.
func EntidadOfPostal(cp string) (Entidad, bool) {
	if len(cp) != 5 {
		return Entidad{}, false
	}
	for i := range 5 {
		if cp[i] < '0' || cp[i] > '9' {
			return Entidad{}, false
		}
	}
	return EntidadOf(byPrefix[int(cp[0]-'0')*10+int(cp[1]-'0')])
}

var byCURP = func() map[string]string {
	m := make(map[string]string, len(entidades))
	for _, e := range entidades {
		m[e.CURP] = e.Clave
	}
	return m
}()

var byPrefix = func() (table [100]string) {
	for _, e := range entidades {
		for p := e.first; p <= e.last; p++ {
			table[p] = e.Clave
		}
	}
	return table
}()
