package firearm

// Description is what a check knows of one firearm: the texts as typed, codes
// of the catalogue where the form has a closed list, and when and where it was
// recovered. The answers unknown, none and illegible may stand for a text.
type Description struct {
	Type         string // catalog.FirearmType
	Manufacturer string
	Importer     string
	Model        string
	Caliber      string
	Country      string // of manufacture, ISO 3166-1 alpha-2 or an answer
	Year         string // of manufacture, as stamped
	Altered      []string
	Serial       Serial
	Markings     []Mark
	Recovered    Recovered
}

// Serial is the serial number as stamped. Missing is how many characters of a
// partial one cannot be read, Restoration what a laboratory has tried.
type Serial struct {
	Text, Reading, Location, Missing, Restoration string
}

// Mark is any other mark, verbatim.
type Mark struct {
	Kind, Text, Reading, Location string
}

// Recovered is when and where the firearm was recovered.
type Recovered struct {
	Date, Precision, Country, Entidad, Municipio string
}
