package api

import (
	"encoding/base64"
	"net/http"

	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// documentBody is a file that came with an answer.
type documentBody struct {
	Name    string `json:"name"`
	Content string `json:"content"` // in base64
}

// file is a document as it is kept.
type file struct {
	Livemode bool `json:"livemode"`
	trace.Document
}

func documentOf(d trace.Document) trace.Document {
	d.At, d.StruckAt = d.At.UTC(), d.StruckAt.UTC()
	return d
}

// addDocument keeps a file that came with the answer of somebody of the chain.
func (a *API) addDocument(v *gate.Visit) error {
	b, err := bodyOf[documentBody](v, nil)
	if err != nil {
		return err
	}
	content, err := base64.StdEncoding.DecodeString(b.Content)
	if err != nil {
		return fault.Check(fault.Problems{{Pointer: "/content", Code: "base64"}})
	}
	docs, err := a.Desk.AddDocuments(v.Request.Context(), v.Actor, hold(v), v.Param("id"), []trace.Upload{{Name: b.Name, Content: content}})
	if err != nil {
		return err
	}
	return a.created(v, "/requests/"+v.Param("folio")+"/documents/"+docs[0].ID, file{a.Live, documentOf(docs[0])})
}

// document sends what a document holds.
func (a *API) document(v *gate.Visit) error {
	if err := a.opened(v); err != nil {
		return err
	}
	d, content, err := a.Desk.Document(v.Request.Context(), v.Actor, v.Param("folio"), v.Param("id"))
	if err != nil {
		return err
	}
	v.Attach(d, content)
	return nil
}

// strikeDocument strikes a document that was added by mistake.
func (a *API) strikeDocument(v *gate.Visit) error {
	b, err := bodyOf[struckBody](v, nil)
	if err != nil {
		return err
	}
	d, err := a.Desk.StrikeDocument(v.Request.Context(), v.Actor, hold(v), v.Param("id"), b.Struck)
	if err != nil {
		return err
	}
	return reply(v, http.StatusOK, file{a.Live, documentOf(d)})
}
