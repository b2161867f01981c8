package catalog

// ContactKind is a link of the chain from maker to first purchaser.
var ContactKind = newList("contact_kind", "manufacturer", "importer", "wholesaler", "dealer", "other")

// ContactChannel is how a link of the chain was asked. The value a2k is Access
// 2000, the search that the tracing center makes in a licensee's own records.
var ContactChannel = newList("contact_channel", "phone", "email", "fax", "portal", "a2k", "letter", "visit", "other")

// FFLRegion is the first digit of a federal firearms license: where it was
// issued. There are no regions 2 and 7.
var FFLRegion = newList("ffl_region", "1", "3", "4", "5", "6", "8", "9")

// FFLType is what a federal firearms license is for, two digits of its number.
var FFLType = newList("ffl_type", "01", "02", "03", "06", "07", "08", "09", "10", "11")

// Outcome is how a trace ended.
var Outcome = newList("outcome",
	"purchaser_identified", "dealer_identified",
	"dealer_records_unavailable", "maker_records_unavailable", "before_records", "nfa_referred",
	"government_sale", "exported", "never_imported", "stolen_in_commerce", "privately_made", "serial_obliterated",
	"serial_invalid", "origin_undetermined", "insufficient_information", "duplicate", "not_a_firearm", "withdrawn",
)

// OutcomeFamily says where the reason of an outcome lies.
//
// "traced" holds the two successes, purchaser or dealer identified. "record"
// is for what nobody kept, or keeps elsewhere: records missing, a licensee
// closed, a gun older than the duty to keep records, an NFA arm. "origin" is
// for the past of the gun itself: sold to a government, exported, never in the
// United States, stolen on the way, made at home, its number destroyed.
// "requester" is only for what a better request might have changed.
var OutcomeFamily = newList("outcome_family", "traced", "record", "origin", "requester")

var outcomeFamily = map[string]string{
	"purchaser_identified":       "traced",
	"dealer_identified":          "traced",
	"dealer_records_unavailable": "record",
	"maker_records_unavailable":  "record",
	"before_records":             "record",
	"nfa_referred":               "record",
	"government_sale":            "origin",
	"exported":                   "origin",
	"never_imported":             "origin",
	"stolen_in_commerce":         "origin",
	"privately_made":             "origin",
	"serial_obliterated":         "origin",
	"serial_invalid":             "requester",
	"origin_undetermined":        "requester",
	"insufficient_information":   "requester",
	"duplicate":                  "requester",
	"not_a_firearm":              "requester",
	"withdrawn":                  "requester",
}

// Family gives the OutcomeFamily of an Outcome; empty for a code outside the
// list.
func Family(outcome string) string { return outcomeFamily[outcome] }
