package app_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// The README's walk: an investigator files, a tracer traces and asks, the
// investigator answers and reads the result. In both languages, with and
// without JavaScript.
func TestJourney(t *testing.T) {
	b := sitetest.Open(t)
	for _, lang := range i18n.Langs {
		for name, scripts := range map[string]bool{"scripts": true, "plain": false} {
			t.Run(lang+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := empty(t)
				ana, pat := s.reader(t, b, "", lang), s.reader(t, b, "", "en")
				ana.scripts, pat.scripts = scripts, scripts
				ana.Scripts(scripts)
				pat.Scripts(scripts)
				ana.signIn("fgr.mendez", password)
				ana.speak()
				ana.fillDraft()
				ana.review()
				ana.fileIt()
				pat.signIn("ntc.walker", password)
				folio := pat.trace()
				ana.answer(folio)
				pat.conclude(folio)
				ana.readResult(folio)
				for _, r := range []*reader{ana, pat} {
					if heard := r.Complaints(); len(heard) > 0 {
						t.Errorf("the browser complains: %q", heard)
					}
				}
			})
		}
	}
}

// fillDraft fills in every section of a new seizure.
func (r *reader) fillDraft() {
	r.T.Helper()
	r.Go("/").press("action.begin")
	r.press("draft.case")
	r.Fill(theCase...)
	r.press("action.continue")
	r.wrongDate()
	r.fillPlace()
	r.Sees(r.t("draft.no_firearms"))
	r.press("action.add_firearm")
	r.Fill(theWASR...)
	r.press("action.continue")
	r.press("action.add_firearm")
	r.switchInTheMiddle()
	r.press("action.continue")
	r.Sees("Cugir WASR-10, 7.62x39 mm", "A1-00127-2000", "Glock 19, 9x19 mm", "ZZZ0042US")
	r.press("action.continue")
	r.press("action.add_person")
	r.Fill(thePerson...)
	r.press("action.continue")
	r.Sees("María del Carmen de la O Núñez")
	r.press("action.to_review")
}

// wrongDate types a day that has not come. The page says so at once, leads to
// the field and keeps everything.
func (r *reader) wrongDate() {
	r.T.Helper()
	r.Fill(thePlace[:2]...)
	r.Fill([2]string{"recovered.date.year", "2031"}, thePlace[3])
	r.press("action.continue")
	if r.Status() != 422 {
		r.T.Errorf("a date in 2031: status %d", r.Status())
	}
	title := sitetest.Eval[string](r.Window, "document.title")
	if !strings.HasPrefix(title, r.t("form.error_prefix")) {
		r.T.Errorf("the title is %q", title)
	}
	if r.scripts {
		r.Is(`document.activeElement?.matches("[data-error-summary]")`, "after an error the summary has no focus")
	}
	r.Is(`document.querySelector('.error-summary a[href="#recovered-date"]')`, "the summary does not lead to the date")
	r.Holds([2]string{"recovered.date.day", "4"}, [2]string{"recovered.date.month", "3"}, [2]string{"recovered.date.year", "2031"}, thePlace[3])
}

// fillPlace mends the date and says where it was.
func (r *reader) fillPlace() {
	r.T.Helper()
	r.Fill(thePlace[2], thePlace[4])
	if r.scripts {
		r.Until(municipios)
	} else {
		r.press("action.refresh_municipios")
		r.Holds(thePlace[0], thePlace[1], thePlace[2], thePlace[3], thePlace[4])
	}
	r.Fill(thePlace[5:]...)
	r.Touch(r.t("place.on_road"))
	r.Fill(theRoad)
	r.press("action.continue")
}

// municipios holds when those of Tamaulipas can be chosen.
const municipios = `[...document.getElementsByName("recovered.place.municipio")].some((e) => !e.matches(":disabled") && e.querySelector('[value="28032"]'))`

// switchInTheMiddle fills in half of a firearm, reads on in the other
// language, and goes back to fill in the rest.
func (r *reader) switchInTheMiddle() {
	r.T.Helper()
	half := theGlock[:4]
	r.Fill(half...)
	mine, other := r.say.Lang, i18n.Langs[0]
	if other == mine {
		other = i18n.Langs[1]
	}
	for _, lang := range []string{other, mine} {
		r.press("language." + lang)
		r.Is(fmt.Sprintf("document.documentElement.lang.startsWith(%q)", lang), "the switch does not lead to "+lang)
		r.Is(`location.pathname.endsWith("/firearms/2")`, "the switch leads to another page")
		r.Holds(half...)
	}
	r.Fill(theGlock[4:]...)
}

// review reads every answer once more and changes one of them.
func (r *reader) review() {
	r.T.Helper()
	r.Sees("FED/TAMPS/REY/0000123/2026", "Célula III-2 Reynosa", "Reynosa", "km 64+500", r.say.Date("2026-03-04"), "23:55",
		"A1-00127-2000", "ZZZ0042US", "María del Carmen de la O Núñez", "La Güera")
	r.Follow(`main a[href$="/case?back=review"]`)
	r.Holds(theCase...)
	r.Fill([2]string{"unit", "Célula III-3 Reynosa"})
	r.press("action.continue")
	r.Is(`location.pathname.endsWith("/review")`, "the change does not lead back to the review")
	r.Sees("Célula III-3 Reynosa")
}

var folioShape = regexp.MustCompile(`RM-2026-[A-Z2-9]{6}-[A-Z2-9]`)

// fileIt sends the seizure and keeps the receipt.
func (r *reader) fileIt() {
	r.T.Helper()
	r.press("action.file")
	r.Is(`location.pathname.endsWith("/receipt")`, "sending does not lead to the receipt")
	r.Sees(r.t("seizure.received"), "FED/TAMPS/REY/0000123/2026", "Cugir WASR-10", "Glock 19")
	if folios := folioShape.FindAllString(r.Text(), -1); len(folios) != 2 {
		r.T.Errorf("the receipt names the requests %q", folios)
	}
	r.prints()
	must(r.T, r.house.Tick(context.Background()))
	r.Go("/notices").Sees(r.t("notice.received"))
	r.Go("/requests").Sees("A1-00127-2000", "ZZZ0042US", r.t("status.queued"))
}

// prints complains unless the receipt fits on one letter page and shows
// nothing but itself and, at its foot, who reads it.
func (r *reader) prints() {
	r.T.Helper()
	r.Do(emulation.SetEmulatedMedia().WithMedia("print"))
	r.Is(`[".head-tools", ".nav", ".acts", ".foot-help", ".copy"].every((s) => [...document.querySelectorAll(s)].every((e) => e.getClientRects().length === 0))`, "the print has more than the receipt on it")
	r.Is(`document.querySelector("article.receipt").getClientRects().length > 0`, "the print has no receipt on it")
	r.Is(`getComputedStyle(document.querySelector(".foot-seen").closest(".foot")).display === "table-footer-group"`, "who reads is not at the foot of every sheet")
	var paper []byte
	r.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = page.PrintToPDF().WithPaperWidth(8.5).WithPaperHeight(11).Do(ctx)
		return err
	}))
	if n := len(sheet.FindAll(paper, -1)); n != 1 {
		r.T.Errorf("the receipt prints on %d pages", n)
	}
	r.Do(emulation.SetEmulatedMedia())
}

// sheet is a page of a PDF.
var sheet = regexp.MustCompile(`/Type\s*/Page\b`)

// trace takes the next request, asks a maker and a dealer, and asks back
// about the serial. It returns the folio.
func (r *reader) trace() (folio string) {
	r.T.Helper()
	r.Sees("2 requests waiting", "A1-00127-2000", "ZZZ0042US", "FGR")
	r.Go("/queue?q=A1-00127-2000").Follow("main tbody form button")
	folio = folioShape.FindString(r.Path())
	r.Sees(r.t("done.claimed"), "Semiautomatic rifle", "Cugir WASR-10", r.t("open.title"))
	r.Fill([2]string{"purpose", "trace_chain"})
	r.press("action.open")
	r.Sees("Semiautomatic rifle", "Cugir WASR-10", "Receiver", "Romania", "Stockpiling of firearms", "Army (SEDENA)", "Possessor", "March 4, 2026")
	for _, words := range []string{theCase[6][1][:40], "8/a. Zona Militar"} {
		r.Is(fmt.Sprintf(`[...document.querySelectorAll("main *")].filter((e) => e.children.length === 0 && e.textContent.includes(%q)).some((e) => e.closest("[lang]").lang.startsWith("es"))`, words),
			fmt.Sprintf("%q is not said to be Spanish", words))
	}
	r.contact("manufacturer", "Cugir Arms Factory")
	r.contact("dealer", "Lone Star Guns")
	r.Sees("Must answer by March 6, 2026, 11:30")
	r.press("action.ask")
	r.Fill([2]string{"text", "¿El segundo carácter de la matrícula es 1 o I?"}, [2]string{"fields", "serial.text"})
	r.press("action.ask_send")
	r.Sees(r.t("done.asked"), r.t("status.returned"))
	must(r.T, r.house.Tick(context.Background()))
	return folio
}

func (r *reader) contact(kind, name string) {
	r.T.Helper()
	r.press("action.contact")
	r.Fill([2]string{"kind", kind}, [2]string{"name", name}, [2]string{"channel", "phone"})
	r.press("action.contact_save")
	r.Sees(r.t("done.contacted"), r.t("catalog.contact_kind."+kind), name)
}

// answer signs in anew, finds the question and corrects the serial.
func (r *reader) answer(folio string) {
	r.T.Helper()
	r.Touch("Itzel Méndez Arriaga")
	r.press("action.sign_out")
	r.signIn("fgr.mendez", password)
	r.Go("/notices").Sees(r.t("notice.question"))
	r.press("notice.question")
	if at := folioShape.FindString(r.Path()); at != folio {
		r.T.Errorf("the notice leads to %s, want %s", at, folio)
	}
	r.Sees(r.t("question.yours"), "¿El segundo carácter de la matrícula es 1 o I?")
	r.Holds([2]string{"values.serial.text", "A1-00127-2000"})
	r.Fill([2]string{"values.serial.text", "AI-00127-2000"})
	r.press("action.answer")
	r.Sees(r.t("done.answered"), "AI-00127-2000", r.t("status.claimed"))
}

// conclude reads the answer and closes the trace.
func (r *reader) conclude(folio string) {
	r.T.Helper()
	r.Go("/claims").Press(folio)
	r.Sees("AI-00127-2000", "A1-00127-2000")
	r.press("action.conclude")
	r.Fill(theSale...)
	r.press("action.conclude_send")
	r.Sees(r.t("done.concluded"), "1 year and 265 days, that is, 630 days", r.t("result.time_short"), "Lone Star Guns", "John", "Doe")
	must(r.T, r.house.Tick(context.Background()))
	r.Go("/queue").press("action.claim_next") // the other firearm of the seizure
	r.Sees("ZZZ0042US", folio)
	r.press("action.release")
	r.Sees(r.t("done.released"), r.t("queue.waiting", "n", 1))
}

// readResult comes by the notice and reads what was found.
func (r *reader) readResult(folio string) {
	r.T.Helper()
	r.Go("/notices").Press(r.t("notice.concluded"))
	span := r.t("span.both", "years", r.t("span.years", "n", 1), "days", r.t("span.days", "n", 265))
	r.Sees(folio, r.t("catalog.outcome.purchaser_identified"), "Lone Star Guns", "John", "Doe", r.say.Date("2024-06-12"), span, r.t("event.asked"), r.t("event.answered"))
	if strings.Contains(r.Text(), "Denise Walker") {
		r.T.Error("the investigator reads the tracer's name")
	}
}
