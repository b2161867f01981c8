package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"rastreo/internal/site/sitetest"
	"rastreo/static"
)

// policy is the strictest the gate may send.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// desk is a server that shows the sheet and keeps what it is sent.
type desk struct {
	*httptest.Server
	sync.Mutex
	saves  []string   // bodies of autosaves
	posts  []string   // versions of the submitted forms
	answer int        // status of an autosave
	gate   sync.Mutex // held to make an autosave wait
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{answer: http.StatusOK}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static.Handler())
	mux.HandleFunc("GET /page/{lang}/{world}", func(w http.ResponseWriter, r *http.Request) {
		var out bytes.Buffer
		if err := sheet(t, r.PathValue("lang"), "", static.URL).ExecuteTemplate(&out, "base", full(r.PathValue("lang"), r.PathValue("world"))); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(out.Bytes())
	})
	mux.HandleFunc("GET /municipios/19", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[["19039","Monterrey"],["19026","Guadalupe"]]`)
	})
	mux.HandleFunc("POST /autosave", d.save)
	mux.HandleFunc("POST /seizures", func(w http.ResponseWriter, r *http.Request) {
		d.Lock()
		defer d.Unlock()
		d.posts = append(d.posts, r.FormValue("version"))
		w.WriteHeader(http.StatusNoContent) // the page stays
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.Close)
	return d
}

func (d *desk) save(w http.ResponseWriter, r *http.Request) {
	d.gate.Lock()
	defer d.gate.Unlock()
	d.Lock()
	defer d.Unlock()
	d.saves = append(d.saves, r.FormValue("version")+" "+r.FormValue("firearms[0].serial.text")+" "+r.Header.Get("X-Requested-With"))
	w.WriteHeader(d.answer)
	fmt.Fprintf(w, `{"version":"%d","seen":"b"}`, len(d.saves)+1)
}

// browser opens a window in Chromium, or skips where there is none or no
// assets are built.
func browser(t *testing.T) (ctx context.Context, complaints func() []string) {
	t.Helper()
	w := sitetest.Open(t).Window(t, "")
	return w.Context(), w.Complaints
}

func run(ctx context.Context, t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 90*time.Second)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// until waits for a JavaScript condition.
func until(condition string) chromedp.Action {
	return chromedp.Poll(condition, nil, chromedp.WithPollingTimeout(15*time.Second))
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

const audit = `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})
	.then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target + " " + n.failureSummary).join(" | "))))`

func TestLook(t *testing.T) {
	axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not installed")
	}
	d := newDesk(t)
	ctx, complaints := browser(t)
	for _, page := range []string{"/page/es/live", "/page/en/training"} {
		for _, width := range []int64{1280, 320} {
			var violations string
			var tooWide bool
			var picture []byte
			run(ctx, t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(d.URL+page), chromedp.WaitReady("html.js"),
				chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(audit, &violations, awaited),
				chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &tooWide), chromedp.FullScreenshot(&picture, 100))
			var list []string
			if err := json.Unmarshal([]byte(violations), &list); err != nil || len(list) > 0 {
				t.Errorf("%s at %d px: %v\n%s", page, width, err, strings.Join(list, "\n"))
			}
			if tooWide {
				t.Errorf("%s scrolls sideways at %d px", page, width)
			}
			sitetest.Keep(t, fmt.Sprintf("%s-%d.png", strings.ReplaceAll(page[6:], "/", "-"), width), picture)
		}
	}
	if heard := complaints(); len(heard) > 0 {
		t.Errorf("the browser complains: %q", heard)
	}
}

// is complains unless a JavaScript condition holds now.
func is(t *testing.T, condition, what string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		var ok bool
		if err := chromedp.Evaluate(condition, &ok).Do(ctx); err != nil || !ok {
			t.Errorf("%s: %v", what, err)
		}
		return nil
	})
}

// choose answers a control as a reader does, its events included.
func choose(id, value string) chromedp.Action {
	return chromedp.Evaluate(fmt.Sprintf(`{const c=document.getElementById(%q); c.value=%q; for (const e of ["input","change"]) c.dispatchEvent(new Event(e,{bubbles:true}))}`, id, value), nil)
}

// saved waits until the page says so and holds this version.
func saved(version string) chromedp.Action {
	return until(fmt.Sprintf(`document.querySelector("[data-saving]").dataset.state === "saved" && document.querySelector("[name=version]").value === %q`, version))
}

func says(state string) chromedp.Action {
	return until(fmt.Sprintf(`document.querySelector("[data-saving]").dataset.state === %q`, state))
}

func TestComfort(t *testing.T) {
	d := newDesk(t)
	ctx, complaints := browser(t)
	run(ctx, t, chromedp.Navigate(d.URL+"/page/es/live"), chromedp.WaitReady("html.js"),
		is(t, `document.activeElement.matches("[data-error-summary]")`, "the summary has no focus"),
		chromedp.Click(`.error-summary li:nth-child(2) a`),
		is(t, `document.activeElement.id === "recovered-date-day"`, "the link does not lead to the first control"),
		is(t, `document.querySelector("#just").hidden === false`, "an urgent request hides its reason"),
		chromedp.Click(`[for="firearms-0-priority-0"]`),
		is(t, `document.querySelector("#just").hidden`, "a routine request asks for a reason"),
		choose("recovered-place-entidad", "19"),
		until(`document.querySelector('#recovered-place-municipio [value="19039"]') !== null`),
		is(t, `document.querySelector('#recovered-place-municipio [value="28032"]') === null`, "the old municipios stay"),
		choose("recovered-place-country", "US"),
		is(t, `!document.querySelector("#recovered-place-us").disabled && document.querySelector("#recovered-place-mx").disabled`, "the country does not change the questions"),
		choose("firearms-0-justification", strings.Repeat("ñ", 61)),
		is(t, `document.querySelector("#firearms-0-justification-limit").textContent === "Sobra 1 carácter"`, "the count is wrong"),
		saved("2"),
		chromedp.Evaluate(`{const b=document.querySelector(".acts .usa-button"); b.click(); b.click(); b.click()}`, nil),
		is(t, `document.querySelector(".acts .usa-button").getAttribute("aria-disabled") === "true"`, "the button may be pressed again"),
		chromedp.Poll(`fetch("/municipios/19").then(() => true)`, nil), // whatever was sent has come by now
	)
	d.Lock()
	defer d.Unlock()
	if len(d.posts) != 1 {
		t.Errorf("three clicks sent the form %d times", len(d.posts))
	}
	if heard := complaints(); len(heard) > 0 {
		t.Errorf("the browser complains: %q", heard)
	}
}

func TestAutosave(t *testing.T) {
	d := newDesk(t)
	ctx, _ := browser(t)
	answer := func(status int) chromedp.Action {
		return chromedp.ActionFunc(func(context.Context) error { d.Lock(); defer d.Unlock(); d.answer = status; return nil })
	}
	run(ctx, t, chromedp.Navigate(d.URL+"/page/es/live"), chromedp.WaitReady("html.js"),
		choose("firearms-0-serial-text", "A1"), says("unsaved"), saved("2"),
		answer(http.StatusServiceUnavailable), choose("firearms-0-serial-text", "A2"), says("offline"),
		answer(http.StatusOK), saved("4"), // tried again by itself
		answer(http.StatusUnauthorized), choose("firearms-0-serial-text", "A3"), says("expired"),
		answer(http.StatusOK), choose("firearms-0-serial-text", "A4"), saved("6"),
	)
	d.gate.Lock()
	run(ctx, t, choose("firearms-0-serial-text", "A5"), says("saving"), chromedp.Click(".acts .usa-button"))
	d.gate.Unlock()
	run(ctx, t, until(`document.querySelector(".acts .usa-button").getAttribute("aria-disabled") === "true"`),
		chromedp.Poll(`fetch("/municipios/19").then(() => true)`, nil))
	d.Lock()
	want := []string{"1 A1 autosave", "2 A2 autosave", "2 A2 autosave", "4 A3 autosave", "4 A4 autosave", "6 A5 autosave"}
	if fmt.Sprint(d.saves) != fmt.Sprint(want) {
		t.Errorf("saved %q, want %q", d.saves, want)
	}
	if fmt.Sprint(d.posts) != "[7]" {
		t.Errorf("the form went with versions %v, want the one of the save under way", d.posts)
	}
	d.Unlock()
	run(ctx, t, chromedp.Navigate(d.URL+"/page/es/live"), chromedp.WaitReady("html.js"),
		answer(http.StatusConflict), choose("firearms-0-serial-text", "A6"), says("conflict"),
		is(t, `!dispatchEvent(new Event("beforeunload", {cancelable: true}))`, "unsaved words may be left without a question"))
}
