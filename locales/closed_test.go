package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/firearm"
	"rastreo/internal/i18n"
	"rastreo/internal/login"
	"rastreo/internal/mx"
	"rastreo/internal/trace"
)

// closed is the one table of keys that are put together while the house runs:
// a prefix and the codes that may follow it. Every code must have a text. A
// new prefix in Go or in a template needs a line here.
func closed(t *testing.T) map[string][]string {
	t.Helper()
	lists := map[string][]string{
		"access.change.":   codes(trace.NamedKinds),
		"access.kind.":     codes(trace.NamedKinds),
		"grant.state.":     codes(trace.GrantStates),
		"break.state.":     codes(trace.BreakStates),
		"advice.":          slices.Concat(catalog.OutcomeFamily.Codes(), firearm.Codes),
		"advice.look.":     append(catalog.MarkingKind.Codes(), firearm.LookSerial),
		"answer.":          trace.Answers,
		"bulk.act.":        codes(trace.BulkActs),
		"bulk.state.":      codes(trace.BulkStates),
		"bulk.why.":        codes(trace.BulkWhys),
		"check.band.":      {"high", "middle", "low"},
		"course.means.":    catalog.Priority.Codes(),
		"date.month.":      months(),
		"done.":            listed(t, "../internal/site", "dones"),
		"draft.":           {"firearms", "people"},
		"drawing.":         drawings(t),
		"due.":             trace.Dues,
		"event.":           codes(trace.Codes),
		"fault.move.":      codes(trace.Statuses),
		"field.":           slices.Sorted(maps.Keys(typedFields())),
		"help.status.":     codes(trace.Statuses),
		"language.":        i18n.Langs,
		"likeness.":        codes(firearm.Likenesses),
		"link.verdict.":    codes(trace.Verdicts),
		"proposal.state.":  append(codes(trace.Sights), "waits"),
		"match.":           mx.MatchReasons,
		"next.step.":       codes(trace.StepCodes),
		"notice.":          codes(trace.NoticeCodes),
		"people.scope.":    codes(finders()),
		"query.":           slices.DeleteFunc(slices.Clone(trace.Filters), func(f string) bool { return f == "agency" }), // any acronym may be typed
		"role.":            codes(account.Roles),
		"role.means.":      codes(account.Roles),
		"scope.":           codes(account.Scopes),
		"scope.means.":     codes(account.Scopes),
		"member.":          account.States,
		"chain.":           codes(trace.StageCodes),
		"change.kind.":     account.ChangeKinds,
		"change.verdict.":  account.Verdicts,
		"session.browser.": login.Browsers,
		"session.system.":  login.Systems,
		"shortcut.":        keysOfAll(),
		"severity.":        codes(firearm.Severities),
		"status.":          codes(trace.Statuses),
		"transfer.state.":  codes(trace.TransferStates),
		"trouble.":         append(codes(fault.Kinds), "form_old"),
		"topic.":           codes(topicsTold()),
		"way.":             codes(trace.Ways),
		"task.":            {"todo", "doing", "done", "wrong", "blocked"},
		"wording.slot.":    trace.Slots,
		"world.":           {"live", "training"},
		"zone.":            zones(),
		"v.":               nil, // reasons: see TestReasons
		"error.":           nil, // fields and reasons: see TestReasons
		"hint.":            nil, // hints are optional: see open
	}
	lists["audit."] = codes(audit.Verbs)
	for _, l := range catalog.Lists {
		lists[l.Prefix()] = l.Codes()
	}
	return lists
}

// topicsTold are the topics that any role is told of.
func topicsTold() (list []trace.Topic) {
	for _, role := range account.Roles {
		for _, topic := range trace.TopicsOf(role) {
			if !slices.Contains(list, topic) {
				list = append(list, topic)
			}
		}
	}
	return list
}

// drawings are the texts of every figure: its name and where its marks are.
func drawings(t *testing.T) (all []string) {
	marks := []string{"serial", "manufacturer", "importer", "model", "caliber"}
	for _, mark := range marks {
		all = append(all, "mark."+mark)
	}
	for _, figure := range listed(t, "../internal/site", "figures") {
		for _, text := range append(marks, "title") {
			all = append(all, figure+"."+text)
		}
	}
	return all
}

// open lists prefixes after which a text is welcome and not demanded, with
// what tells whether a key after it can ever be shown.
func open(t *testing.T) map[string]func(rest string) bool {
	t.Helper()
	fields, reasons := shownFields(t), reasons(t)
	return map[string]func(rest string) bool{
		"field.": func(rest string) bool { return fields[rest] },
		"hint.":  func(rest string) bool { return fields[rest] },
		"v.":     func(rest string) bool { return reasons[rest] },
		"error.": func(rest string) bool {
			i := strings.LastIndex(rest, ".")
			return i > 0 && fields[rest[:i]] && reasons[rest[i+1:]]
		},
	}
}

// documents are what people type, by where it stands in what they send.
var documents = []struct {
	at   string
	kind reflect.Type
}{
	{"", reflect.TypeFor[trace.Filing]()},
	{"", reflect.TypeFor[trace.Result]()},
	{"", reflect.TypeFor[trace.Contact]()},
	{"", reflect.TypeFor[trace.Reminder]()},
	{"", reflect.TypeFor[trace.Question]()},
	{"", reflect.TypeFor[trace.Link]()},
	{"/asked", reflect.TypeFor[trace.Moment]()},
	{"/answered", reflect.TypeFor[trace.Moment]()},
	{"/reminded", reflect.TypeFor[trace.Moment]()},
}

// typedFields lists the fields of the documents that are checked, as their
// texts are keyed.
func typedFields() map[string]bool {
	all := map[string]bool{}
	for _, d := range documents {
		members(d.kind, d.at, func(pointer string, m reflect.StructField) {
			if m.Tag.Get("validate") != "" && !strings.HasPrefix(pointer, "/reminders/") { // typed alone
				all[fault.Problem{Pointer: pointer}.Field()] = true
			}
		})
	}
	return all
}

// shownFields adds the fields that only templates name, and the groups that a
// problem may point to.
func shownFields(t *testing.T) map[string]bool {
	all := typedFields()
	for _, d := range documents {
		members(d.kind, d.at, func(pointer string, _ reflect.StructField) {
			all[fault.Problem{Pointer: pointer}.Field()] = true
		})
	}
	for field := range usage(t).fields {
		all[field] = true
	}
	return all
}

// members visits every member of a document that has a name outside.
func members(kind reflect.Type, at string, visit func(pointer string, m reflect.StructField)) {
	for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct || kind == reflect.TypeFor[time.Time]() {
		return
	}
	for m := range kind.Fields() {
		name, _, _ := strings.Cut(m.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		visit(at+"/"+name, m)
		members(m.Type, at+"/"+name, visit)
	}
}

// ruleNames lists the rules that stand in the validate tags of the documents.
func ruleNames() map[string]bool {
	all := map[string]bool{}
	for _, d := range documents {
		members(d.kind, d.at, func(_ string, m reflect.StructField) {
			for rule := range strings.SplitSeq(m.Tag.Get("validate"), ",") {
				name, _, _ := strings.Cut(rule, "=")
				if name != "" && name != "dive" && name != "omitempty" {
					all[name] = true
				}
			}
		})
	}
	return all
}

// listed reads a list of codes that a package keeps to itself: the texts in
// its package variable.
func listed(t *testing.T, folder, variable string) (all []string) {
	t.Helper()
	err := walk([]string{folder}, ".go", func(name, text string) error {
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || v.Names[0].Name != variable {
				return true
			}
			ast.Inspect(v, func(n ast.Node) bool {
				if s, ok := literal(n); ok {
					all = append(all, s)
				}
				return true
			})
			return false
		})
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Errorf("%s has no list %s: %v", folder, variable, err)
	}
	return all
}

func months() (all []string) {
	for m := time.January; m <= time.December; m++ {
		all = append(all, strconv.Itoa(int(m)))
	}
	return all
}

func zones() (all []string) {
	for _, name := range i18n.Zones {
		all = append(all, i18n.ZoneCode(name))
	}
	return all
}

func codes[T ~string](list []T) (all []string) {
	for _, c := range list {
		all = append(all, string(c))
	}
	return all
}

// finders are the roles that may search for people.
func finders() (roles []account.Role) {
	rule, _ := account.RuleOf(account.FindPeople)
	for _, r := range account.Roles {
		if rule.For[r] != 0 {
			roles = append(roles, r)
		}
	}
	return roles
}

// keysOfAll are what keys of the keyboard do, for whoever has them all.
func keysOfAll() (out []string) {
	list, _ := account.Actor{Role: account.Tracer}.Shortcuts()
	for _, k := range list {
		out = append(out, k.Code)
	}
	return out
}
