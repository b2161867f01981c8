package trace

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rastreo/internal/fault"
)

// Document is a file that came with the answer of whoever was asked: an
// invoice, a Form 4473, a page of a bound book. It is never deleted: one that
// was added by mistake is struck. What it holds is read apart.
type Document struct {
	ID        string    `json:"id"`
	RequestID string    `json:"-"`
	ContactID string    `json:"-"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`   // of DocumentKinds, by what the file holds
	Size      int       `json:"size"`   // bytes
	Sum       string    `json:"sha256"` // of what it holds, in hexadecimal
	By        string    `json:"-"`
	At        time.Time `json:"at"`
	StruckAt  time.Time `json:"struck_at,omitzero"`
	StruckBy  string    `json:"-"`
	Struck    string    `json:"struck,omitempty"` // why it does not count
	Lang      string    `json:"-"`                // of the reason
}

// Counts tells whether the document was not struck.
func (d Document) Counts() bool { return d.StruckAt.IsZero() }

// MediaType is what a program is told that the document is.
func (d Document) MediaType() string { return documentKinds[d.Kind].media }

// Upload is a file that somebody sends, under the name they gave it.
type Upload struct {
	Name    string
	Content []byte
}

// Limits of what is sent at once.
const (
	MostFile  = 10 << 20 // bytes of one file
	MostFiles = 5
	MostSent  = 26 << 20 // bytes of all, with what stands between them
)

// documentKinds are what is taken, with the ends a name may have.
var documentKinds = map[string]struct {
	media string
	ends  []string
}{
	"pdf":  {"application/pdf", []string{".pdf"}},
	"jpeg": {"image/jpeg", []string{".jpg", ".jpeg"}},
	"png":  {"image/png", []string{".png"}},
	"tiff": {"image/tiff", []string{".tif", ".tiff"}},
	"txt":  {"text/plain; charset=utf-8", []string{".txt"}},
}

// DocumentKinds lists what is taken.
var DocumentKinds = []string{"pdf", "jpeg", "png", "tiff", "txt"}

// marks are how files of a kind begin.
var marks = []struct{ kind, mark string }{
	{"pdf", "%PDF-"}, {"jpeg", "\xff\xd8\xff"}, {"png", "\x89PNG\r\n\x1a\n"}, {"tiff", "II*\x00"}, {"tiff", "MM\x00*"},
}

// kindOf is the kind of a file by what it holds, "" where it is none that is
// taken. What its name says does not matter.
func kindOf(content []byte) string {
	for _, m := range marks {
		if bytes.HasPrefix(content, []byte(m.mark)) {
			return m.kind
		}
	}
	if !utf8.Valid(content) || bytes.ContainsFunc(content, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\f", r) }) {
		return ""
	}
	return "txt"
}

// mostName is how long the name of a document may be, in characters.
const mostName = 120

// documentName is a name that every system can keep: without the way to it,
// without signs that mean something there or cannot be seen, and with an end
// that says what the file is.
func documentName(typed, kind string) string {
	name := path.Base("/" + strings.ReplaceAll(strings.ToValidUTF8(typed, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r), strings.ContainsRune(`<>:"/|?*%`, r):
			return -1
		}
		return r
	}, name)
	ends := documentKinds[kind].ends
	end := path.Ext(name)
	if !slices.Contains(ends, strings.ToLower(end)) {
		end = ends[0]
	} else {
		name = strings.TrimSuffix(name, end)
	}
	short := []rune(strings.Trim(name, ". "))
	if len(short) == 0 {
		short = []rune("document")
	}
	return strings.TrimRight(string(short[:min(len(short), mostName-len(end))]), ". ") + end
}

// CheckFiles makes documents of files that are sent with a contact, or lists
// what is wrong with any of them. there are those that the request has.
func CheckFiles(files []Upload, there []Document) (docs []Document, err error) {
	var p fault.Problems
	switch {
	case len(files) == 0:
		p.Add("/files", "file_none", nil)
	case len(files) > MostFiles:
		p.Add("/files", "files_many", fault.Args{"limit": MostFiles})
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Content)
		d := Document{Kind: kindOf(f.Content), Size: len(f.Content), Sum: hex.EncodeToString(sum[:])}
		named := documentName(f.Name, "txt")
		if d.Kind != "" {
			d.Name = documentName(f.Name, d.Kind)
			named = d.Name
		}
		same := slices.IndexFunc(slices.Concat(there, docs), func(x Document) bool { return x.Counts() && x.Sum == d.Sum })
		switch {
		case len(f.Content) == 0:
			p.Add("/files", "file_empty", fault.Args{"name": named})
		case len(f.Content) > MostFile:
			p.Add("/files", "file_large", fault.Args{"name": named, "limit_mib": MostFile >> 20})
		case d.Kind == "":
			p.Add("/files", "file_kind", fault.Args{"name": strings.TrimSuffix(named, ".txt")})
		case same >= 0:
			p.Add("/files", "file_same", fault.Args{"name": named, "other": slices.Concat(there, docs)[same].Name})
		}
		docs = append(docs, d)
	}
	return docs, fault.Check(p)
}

// CheckStruck strikes a document that was added by mistake.
func (d Document) CheckStruck(why string) (Document, error) {
	c, err := Contact{}.CheckStruck(why)
	d.Struck = c.Struck
	return d, err
}
