package login_test

import (
	"slices"
	"strings"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/login"
)

// A password is refused for what little it carries, and told why; nothing is
// asked of how it is composed.
func TestCheckPassword(t *testing.T) {
	who := account.Account{Username: "tam.fuentes", Name: "Ana María Núñez de la O"}
	for _, c := range []struct {
		password string
		codes    string
	}{
		{"caballo grapa batería correcta", ""},
		{"correct horse battery staple", ""},
		{"mi perro ladra de noche", ""},
		{"k7Qz!vR2 mX9#pLw", ""},
		{"ñandú volcán pingüino azul", ""},
		{"日本語のパスワードは長い方が良いですよね", ""},
		{strings.Repeat("ab1!cd2?ef3#gh4$", 8), ""},
		{"", "required"},
		{"corta", "password_short password_common"},
		{"contraseña12345", "password_common password_run"},
		{"P4ssw0rd!P4ssw0rd!", "password_common password_repeat"},
		{"qwertyuiopasdfgh", "password_run"},
		{"aaaaaaaaaaaaaaaa", "password_repeat"},
		{"12345678901234567890", "password_run"},
		{"TamFuentes.FGJ-TAM.2026", "password_own"},
		{"Núñez María Ana 1", "password_own"},
		{"rastreo rastreo rastreo", "password_own"},
		{"michael jordan!!", "password_common password_repeat"},
		{"abcabcabcabcabcabc", "password_repeat"},
		{strings.Repeat("k7Qz!vR2 ", 15), "max"},
	} {
		var codes []string
		for _, p := range new(login.Login).CheckPassword(who, "FGJ-TAM", c.password) {
			codes = append(codes, p.Code)
		}
		if got := strings.Join(codes, " "); got != c.codes {
			t.Errorf("%q: %q, want %q", c.password, got, c.codes)
		}
		if slices.Contains(codes, c.password) && c.password != "" {
			t.Errorf("%q is said aloud", c.password)
		}
	}
}
