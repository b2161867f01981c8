package demo

import (
	"context"
	"fmt"

	"rastreo/internal/trace"
)

// enroll has a supervisor fill the directory: makers' desks, wholesalers, and
// every dealer of the records.
func (t *town) enroll(ctx context.Context) error {
	who := t.actors["ntc.supervisor"]
	list := t.licensees
	for i := range t.names.Dealer {
		d := t.dealer(i)
		list = append(list, trace.Licensee{Name: d.Name, FFL: d.FFL, Kinds: []string{"dealer"}, City: d.City, State: d.State, Channel: "phone"})
	}
	for i, l := range list {
		l.Phone, l.Email = fmt.Sprintf("+1 202 555 %04d", 100+i), fmt.Sprintf("traces%02d@licensee.example", i+1)
		if _, err := t.home.desk.AddLicensee(ctx, who, l); err != nil {
			return fmt.Errorf("demo: %s: %w", l.Name, err)
		}
	}
	return nil
}

// expiries are the months in which the licenses of the dealers end.
var expiries = []string{"7A", "8C", "9F", "7K", "8M"}

// dealer is one of those who sell in the records. The license is invented:
// there is no county 000.
func (t *town) dealer(i int) trace.Dealer {
	who := t.names.Dealer[i]
	return trace.Dealer{
		Name: who.Name, City: who.City, State: who.State,
		FFL: fmt.Sprintf("%s-000-01-%s-%05d", who.District, expiries[i%len(expiries)], 100+i),
	}
}
