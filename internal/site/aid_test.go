package site_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"rastreo/internal/site/sitetest"
)

// Every aid to typing can be read by everybody, on a desk and on a telephone,
// in both languages: drawings, advice, the review and the twin.
func TestAidsLook(t *testing.T) {
	h := oneHouse(t)
	folio := h.file("ana", wrongly()).Requests[0].Folio
	draft, f := h.begin("ana"), wrongly()
	f.Firearms[0].Serial.Text, f.Firearms[0].Serial.Reading, f.Firearms[0].Model = "A1-00I27-2000", "partial", "AK"
	f.Firearms[0].Markings = everything().Firearms[0].Markings
	h.write("ana", draft, f)
	w := h.seat(t, sitetest.Open(t), "ana")
	shown := func(name, lang string) {
		t.Helper()
		for _, px := range []int64{1280, 320} {
			w.Wide(px)
			if faults := w.Audit(); len(faults) > 0 {
				t.Errorf("%s in %s at %d px: %q", name, lang, px, faults)
			}
			w.Keep(fmt.Sprintf("%s-%s-%d.png", name, lang, px))
		}
		w.Wide(1280)
	}
	look := func(name, lang, path string) {
		t.Helper()
		w.Go(path + "&lang=" + lang)
		shown(name, lang)
	}
	for _, lang := range []string{"es", "en"} {
		look("firearm", lang, draft+"/firearms/1?back=review")
		w.Do(chromedp.Evaluate(`for (const d of document.querySelectorAll("main details")) d.open = true`, nil))
		shown("drawings", lang)
		look("review", lang, draft+"/review?x=1")
		look("same", lang, draft+"/firearms/1/same?folio="+folio)
	}
}
