package app_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rastreo/internal/site"
	"rastreo/internal/site/sitetest"
)

// Who has no mouse files and concludes with Tab, Enter, Space and the arrows,
// and always sees where the focus is.
func TestKeyboard(t *testing.T) {
	s, b := empty(t), sitetest.Open(t)

	ana := s.reader(t, b, "", "es")
	ana.Go("/login?lang=es")
	ana.keys("username", "fgr.mendez")
	ana.keys("password", password)
	ana.Key(kb.Enter)
	ana.push("action.begin")
	ana.push("draft.case")
	ana.mend()
	ana.keys("offence", "acopio")
	ana.push("action.continue")
	ana.keys("recovered.date.day", "4")
	ana.keys("recovered.date.month", "marz")
	ana.keys("recovered.date.year", "2026")
	ana.picks("recovered.place.entidad", "tamaul")
	ana.Until(municipios)
	ana.picks("recovered.place.municipio", "reyno")
	ana.push("action.continue")
	ana.push("action.add_firearm")
	ana.picks("firearms[0].type", "cuerno de chivo")
	for _, a := range []int{1, 3} {
		ana.keys(theWASR[a][0], theWASR[a][1])
	}
	ana.keys("firearms[0].serial.reading", "legible")
	ana.keys("firearms[0].serial.text", "A1-00127-2000")
	ana.push("action.continue")
	ana.push("action.continue")
	ana.push("action.to_review")
	ana.push("action.file")
	ana.Sees(ana.t("seizure.received"), "A1-00127-2000")

	pat := s.reader(t, b, "", "en")
	pat.Go("/login?lang=en")
	pat.keys("username", "ntc.walker")
	pat.keys("password", password)
	pat.Key(kb.Enter)
	pat.shortcuts()
	pat.Key("n")
	pat.Key("e")
	pat.keys("outcome", "Insuff")
	pat.push("action.conclude_send")
	pat.Sees(pat.t("done.concluded"))
	pat.menu()
}

// mend leaves a page with something missing by Enter in a field, and is led
// to it.
func (r *reader) mend() {
	r.T.Helper()
	r.keys("reference[0].kind", "Carpeta")
	r.keys("reference[0].number", "FED/TAMPS/REY/0000123/2026")
	r.Key(kb.Enter)
	r.Is(`document.documentElement.lang === "es-MX"`, "Enter in a field changes the language")
	r.Until(`document.activeElement?.matches("[data-error-summary]")`)
	r.TabTo(`(e) => e.matches(".error-summary a")`)
	// The bare key: chromedp would send its character after the focus has
	// moved to the list, where it means to send the form.
	r.Do(input.DispatchKeyEvent(input.KeyRawDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13))
	r.Until(`document.activeElement?.name === "offence"`)
}

// push goes to the link or button with the text of a key and presses Enter.
func (r *reader) push(key string) {
	r.T.Helper()
	r.TabTo(fmt.Sprintf(`(e) => e.matches("a, button") && e.innerText.trim() === %q`, r.t(key)))
	r.Key(kb.Enter)
}

// keys goes to the control of a name and answers it: a select by the first
// letters of its text, a radio by the arrows, the rest by typing.
func (r *reader) keys(name, answer string) {
	r.T.Helper()
	r.TabTo(fmt.Sprintf(`(e) => e.name === %q`, name))
	if sitetest.Eval[string](r.Window, "document.activeElement?.type") != "radio" {
		r.Type(answer)
		return
	}
	r.Do(chromedp.KeyEvent(" "))
	for range 20 {
		if sitetest.Eval[bool](r.Window, fmt.Sprintf("document.activeElement?.checked && document.activeElement?.value === %q", answer)) {
			return
		}
		r.Do(chromedp.KeyEvent(kb.ArrowDown))
	}
	r.T.Errorf("the arrows do not reach %s of %s", answer, name)
}

// picks goes to the search over a list, types part of an answer, and takes by
// Enter what is offered first.
func (r *reader) picks(name, part string) {
	r.T.Helper()
	r.TabTo(fmt.Sprintf(`(e) => e.id === %q`, site.ID(name)+"-find"))
	r.Type(part)
	r.Until(`document.activeElement?.getAttribute("aria-expanded") === "true"`)
	// One event, as a keyboard sends it: a character of its own would reach the
	// form although the list has taken the key.
	r.Do(input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithText("\r").WithWindowsVirtualKeyCode(13),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13))
	r.Until(fmt.Sprintf(`document.getElementsByName(%q)[0].value !== ""`, name))
}

// menu opens the account menu, leaves it by Escape, opens it again and goes
// out by it.
func (r *reader) menu() {
	r.T.Helper()
	r.Go("/queue").TabTo(`(e) => e.matches("summary.head-button")`)
	r.Do(chromedp.KeyEvent(kb.Enter))
	r.Is(`document.querySelector("details.menu").open`, "Enter does not open the account menu")
	r.Do(chromedp.KeyEvent(kb.Escape))
	r.Is(`!document.querySelector("details.menu").open && document.activeElement?.matches("summary")`, "Escape does not close the account menu")
	r.Do(chromedp.KeyEvent(kb.Enter))
	r.push("action.sign_out")
	r.Is(`location.pathname === "/login"`, "nobody was signed out")
}

// shortcuts shows what keys do, goes down and up a list, searches, and types a
// letter that is a key in a field, where it is a letter.
func (r *reader) shortcuts() {
	r.T.Helper()
	r.Go("/claims")
	r.Key("q")
	r.Is(`location.pathname === "/queue"`, "q does not lead to the queue")
	r.Do(chromedp.KeyEvent("?"))
	r.Until(`document.querySelector("[data-shortcuts]").open`)
	r.Do(chromedp.KeyEvent("m"))
	r.Do(chromedp.KeyEvent(kb.Escape))
	r.Until(`!document.querySelector("[data-shortcuts]").open`)
	r.Is(`location.pathname === "/queue"`, "a key acts behind the list of keys")
	r.Do(chromedp.KeyEvent("jjk"))
	r.Is(`document.activeElement.closest("tbody tr") === document.querySelector("main tbody tr")`, "j and k do not reach the first row")
	// One event, as a keyboard sends it: a character of its own would be typed
	// into the field that the key has led to.
	r.Do(input.DispatchKeyEvent(input.KeyDown).WithKey("/").WithText("/"), input.DispatchKeyEvent(input.KeyUp).WithKey("/"))
	r.Is(`document.activeElement.name === "q"`, "/ does not lead to the search")
	r.Type("qq")
	r.Is(`document.activeElement.value === "qq" && location.pathname === "/queue"`, "a key acts in a field")
	r.Go("/queue")
}
