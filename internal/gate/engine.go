package gate

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/audit"
)

// idKey is where a request's id stands in gin's context.
const idKey = "id"

// MaxBody is the most bytes a request may carry. Two hundred firearms with
// everything said of them fit well.
const MaxBody = 2 << 20

// Engine returns an empty gin engine with what every answer of a world needs,
// whatever its route and status: id, headers, limits, one log line.
func (g *Gate) Engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	_ = e.SetTrustedProxies(nil) // nil cannot be a bad address
	e.HandleMethodNotAllowed = false
	e.RedirectTrailingSlash = false
	e.UseRawPath = false
	e.Use(g.watch, g.headers, g.bounded)
	return e
}

// Wrap puts around a whole engine what must see the request before it:
// sessions, and the refusal of writes that another site's page sends.
func (g *Gate) Wrap(e http.Handler, refuse http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(refuse)
	return cross.Handler(g.Login.Wrap(e))
}

// watch gives the request its id and writes the log line. A panic that got
// past admit is the engine's own: it still gets a status and a line.
func (g *Gate) watch(c *gin.Context) {
	start := g.Now()
	id := rand.Text()[:16]
	c.Set(idKey, id)
	c.Header("X-Request-Id", id)
	body := &counted{ReadCloser: c.Request.Body}
	c.Request.Body = body
	defer func() {
		if p := recover(); p != nil {
			g.Log.Error("panic", "id", id, "route", c.FullPath(), "what", fmt.Sprint(p), "stack", string(debug.Stack()))
			c.AbortWithStatus(http.StatusInternalServerError)
		}
		took := g.Now().Sub(start)
		if g.Answered != nil {
			g.Answered(id, audit.Answer{Status: c.Writer.Status(), In: body.n, Out: int64(max(c.Writer.Size(), 0)), Took: took})
		}
		g.log(c, id, took)
	}()
	c.Next()
}

func (g *Gate) log(c *gin.Context, id string, took time.Duration) {
	route, status := c.FullPath(), c.Writer.Status()
	g.Log.LogAttrs(c, slog.LevelInfo, "request", slog.String("id", id), slog.String("world", g.World),
		slog.String("method", c.Request.Method), slog.String("route", route), slog.Int("status", status),
		slog.Duration("took", took), slog.String("account", c.GetString(accountKey)))
	if g.Observe != nil {
		g.Observe(route, c.Request.Method, status, took)
	}
}

// counted counts what is read of a body.
type counted struct {
	io.ReadCloser
	n int64
}

func (b *counted) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	return n, err
}

// accountKey is where the acting account stands for the log line.
const accountKey = "account"
