// Package secret keeps what a world must know and its database must not: one
// random number in a file of its own, and the keys that are drawn from it.
// Whoever has the database alone can neither try passwords against it, nor
// read a second factor, nor sign the log.
package secret

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// size is the length of a secret in bytes.
const size = 32

// Secret is the secret of one world.
type Secret struct{ root []byte }

// New returns a secret for tests and trials, from 32 bytes or more.
func New(root []byte) *Secret { return &Secret{root} }

// Open reads the secret in a file that only its owner may read. If there is no
// such file it is made, durably, with a new secret.
func Open(path string) (*Secret, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("secret: %s may be read by others: chmod 600", path)
	}
	return read(path)
}

func read(path string) (*Secret, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	root, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(root) != size {
		return nil, fmt.Errorf("secret: %s holds no secret", path) // err would quote it
	}
	return New(root), nil
}

// create writes a new secret under another name first: a file half written
// would be no secret, and one that somebody else made meanwhile is kept.
func create(path string) (*Secret, error) {
	root := make([]byte, size)
	if _, err := rand.Read(root); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	half, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(half.Name())
	_, err = half.WriteString(base64.StdEncoding.EncodeToString(root) + "\n")
	if err := errors.Join(err, half.Sync(), half.Close()); err != nil {
		return nil, err
	}
	switch err := os.Link(half.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return read(path)
	case err != nil:
		return nil, err
	}
	return New(root), settle(filepath.Dir(path))
}

// settle makes the name of a new file durable.
func settle(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Key draws a key of 32 bytes for one purpose. The keys of two purposes say
// nothing of each other (HKDF-SHA256, RFC 5869).
func (s *Secret) Key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, s.root, nil, "rastreo "+purpose, size)
	if err != nil {
		panic(err) // only a length that is too great can do that
	}
	return key
}
