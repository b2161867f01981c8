package trace

// Colonia is one settlement of a postal code, as the Mexican postal service
// lists it.
type Colonia struct {
	PostalCode     string
	Municipio      string // INEGI clave, 5 digits
	ID             string // the postal service's, within the municipio
	Name           string
	Type           string // in the words of the list
	SettlementType string // catalog.SettlementType, "" where it has none
	City           string // "" outside cities
	Rural          bool
}
