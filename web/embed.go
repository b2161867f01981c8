// Package web embeds the page templates: base.html, parts/ and one folder a noun;
// and in mail/ that of mails.
package web

import "embed"

// FS holds the templates.
//
//go:embed *.html */*.html mail/*.tmpl
var FS embed.FS
