// Package migrations embeds the schema, one file a step, the same for both databases.
package migrations

import "embed"

// FS holds the numbered steps.
//
//go:embed *.sql
var FS embed.FS
