// Package web embeds the page templates: base.html, parts/ and one folder a noun.
package web

import "embed"

// FS holds the templates.
//
//go:embed *.html */*.html
var FS embed.FS
