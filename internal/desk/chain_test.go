package desk_test

import (
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// What the directory knows of somebody who is asked need not be typed again.
func TestChain(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		seller := trace.Licensee{Name: "Lone Star Guns LLC", TradeName: "Lone Star Guns", FFL: "574479017f00123", Kinds: []string{"dealer", "dealer"}, Channel: "fax"}
		l, err := h.AddLicensee(ctx, h.tracer, seller)
		want(t, err, "")
		if l.FFL != "5-74-479-01-7F-00123" || len(l.Kinds) != 1 {
			t.Errorf("added %+v", l)
		}
		_, err = h.AddLicensee(ctx, h.boss, trace.Licensee{Name: "Another", FFL: "5-74-479-01-9A-00123", Kinds: []string{"dealer"}})
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Problems[0].Code != "taken" || f.Problems[0].Args["name"] != "Lone Star Guns" {
			t.Errorf("the same license again: %v", err)
		}
		_, err = h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		for name, ffl := range map[string]string{"lone star  GUNS": l.FFL, "Lone Star Gunz": ""} {
			c, err := h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "dealer", Name: name}, trace.Moment{})
			want(t, err, "")
			if c.FFL != ffl || (c.Channel == "fax") != (ffl != "") || c.Name == l.TradeName {
				t.Errorf("asked %+v", c)
			}
			known, err := h.Known(ctx, h.tracer, []trace.Contact{c})
			want(t, err, "")
			if (known[c.ID].ID == l.ID) != (ffl != "") {
				t.Errorf("known of %s: %v", name, known)
			}
		}
		c, err := h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "importer", Name: "Century"}, trace.Moment{})
		want(t, err, "")
		if late := c.DueAt.Sub(c.AskedAt); late < 24*time.Hour {
			t.Errorf("an importer has %v", late)
		}
		l.Note = "Ask Ann."
		_, err = h.ChangeLicensee(ctx, h.second, l)
		want(t, err, "")
		_, err = h.ChangeLicensee(ctx, h.tracer, l)
		want(t, err, fault.Stale)
	})
}
