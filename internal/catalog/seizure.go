package catalog

// ReferenceKind is the kind of a case reference: the prosecutor's file under
// the system in force and the one before it, the court's case, the police
// report, the register of arrests, the expert's report, the letter that asks.
var ReferenceKind = newList("reference_kind",
	"carpeta_investigacion", "nuc", "averiguacion_previa", "causa_penal", "iph", "rnd", "dictamen", "oficio", "otro",
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
