package mx

// Advice is every code that this package gives about something odd, so that a
// test can ask for the words of each: v.<code> in the locales.
var Advice = []string{
	"curp_length", "curp_shape", "curp_entidad", "curp_date", "curp_word", "curp_digit",
	"curp_surname1", "curp_surname2", "curp_given", "curp_birth", "curp_sex",
	"rfc_length", "rfc_shape", "rfc_date", "rfc_digit", "ine_shape",
	"postal_code", "postal_entidad",
	"coordinate_sign", "coordinate_swapped", "coordinate_outside", "coordinate_entidad",
}

// IdentifierAdvice says what is odd about the number of an identity document
// whose kind is a code of catalog.IdentifierKind. It knows the rfc and the ine;
// of any other kind there is nothing to say.
func IdentifierAdvice(kind, number string) string {
	switch kind {
	case "rfc":
		_, code := ParseRFC(number)
		return code
	case "ine":
		if !IsClaveElector(number) {
			return "ine_shape"
		}
	}
	return ""
}
