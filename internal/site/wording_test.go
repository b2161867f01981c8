package site_test

import (
	"strings"
	"testing"
)

// A prepared question is inserted, filled in, beside what was typed, which stays,
// and nothing is sent before somebody has read it. The submitter reads it in their
// own language, and the rest as of the other. What becomes of it, and messages,
// stand in the conversation.
func TestPreparedQuestion(t *testing.T) {
	h := oneHouse(t)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/open", "purpose", "trace_chain").to()
	form := h.get("pat", at+"/questions").form()
	send := func(pairs ...string) answer {
		all := []string{"claim", form.Get("claim")}
		for name, texts := range form {
			if strings.HasPrefix(name, "parts") || name == "text" || name == "fields" {
				for _, x := range texts {
					all = append(all, name, x)
				}
			}
		}
		a := h.post("pat", at+"/questions", append(all, pairs...)...)
		if a.status == 200 {
			form = a.form()
		}
		return a
	}
	form.Set("text", "And who kept it?")
	if a := send("compose", "insert", "wording", ""); a.status != 422 {
		t.Errorf("nothing was chosen: %d", a.status)
	}
	if a := send("compose", "insert", "wording", "serial_frame"); a.status != 200 || a.Find("main .panel").Length() == 0 {
		t.Fatalf("inserted: %d", a.status)
	}
	en := form.Get("parts[0].words.en")
	if form.Get("text") != "And who kept it?" || en == "" || strings.Contains(en, "{") || len(form["fields"]) != 2 {
		t.Fatalf("the form holds %v", form)
	}
	send("compose", "insert", "wording", "country")
	send("compose", "drop-1")
	if form.Has("parts[1].id") || form.Get("parts[0].words.en") != en {
		t.Errorf("one was taken out, and the form holds %v", form)
	}
	form.Set("parts[0].words.es", "Lea otra vez la matrícula.")
	h.get("pat", at).has("main", "In tracing")
	send().to()
	page := h.get("ana", at)
	page.has(".ask .quoted", "Lea otra vez la matrícula.")
	page.has(".ask .quoted[lang=en]", "And who kept it?")
	page.has(".ask .meant", "Escrito en inglés")
	if strings.Contains(page.text(".ask"), en) {
		t.Error("the submitter is asked in both languages")
	}
	h.get("pat", at).has(".talk .quoted", "another part that is easily changed")

	if a := h.post("ana", at+"/messages", "text", " "); a.status != 422 {
		t.Errorf("an empty message: %d", a.status)
	}
	h.post("ana", at+"/messages", "text", "Apareció el dueño con la matrícula.").to()
	page = h.get("pat", at)
	page.has(".talk .quoted[lang=es]", "Apareció el dueño con la matrícula.")
	page.has(".talk .meant", "Written in Spanish")
	page.has(".talk .meant", "serial number")
}
