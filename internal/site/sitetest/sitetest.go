// Package sitetest reads pages as people do: in Chromium, with a mouse or a
// keyboard, with JavaScript or without, on a wide screen or a narrow one. It
// also asks axe-core whether everybody can read them.
package sitetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rastreo/static"
)

// patience is how long a page may take on a machine that is busy.
const patience = 30 * time.Second

// Browser is one Chromium. Its windows share nothing.
type Browser struct{ ctx context.Context }

// Open starts Chromium and ends it with the test. Where there is no Chromium
// or the assets were not built the test is skipped, or fails in CI.
func Open(t testing.TB) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		path, err = exec.LookPath("google-chrome")
	}
	need(t, err)
	need(t, static.Check())
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	// Not the test's context: that ends before the cleanups, and kills the browser in its tracks.
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits until the browser has gone
	return &Browser{ctx}
}

func need(t testing.TB, err error) {
	t.Helper()
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
}

// axe is the source of axe-core, read once.
var axe = sync.OnceValues(func() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../web/node_modules/axe-core/axe.min.js"))
	return string(text), err
})

// Keep writes a picture where RASTREO_PICTURES says, for people to look at.
func Keep(t testing.TB, name string, picture []byte) {
	t.Helper()
	dir := os.Getenv("RASTREO_PICTURES")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), picture, 0o600); err != nil {
		t.Error(err)
	}
}
