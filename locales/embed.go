// Package locales embeds what the house says, one file a language.
package locales

import "embed"

// FS holds es.json and en.json.
//
//go:embed *.json
var FS embed.FS
