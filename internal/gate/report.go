package gate

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// ReportPath is where browsers report what they refused, below the base.
const ReportPath = "/csp-report"

// Bounds of what a browser may report at once.
const (
	mostReport  = 32 << 10 // bytes
	mostReports = 10
)

// directives that a report may name: what else stands there somebody made up.
var directives = []string{
	"default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src", "font-src",
	"connect-src", "form-action", "base-uri", "object-src", "frame-src", "child-src", "worker-src", "manifest-src", "media-src", "frame-ancestors",
	"require-trusted-types-for", "trusted-types",
}

// report is what is read of one (Reporting API; CSP 3).
type report struct {
	Type string
	Body struct{ DocumentURL, EffectiveDirective string }
}

// Report logs what browsers refused: the directive and the route of the page,
// never an address or what stood in it.
func (g *Gate) Report(c *gin.Context) {
	wait, err := g.take(c, g.Limits.Report, "report/"+g.keyed(g.network(c.Request)))
	if err != nil || wait > 0 {
		c.Header("Retry-After", strconv.Itoa(seconds(wait)))
		c.Status(http.StatusTooManyRequests)
		return
	}
	var all []report
	text, err := io.ReadAll(io.LimitReader(c.Request.Body, mostReport))
	if err != nil || json.Unmarshal(text, &all) != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	for _, r := range all[:min(len(all), mostReports)] {
		if r.Type == "csp-violation" && slices.Contains(directives, r.Body.EffectiveDirective) {
			g.Log.LogAttrs(c, slog.LevelWarn, "browser_refused", slog.String("world", g.World),
				slog.String("directive", r.Body.EffectiveDirective), slog.String("route", g.routeOf(r.Body.DocumentURL)))
		}
	}
	c.Status(http.StatusNoContent)
}

// routeOf is the pattern of the page at an address, "" for none of ours.
func (g *Gate) routeOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	steps := strings.Split(u.Path, "/")
	for _, pattern := range g.shown {
		if fits(strings.Split(pattern, "/"), steps) {
			return pattern
		}
	}
	return ""
}

func fits(pattern, steps []string) bool {
	return slices.EqualFunc(pattern, steps, func(p, s string) bool { return p == s || strings.HasPrefix(p, ":") })
}
