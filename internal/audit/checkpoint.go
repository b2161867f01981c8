package audit

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what a log of a size had in it. Its text is a checkpoint of
// C2SP (tlog-checkpoint): origin, size and root, each on its line, then two
// lines of our own: at, the moment in microseconds, and after, the size of the
// checkpoint that was given out before, so that none can be left out.
type Checkpoint struct {
	Origin string // of the log: which world it is
	Size   int64
	Root   tlog.Hash
	At     time.Time
	After  int64 // 0 for the first

	Note       string   // as it was signed
	Signatures int      // how many it bears
	Signed     bool     // the log's own holds
	By         []string // names of the witnesses whose hold
}

// Text is what is signed.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\nat %d\nafter %d\n", c.Origin, c.Size, c.Root, c.At.UnixMicro(), c.After)
}

// Sign returns the signed note of a checkpoint.
func (c Checkpoint) Sign(by note.Signer) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, by)
	return string(signed), err
}

// Cosign returns the note with one more signature.
func (c Checkpoint) Cosign(by note.Signer) (string, error) {
	n, err := note.Open([]byte(c.Note), note.VerifierList())
	if unverified, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		n, err = unverified.Note, nil
	}
	if err != nil {
		return "", err
	}
	n.Sigs = append(n.Sigs, n.UnverifiedSigs...)
	n.UnverifiedSigs = nil
	signed, err := note.Sign(n, by)
	return string(signed), err
}

// ErrForged says that a note is no checkpoint, or not signed by its log.
var ErrForged = errors.New("audit: not a signed checkpoint")

// Open reads a note and holds its signatures against the keys. A signature of
// a key that is not among them says nothing. Without a key of the log nothing
// can be said of the signature, and Signed stays false.
func (k Keys) Open(text string) (c Checkpoint, err error) {
	known := append([]note.Verifier(nil), k.Witnesses...)
	if k.Log != nil {
		known = append(known, k.Log)
	}
	n, err := note.Open([]byte(text), note.VerifierList(known...))
	unverified, unknown := errors.AsType[*note.UnverifiedNoteError](err)
	switch {
	case unknown:
		n = unverified.Note
	case err != nil:
		return c, fmt.Errorf("%w: %w", ErrForged, err)
	}
	if c, err = readCheckpoint(n.Text); err != nil {
		return c, err
	}
	if c.Note, c.Signatures = text, len(n.Sigs)+len(n.UnverifiedSigs); !exact(text) {
		return c, ErrForged
	}
	for _, s := range n.Sigs {
		if k.Log != nil && s.Name == k.Log.Name() && s.Hash == k.Log.KeyHash() {
			c.Signed = true
		} else {
			c.By = append(c.By, s.Name)
		}
	}
	if k.Log != nil && !c.Signed {
		return c, ErrForged
	}
	return c, nil
}

// exact tells whether the signatures of a note are written in the one way,
// each once: base64 leaves bits that nobody reads, and note.Open reads over
// what comes twice.
func exact(text string) bool {
	_, signatures, _ := strings.Cut(text, "\n\n")
	seen := map[string]bool{}
	for line := range strings.Lines(signatures) {
		who := line[:strings.LastIndex(line, " ")+1]
		raw, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSuffix(line[len(who):], "\n"))
		if err != nil || len(raw) < 4 || seen[who+string(raw[:4])] {
			return false
		}
		seen[who+string(raw[:4])] = true
	}
	return true
}

// readCheckpoint takes the text of a checkpoint apart. There is one text for
// each checkpoint, and no other.
func readCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 6 {
		return c, ErrForged
	}
	c.Origin = lines[0]
	at, errAt := number(lines[3], "at ")
	size, errSize := number(lines[1], "")
	after, errAfter := number(lines[4], "after ")
	root, errRoot := tlog.ParseHash(lines[2])
	if err := errors.Join(errAt, errSize, errAfter, errRoot); err != nil {
		return c, fmt.Errorf("%w: %w", ErrForged, err)
	}
	c.Size, c.After, c.Root, c.At = size, after, root, time.UnixMicro(at).UTC()
	if c.Size < 0 || c.Text() != text {
		return c, ErrForged
	}
	return c, nil
}

func number(line, before string) (int64, error) {
	text, ok := strings.CutPrefix(line, before)
	if !ok {
		return 0, ErrForged
	}
	return strconv.ParseInt(text, 10, 64)
}

// Notes takes a file of notes apart. An empty line stands behind each. What is
// left at the end, of a note that was not written to its end, is torn.
func Notes(file string) (notes []string, torn string) {
	for file != "" {
		body, rest, ok := strings.Cut(file, "\n\n")
		signatures, after, whole := strings.Cut(rest, "\n\n")
		if !ok || !whole {
			return notes, file
		}
		notes = append(notes, body+"\n\n"+signatures+"\n")
		file = after
	}
	return notes, ""
}

// Line is a note as it stands in a file of notes.
func Line(text string) string { return text + "\n" }
