package desk

import (
	"context"

	"rastreo/internal/account"
	"rastreo/internal/firearm"
	"rastreo/internal/mx"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// Known finds whoever was asked in the directory, by license or else by name.
// Whoever is not in it, or is not the only one of the name, is left out.
func (d *Desk) Known(ctx context.Context, who account.Actor, contacts []trace.Contact) (known map[string]trace.Licensee, err error) {
	if len(contacts) == 0 || !account.Can(who, account.ReadLicensees, nil) {
		return nil, nil
	}
	err = d.store.Read(ctx, who, func(tx *store.Tx) error {
		known, err = knownOf(ctx, tx, contacts)
		return err
	})
	return known, err
}

// knownOf is Known by the id of the contact.
func knownOf(ctx context.Context, tx *store.Tx, contacts []trace.Contact) (map[string]trace.Licensee, error) {
	var licenses []firearm.FFL
	var names []string
	for _, c := range contacts {
		licenses, names = append(licenses, firearm.FFL(c.FFL)), append(names, c.Name)
	}
	list, err := tx.LicenseesOf(ctx, licenses, names)
	if err != nil {
		return nil, err
	}
	known := map[string]trace.Licensee{}
	for _, c := range contacts {
		if l, ok := match(c, list); ok {
			known[c.ID] = l
		}
	}
	return known, nil
}

// match picks whoever has the license, or else the only one of the name.
func match(c trace.Contact, list []trace.Licensee) (found trace.Licensee, ok bool) {
	n := 0
	for _, l := range list {
		switch {
		case c.FFL != "" && firearm.FFL(c.FFL).Key() == firearm.FFL(l.FFL).Key():
			return l, true
		case mx.Fold(c.Name) == mx.Fold(l.Called()) && (c.FFL == "" || l.FFL == ""):
			found, n = l, n+1
		}
	}
	return found, n == 1
}

// fillIn takes over what the directory knows of somebody who was typed by name
// alone.
func fillIn(ctx context.Context, tx *store.Tx, c *trace.Contact) error {
	if c.FFL != "" {
		return nil
	}
	known, err := knownOf(ctx, tx, []trace.Contact{*c})
	if l, ok := known[c.ID]; ok {
		c.FFL = l.FFL
		if c.Channel == "" {
			c.Channel = l.Channel
		}
	}
	return err
}
