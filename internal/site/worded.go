package site

import (
	"net/http"

	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/trace"
)

// worded leads a search whose words narrow it to the address that says the same
// without them, so that the same search has the same address in both languages.
// filters are those of the list. done tells whether it did; else wrong are the
// words that were not understood: then nothing was led anywhere.
func (s *Site) worded(v *gate.Visit, path string, filters ...string) (done bool, wrong []trace.WrongWord) {
	q := trace.ParseQuery(v.Query("q"), filters...)
	if !q.Narrows() || len(q.Wrong) > 0 {
		return false, q.Wrong
	}
	if path == "/claims" && q.Tracer != "" {
		path = "/queue"
	}
	to := v.Request.URL.Query()
	to.Del("cursor")
	for name, value := range map[string]string{"status": q.Status, "priority": q.Priority, "agency": q.Agency, "due": q.Due, "tracer": q.Tracer} {
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
	return true, nil
}

// unknownWords says what was not understood, and what can be said instead.
func unknownWords(say *i18n.Printer, wrong []trace.WrongWord) string {
	var texts []string
	for _, w := range wrong {
		key := "query.elsewhere"
		if w.Key != "" {
			key = "query." + w.Key
		}
		texts = append(texts, say.T(key, map[string]any{"typed": w.Typed}))
	}
	return join(" ", texts...)
}
