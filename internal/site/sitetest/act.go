package sitetest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// find is what the functions here share in the page: the controls that a
// reader can reach, and where to click them.
const find = `(() => {
	const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === "visible";
	const open = (e) => !e.matches(":disabled") && (shown(e) || shown(e.labels?.[0] ?? e));
	const text = (e) => e.innerText.replace(/\s+/g, " ").trim();
	return {
		named: (name, value) => [...document.getElementsByName(name)].filter(open).find((e) => !["radio", "checkbox"].includes(e.type) || e.value === value),
		found: (selector) => [...document.querySelectorAll(selector)].find(open),
		said: (words) => {
			const all = [...document.querySelectorAll("main a, main button, main summary, header a, header button, header summary, footer a")].filter(open);
			return all.find((e) => text(e) === words) ?? all.find((e) => text(e).startsWith(words));
		},
		spot: (e) => {
			const target = shown(e) && !["radio", "checkbox"].includes(e.type) ? e : e.labels[0];
			target.scrollIntoView({ block: "center", behavior: "instant" });
			const box = target.getClientRects()[0], x = box.x + Math.min(box.width / 2, 40), y = box.y + box.height / 2;
			const top = document.elementFromPoint(x, y);
			return { x, y, free: Boolean(top) && (target.contains(top) || top.contains(target)) };
		},
	};
})()`

type spot struct {
	X, Y float64
	Free bool
}

// click presses the mouse where an element is, if nothing lies over it.
func (w *Window) click(element, what string) {
	w.T.Helper()
	at := Eval[*spot](w, fmt.Sprintf(`((f) => { const e = f.%s; return e ? f.spot(e) : null })(%s)`, element, find))
	if at == nil {
		w.T.Fatalf("there is no %s to press\n%s", what, w.sight())
	}
	if !at.Free {
		w.T.Errorf("something lies over %s\n%s", what, w.sight())
	}
	w.Do(chromedp.MouseClickXY(at.X, at.Y))
}

// Press clicks the link or button with these words and waits for the page
// that comes.
func (w *Window) Press(words string) *Window {
	w.T.Helper()
	w.Comes(func() { w.Touch(words) })
	return w
}

// Follow clicks the first link that a CSS selector finds and waits for the
// page that comes.
func (w *Window) Follow(selector string) *Window {
	w.T.Helper()
	w.Comes(func() { w.click(fmt.Sprintf("found(%q)", selector), selector) })
	return w
}

// Touch clicks the link or button with these words. No page comes of it.
func (w *Window) Touch(words string) {
	w.T.Helper()
	w.click(fmt.Sprintf("said(%q)", words), fmt.Sprintf("%q", words))
}

// Fill answers the controls of these names, in order: what the text, the
// select, the radio or checkbox of each name should hold.
func (w *Window) Fill(answers ...[2]string) {
	w.T.Helper()
	for _, a := range answers {
		w.fill(a[0], a[1])
	}
}

func (w *Window) fill(name, value string) {
	w.T.Helper()
	element := fmt.Sprintf("named(%q, %q)", name, value)
	kind := Eval[string](w, fmt.Sprintf(`((f) => f.%s?.type ?? "")(%s)`, element, find))
	switch kind {
	case "":
		w.T.Fatalf("there is no %s to fill with %q\n%s", name, value, w.sight())
	case "radio":
		// A page that is still being laid out moves from under a click.
		for range 3 {
			if w.click(element, name); Eval[bool](w, fmt.Sprintf(`((f) => f.%s.checked)(%s)`, element, find)) {
				return
			}
		}
		w.T.Fatalf("%s cannot be answered with %q\n%s", name, value, w.sight())
	case "checkbox":
		w.click(element, name)
	case "select-one":
		ok := Eval[bool](w, fmt.Sprintf(`((f) => { const e = f.%s; e.focus(); e.value = %q;
			for (const n of ["input", "change"]) e.dispatchEvent(new Event(n, { bubbles: true })); return e.value === %q })(%s)`, element, value, value, find))
		if !ok {
			w.T.Fatalf("%s does not offer %q\n%s", name, value, w.sight())
		}
	default:
		w.click(element, name)
		Eval[bool](w, fmt.Sprintf(`((f) => { f.%s.select(); return true })(%s)`, element, find))
		w.Do(insert(value))
		Eval[bool](w, fmt.Sprintf(`((f) => { const e = f.%s; if (e.role === "combobox") e.blur(); return true })(%s)`, element, find)) // its list would lie over what comes next
	}
}

// insert types a text at once, as a paste or an input method does.
func insert(text string) chromedp.Action {
	if text == "" {
		return chromedp.KeyEvent(kb.Delete)
	}
	return input.InsertText(text)
}

// Holds complains unless the control of each name holds that value.
func (w *Window) Holds(answers ...[2]string) {
	w.T.Helper()
	for _, a := range answers {
		got := Eval[string](w, fmt.Sprintf(`(() => { const all = [...document.getElementsByName(%q)].filter((e) => !e.matches(":disabled"));
			const e = all.find((e) => e.checked) ?? all[0]; return e?.value ?? "(nothing)" })()`, a[0]))
		if got != a[1] {
			w.T.Errorf("%s holds %q, want %q\n%s", a[0], got, a[1], w.Path())
		}
	}
}

// Type presses the keys of a text, one by one.
func (w *Window) Type(text string) {
	w.T.Helper()
	w.Do(chromedp.KeyEvent(text))
}

// Saved waits until the page says that everything typed is saved.
func (w *Window) Saved() {
	w.T.Helper()
	w.Until(`document.querySelector("[data-saving]").dataset.state === "saved"`)
}

// TabTo presses Tab until what has the focus fits a JavaScript condition on e,
// and complains where a reader could not see where the focus is. It goes at
// most once round the page.
func (w *Window) TabTo(condition string) {
	w.T.Helper()
	var places []string
	for range 200 {
		at := Eval[focus](w, fmt.Sprintf(focused, condition))
		if !at.Seen && at.Fits {
			w.T.Errorf("the focus on %s cannot be seen on %s", at.Place, w.Path())
		}
		if places = append(places, at.Place); at.Fits {
			return
		}
		w.Do(chromedp.KeyEvent(kb.Tab))
	}
	w.T.Fatalf("Tab does not reach %s: %s\n%s", condition, strings.Join(places, " "), w.sight())
}

type focus struct {
	Place      string
	Fits, Seen bool
}

const focused = `(() => {
	const e = document.activeElement ?? document.body, drawn = ["radio", "checkbox"].includes(e.type) ? e.labels[0] : e, s = getComputedStyle(drawn);
	const marks = [s, getComputedStyle(drawn, "::before"), getComputedStyle(e)];
	const ring = marks.some((m) => (m.outlineStyle !== "none" && parseFloat(m.outlineWidth) > 0) || m.boxShadow !== "none");
	const box = drawn.getBoundingClientRect(), top = document.elementFromPoint(box.x + Math.min(20, box.width / 2), box.y + box.height / 2);
	const here = box.bottom > 0 && box.top < innerHeight && top !== null && (drawn.contains(top) || top.contains(drawn));
	return { place: e.name || e.id || e.innerText || e.tagName, fits: Boolean((%s)(e)), seen: ring && here };
})()`

// Key presses one key, such as kb.Enter, and waits for the page that comes.
func (w *Window) Key(key string) {
	w.T.Helper()
	w.Comes(func() { w.Do(chromedp.KeyEvent(key)) })
}

// Close shuts the window as if its machine had lost power: no page is asked.
func (w *Window) Close() {
	w.T.Helper()
	if err := chromedp.Cancel(w.ctx); err != nil && w.ctx.Err() == nil {
		w.T.Error(err)
	}
}
