package audit

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Keys are the public keys that a log is held against.
type Keys struct {
	Log       note.Verifier // nil if it is not known
	Witnesses []note.Verifier
}

// Labels of the lines in a file of keys.
const (
	logLabel     = "log"
	witnessLabel = "witness"
)

// ParseKeys reads a file of keys: one a line, each a label, log or witness,
// and the key as golang.org/x/mod/sumdb/note writes it. Empty lines and lines
// that begin with # say nothing.
func ParseKeys(text string) (k Keys, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		label, key, _ := strings.Cut(line, " ")
		v, err := note.NewVerifier(strings.TrimSpace(key))
		switch {
		case err != nil:
			return k, fmt.Errorf("audit: no key: %q: %w", line, err)
		case label == witnessLabel:
			k.Witnesses = append(k.Witnesses, v)
		case label == logLabel && k.Log == nil:
			k.Log = v
		default:
			return k, fmt.Errorf("audit: neither a witness nor the only log: %q", line)
		}
	}
	return k, nil
}

// Key is what a log, or a witness, signs with.
type Key struct {
	note.Signer
	Public string // as others know it
	skey   string
}

// NewKey makes the key of a name from 32 bytes that nobody else knows. A name
// has neither spaces nor plus signs.
func NewKey(name string, seed []byte) (k Key, err error) {
	private := ed25519.NewKeyFromSeed(seed)
	public, _ := private.Public().(ed25519.PublicKey) // what Ed25519 always has
	if k.Public, err = note.NewEd25519VerifierKey(name, public); err != nil {
		return k, err
	}
	rest, ok := strings.CutPrefix(k.Public, name+"+")
	hash, _, ok2 := strings.Cut(rest, "+")
	if !ok || !ok2 {
		return k, fmt.Errorf("audit: no name for a key: %q", name)
	}
	const ed25519Key = "\x01"
	return parseKey(k.Public, fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", name, hash, base64.StdEncoding.EncodeToString([]byte(ed25519Key+string(seed)))))
}

func parseKey(public, skey string) (k Key, err error) {
	k = Key{Public: public, skey: skey}
	if k.Signer, err = note.NewSigner(skey); err != nil {
		return k, err
	}
	_, err = note.NewVerifier(public)
	return k, err
}

// Keys are the keys of a log that is known only by this one.
func (k Key) Keys() (Keys, error) { return ParseKeys(k.Line(logLabel)) }

// LogLine is the line of a log's key in a file of keys.
func (k Key) LogLine() string { return k.Line(logLabel) }

// WitnessLine is the line of a witness's key in a file of keys.
func (k Key) WitnessLine() string { return k.Line(witnessLabel) }

// Line is the key's line in a file of keys under a label.
func (k Key) Line(label string) string { return label + " " + k.Public + "\n" }

// File is the key as its owner keeps it: the secret half and the public one.
func (k Key) File() string { return k.skey + "\n" + k.Public + "\n" }

// ParseFile reads what File has written.
func ParseFile(text string) (Key, error) {
	skey, public, _ := strings.Cut(strings.TrimSpace(text), "\n")
	k, err := parseKey(strings.TrimSpace(public), strings.TrimSpace(skey))
	if err != nil {
		return Key{}, fmt.Errorf("audit: no key file: %w", err) // the error does not quote it
	}
	return k, nil
}
