package i18n

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// slot is the only thing a text may ask for: one argument by name.
// Whoever translates cannot call functions or branch.
var slot = regexp.MustCompile(`\{\{\.([a-z][a-z0-9_]*)\}\}`)

// text is a parsed text: words at even places, names of arguments at odd ones.
// A text without slots has one part at most.
type text []string

// parse splits a text at its slots. It fails on any other brace pair.
func parse(s string) (text, error) {
	if s == "" {
		return nil, nil
	}
	var t text
	end := 0
	for _, m := range slot.FindAllStringSubmatchIndex(s, -1) {
		t = append(t, s[end:m[0]], s[m[2]:m[3]])
		end = m[1]
	}
	t = append(t, s[end:])
	for i := 0; i < len(t); i += 2 {
		if strings.Contains(t[i], "{{") || strings.Contains(t[i], "}}") {
			return nil, fmt.Errorf("unreadable slot in %q", t[i])
		}
	}
	return t, nil
}

// Execute fills the slots from a map[string]string.
func (t text) Execute(data any) (string, error) {
	args, _ := data.(map[string]string)
	var b strings.Builder
	for i, part := range t {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		if s, ok := args[part]; ok {
			b.WriteString(s)
		} else {
			b.WriteString(missing(part))
		}
	}
	return b.String(), nil
}

// reader lets go-i18n read texts our way, which is stricter and quicker than
// text/template.
type reader struct{}

// Parse reads one form of a message.
func (reader) Parse(src, _, _ string) (template.ParsedTemplate, error) { return parse(src) }

// Cacheable tells go-i18n to parse each form once.
func (reader) Cacheable() bool { return true }
