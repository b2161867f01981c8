package desk_test

import (
	"testing"
	"time"

	"rastreo/internal/account"
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

// Documents are read by whoever has the request and has said what for, each time
// on record, and by nobody else; what was sent twice is noticed.
func TestDocuments(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		_, err := h.Claim(ctx, h.tracer, folio)
		want(t, err, "")
		c, err := h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "dealer", Name: "Lone Star"}, trace.Moment{})
		want(t, err, "")
		files := []trace.Upload{{Name: "a.txt", Content: []byte("a")}, {Name: "b.pdf", Content: []byte("%PDF-1")}}
		_, err = h.AddDocuments(ctx, h.second, h.held(folio), c.ID, files)
		want(t, err, fault.Conflict)
		_, err = h.AddDocuments(ctx, h.tracer, h.held(folio), "none", files)
		want(t, err, fault.NotFound)
		docs, err := h.AddDocuments(ctx, h.tracer, h.held(folio), c.ID, files)
		want(t, err, "")
		_, err = h.AddDocuments(ctx, h.tracer, h.held(folio), c.ID, files[1:])
		want(t, err, fault.Invalid)
		_, _, err = h.Document(ctx, h.tracer, folio, docs[1].ID)
		want(t, err, fault.Invalid)
		_, _, err = h.Document(ctx, h.second, folio, docs[1].ID)
		want(t, err, fault.Forbidden)
		_, _, err = h.Document(ctx, account.Actor{ID: h.filer.ID, Role: account.Submitter}, folio, docs[1].ID)
		want(t, err, fault.Forbidden)
		d, err := h.Request(ctx, h.tracer, folio)
		want(t, err, "")
		if d.Contacts[0].Documents != nil {
			t.Error("their names are shown before it is said what for")
		}
		h.open(t, h.tracer, folio)
		doc, content, err := h.Document(ctx, h.tracer, folio, docs[1].ID)
		want(t, err, "")
		if doc.Name != "b.pdf" || string(content) != "%PDF-1" {
			t.Errorf("%+v holds %q", doc, content)
		}
		_, _, err = h.Document(ctx, h.tracer, folio, "none")
		want(t, err, fault.NotFound)
		_, err = h.StrikeDocument(ctx, h.tracer, h.held(folio), docs[0].ID, "")
		want(t, err, fault.Invalid)
		doc, err = h.StrikeDocument(ctx, h.tracer, h.held(folio), docs[0].ID, "Another firearm.")
		want(t, err, "")
		_, err = h.AddDocuments(ctx, h.tracer, h.held(folio), c.ID, files[:1])
		want(t, err, "")
		if _, content, err := h.Document(ctx, h.tracer, folio, doc.ID); err != nil || string(content) != "a" {
			t.Errorf("struck: %q, %v", content, err)
		}
	})
}
