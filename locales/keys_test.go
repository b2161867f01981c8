package locales_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// reasons lists every reason a problem can have: those in sight, and every
// word in Go that may be one.
func reasons(t *testing.T) map[string]bool {
	all := maps.Clone(usage(t).spoken)
	for s := range usage(t).reasons {
		all[s] = true
	}
	maps.Copy(all, ruleNames())
	return all
}

// Every key that Go or a template asks for has a text.
func TestKeysExist(t *testing.T) {
	u, have, fields := usage(t), texts(t, "es"), shownFields(t)
	if len(u.keys) < 30 {
		t.Fatalf("only %d keys found in Go and templates", len(u.keys))
	}
	for _, key := range slices.Sorted(maps.Keys(u.keys)) {
		if _, ok := have[key]; !ok && !stem(u, key) && !fields[key] {
			t.Errorf("%s: %s has no text", u.keys[key], key)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(u.labels)) {
		if _, ok := have["field."+field]; !ok {
			t.Errorf("%s: field.%s has no text", u.labels[field], field)
		}
	}
}

// stem tells whether a key only begins a closed list: options takes
// "catalog.sex" for all that follows.
func stem(u use, key string) bool {
	_, ok := u.prefixes[key+"."]
	return ok
}

// Every key of a closed list has a text, and every key that is put together
// belongs to one.
func TestClosedLists(t *testing.T) {
	u, lists, have := usage(t), closed(t), texts(t, "es")
	for _, prefix := range slices.Sorted(maps.Keys(u.prefixes)) {
		if !begins(lists, prefix) {
			t.Errorf("%s: keys beginning with %s come from no closed list", u.prefixes[prefix], prefix)
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(lists)) {
		if !built(u, prefix) {
			t.Errorf("nobody puts keys beginning with %s together", prefix)
		}
		for _, code := range lists[prefix] {
			if _, ok := have[prefix+code]; !ok {
				t.Errorf("closed list: %s%s has no text", prefix, code)
			}
		}
	}
}

// begins tells whether a closed list has this prefix, a longer one or the
// beginning of it.
func begins(lists map[string][]string, prefix string) bool {
	for p := range lists {
		if strings.HasPrefix(p, prefix) || strings.HasPrefix(prefix, p) {
			return true
		}
	}
	return false
}

// built tells whether somebody writes this prefix or a shorter one.
func built(u use, prefix string) bool {
	for p := range u.prefixes {
		if strings.HasPrefix(prefix, p) {
			return true
		}
	}
	return false
}

// Every reason a problem can have can be said: for all fields, or for some.
func TestReasons(t *testing.T) {
	u, have := usage(t), texts(t, "es")
	want := maps.Clone(u.reasons)
	for rule := range ruleNames() {
		want[rule] = "validate tag"
	}
	special := map[string]bool{}
	for key := range have {
		if strings.HasPrefix(key, "error.") {
			special[key[strings.LastIndex(key, ".")+1:]] = true
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(want)) {
		if _, ok := have["v."+reason]; !ok && !special[reason] {
			t.Errorf("%s: neither v.%s nor error.<field>.%s has a text", want[reason], reason, reason)
		}
	}
}

// A text about a problem asks only for what the problem carries: the field's
// name, the arguments of the check that found it, the limit of a rule. One that
// somebody asks for by name is TestArguments' business.
func TestReasonArguments(t *testing.T) {
	u, rules := usage(t), ruleNames()
	for _, key := range slices.Sorted(maps.Keys(texts(t, "es"))) {
		family, _, _ := strings.Cut(key, ".")
		reason := key[strings.LastIndex(key, ".")+1:]
		if family != "v" && family != "error" || u.keys[key] != "" || !rules[reason] && u.reasons[reason] == "" {
			continue
		}
		for _, name := range texts(t, "es")[key].asks() {
			carried := name == "field" || slices.Contains(u.given[reason], name) || rules[reason] && name == "limit"
			if !carried {
				t.Errorf("%s asks for {{.%s}}, which no problem of this reason carries", key, name)
			}
		}
	}
}

// Every text is used.
func TestKeysUsed(t *testing.T) {
	u, lists, welcome := usage(t), closed(t), open(t)
	used := map[string]bool{}
	for prefix, codes := range lists {
		for _, code := range codes {
			used[prefix+code] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(texts(t, "es"))) {
		if used[key] || u.keys[key] != "" {
			continue
		}
		family, rest, _ := strings.Cut(key, ".")
		if may, ok := welcome[family+"."]; !ok || !may(rest) {
			t.Errorf("nobody uses %s", key)
		}
	}
}

// Whoever asks for a text gives everything it wants to say.
func TestArguments(t *testing.T) {
	have := texts(t, "es")
	for _, c := range usage(t).calls {
		for _, name := range have[c.key].asks() {
			if !slices.Contains(c.args, name) {
				t.Errorf("%s: %s is not given {{.%s}}", c.where, c.key, name)
			}
		}
	}
}
