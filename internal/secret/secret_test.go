package secret_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rastreo/internal/secret"
)

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "live.secret")
	drawn := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range drawn {
		all.Go(func() {
			s, err := secret.Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			drawn[i] = s.Key("pepper")
		})
	}
	all.Wait()
	for _, key := range drawn {
		if !bytes.Equal(key, drawn[0]) || len(key) != 32 {
			t.Errorf("two that open at once have %x and %x", key, drawn[0])
		}
	}
	s, err := secret.Open(path)
	if err != nil || !bytes.Equal(s.Key("pepper"), drawn[0]) {
		t.Errorf("opened again: %v", err)
	}
	if bytes.Equal(s.Key("pepper"), s.Key("totp")) {
		t.Error("one key for two purposes")
	}
	left, err := filepath.Glob(path + "*")
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	good := filepath.Join(folder, "good")
	if _, err := secret.Open(good); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"others may read it": {string(text), 0o644},
		"empty":              {"", 0o600},
		"too short":          {"c2VjcmV0", 0o600},
		"no base64":          {"this is not base64 at all, it is a secret sentence", 0o600},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
			t.Fatal(err)
		}
		_, err := secret.Open(path)
		if err == nil {
			t.Errorf("%s: opened", name)
		}
		if err != nil && c.text != "" && strings.Contains(err.Error(), strings.TrimSpace(c.text)) {
			t.Errorf("%s: the error shows it", name)
		}
	}
	if _, err := secret.Open(filepath.Join(good, "file")); err == nil {
		t.Error("made below a file")
	}
}
