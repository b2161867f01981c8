package site_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"rastreo/internal/site/sitetest"
	"rastreo/static"
)

// everyPage fills a house and lists a page of every kind, by who reads it.
func everyPage(h *house) map[string][]string {
	h.t.Helper()
	f := everything()
	f.Firearms = f.Firearms[:1]
	done := h.file("ana", f)
	z := h.file("ana", everything())
	at, ended := "/requests/"+z.Requests[0].Folio, "/requests/"+done.Requests[0].Folio
	h.post("pat", ended+"/claim").to()
	h.post("pat", ended+"/contacts", "kind", "importer", "name", "Century Arms", "said", "Sold to Lone Star Pawn, Laredo").to()
	h.post("pat", ended+"/result", "outcome", "purchaser_identified", "dealer.name", "Lone Star Pawn", "dealer.ffl", "5-74-123-01-7F-12345", "dealer.city", "Laredo",
		"dealer.state", "TX", "sold.day", "1", "sold.month", "3", "sold.year", "2024", "purchaser.name.full", "John Q. Public", "note", "Bought two rifles that day.").to()
	h.post("pat", ended+"/result", "outcome", "exported", "reason", "The record was another rifle's.").to()
	h.post("pat", at+"/claim").to()
	h.post("pat", at+"/contacts", "kind", "dealer", "name", "Lone Star Pawn", "ffl", "5-74-123-01-7F-12345", "channel", "phone", "note", "Left a message.").to()
	h.post("pat", at+"/questions", "text", "¿Puede revisar el receptor?", "fields", "serial.text", "fields", "importer").to()
	h.post("pat", at+"/recall").to()
	contact := strings.TrimPrefix(h.get("pat", at).Find(".call a").AttrOr("href", ""), base)
	back := "/requests/" + z.Requests[1].Folio
	h.post("pat", back+"/claim").to()
	h.post("pat", back+"/questions", "text", "Please look at the frame again: the serial has one digit too few.", "fields", "serial.text", "fields", "country").to()
	for range 6 {
		h.file("chief", everything())
	}
	_, err := h.notify.Deliver(h.t.Context())
	must(h.t, err)
	draft := h.begin("ana")
	h.write("ana", draft, everything())
	wrong := h.begin("ana")
	h.post("ana", wrong+"/firearms").to()
	h.fill("ana", wrong+"/case", values("reference[0].number", "UI-3/441/2026", "exit", "1")).to()
	return map[string][]string{
		"": {"/login", "/help"},
		"ana": {
			"/requests", "/requests?q=nada99", "/drafts", "/notices", "/account", "/seizures/" + z.Folio, "/seizures/" + z.Folio + "/receipt",
			at, back, ended, at + "/withdrawal", wrong, wrong + "/review", wrong + "/case?back=review", wrong + "/firearms/1?back=review",
			draft, draft + "/case", draft + "/place", draft + "/firearms", draft + "/firearms/1", draft + "/firearms/1/remove", draft + "/people",
			draft + "/people/1?add=aliases", draft + "/review", draft + "/discard", "/requests/none",
		},
		"pat": {
			"/queue", "/claims", "/queue?status=concluded&agency=none", at, ended, "/requests/" + h.file("ana", f).Requests[0].Folio, at + "/contacts", contact,
			at + "/questions", at + "/result", ended + "/result", "/account", "/requests/none",
		},
	}
}

// In a real browser every page passes axe, fits a narrow phone, and is
// silent: nothing it does is against the policy. With RASTREO_PICTURES every
// page is photographed in both languages and widths.
func TestWalk(t *testing.T) {
	axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not installed")
	}
	h := oneHouse(t)
	mux := http.NewServeMux()
	mux.Handle(base+"/static/", static.Handler())
	mux.Handle("/", h.handler)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for as, all := range everyPage(h) {
		for paths := range slices.Chunk(all, 4) {
			walk(t, h, server.URL, as, paths, string(axe))
		}
	}
}

// walk shows some pages to one reader in one browser.
func walk(t *testing.T, h *house, server, as string, paths []string, axe string) {
	t.Run(as+paths[0], func(t *testing.T) {
		ctx, complaints := browser(t)
		run(t, ctx, network.Enable())
		for _, c := range h.cookies[as] {
			run(t, ctx, network.SetCookie(c.Name, c.Value).WithURL(server+base+"/"))
		}
		for i, path := range paths {
			for j, view := range views() {
				if os.Getenv("RASTREO_PICTURES") == "" && (i+j)%4 != 0 {
					continue
				}
				sep := "?"
				if strings.Contains(path, "?") {
					sep = "&"
				}
				var violations string
				var wide bool
				var picture []byte
				run(t, ctx, chromedp.EmulateViewport(view.width, 900), chromedp.Navigate(server+base+path+sep+"lang="+view.lang), chromedp.WaitReady("html.js"),
					chromedp.Evaluate(axe, nil), chromedp.Evaluate(audit, &violations, awaited),
					chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &wide))
				if os.Getenv("RASTREO_PICTURES") != "" {
					run(t, ctx, chromedp.FullScreenshot(&picture, 100))
					name := pictureName.ReplaceAllString(path, "")
					sitetest.Keep(t, fmt.Sprintf("%s%s-%s-%d.png", as, strings.ReplaceAll(name, "/", "-"), view.lang, view.width), picture)
				}
				var list []string
				if err := json.Unmarshal([]byte(violations), &list); err != nil || len(list) > 0 {
					t.Errorf("%s in %s at %d px: %v\n%s", path, view.lang, view.width, err, strings.Join(list, "\n"))
				}
				if wide {
					t.Errorf("%s in %s scrolls sideways at %d px", path, view.lang, view.width)
				}
			}
		}
		for _, heard := range complaints() {
			if !strings.Contains(heard, "404") {
				t.Errorf("the browser complains: %q", heard)
			}
		}
	})
}

// pictureName drops what differs from run to run: ids, folios, queries.
var pictureName = regexp.MustCompile(`\?.*|[0-9A-Za-z]{26}|(PRUEBA-)?(RM|AS)-\d{4}-\w{6}`)

type view struct {
	lang  string
	width int64
}

func views() []view { return []view{{"es", 1280}, {"en", 320}, {"en", 1280}, {"es", 320}} }
