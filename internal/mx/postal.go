package mx

import "rastreo/internal/catalog"

// IsPostalCode says whether s is a Mexican postal code: five digits, kept as
// text since many begin with zero.
func IsPostalCode(s string) bool { return len(s) == 5 && digits(s) }

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// PostalAdvice says what is odd about a postal code in an entidad (INEGI key):
// "postal_code" when it is not five digits, "postal_entidad" when its first two
// digits belong elsewhere or to nobody. Empty is the code for nothing odd; an
// empty postal code or an entidad that is not known is nothing odd.
func PostalAdvice(cp, entidad string) string {
	if cp == "" {
		return ""
	}
	if !IsPostalCode(cp) {
		return "postal_code"
	}
	owner, ok := catalog.EntidadOfPostal(cp)
	if catalog.EntidadNames.Has(entidad) && (!ok || owner.Clave != entidad) {
		return "postal_entidad"
	}
	return ""
}
