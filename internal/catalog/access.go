package catalog

// Access is who of an agency may know of a seizure: whoever the agency's rules
// let, or only those it names.
var Access = newList("access", "agency", "restricted")

// Purpose is what personal data of a seizure may be opened or shared for.
var Purpose = newList("purpose",
	"trace_chain", "identify_purchaser", "verify_identity", "related_case", "coordinate", "supervise", "court", "audit_request")

// BreakReason is why somebody must be let on the list of a restricted seizure
// though its list does not say so.
var BreakReason = newList("break_reason", "list_gone", "list_away", "court_order", "danger")

// GrantField is what of a seizure another agency can be shown. The firearm's
// identification always is.
var GrantField = newList("grant_field", "firearm", "case", "place", "people", "narrative", "custody", "questions", "result")
