package firearm

// Codes lists every advice that can be given, in the order in which advice of
// one severity about one field is shown. The words are in the locales.
var Codes = []string{
	// what it is
	"type_missing", "not_a_firearm", "replica", "privately_made", "type_as_made", "nfa_type", "type_of_model",
	"altered_caliber", "altered_rebuilt",
	// who made it
	"manufacturer_missing", "maker_is_importer", "maker_is_only_importer", "maker_is_model", "maker_is_type", "maker_is_caliber", "maker_is_country",
	"maker_and_model", "army_maker", "mexican_maker", "close_manufacturer", "not_listed_manufacturer",
	// who imported it
	"importer_missing", "importer_likely", "importer_none", "importer_illegible", "importer_from_maker", "importer_in_marks",
	"importer_is_maker", "importer_of_domestic", "close_importer", "not_listed_importer",
	// model
	"model_missing", "model_none", "model_is_serial", "model_is_caliber", "model_is_maker", "model_is_type",
	"model_of_other_maker", "close_model", "not_listed_model",
	// caliber
	"caliber_missing", "caliber_is_model", "caliber_of_model", "caliber_pair", "caliber_ambiguous", "caliber_mark",
	"not_listed_caliber",
	// country and year
	"country_missing", "maker_country", "country_mark", "made_before_1969", "model_before_1969", "year_of_model",
	// serial number
	"serial_missing", "serial_words", "serial_is_patent", "serial_is_model", "serial_is_caliber", "serial_is_maker", "serial_is_part",
	"serial_is_proof", "serial_is_date", "serial_label", "serial_short", "serial_repeated", "serial_sequence",
	"serial_partial", "serial_doubtful", "serial_glock_us", "serial_letter_o", "serial_look_alike", "serial_pattern",
	"repeated", "duplicate",
	"serial_location", "serial_missing_count", "serial_not_tried", "serial_pending", "serial_not_recovered",
	// other marks
	"us_government_mark", "mexican_government_mark", "restricted_mark", "export_mark", "military_mark",
	// when and where it was recovered
	"date_missing", "date_future", "date_old", "date_before_made", "entidad_missing",
}

// codePlace is where each code stands in Codes.
var codePlace = func() map[string]int {
	m := make(map[string]int, len(Codes))
	for i, code := range Codes {
		m[code] = i
	}
	return m
}()

// silences lists, for an advice, those that would only say the same thing
// worse: with the maker put right, the model fits.
var silences = map[string][]string{
	"maker_is_importer":       {"model_of_other_maker", "not_listed_model", "maker_country", "importer_missing", "importer_likely", "importer_none", "importer_of_domestic", "type_of_model", "serial_pattern", "serial_is_maker"},
	"maker_is_only_importer":  {"model_of_other_maker", "not_listed_model", "maker_country", "importer_missing", "importer_likely", "importer_none", "importer_of_domestic", "serial_pattern"},
	"maker_is_model":          {"not_listed_manufacturer", "close_manufacturer", "model_missing", "model_none"},
	"maker_is_type":           {"not_listed_manufacturer", "close_manufacturer"},
	"maker_is_caliber":        {"not_listed_manufacturer", "close_manufacturer"},
	"maker_is_country":        {"not_listed_manufacturer", "close_manufacturer"},
	"maker_and_model":         {"not_listed_manufacturer", "close_manufacturer", "model_missing", "model_none"},
	"army_maker":              {"mexican_maker", "importer_missing", "importer_none", "importer_likely", "not_listed_model"},
	"mexican_maker":           {"importer_missing", "importer_none", "importer_likely"},
	"privately_made":          {"not_listed_manufacturer", "not_listed_model", "manufacturer_missing", "model_missing", "model_none", "serial_missing", "country_missing", "importer_missing", "importer_none", "importer_likely", "maker_is_type", "model_is_type", "model_is_maker", "serial_words", "mexican_maker"},
	"manufacturer_missing":    {"importer_missing", "importer_likely", "importer_none", "importer_illegible"},
	"not_a_firearm":           {"not_listed_manufacturer", "not_listed_model", "not_listed_caliber", "manufacturer_missing", "model_missing", "model_none", "serial_missing", "serial_words", "caliber_missing", "country_missing", "importer_missing", "importer_none", "importer_likely", "importer_illegible", "type_of_model", "caliber_of_model", "caliber_is_model", "caliber_ambiguous", "caliber_pair", "model_is_type", "replica", "maker_is_country", "maker_is_type"},
	"replica":                 {"not_listed_manufacturer", "not_listed_model", "model_missing", "model_none", "importer_missing", "importer_none", "importer_likely", "type_of_model", "maker_is_type", "model_is_type", "not_listed_caliber", "model_of_other_maker", "maker_country", "caliber_of_model", "caliber_pair", "close_model"},
	"type_as_made":            {"type_of_model", "nfa_type"},
	"importer_in_marks":       {"importer_missing", "importer_likely", "importer_none", "importer_illegible"},
	"importer_from_maker":     {"importer_missing", "importer_likely", "importer_none", "importer_illegible", "importer_in_marks"},
	"model_is_caliber":        {"not_listed_model", "close_model", "model_of_other_maker"},
	"model_is_maker":          {"not_listed_model", "close_model", "model_of_other_maker"},
	"model_is_type":           {"not_listed_model", "close_model"},
	"model_is_serial":         {"not_listed_model", "close_model", "model_of_other_maker", "serial_is_model"},
	"serial_is_model":         {"serial_pattern", "serial_short", "serial_glock_us", "serial_letter_o", "serial_look_alike"},
	"caliber_is_model":        {"not_listed_caliber"},
	"country_missing":         {},
	"maker_country":           {"importer_of_domestic", "country_mark"},
	"serial_missing":          {"serial_location", "serial_partial", "serial_missing_count"},
	"serial_words":            {"serial_location", "serial_glock_us", "serial_pattern", "serial_short", "serial_partial", "serial_missing_count", "serial_repeated", "serial_look_alike", "serial_letter_o"},
	"serial_is_patent":        {"serial_glock_us", "serial_pattern", "serial_sequence", "serial_location"},
	"serial_is_caliber":       {"serial_is_model", "serial_glock_us", "serial_pattern", "serial_short", "serial_letter_o", "serial_look_alike"},
	"serial_is_maker":         {"serial_glock_us", "serial_pattern", "serial_letter_o", "serial_look_alike"},
	"serial_is_part":          {"serial_glock_us", "serial_pattern", "serial_letter_o", "serial_look_alike"},
	"serial_is_proof":         {"serial_glock_us", "serial_pattern", "serial_short", "serial_letter_o", "serial_look_alike"},
	"serial_is_date":          {"serial_glock_us", "serial_pattern", "serial_letter_o", "serial_look_alike"},
	"serial_label":            {"serial_glock_us", "serial_pattern", "serial_letter_o", "serial_look_alike"},
	"serial_short":            {"serial_pattern", "serial_glock_us"},
	"serial_repeated":         {"serial_pattern", "serial_glock_us"},
	"serial_sequence":         {"serial_pattern", "serial_glock_us"},
	"serial_partial":          {"serial_pattern", "serial_glock_us", "serial_short", "serial_doubtful"},
	"serial_not_tried":        {"serial_missing", "serial_words", "serial_location", "serial_pattern", "serial_glock_us", "serial_short"},
	"serial_pending":          {"serial_missing", "serial_words", "serial_location", "serial_pattern", "serial_glock_us", "serial_short"},
	"serial_not_recovered":    {"serial_missing", "serial_words", "serial_location", "serial_pattern", "serial_glock_us", "serial_short"},
	"serial_glock_us":         {"serial_pattern"},
	"serial_letter_o":         {"serial_pattern", "serial_look_alike"},
	"serial_look_alike":       {"serial_pattern"},
	"made_before_1969":        {"model_before_1969"},
	"us_government_mark":      {"military_mark"},
	"mexican_government_mark": {"military_mark", "export_mark"},
	"restricted_mark":         {"military_mark"},
	"export_mark":             {"military_mark"},
	"date_missing":            {"date_before_made"},
	"date_future":             {"date_old"},
}
