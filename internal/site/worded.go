package site

import (
	"net/http"

	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// worded leads a search whose words narrow it to the address that says the same
// without them, so that the same search has the same address in both languages.
// done tells whether it did; else wrong says which words were not understood, ""
// for none: then nothing was led anywhere.
func (s *Site) worded(v *gate.Visit, path string) (done bool, wrong string) {
	q := trace.ParseQuery(v.Query("q"))
	if !q.Narrows() {
		return false, ""
	}
	if len(q.Wrong) > 0 {
		return false, unknownWords(v.Say, q.Wrong)
	}
	to := v.Request.URL.Query()
	to.Del("cursor")
	for name, value := range map[string]string{"status": q.Status, "priority": q.Priority, "agency": q.Agency} {
		if value != "" {
			to.Set(name, value)
		}
	}
	to.Set("q", q.Words)
	for name := range to {
		if to.Get(name) == "" {
			to.Del(name)
		}
	}
	v.Redirect(http.StatusFound, s.Base+withQuery(path, to))
	return true, ""
}

// unknownWords says what was not understood, and what can be said instead.
func unknownWords(say *i18n.Printer, wrong []trace.WrongWord) string {
	var texts []string
	for _, w := range wrong {
		key := "query.status"
		if w.Key == "priority" {
			key = "query.priority"
		}
		texts = append(texts, say.T(key, map[string]any{"typed": w.Typed}))
	}
	return join(" ", texts...)
}
