package i18n

import (
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"rastreo/internal/fault"
)

// Printer speaks one language and tells time in one zone.
type Printer struct {
	Lang   string // "es" or "en", as the house names it
	tongue *tongue
	zone   *time.Location
	bundle *Bundle
}

// In is the printer of another language in the same zone: what a document of
// one country says, on a page of the other.
func (p *Printer) In(lang string) *Printer { return p.bundle.Printer(lang, p.zone) }

// moving says what a text needs before it can be shown.
type moving struct{ plural bool }

// Tag is the BCP 47 tag for HTML and Content-Language: es-MX or en-US.
func (p *Printer) Tag() string { return p.tongue.tag }

// Has tells whether the language has a text for key.
func (p *Printer) Has(key string) bool {
	_, fixed := p.tongue.fixed[key]
	_, moves := p.tongue.moving[key]
	return fixed || moves
}

// T returns the text of key with its slots filled. The argument "n" is
// the count that picks the plural. Integers are shown as Number shows them,
// except arguments named year or *_year; instants as Instant does. A key or an
// argument that does not exist shows as ⟦name⟧: nobody overlooks that, and it
// harms nothing.
func (p *Printer) T(key string, args map[string]any) string {
	if s, ok := p.tongue.fixed[key]; ok {
		return s
	}
	m, ok := p.tongue.moving[key]
	if !ok {
		return missing(key)
	}
	config := i18n.LocalizeConfig{MessageID: key, TemplateData: p.words(args), TemplateParser: reader{}}
	if n, ok := count(args["n"]); ok && m.plural {
		config.PluralCount = n
	}
	s, err := p.tongue.localizer.Localize(&config)
	if err != nil && s == "" {
		return missing(key)
	}
	return s
}

// Problem says what is wrong with a field and what to do about it: the text
// made for this field and reason, error.<field>.<code>, or else the one every
// field shares, v.<code>, which names the field by {{.field}}. The argument
// items says that the limit is one of a list's elements and not of characters.
func (p *Printer) Problem(pr fault.Problem) string {
	field := pr.Field()
	args := map[string]any{"field": ""}
	if label := "field." + field; p.Has(label) {
		args["field"] = p.T(label, nil)
	} else {
		args["field"] = missing(label)
	}
	maps.Copy(args, pr.Args)
	if key := "error." + field + "." + pr.Code; p.Has(key) {
		return p.T(key, args)
	}
	if pr.Args["items"] == true {
		return p.T("v.max_items", args)
	}
	return p.T("v."+pr.Code, args)
}

// Number writes an integer with a comma between thousands, which Mexico and
// the United States share.
func (p *Printer) Number(n int) string { return group(strconv.Itoa(n)) }

// words turns arguments into what stands in the sentence.
func (p *Printer) words(args map[string]any) map[string]string {
	w := make(map[string]string, len(args))
	for name, v := range args {
		w[name] = p.word(name, v)
	}
	return w
}

func (p *Printer) word(name string, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return p.Instant(v)
	}
	s := fmt.Sprint(v)
	if isInteger(v) && name != "year" && !strings.HasSuffix(name, "_year") {
		return group(s)
	}
	return s
}

func isInteger(v any) bool {
	k := reflect.ValueOf(v).Kind()
	return k >= reflect.Int && k <= reflect.Uint64
}

// count reads the number a plural depends on; go-i18n wants a signed one.
func count(v any) (int64, bool) {
	switch r := reflect.ValueOf(v); {
	case !isInteger(v):
		return 0, false
	case r.CanInt():
		return r.Int(), true
	default:
		return int64(r.Uint()), true
	}
}

// group puts commas into the decimal digits of an integer.
func group(digits string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		sign, digits = "-", rest
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

func missing(key string) string { return "⟦" + key + "⟧" }
