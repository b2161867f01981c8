package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"rastreo/static"
)

// policy is the strictest the gate may send.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// desk is a server that shows the sheet and keeps what it is sent.
type desk struct {
	*httptest.Server
	sync.Mutex
	saves  []string // bodies of autosaves
	posts  int      // submits of the form
	answer int      // status of an autosave
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
	mux.HandleFunc("POST /seizures", func(w http.ResponseWriter, _ *http.Request) {
		d.Lock()
		defer d.Unlock()
		d.posts++
		w.WriteHeader(http.StatusNoContent) // the page stays
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.Close)
	return d
}

func (d *desk) save(w http.ResponseWriter, r *http.Request) {
	d.Lock()
	defer d.Unlock()
	d.saves = append(d.saves, r.FormValue("version")+" "+r.FormValue("firearms[0].serial.text")+" "+r.Header.Get("X-Requested-With"))
	w.WriteHeader(d.answer)
	fmt.Fprintf(w, `{"version":"%d","seen":"b"}`, len(d.saves)+1)
}

// browser starts Chromium, or skips where there is none or no assets are built.
func browser(t *testing.T) (ctx context.Context, complaints func() []string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	if err := static.Check(); err != nil {
		t.Skip(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	// Not the test's context: that ends before the cleanups, and kills the browser in its tracks.
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(stop)
	window := ctx
	t.Cleanup(func() { _ = chromedp.Cancel(window) }) // waits until the browser has gone
	var mu sync.Mutex
	var heard []string
	chromedp.ListenTarget(ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, e.Entry.Text)
		}
	})
	return ctx, func() []string { mu.Lock(); defer mu.Unlock(); return heard }
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
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
			run(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(d.URL+page), chromedp.WaitReady("html.js"),
				chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(audit, &violations, awaited),
				chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &tooWide), chromedp.FullScreenshot(&picture, 100))
			var list []string
			if err := json.Unmarshal([]byte(violations), &list); err != nil || len(list) > 0 {
				t.Errorf("%s at %d px: %v\n%s", page, width, err, strings.Join(list, "\n"))
			}
			if tooWide {
				t.Errorf("%s scrolls sideways at %d px", page, width)
			}
			keep(t, fmt.Sprintf("%s-%d.png", strings.ReplaceAll(page[6:], "/", "-"), width), picture)
		}
	}
	if heard := complaints(); len(heard) > 0 {
		t.Errorf("the browser complains: %q", heard)
	}
}

// keep writes a picture where RASTREO_PICTURES says, for people to look at.
func keep(t *testing.T, name string, picture []byte) {
	t.Helper()
	dir := os.Getenv("RASTREO_PICTURES")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), picture, 0o600); err != nil {
		t.Error(err)
	}
}

func TestComfort(t *testing.T) {
	d := newDesk(t)
	ctx, complaints := browser(t)
	is := func(condition, what string) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			var ok bool
			if err := chromedp.Evaluate(condition, &ok).Do(ctx); err != nil || !ok {
				t.Errorf("%s: %v", what, err)
			}
			return nil
		})
	}
	choose := func(id, value string) chromedp.Action {
		return chromedp.Evaluate(fmt.Sprintf(`{const s=document.getElementById(%q); s.value=%q; s.dispatchEvent(new Event("change",{bubbles:true}))}`, id, value), nil)
	}
	run(t, ctx, chromedp.Navigate(d.URL+"/page/es/live"), chromedp.WaitReady("html.js"),
		is(`document.activeElement.matches("[data-error-summary]")`, "the summary has no focus"),
		chromedp.Click(`.error-summary li:nth-child(2) a`),
		is(`document.activeElement.id === "recovered-date-day"`, "the link does not lead to the first control"),
		is(`document.querySelector("#just").hidden === false`, "an urgent request hides its reason"),
		chromedp.Click(`[for="firearms-0-priority-0"]`),
		is(`document.querySelector("#just").hidden`, "a routine request asks for a reason"),
		choose("recovered-place-entidad", "19"),
		until(`document.querySelector('#recovered-place-municipio [value="19039"]') !== null`),
		is(`document.querySelector('#recovered-place-municipio [value="28032"]') === null`, "the old municipios stay"),
		choose("recovered-place-country", "US"),
		is(`!document.querySelector("#recovered-place-us").disabled && document.querySelector("#recovered-place-mx").disabled`, "the country does not change the questions"),
		until(`document.querySelector("[data-saving]").dataset.state === "saved"`),
		is(`document.querySelector("[name=version]").value === "2"`, "the version did not move"),
		chromedp.SendKeys(`#firearms-0-serial-text`, "7"),
		until(`document.querySelector("[data-saving]").dataset.state === "saved" && document.querySelector("[name=version]").value === "3"`),
		chromedp.SetValue(`#firearms-0-justification`, strings.Repeat("ñ", 61)),
		chromedp.Evaluate(`document.querySelector("#firearms-0-justification").dispatchEvent(new Event("input",{bubbles:true}))`, nil),
		is(`document.querySelector("#firearms-0-justification-limit").textContent === "Sobra 1 carácter"`, "the count is wrong"),
		until(`document.querySelector("[data-saving]").dataset.state === "saved" && document.querySelector("[name=version]").value === "4"`),
	)
	d.Lock()
	if len(d.saves) < 2 || d.saves[1] != `2 71-86-AE-0043? <b>" autosave` {
		t.Errorf("saved %q", d.saves)
	}
	d.answer = http.StatusConflict
	d.Unlock()
	run(t, ctx, chromedp.SendKeys(`#firearms-0-serial-text`, "8"),
		until(`document.querySelector("[data-saving]").dataset.state === "conflict"`),
		chromedp.Evaluate(`{const b=document.querySelector(".acts .usa-button"); b.click(); b.click(); b.click()}`, nil),
		is(`document.querySelector(".acts .usa-button").getAttribute("aria-disabled") === "true"`, "the button may be pressed again"),
	)
	run(t, ctx, chromedp.Poll(`fetch("/municipios/19").then(() => true)`, nil))
	d.Lock()
	defer d.Unlock()
	if d.posts != 1 {
		t.Errorf("three clicks sent the form %d times", d.posts)
	}
	for _, text := range complaints() {
		if !strings.Contains(text, "409") {
			t.Errorf("the browser complains: %s", text)
		}
	}
}
