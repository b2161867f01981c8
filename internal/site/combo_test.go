package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rastreo/internal/site/sitetest"
	"rastreo/static"
)

// seat is a window in which somebody of the house is signed in.
func (h *house) seat(t *testing.T, b *sitetest.Browser, as string) *sitetest.Window {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(base+"/static/", static.Handler())
	mux.Handle("/", h.handler)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w := b.Window(t, server.URL+base)
	for _, c := range h.cookies[as] {
		w.Do(chromedp.ActionFunc(func(ctx context.Context) error {
			return network.SetCookie(c.Name, c.Value).WithURL(server.URL + c.Path).Do(ctx)
		}))
	}
	return w
}

const (
	typeBox  = `document.getElementById("firearms-0-type-find")`
	makerBox = `document.getElementById("firearms-0-manufacturer")`
)

// now is the option that a listener hears, or nothing.
func now(box string) string {
	return `(document.getElementById(` + box + `.getAttribute("aria-activedescendant"))?.textContent ?? "")`
}

// enter presses the key as a keyboard does: its character does not come where
// the page has taken the key for itself.
func enter() []chromedp.Action {
	return []chromedp.Action{
		input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithText("\r").WithWindowsVirtualKeyCode(13),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13),
	}
}

// Whoever has only a keyboard finds a type by the word of the street and a
// maker by its first letters, and hears what there is. Enter on an open list
// chooses, and never sends the form.
func TestComboByKeyboard(t *testing.T) {
	h := oneHouse(t)
	path := h.post("ana", h.begin("ana")+"/firearms").to()
	w := h.seat(t, sitetest.Open(t), "ana").Go(path)
	w.Is(typeBox+`.getAttribute("role") === "combobox" && `+typeBox+`.getAttribute("aria-expanded") === "false"`, "the type is no combo box")
	w.Is(typeBox+`.labels[0].textContent.includes("Tipo de arma")`, "the combo box has lost its label")
	w.TabTo(`(e) => e === ` + typeBox)
	w.Type("cuerno de ch")
	w.Is(typeBox+`.getAttribute("aria-expanded") === "true" && `+now(typeBox)+`.startsWith("Rifle")`, "the word of the street finds no rifle")
	w.Is(`document.getElementById(`+typeBox+`.getAttribute("aria-controls")).getAttribute("role") === "listbox"`, "the list is none")
	w.Until(`/\d sugerencia/.test(` + typeBox + `.parentElement.querySelector("[role=status]").textContent)`)
	w.Do(enter()...)
	w.Is(`document.getElementById("firearms-0-type").value === "RI" && `+typeBox+`.getAttribute("aria-expanded") === "false"`, "Enter did not choose")
	w.Is(`document.getElementById("drawings").open && !document.getElementById("drawing-ak").hidden && document.getElementById("drawing-pistol").hidden`, "the drawing is another's")
	w.TabTo(`(e) => e === ` + makerBox)
	w.Type("cug")
	w.Until(makerBox + `.getAttribute("aria-expanded") === "true"`)
	w.Is(`!`+makerBox+`.hasAttribute("aria-activedescendant")`, "what was typed is taken away")
	w.Do(chromedp.KeyEvent(kb.Escape))
	w.Is(makerBox+`.value === "cug" && `+makerBox+`.getAttribute("aria-expanded") === "false"`, "Escape takes what was typed")
	w.Do(chromedp.KeyEvent(kb.ArrowDown))
	w.Until(makerBox + `.getAttribute("aria-expanded") === "true"`)
	w.Do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.End), chromedp.KeyEvent(kb.Home))
	w.Is(now(makerBox)+`.includes("Cugir")`, "Home does not lead to the first")
	w.Do(enter()...)
	w.Is(makerBox+`.value.includes("Cugir") && document.activeElement === `+makerBox, "Enter did not take the suggestion")
	if w.Path() != path {
		t.Fatalf("Enter on a list sent the form: %s", w.Path())
	}
	w.Comes(func() { w.Do(enter()...) })
	if w.Status() != 422 {
		t.Errorf("Enter on a closed list: status %d, want the form to go", w.Status())
	}
	w.Is(`document.getElementById("firearms-0-type").value === "RI" && `+makerBox+`.value.includes("Cugir")`, "what was chosen is lost")
	w.Is(typeBox+`.value.startsWith("Rifle")`, "the combo box does not show its choice")
}

// A mouse or a finger chooses too; what is in no list stays as it was typed;
// a type that does not exist is none.
func TestComboByHand(t *testing.T) {
	h := oneHouse(t)
	path := h.post("ana", h.begin("ana")+"/firearms").to()
	w := h.seat(t, sitetest.Open(t), "ana")
	w.Wide(320)
	w.Go(path)
	w.Do(chromedp.Click("#firearms-0-country-find"), chromedp.KeyEvent("ruman"), chromedp.Click("#firearms-0-country-find-list li"))
	w.Is(`document.getElementById("firearms-0-country").value === "RO"`, "a click did not choose")
	w.Do(chromedp.Click("#firearms-0-manufacturer"), chromedp.KeyEvent("smith & w"), chromedp.WaitVisible("#firearms-0-manufacturer-list li"))
	w.Is(`[...document.querySelectorAll("#firearms-0-manufacturer-list li")].every((e) => e.getBoundingClientRect().height >= 24 && e.getBoundingClientRect().right <= innerWidth)`, "a finger misses")
	if faults := w.Audit(); len(faults) > 0 {
		t.Errorf("with an open list: %q", faults)
	}
	w.Keep("combo-320.png")
	w.Do(chromedp.Click("#firearms-0-manufacturer-list li"), chromedp.Click("#firearms-0-model"), chromedp.KeyEvent("ZZ-99 especial"),
		chromedp.Click("#firearms-0-type-find"), chromedp.KeyEvent("tanque"))
	w.Until(`document.querySelector("#firearms-0-type-find-list").hidden && document.querySelector(".combo-none")?.textContent !== ""`)
	w.Do(chromedp.Click("#firearms-0-serial-text"))
	w.Holds([2]string{"firearms[0].type", ""}, [2]string{"firearms[0].manufacturer", "Smith & Wesson"}, [2]string{"firearms[0].model", "ZZ-99 especial"})
	w.Is(typeBox+`.value === ""`, "a type that does not exist stays")
	w.Saved()
	if got := h.stored("ana", path[:len(path)-len("/firearms/1")]).Firearms[0]; got.Manufacturer != "Smith & Wesson" || got.Country != "RO" || got.Model != "ZZ-99 especial" {
		t.Errorf("saved %+v", got)
	}
}

// Without scripts every combo box is the plain control it was.
func TestComboWithoutScripts(t *testing.T) {
	h := oneHouse(t)
	path := h.post("ana", h.begin("ana")+"/firearms").to()
	w := h.seat(t, sitetest.Open(t), "ana")
	w.Scripts(false)
	w.Go(path)
	w.Fill([2]string{"firearms[0].type", "RI"}, [2]string{"firearms[0].manufacturer", "Century Arms"}, [2]string{"firearms[0].model", "WASR-10"}, [2]string{"firearms[0].country", "RO"})
	w.Press("Revisar ahora")
	w.Holds([2]string{"firearms[0].type", "RI"}, [2]string{"firearms[0].manufacturer", "Century Arms"})
	w.Is(`document.querySelector("[data-advice=firearms-0-manufacturer] .advice") !== null`, "the advice is not drawn")
}
