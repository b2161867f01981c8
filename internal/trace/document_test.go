package trace

import (
	"strings"
	"testing"
)

// What a file is is told by what it holds; its name is made safe, and ends as
// what it is.
func TestCheckFiles(t *testing.T) {
	for name, c := range map[string]struct{ content, kind, named string }{
		"invoice.PDF":                  {"%PDF-1.7", "pdf", "invoice.PDF"},
		"invoice.pdf.exe":              {"%PDF-1.7 ", "pdf", "invoice.pdf.exe.pdf"},
		`C:\Users\ñ\página 3.jpeg`:     {"\xff\xd8\xff\xe0", "jpeg", "página 3.jpeg"},
		"../../etc/passwd":             {"\x89PNG\r\n\x1a\n", "png", "passwd.png"},
		"a\r\nSet-Cookie: x\u202e.txt": {"plain\r\n", "txt", "aSet-Cookie x.txt"},
		"...":                          {"II*\x00", "tiff", "document.tif"},
		"<script>.html":                {"<script>alert(1)</script>", "txt", "script.html.txt"},
		strings.Repeat("ñ", 300):       {"MM\x00*", "tiff", strings.Repeat("ñ", 116) + ".tif"},
	} {
		docs, err := CheckFiles([]Upload{{name, []byte(c.content)}}, nil)
		if err != nil || docs[0].Kind != c.kind || docs[0].Name != c.named || docs[0].MediaType() == "" || len(docs[0].Sum) != 64 {
			t.Errorf("%q: %+v, %v", name, docs, err)
		}
	}
	there := []Document{{Name: "there.pdf", Sum: "x"}}
	same, _ := CheckFiles([]Upload{{"a.txt", []byte("a")}}, nil)
	for want, files := range map[string][]Upload{
		"file_none": nil, "file_empty": {{"a.pdf", nil}}, "file_kind": {{"a.pdf", []byte("MZ\x00\x01")}},
		"file_large": {{"a.pdf", append([]byte("%PDF-"), make([]byte, MostFile)...)}},
		"file_same":  {{"b.txt", []byte("a")}},
		"files_many": {{"1", []byte("1")}, {"2", []byte("2")}, {"3", []byte("3")}, {"4", []byte("4")}, {"5", []byte("5")}, {"6", []byte("6")}},
	} {
		if _, err := CheckFiles(files, append(there, same...)); firstCode(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := CheckFiles([]Upload{{"1", []byte("1")}, {"2", []byte("1")}}, nil); firstCode(err) != "file_same" {
		t.Errorf("twice at once: %v", err)
	}
	struck, err := same[0].CheckStruck("x")
	struck.StruckAt = struck.At.AddDate(1, 0, 0)
	if _, again := CheckFiles([]Upload{{"b.txt", []byte("a")}}, []Document{struck}); err != nil || again != nil {
		t.Errorf("after it was struck: %v, %v", err, again)
	}
}
