package gate

import (
	"bytes"
	"crypto/rand"
	"strings"

	"github.com/gin-gonic/gin"
)

// nonceKey is where the nonce of an answer stands in gin's context.
const nonceKey = "nonce"

// policy is the page's content security policy: nothing but our own files, no
// script but those that the page itself names with this answer's nonce, no
// inline style, no plug-in, no frame, no HTML made by script. What a browser
// refuses it reports.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'nonce-" + nonce + "' 'strict-dynamic'" + rest
}

var rest = "; " + strings.Join([]string{
	"style-src 'self'", "img-src 'self' blob:", "font-src 'self'",
	"connect-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
	"require-trusted-types-for 'script'", "trusted-types 'none'", "report-to csp",
}, "; ")

// permissions turns off what a page could ask of a machine. Only passkeys and
// the clipboard, which a button copies to, are the house's own.
var permissions = strings.Join(powers, "=(), ") + "=(), " +
	"clipboard-write=(self), publickey-credentials-create=(self), publickey-credentials-get=(self)"

// powers are what the browsers of today can be kept from.
var powers = []string{
	"accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "gamepad",
	"geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone",
	"midi", "otp-credentials", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb",
	"window-management", "xr-spatial-tracking",
}

// headers go out with every answer.
func (g *Gate) headers(c *gin.Context) {
	nonce := rand.Text()
	c.Set(nonceKey, nonce)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("Reporting-Endpoints", `csp="`+g.Base+ReportPath+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cache-Control", "no-store")
	if g.Secure {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	c.Next()
}

// Seal makes a page ready to leave the house: its scripts get the nonce of
// this answer and its forms the token of the reader's session. Whatever is kept
// of a page is kept unsealed. Nothing that somebody typed can hold a tag.
func (v *Visit) Seal(page []byte) []byte {
	page = bytes.ReplaceAll(page, []byte("<script "), []byte(`<script nonce="`+v.GetString(nonceKey)+`" `))
	field := v.formField()
	if field == "" {
		return page
	}
	sealed := make([]byte, 0, len(page)+1024)
	for {
		at := bytes.Index(page, []byte("<form "))
		if at < 0 {
			return append(sealed, page...)
		}
		end := at + bytes.IndexByte(page[at:], '>') + 1
		sealed = append(sealed, page[:end]...)
		if bytes.Contains(page[at:end], []byte(`method="post"`)) {
			sealed = append(sealed, field...)
		}
		page = page[end:]
	}
}
