package desk_test

import (
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// The worksheet of a chain: whoever is late is reminded, what was mistyped is
// put right, what was noted by mistake is struck; all of it under the claim, and
// none of it by anybody else.
func TestWorksheet(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		c, err := h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "dealer", Name: "Lone Star Gnus", Channel: "fax", Note: "kanari"}, trace.Moment{})
		want(t, err, "")
		h.Clock.Advance(25 * time.Hour)
		_, err = h.Remind(ctx, h.second, h.held(folio), c.ID, trace.Reminder{}, trace.Moment{})
		want(t, err, fault.Conflict)
		_, err = h.Remind(ctx, h.tracer, h.held(folio), "none", trace.Reminder{}, trace.Moment{})
		want(t, err, fault.NotFound)
		_, err = h.Remind(ctx, h.tracer, h.held(folio), c.ID, trace.Reminder{Channel: "pigeon"}, trace.Moment{})
		want(t, err, fault.Invalid)
		for range 2 {
			c, err = h.Remind(ctx, h.tracer, h.held(folio), c.ID, trace.Reminder{Note: "kanari"}, trace.Moment{})
			want(t, err, "")
		}
		if len(c.Reminders) != 2 || c.Reminders[1].Channel != "fax" || c.Reminders[1].Ordinal != 2 {
			t.Errorf("reminded %+v", c)
		}
		typed := c
		typed.Name, typed.Said = "Lone Star Guns", "not yet"
		c, err = h.CorrectContact(ctx, h.tracer, h.held(folio), typed, trace.Moment{})
		want(t, err, "")
		if c.Name != "Lone Star Guns" || c.Said != "" || len(c.Earlier) != 1 || c.Earlier[0].Name != "Lone Star Gnus" {
			t.Errorf("corrected %+v", c)
		}
		_, err = h.StrikeContact(ctx, h.tracer, h.held(folio), c.ID, " ")
		want(t, err, fault.Invalid)
		c, err = h.StrikeContact(ctx, h.tracer, h.held(folio), c.ID, "kanari")
		want(t, err, "")
		_, err = h.Remind(ctx, h.tracer, h.held(folio), c.ID, trace.Reminder{}, trace.Moment{})
		want(t, err, fault.Conflict)
		_, err = h.ContactAnswered(ctx, h.tracer, h.held(folio), c.ID, "Sold.", trace.Moment{})
		want(t, err, fault.Conflict)
		d, err := h.Request(ctx, h.tracer, folio)
		want(t, err, "")
		got := d.Contacts[0]
		if got.Counts() || got.Struck+got.Note+got.Reminders[0].Note != "" || got.Earlier != nil {
			t.Errorf("what for was not said: %+v", got)
		}
		codes := ""
		for _, e := range d.Events {
			codes += string(e.Code) + " "
		}
		if codes != "filed claimed contacted contact_reminded contact_reminded contact_corrected contact_struck " {
			t.Error(codes)
		}
	})
}
