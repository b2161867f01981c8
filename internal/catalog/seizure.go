package catalog

// ReferenceKind is the kind of a case reference.
var ReferenceKind = newList("reference_kind",
	"carpeta_investigacion", "nuc", "averiguacion_previa", "iph", "rnd", "otro",
)

// Priority is how soon the answer is needed; urgent calls for a justification.
var Priority = newList("priority", "routine", "urgent")

// CustodyHolder is who holds the firearm now. The army often holds what a
// prosecutor must trace, so it is asked apart from who files.
var CustodyHolder = newList("custody_holder",
	"own", "fgr", "fiscalia", "sedena", "semar", "guardia_nacional", "policia", "other", "unknown",
)

// Precision is how much of a date is known.
var Precision = newList("precision", "day", "month", "year", "unknown")
