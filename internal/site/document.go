package site

import (
	"net/url"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

func (s *Site) askDocuments(v *gate.Visit) error {
	data, d, err := s.contactPage(v, false)
	if err != nil {
		return err
	}
	if d.Private { // to say first what the documents are shown for
		return s.see(v, "/requests/"+d.Request.Folio)
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/documents", p, err)
}

// addDocuments keeps the files that were sent. Where one is refused none is
// kept, and all have to be chosen again: a browser does not say which they were.
func (s *Site) addDocuments(v *gate.Visit) error {
	data, d, err := s.contactPage(v, false)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/documents", data)
	}
	if _, err := s.Desk.AddDocuments(v.Request.Context(), v.Actor, hold(v), v.Param("id"), v.Files); err != nil {
		return s.worked(v, "request/documents", data, err)
	}
	return s.done(v, "document_added", "/requests/"+d.Request.Folio+"#contacts")
}

// document sends a file to be kept on the reader's machine. No browser opens it
// here. Whoever has not said what for is led to where that is asked.
func (s *Site) document(v *gate.Visit) error {
	folio := v.Param("folio")
	d, content, err := s.Desk.Document(v.Request.Context(), v.Actor, folio, v.Param("id"))
	if fault.Is(err, fault.Invalid) {
		return s.see(v, "/requests/"+folio)
	}
	if err != nil {
		return err
	}
	v.Attach(d, content)
	return nil
}

// documentPage is what the form shows that strikes a document.
type documentPage struct {
	Line     Line
	Document trace.Document
}

func (s *Site) documentPage(v *gate.Visit) (data documentPage, d trace.Dossier, err error) {
	if d, err = s.tracing(v, trace.Chase); err != nil {
		return data, d, err
	}
	data.Line = line(v.Say, d.Request)
	for _, c := range d.Contacts {
		for _, x := range c.Documents {
			if x.ID == v.Param("id") && x.Counts() {
				data.Document = x
				return data, d, nil
			}
		}
	}
	if d.Private {
		return data, d, nil
	}
	return data, d, fault.New(fault.NotFound, "fault.not_found", nil)
}

func (s *Site) askStrikeDocument(v *gate.Visit) error {
	data, d, err := s.documentPage(v)
	if err != nil {
		return err
	}
	if d.Private {
		return s.see(v, "/requests/"+d.Request.Folio)
	}
	p, err := s.form(v, url.Values{}, data)
	return s.show(v, "request/document", p, err)
}

func (s *Site) strikeDocument(v *gate.Visit) error {
	data, d, err := s.documentPage(v)
	if err != nil {
		return s.lost(v, err)
	}
	if v.Switching() {
		return s.again(v, "request/document", data)
	}
	if _, err := s.Desk.StrikeDocument(v.Request.Context(), v.Actor, hold(v), v.Param("id"), typed(v).Get("struck")); err != nil {
		return s.worked(v, "request/document", data, err)
	}
	return s.done(v, "document_struck", "/requests/"+d.Request.Folio+"#contacts")
}
