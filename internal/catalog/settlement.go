package catalog

// SettlementType is the kind of human settlement by its INEGI key, "01" to
// "41" (Norma Técnica sobre Domicilios Geográficos, DOF 12 November 2010). The
// postal service numbers the same kinds otherwise; its keys never come here.
var SettlementType = newList("settlement_type",
	"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14",
	"15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28",
	"29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41",
)

// StreetType is the kind of street: the 21 of the same norm and, for the open
// country, the roads it describes apart.
var StreetType = newList("street_type",
	"calle", "avenida", "boulevard", "calzada", "callejon", "cerrada", "privada", "andador",
	"prolongacion", "ampliacion", "continuacion", "circuito", "circunvalacion", "corredor",
	"diagonal", "eje_vial", "pasaje", "peatonal", "periferico", "retorno", "viaducto",
	"carretera", "camino", "brecha", "terraceria", "vereda", "otro",
)
