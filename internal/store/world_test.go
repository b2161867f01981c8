package store_test

import (
	"testing"

	"rastreo/internal/account"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
)

// A store knows the other world's records by their folios.
func TestStrange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		other := store.New(x.DB, store.Config{Now: x.Clock.Now, FolioPrefix: "PRUEBA-"})
		strange := func(s *store.Store) (yes bool) {
			ok(t, s.Read(t.Context(), store.House, func(tx *store.Tx) (err error) {
				yes, err = tx.Strange(t.Context())
				return err
			}))
			return yes
		}
		same(t, "empty", strange(x.Store) || strange(other), false)
		x.File(x.Account(x.Agency("FGR", account.Federal), account.Submitter), 1)
		same(t, "its own", strange(x.Store), false)
		same(t, "the other's", strange(other), true)
	})
}
