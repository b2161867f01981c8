package sitetest

import (
	"encoding/json"

	"github.com/chromedp/chromedp"
)

// rules are WCAG 2.0, 2.1 and 2.2 at A and AA, and what axe holds for good
// practice.
const rules = `axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})
	.then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target + " " + n.failureSummary).join(" | "))))`

// Audit returns what keeps somebody from reading the page as it stands: what
// axe finds, and whether the page scrolls sideways. It needs scripts.
func (w *Window) Audit() (faults []string) {
	w.T.Helper()
	source, err := axe()
	need(w.T, err)
	if !Eval[bool](w, `"axe" in window`) {
		w.Do(chromedp.Evaluate(source, nil))
	}
	if err := json.Unmarshal([]byte(Eval[string](w, rules)), &faults); err != nil {
		w.T.Fatal(err)
	}
	if wide := Eval[string](w, sideways); wide != "" {
		faults = append(faults, "it scrolls sideways: "+wide)
	}
	return append(faults, w.Complaints()...)
}

// sideways names an element that reaches over the edge of a page that
// scrolls sideways.
const sideways = `document.documentElement.scrollWidth <= innerWidth ? "" :
	[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-wrap")).slice(-1).map((e) => e.outerHTML.slice(0, 120)).join() || "something"`
