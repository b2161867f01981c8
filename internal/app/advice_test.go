package app_test

import (
	"testing"

	"rastreo/internal/site/sitetest"
)

// Whoever files a WASR-10 with the importer as its maker is led by advice
// alone, while typing, to Cugir as the maker and Century as the importer.
func TestAdvice(t *testing.T) {
	s, b := empty(t), sitetest.Open(t)
	r, _ := begun(t, s, b)
	r.Fill(theCase...)
	r.press("action.continue")
	place(r)
	r.press("action.continue")
	r.press("action.add_firearm")
	r.Fill(answers{
		{"firearms[0].type", "RI"},
		{"firearms[0].manufacturer", "Century Arms"},
		{"firearms[0].model", "WASR-10"},
		{"firearms[0].caliber", "7.62x39"},
		{"firearms[0].country", "RO"},
		{"firearms[0].serial.reading", "legible"},
		{"firearms[0].serial.text", "A1-00127-2000"},
		{"firearms[0].serial.location", "receiver"},
	}...)
	maker, importer := advised("manufacturer"), advised("importer")
	r.Until(maker + `.includes("Cugir")`)
	r.Is(`document.activeElement.name !== "firearms[0].manufacturer"`, "the advice takes the focus")
	r.Keep("advice-es-1280.png")
	r.Fill([2]string{"firearms[0].manufacturer", "Cugir"})
	r.Until(maker + ` === "" && ` + importer + ` !== ""`) // a foreign make needs its importer
	r.Fill([2]string{"firearms[0].importer", "Century Arms"})
	r.Until(maker + ` === "" && ` + importer + ` === "" && document.querySelector("[data-score]").textContent.includes("100")`)
	r.press("action.continue")
	r.Go(r.first("/drafts/"))
	below("/review")(r)
	r.Is(`document.querySelectorAll(".advice").length === 0`, "the review still advises")
	r.press("action.file")
}

// advised is what the page says under a field of its firearm.
func advised(field string) string {
	return `document.querySelector("[data-advice=firearms-0-` + field + `]").textContent`
}
