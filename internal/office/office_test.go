package office_test

import (
	"context"
	"slices"
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/office"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

func TestAddAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		o := office.New(x.Store, office.Config{Hash: func(_ context.Context, p string) (string, error) { return "hash of " + p, nil }})
		state, err := o.AddAgency(t.Context(), account.Agency{Code: " fge-mich ", Name: "Fiscalía General del Estado de Michoacán", Kind: account.State, Entidad: "16"})
		if err != nil || state.Code != "FGE-MICH" {
			t.Fatal(state, err)
		}
		same, err := o.AddAgency(t.Context(), account.Agency{Code: "FGE-MICH", Name: "Otra", Kind: account.State})
		if err != nil || same.ID != state.ID {
			t.Errorf("added twice: %+v, %v", same, err)
		}
		good := account.Account{AgencyID: state.ID, Username: "perito.1", Name: "Ñuño de la O", Role: account.Submitter, Lang: "es", Zone: "America/Mexico_City"}
		for _, c := range []struct {
			name     string
			change   func(a *account.Account)
			password string
			want     []string
		}{
			{
				"everything wrong", func(a *account.Account) { *a = account.Account{AgencyID: state.ID} }, "short",
				[]string{"/person_name", "/username", "/role", "/language", "/zone"},
			},
			{"staff of an agency that asks", func(a *account.Account) { a.Role = account.Tracer }, "quince caracteres", []string{"/role"}},
			{"whole", func(*account.Account) {}, "quince caracteres", nil},
		} {
			a := good
			c.change(&a)
			_, err := o.AddAccount(t.Context(), a, c.password)
			var got []string
			if err != nil {
				for _, p := range fault.Of(err).Problems {
					got = append(got, p.Pointer)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v (%v)", c.name, got, err)
			}
		}
		if _, err := o.AddAccount(t.Context(), good, "quince caracteres"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same name again: %v", err)
		}
	})
}

func TestSettings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		o := office.New(x.Store, office.Config{})
		a := x.Account(x.Agency("FGR", account.Federal), account.Submitter)
		who := account.Actor{ID: a.ID, Name: a.Name, Role: a.Role}
		if err := o.Settings(t.Context(), who, "en", "Mars/Olympus"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a zone on Mars: %v", err)
		}
		if err := o.Settings(t.Context(), who, "en", "America/Tijuana"); err != nil {
			t.Fatal(err)
		}
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Account(t.Context(), a.ID)
			if got.Lang != "en" || got.Zone != "America/Tijuana" || got.Name != a.Name {
				t.Errorf("kept %+v", got)
			}
			return err
		})
		// Whoever is signed in reads in their own language, whatever must come first.
		who.Half, who.Zone = true, "America/Tijuana"
		if err := o.Speak(t.Context(), who, "es"); err != nil {
			t.Fatal(err)
		}
		if err := o.Speak(t.Context(), account.Actor{}, "es"); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody speaks: %v", err)
		}
		x.Read(func(tx *store.Tx) error {
			got, err := tx.Account(t.Context(), a.ID)
			if got.Lang != "es" || got.Zone != "America/Tijuana" {
				t.Errorf("kept %+v", got)
			}
			return err
		})
	})
}
