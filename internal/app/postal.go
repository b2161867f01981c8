package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"rastreo/internal/mx"
)

// Postal is what came of loading a list of settlements.
type Postal struct {
	Before, Now int                // settlements in the list
	Bad         []*mx.SepomexError // lines that were left out
}

// LoadPostal reads the postal service's list (see mx.ReadSepomex) into the
// first world that is served, in the place of the one there is. Lines that
// cannot be read are left out; a list without a single one that can, or that
// breaks off, changes nothing.
func (a *App) LoadPostal(ctx context.Context, file io.Reader) (p Postal, err error) {
	sum := sha256.New()
	var list []mx.Colonia
	for c, err := range mx.ReadSepomex(io.TeeReader(file, sum)) {
		bad, is := errors.AsType[*mx.SepomexError](err)
		switch {
		case err == nil:
			list = append(list, c)
		case !is || bad.Code == "header" || bad.Code == "read":
			return p, fmt.Errorf("app: %w", err)
		default:
			p.Bad = append(p.Bad, bad)
		}
	}
	if len(list) == 0 {
		return p, errors.New("app: no settlement in the list")
	}
	p.Before, p.Now, err = a.worlds[0].intake.LoadPostal(ctx, list, "sepomex-"+hex.EncodeToString(sum.Sum(nil)[:6]))
	return p, err
}
