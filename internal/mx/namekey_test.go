package mx

import "testing"

func TestNameKey(t *testing.T) {
	whole := func(s string) Parts { return Parts{Full: s} }
	for _, c := range []struct {
		a, b Parts
		same bool
	}{
		{whole("María Núñez López"), Parts{Given: "MARIA", Surname1: "Nuñez", Surname2: "lópez"}, true},
		{whole("Ma. Núñez López"), Parts{Given: "María", Surname1: "Núñez", Surname2: "López"}, true},
		{whole("María Núñez López"), Parts{Given: "Ma.", Surname1: "Núñez", Surname2: "López"}, true},
		{whole("Hdez. Ríos Juan"), Parts{Given: "Juan", Surname1: "Hernández", Surname2: "Ríos"}, true},
		{whole("María del Carmen de la O Núñez"), Parts{Given: "María del Carmen", Surname1: "de la O", Surname2: "Núñez"}, true},
		{whole("Ana de la Cruz Soto"), Parts{Given: "Ana", Surname1: "Cruz", Surname2: "Soto"}, true},
		{whole("Ana Cruz Soto"), Parts{Full: "CRUZ SOTO, ANA"}, true},
		{whole("Ana Cruz Soto"), Parts{Style: "us", Given: "Ana", Surname1: "Cruz Soto"}, true},
		{whole("María Núñez López"), Parts{Given: "María Luisa", Surname1: "Núñez", Surname2: "López"}, false},
		{whole("Juan Jiménez Ríos"), Parts{Given: "Juan", Surname1: "Ximénez", Surname2: "Ríos"}, false},
		{whole("Juan Ríos Ríos"), Parts{Given: "Juan", Surname1: "Ríos", Surname2: "Soto"}, false},
	} {
		if a, b := NameKey(c.a), NameKey(c.b); a == "" || b == "" || (a == b) != c.same {
			t.Errorf("%+v is %q, %+v is %q", c.a, a, c.b, b)
		}
	}
	for _, p := range []Parts{
		{},
		whole("Raúl Ochoa"), whole("María de la O"),
		{Given: "Juan Carlos", Surname1: "Pérez"},
		{Given: "Juan", Surname1: "de la Cruz"},
		{Surname1: "Núñez", Surname2: "López"},
		{Style: "us", Given: "John", Middle: "Robert", Surname1: "Smith", Suffix: "Jr."},
		whole("El Ñoño"),
	} {
		if key := NameKey(p); key != "" {
			t.Errorf("%+v is %q", p, key)
		}
	}
}
