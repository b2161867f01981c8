// Package static serves what the asset build wrote into dist: style sheet,
// script, fonts and icons, under names that carry a hash of their content.
package static

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed all:dist
var dist embed.FS

// FS holds the built files, flat.
var FS = sub(dist)

var built = load(FS)

func sub(fsys fs.FS) fs.FS {
	flat, err := fs.Sub(fsys, "dist")
	if err != nil {
		panic(err) // the name is a constant: it cannot be invalid
	}
	return flat
}

// Check returns an error when the assets were not built before the program.
func Check() error { return built.check() }

// URL returns the address of a file by its logical name: URL("site.css") is
// "/static/site-<hash>.css". An unknown name gives an address that is not
// found.
func URL(logical string) string { return built.url(logical) }

// Handler serves the built files by the last element of the path, whatever
// stands before it.
func Handler() http.Handler { return built }
