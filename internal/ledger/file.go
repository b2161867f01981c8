package ledger

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"rastreo/internal/audit"
)

// file is a place where checkpoints are appended, and never anything else
// done to it.
type file struct {
	path  string
	mu    sync.Mutex
	begun bool
	size  int64 // events of its last checkpoint
	torn  string
}

// tail is how much of a file's end is read: more than a note with many
// signatures is long.
const tail = 64 << 10

// begin finds out what the file ends with. One that a crash has left inside a
// note is continued where it ends.
func (f *file) begin() error {
	if f.begun {
		return nil
	}
	end, err := f.end()
	if err != nil {
		return err
	}
	notes, torn := audit.Notes(end)
	f.size, f.torn = 0, torn
	if len(notes) > 0 {
		last, err := audit.Keys{}.Open(notes[len(notes)-1])
		if err != nil {
			return err
		}
		f.size = last.Size
	}
	f.begun = true
	return nil
}

// end reads the end of the file from the beginning of a note on.
func (f *file) end() (string, error) {
	h, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer h.Close()
	info, err := h.Stat()
	if err != nil {
		return "", err
	}
	from := max(0, info.Size()-tail)
	text, err := io.ReadAll(io.NewSectionReader(h, from, info.Size()-from))
	if err != nil || from == 0 {
		return string(text), err
	}
	_, whole, _ := strings.Cut(string(text), "\n\n— ") // the signatures of some note
	_, whole, _ = strings.Cut(whole, "\n\n")           // and what stands behind them
	return whole, nil
}

// add appends checkpoints and returns when they are on the disk.
func (f *file) add(points []audit.Given) error {
	var text strings.Builder
	for _, p := range points {
		text.WriteString(audit.Line(p.Note))
	}
	f.begun = false // until all is well, what the file ends with is not known
	h, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	rest := strings.TrimPrefix(text.String(), f.torn) // what a crash has cut off goes on where it ended
	_, err = h.WriteString(rest)
	if err := errors.Join(err, h.Sync(), h.Close(), settle(filepath.Dir(f.path))); err != nil {
		return err
	}
	f.begun, f.torn, f.size = true, "", points[len(points)-1].Size
	return nil
}

// settle makes the name of a new file durable.
func settle(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
