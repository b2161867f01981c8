package sitetest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Window is one reader at one machine: a window with cookies of its own.
type Window struct {
	T       testing.TB
	Base    string // address of the world, without a slash at its end
	browser *Browser
	reader  cdp.BrowserContextID
	ctx     context.Context
	loaded  chan struct{}
	mu      sync.Mutex
	status  int
	heard   []string
}

// Window opens a window upon the world at base, 1280 pixels wide.
func (b *Browser) Window(t testing.TB, base string) *Window {
	t.Helper()
	var reader cdp.BrowserContextID
	err := b.ask(func(ctx context.Context) (err error) {
		reader, err = target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.open(t, base, reader)
}

// Tab opens another window of the same reader.
func (w *Window) Tab() *Window {
	w.T.Helper()
	return w.browser.open(w.T, w.Base, w.reader)
}

// ask speaks with the browser itself and not with one of its windows.
func (b *Browser) ask(what func(ctx context.Context) error) error {
	return what(cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser))
}

func (b *Browser) open(t testing.TB, base string, reader cdp.BrowserContextID) *Window {
	t.Helper()
	var id target.ID
	err := b.ask(func(ctx context.Context) (err error) {
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(reader).WithNewWindow(true).Do(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	t.Cleanup(stop)
	w := &Window{T: t, Base: base, browser: b, reader: reader, ctx: ctx, loaded: make(chan struct{}, 1)}
	chromedp.ListenTarget(ctx, w.listen)
	if err := chromedp.Run(ctx); err != nil { // the first run holds on to its context
		t.Fatal(err)
	}
	w.Do(network.Enable(), chromedp.EmulateViewport(1280, 900))
	return w
}

// listen notes what the browser complains of, and when a page has come.
func (w *Window) listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		select {
		case w.loaded <- struct{}{}:
		default:
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.status = int(e.Response.Status)
		}
	case *page.EventJavascriptDialogOpening: // whether to leave what is not saved: yes
		go func() { _ = chromedp.Run(w.ctx, page.HandleJavaScriptDialog(true)) }()
	case *log.EventEntryAdded:
		// A page that answers 404 or 422 is no complaint; a file that is missing is.
		// That it has cleared what it was told to is none either.
		if strings.HasPrefix(e.Entry.Text, "Clear-Site-Data header on") {
			return
		}
		if e.Entry.Source != log.SourceNetwork || strings.Contains(e.Entry.URL, "/static/") {
			w.heard = append(w.heard, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		w.heard = append(w.heard, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		w.heard = append(w.heard, fmt.Sprint("console.", e.Type))
	}
}

// Context is that of the window, for what this package cannot do.
func (w *Window) Context() context.Context { return w.ctx }

// Complaints returns what the browser had to say since it was last asked:
// refused scripts and styles, missing files, errors of scripts.
func (w *Window) Complaints() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	heard := w.heard
	w.heard = nil
	return heard
}

// Status is that of the answer the window shows.
func (w *Window) Status() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// Do runs actions that must succeed.
func (w *Window) Do(actions ...chromedp.Action) {
	w.T.Helper()
	ctx, stop := context.WithTimeout(w.ctx, patience)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		w.T.Fatalf("%v\n%s", err, w.sight())
	}
}

// sight describes where the window is, for a failing test.
func (w *Window) sight() string {
	var at, text string
	ctx, stop := context.WithTimeout(w.ctx, time.Second)
	defer stop()
	_ = chromedp.Run(ctx, chromedp.Evaluate(`location.href + " " + document.title`, &at), chromedp.Evaluate(`(document.querySelector(".error-summary")?.innerText ?? "") + document.querySelector("main")?.innerText`, &text))
	if dir := os.Getenv("RASTREO_PICTURES"); dir != "" {
		var picture []byte
		_ = chromedp.Run(ctx, chromedp.FullScreenshot(&picture, 100))
		Keep(w.T, strings.ReplaceAll(w.T.Name(), "/", "-")+"-failed.png", picture)
	}
	return fmt.Sprintf("%s, status %d\n%.1500s", at, w.Status(), text)
}

// Scripts switches JavaScript on or off for the pages to come.
func (w *Window) Scripts(on bool) {
	w.T.Helper()
	w.Do(emulation.SetScriptExecutionDisabled(!on))
}

// Wide sets the width of the window in pixels.
func (w *Window) Wide(px int64) {
	w.T.Helper()
	w.Do(chromedp.EmulateViewport(px, 900))
}

// Go opens a path of the world, as if it had been typed.
func (w *Window) Go(path string) *Window {
	w.T.Helper()
	w.Comes(func() {
		w.Do(chromedp.ActionFunc(func(ctx context.Context) error {
			_, _, failed, _, err := page.Navigate(w.Base + path).Do(ctx)
			if err == nil && failed != "" {
				err = fmt.Errorf("%s: %s", path, failed)
			}
			return err
		}))
	})
	return w
}

// Comes does what makes another page come, and waits until it is there.
func (w *Window) Comes(act func()) {
	w.T.Helper()
	select {
	case <-w.loaded:
	default:
	}
	act()
	select {
	case <-w.loaded:
	case <-time.After(patience):
		w.T.Fatalf("no page came\n%s", w.sight())
	}
}

// Eval returns the value of a JavaScript expression, which may be a promise.
// It works where pages may run no scripts.
func Eval[V any](w *Window, expression string) (v V) {
	w.T.Helper()
	var raw json.RawMessage
	ctx, stop := context.WithTimeout(w.ctx, patience)
	defer stop()
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	err := chromedp.Run(ctx, chromedp.Evaluate(expression, &raw, await))
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	if err != nil {
		w.T.Fatalf("%s: %v\n%s", expression, err, w.sight())
	}
	return v
}

// Until waits for a JavaScript condition, which needs scripts.
func (w *Window) Until(condition string) {
	w.T.Helper()
	w.Do(chromedp.Poll(condition, nil, chromedp.WithPollingTimeout(patience)))
}

// Is complains unless a JavaScript condition holds now.
func (w *Window) Is(condition, what string) {
	w.T.Helper()
	if !Eval[bool](w, "Boolean("+condition+")") {
		w.T.Errorf("%s\n%s", what, w.sight())
	}
}

// Path is that of the page, below the world, with its query.
func (w *Window) Path() string {
	w.T.Helper()
	return strings.TrimPrefix(Eval[string](w, `location.origin + location.pathname + location.search`), w.Base)
}

// Text is what a reader sees of the main part.
func (w *Window) Text() string {
	w.T.Helper()
	return Eval[string](w, `document.querySelector("main").innerText`)
}

// Sees complains unless a reader sees each of the texts in the main part.
func (w *Window) Sees(texts ...string) {
	w.T.Helper()
	got := squeeze(w.Text())
	for _, text := range texts {
		if !strings.Contains(got, squeeze(text)) {
			w.T.Errorf("%s does not say %q:\n%s", w.Path(), text, w.Text())
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Picture is the whole page as it looks.
func (w *Window) Picture() (picture []byte) {
	w.T.Helper()
	w.Do(chromedp.FullScreenshot(&picture, 100))
	return picture
}

// Keep photographs the page as Keep keeps pictures: only where somebody wants
// to look at them.
func (w *Window) Keep(name string) {
	w.T.Helper()
	if os.Getenv("RASTREO_PICTURES") != "" {
		Keep(w.T, name, w.Picture())
	}
}
