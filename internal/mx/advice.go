package mx

// Advice is every code that this package gives about something odd, so that a
// test can ask for the words of each: v.<code> in the locales.
var Advice = []string{
	"curp_length", "curp_shape", "curp_entidad", "curp_date", "curp_word", "curp_digit",
	"curp_surname1", "curp_surname2", "curp_given", "curp_birth", "curp_sex",
	"rfc_length", "rfc_shape", "rfc_date", "rfc_digit", "rfc_name", "rfc_birth",
	"ine_shape", "ine_date", "nss_length", "nss_digit", "passport_shape", "matricula_consular_shape", "cartilla_shape",
	"cedula_profesional_shape", "cuip_shape",
	"postal_code", "postal_entidad",
	"coordinate_sign", "coordinate_swapped", "coordinate_outside", "coordinate_entidad",
}

// IdentifierAdvice says what is odd about the number of an identity document
// whose kind is a code of catalog.IdentifierKind. Of a kind without a known
// form, such as a licence or a paper of the United States, there is nothing to
// say.
func IdentifierAdvice(kind, number string) string {
	switch kind {
	case "rfc":
		_, code := ParseRFC(number)
		return code
	case "ine":
		return electorAdvice(number)
	case "nss":
		return nssAdvice(number)
	}
	if shape, ok := documentShape[kind]; ok && !shape.MatchString(compact(number)) {
		return kind + "_shape"
	}
	return ""
}

// IdentifierConsistent compares the number of an identity document with the
// name and the date of birth typed beside it and says what does not fit. Of
// kinds other than the RFC there is nothing to compare.
func IdentifierConsistent(kind, number string, name Parts, birth string) []string {
	if kind != "rfc" {
		return nil
	}
	rfc, _ := ParseRFC(number)
	return rfc.Consistent(name, birth)
}
