package catalog

// Access is who of an agency may know of a seizure: whoever the agency's rules
// let, or only those it names.
var Access = newList("access", "agency", "restricted")

// Purpose is what personal data of a seizure may be opened or shared for.
var Purpose = newList("purpose",
	"trace_chain", "identify_purchaser", "verify_identity", "related_case", "coordinate", "supervise", "court", "audit_request")

// GrantField is what of a seizure another agency can be shown. The firearm's
// identification always is.
var GrantField = newList("grant_field", "firearm", "case", "place", "people", "narrative", "custody", "questions", "result")
