package gate

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// mostText is how many bytes of texts stand beside files, and mostParts how many
// parts a form has that brings files.
const (
	mostText  = 64 << 10
	mostParts = 32
)

// longest is how long it may take to send files, over a poor line.
const longest = 10 * time.Minute

// bounded bounds the body before anybody reads it. What brings files may be
// larger, and take longer.
func (g *Gate) bounded(c *gin.Context) {
	limit := int64(MaxBody)
	if large := g.large[c.Request.Method+" "+c.FullPath()]; large > 0 {
		limit = large
		ends := time.Now().Add(longest) //nolint:forbidigo // a connection has a clock of its own
		rc := http.NewResponseController(c.Writer)
		_, _ = rc.SetReadDeadline(ends), rc.SetWriteDeadline(ends) // where it has none, none is needed
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	c.Next()
}

// How many send files at once, and how many times one of them: what they send is
// in memory meanwhile.
const (
	mostSending = 6
	mostOfOne   = 2
)

// sending is who sends files and has not been answered, by their account.
type sending struct {
	mu  sync.Mutex
	all int
	by  map[string]int
}

// send finds room for the files of a visit before any of them is read. One
// account does not take all of it, however slowly it sends.
func (g *Gate) send(v *Visit) error {
	s := &g.sending
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.by[v.Actor.ID] >= mostOfOne:
		return g.tooOften(v, 10*time.Second)
	case s.all >= mostSending:
		return fault.New(fault.Unavailable, "fault.crowded", fault.Args{"seconds": 10})
	}
	s.all++
	s.by[v.Actor.ID]++
	v.sends = true
	return nil
}

// sent gives back the room that a visit had.
func (g *Gate) sent(v *Visit) {
	if !v.sends {
		return
	}
	s := &g.sending
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.by[v.Actor.ID]--; s.by[v.Actor.ID] == 0 {
		delete(s.by, v.Actor.ID)
	}
}

// brings tells whether a form brings files to a route that takes them. They are
// not read for whoever may not send any.
func (v *Visit) brings() (brings, may bool) {
	kind, _, err := mime.ParseMediaType(v.GetHeader("Content-Type"))
	if err != nil || kind != "multipart/form-data" || v.Route.Files == 0 {
		return false, false
	}
	return true, v.Actor.ID != "" && account.May(v.Actor, v.Route.Act, nil) == nil
}

// parts reads a form that brings files: the texts to where those of any form
// stand, the files beside them. Nothing of it touches the disk.
func (v *Visit) parts() error {
	if v.Request.PostForm != nil {
		return nil
	}
	v.Request.PostForm = url.Values{}
	r, err := v.Request.MultipartReader()
	if err != nil {
		return malformed(err)
	}
	left := int64(mostText)
	for range mostParts {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return malformed(err)
		}
		if left, err = v.part(p, left); err != nil {
			return malformed(err)
		}
	}
	return malformed(nil)
}

// part reads one part, and returns how many bytes of texts are left.
func (v *Visit) part(p *multipart.Part, left int64) (int64, error) {
	_, args, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return left, err
	}
	if _, file := args["filename"]; file {
		content, err := io.ReadAll(io.LimitReader(p, trace.MostFile+1)) // of one that is too large no more is kept
		if err == nil && (args["filename"] != "" || len(content) > 0) { // an empty control sends one that is nothing
			v.Files = append(v.Files, trace.Upload{Name: strings.ToValidUTF8(args["filename"], ""), Content: content})
		}
		return left, err
	}
	text, err := io.ReadAll(io.LimitReader(p, left+1))
	if err == nil && int64(len(text)) > left {
		err = errTexts
	}
	v.Request.PostForm.Add(p.FormName(), string(text))
	return left - int64(len(text)), err
}

var errTexts = errors.New("gate: too much text beside files")

// Attach answers with a document, to be kept and not opened here: the browser is
// told what it is, not to guess, and to run nothing of it.
func (v *Visit) Attach(d trace.Document, content []byte) {
	v.Header("Content-Disposition", attachment(d.Name))
	v.Header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	v.Data(http.StatusOK, d.MediaType(), content)
}

// attachment names a file in a header (RFC 6266): for old programs in ASCII, and
// as it is called.
func attachment(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
