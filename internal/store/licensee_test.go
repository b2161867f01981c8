package store_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// Whoever was asked and is past their time makes a claim overdue.
func TestOverdue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		d := newDesk(t, x)
		c := trace.Contact{RequestID: d.r.ID, Kind: "dealer", Name: "Lone Star Guns", AskedBy: d.tracer.ID}
		x.Write(func(tx *store.Tx) error {
			_, err := tx.ClaimRequest(ctx, d.r.Folio, d.tracer.ID, tx.Now().Add(time.Hour))
			ok(t, err)
			c.DueAt = tx.Now().Add(time.Hour)
			return tx.AddContact(ctx, &c)
		})
		overdue := func() (n int) {
			x.Read(func(tx *store.Tx) error {
				ids, err := tx.Overdue(ctx, []string{d.r.ID, "another"})
				ok(t, err)
				list, _, err := tx.Queue(ctx, store.QueueFilter{ClaimedBy: d.tracer.ID, Overdue: true})
				same(t, "listed", len(list), len(ids))
				n = len(ids)
				return err
			})
			return n
		}
		same(t, "in time", overdue(), 0)
		x.Clock.Advance(2 * time.Hour)
		same(t, "past it", overdue(), 1)
		c.Said = "Sold in 2003."
		x.Write(func(tx *store.Tx) error { return tx.AnswerContact(ctx, c) })
		same(t, "answered", overdue(), 0)
	})
}

func TestLicensees(t *testing.T) {
	storetest.Each(t, func(t *testing.T, x *storetest.Fixture) {
		ctx := t.Context()
		by := x.Account(x.Agency("NTC", account.Center), account.Tracer).ID
		add := func(l trace.Licensee) trace.Licensee {
			x.Write(func(tx *store.Tx) error { return tx.AddLicensee(ctx, &l, by) })
			return l
		}
		lone := add(trace.Licensee{Name: "Lone Star Guns LLC", FFL: "5-74-479-01-7F-00123", Kinds: []string{"dealer"}, City: "Laredo", State: "TX", Phone: "956 555 0100", Note: "Ask Ann"})
		pena := add(trace.Licensee{Name: "Peña & Sons", TradeName: "Armería Peña", Kinds: []string{"wholesaler", "dealer"}, City: "El Paso", State: "TX", Closed: "2019"})
		desk := add(trace.Licensee{Name: "Colt's", Kinds: []string{"manufacturer"}, State: "CT"})
		find := func(typed, state, after string, limit int) (names []string, next string) {
			x.Read(func(tx *store.Tx) error {
				list, more, err := tx.Licensees(ctx, store.LicenseeFilter{Terms: store.LicenseeTerms(typed), State: state, After: after, Limit: limit})
				for _, l := range list {
					names = append(names, l.Name)
				}
				next = more
				return err
			})
			return names, next
		}
		for _, c := range []struct {
			typed, state string
			want         []string
		}{
			{"", "", []string{pena.Name, desk.Name, lone.Name}},
			{"", "TX", []string{pena.Name, lone.Name}},
			{"pena", "", []string{pena.Name}},
			{"lar lone", "", []string{lone.Name}},
			{"lone paso", "", nil},
			{"5-74-00123", "", []string{lone.Name}},
			{"5 74 479 01", "", []string{lone.Name}},
			{"5-74-479-01-7f-00123", "", []string{lone.Name}},
			{"57", "", []string{lone.Name}},
		} {
			got, _ := find(c.typed, c.state, "", 0)
			same(t, c.typed+c.state, got, c.want)
		}
		first, next := find("", "", "", 2)
		rest, last := find("", "", next, 2)
		same(t, "pages", append(first, rest...), []string{pena.Name, desk.Name, lone.Name})
		same(t, "the end", last, "")

		again := lone
		again.ID, again.FFL = "", "5-74-479-01-9A-00123"
		refused(t, "conflict", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.AddLicensee(ctx, &again, by) }), fault.Conflict, "licensee.ffl_taken")
		x.Read(func(tx *store.Tx) error {
			l, err := tx.Licensed(ctx, firearm.FFL(again.FFL))
			same(t, "has the license", l, lone)
			_, none := tx.Licensed(ctx, "")
			refused(t, "notfound", none, fault.NotFound, "fault.not_found")
			return err
		})

		x.Read(func(tx *store.Tx) error {
			list, err := tx.LicenseesOf(ctx, []firearm.FFL{firearm.FFL(again.FFL), ""}, []string{"armeria  PENA", "nobody"})
			same(t, "of contacts", list, []trace.Licensee{pena, lone})
			return err
		})

		x.Clock.Advance(time.Hour)
		moved := lone
		moved.City, moved.FFL = "Zapata", "5-74-479-01-9A-00123"
		x.Write(func(tx *store.Tx) error { return tx.ChangeLicensee(ctx, &moved, by) })
		same(t, "version", moved.Version, 2)
		refused(t, "stale", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.ChangeLicensee(ctx, &lone, by) }), fault.Stale, "fault.stale")
		taken := desk
		taken.FFL = lone.FFL
		refused(t, "conflict", x.Store.Write(ctx, storetest.Setup, func(tx *store.Tx) error { return tx.ChangeLicensee(ctx, &taken, by) }), fault.Conflict, "licensee.ffl_taken")
		x.Read(func(tx *store.Tx) error {
			l, err := tx.Licensee(ctx, lone.ID)
			same(t, "as changed", l, moved)
			return err
		})
		gone, _ := find("laredo", "", "", 0)
		same(t, "no more in the city before", len(gone), 0)
		here, _ := find("zapata", "", "", 0)
		same(t, "in the new city", here, []string{lone.Name})
	})
}
