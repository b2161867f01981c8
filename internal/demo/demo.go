// Package demo fills an empty world with invented records, so that the house
// can be looked at before anybody has used it.
//
// Nothing is written past the rooms: every filing, claim, question and result
// goes through the act that a person would have done, under a clock that
// moves through the weeks before now. So each record is one the house could
// have made. The same moment gives the same records.
//
// No person in the fixtures exists. Serial numbers follow the makers' formats
// but use ranges that no maker has used, and license numbers name a county
// that does not exist.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/secret"
)

// Config says what to fill a world with.
type Config struct {
	Now         time.Time      // the moment at which the records end
	Requests    int            // how many firearms
	Seed        string         // another seed gives other records
	KeyPrefix   string         // of this world's API keys
	Secret      *secret.Secret // of this world
	FolioPrefix string         // of this world's folios
	Lease       time.Duration  // of a claim; longer than a tracer is idle in the records
	Roles       []account.Role // that people have in this world
}

// Password is that of every account of a demonstration.
const Password = "rastreo-demo-2026"

// SignIn is one account of a demonstration.
type SignIn struct {
	Username, Name, Agency, Lang, Zone string
	Role                               account.Role
	Key                                string // API key, "" for none
}

// SignIns lists the accounts that Seed adds in a world of these roles, with the
// keys it issues.
func SignIns(keyPrefix string, roles []account.Role) []SignIn {
	var list []SignIn
	for _, a := range living(roles) {
		s := SignIn{a.Username, a.Name, a.Agency, a.Lang, a.Zone, a.Role, ""}
		if a.Key {
			draw := keyDraw(a.Username)
			s.Key = keyPrefix + strings.ToLower(base32.StdEncoding.EncodeToString(draw[:]))
		}
		list = append(list, s)
	}
	return list
}

// living are the people of a world of these roles.
func living(roles []account.Role) (list []person) {
	for _, p := range fixtures().accounts {
		if slices.Contains(roles, p.Role) {
			list = append(list, p)
		}
	}
	return list
}

// keyDraw is what the randomness yields when an account's key is issued: it
// depends on nothing else, so that the key can be printed at every start.
func keyDraw(username string) (draw [20]byte) {
	sum := sha256.Sum256([]byte("rastreo demo key " + username))
	copy(draw[:], sum[:])
	return draw
}

// Seed fills the migrated, empty database of a world.
func Seed(ctx context.Context, d *db.DB, c Config) error {
	t, err := newTown(d, c)
	if err != nil {
		return err
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	t.file()
	return t.run(ctx)
}
