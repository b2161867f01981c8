package catalog

// What tells one road from another in INEGI's standard for geographic
// addresses (Norma Técnica sobre Domicilios Geográficos, DOF 12 November 2010):
// the kind of road, who administers it, whether it is a toll road, and on
// which side of it a place lies.
var (
	RoadType  = newList("road_type", "carretera", "camino", "terraceria", "brecha", "vereda")
	RoadAdmin = newList("road_admin", "federal", "estatal", "municipal", "particular")
	RoadToll  = newList("road_toll", "cuota", "libre")
	RoadSide  = newList("road_side", "derecho", "izquierdo")
)
