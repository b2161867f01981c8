package api

import (
	"context"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"rastreo/internal/account"
	"rastreo/internal/catalog"
	"rastreo/internal/trace"
)

func load(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(openapiJSON))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The description is sound OpenAPI 3.1, and every example in it fits its schema.
func TestDescriptionIsSound(t *testing.T) {
	doc := load(t)
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", doc.OpenAPI)
	}
	if !strings.Contains(string(document("/training/api/v1")), `"url": "/training/api/v1"`) {
		t.Error("the server is not the world's own")
	}
}

var param = regexp.MustCompile(`:(\w+)`)

// Every route is described and every description is a route; what is public
// in one is public in the other.
func TestRoutesAreDescribed(t *testing.T) {
	doc := load(t)
	described := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			described[method+" "+path] = op
		}
	}
	for _, r := range (&API{}).Routes() {
		name := r.Method + " " + param.ReplaceAllString(r.Path, "{$1}")
		op := described[name]
		if op == nil {
			t.Errorf("%s is not described", name)
			continue
		}
		delete(described, name)
		if open := op.Security != nil && len(*op.Security) == 0; open != r.Public() {
			t.Errorf("%s: public %v, described as %v", name, r.Public(), open)
		}
		for _, status := range []string{"400", "500"} {
			if op.Responses.Value(status) == nil {
				t.Errorf("%s does not describe %s", name, status)
			}
		}
		rule, _ := account.RuleOf(r.Act)
		if limited := rule.Scope != account.AnyKey; limited != (op.Responses.Value("403") != nil) {
			t.Errorf("%s: limited to %v, but 403 is described otherwise", name, rule.For)
		}
		if r.Method == http.MethodPost && r.Verb == "" {
			t.Errorf("%s writes and is not recorded", name)
		}
	}
	for name := range described {
		t.Errorf("%s is described and is no route", name)
	}
}

// Every code list in the description is the one the house has.
func TestDescriptionKnowsTheLists(t *testing.T) {
	lists := map[string][]string{"status": texts(trace.Filed), "askable": trace.Askable}
	for _, l := range catalog.Lists {
		lists[l.ListName()] = l.Codes()
	}
	named := regexp.MustCompile(`/catalog/(\w+)\.`)
	checked := map[string]bool{}
	visitSchemas(load(t), func(where string, s *openapi3.Schema) {
		m := named.FindStringSubmatch(s.Description)
		if m == nil || len(s.Enum) == 0 {
			return
		}
		checked[m[1]] = true
		if got := enum(s); !slices.Equal(got, lists[m[1]]) {
			t.Errorf("%s: %v, want %v", where, got, lists[m[1]])
		}
	})
	if len(checked) < 15 {
		t.Errorf("only %v have been compared", slices.Sorted(maps.Keys(checked)))
	}
	schemas := load(t).Components.Schemas
	codes := make([]string, 0, len(trace.Codes))
	for _, c := range trace.Codes {
		codes = append(codes, string(c))
	}
	roles := make([]string, 0, len(account.Roles))
	for _, r := range account.Roles {
		roles = append(roles, string(r))
	}
	for _, c := range []struct {
		schema, member string
		want           []string
	}{
		{"Event", "code", codes}, {"Event", "role", roles}, {"Me", "role", roles}, {"BulkSome", "why", texts(trace.BulkWhys)}, {"BulkState", "state", texts(trace.BulkStates)}, {"BulkBody", "act", texts(trace.BulkActs)},
	} {
		if got := enum(schemas[c.schema].Value.Properties[c.member].Value); !slices.Equal(got, c.want) {
			t.Errorf("%s.%s: %v, want %v", c.schema, c.member, got, c.want)
		}
	}
	fields := schemas["QuestionBody"].Value.Properties["fields"].Value.Items.Value
	if got := enum(fields); !slices.Equal(got, trace.Askable) {
		t.Errorf("askable: %v, want %v", got, trace.Askable)
	}
	values := schemas["AnswerBody"].Value.Properties["values"].Value.Properties
	if got := slices.Sorted(maps.Keys(values)); !slices.Equal(got, slices.Sorted(slices.Values(trace.Amendable))) {
		t.Errorf("amendable: %v, want %v", got, trace.Amendable)
	}
}

func enum(s *openapi3.Schema) (all []string) {
	for _, v := range s.Enum {
		word, _ := v.(string)
		all = append(all, word)
	}
	return all
}

func visitSchemas(doc *openapi3.T, visit func(where string, s *openapi3.Schema)) {
	seen := map[*openapi3.Schema]bool{}
	var down func(where string, ref *openapi3.SchemaRef)
	down = func(where string, ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		seen[ref.Value] = true
		visit(where, ref.Value)
		for name, p := range ref.Value.Properties {
			down(where+"."+name, p)
		}
		down(where+"[]", ref.Value.Items)
		for _, one := range ref.Value.AnyOf {
			down(where, one)
		}
	}
	for name, s := range doc.Components.Schemas {
		down(name, s)
	}
	for name, p := range doc.Components.Parameters {
		down(name, p.Value.Schema)
	}
}

// The schema of every body has the members, the limits and the shapes of the
// type it is read into.
func TestBodiesFitTheirTypes(t *testing.T) {
	schemas := load(t).Components.Schemas
	for name, body := range map[string]any{
		"Filing": trace.Filing{}, "AnswerBody": answerBody{}, "WithdrawalBody": withdrawalBody{},
		"ContactBody": contactBody{}, "LicenseeBody": licenseeBody{}, "SaidBody": saidBody{}, "ReminderBody": reminderBody{}, "StruckBody": struckBody{}, "DocumentBody": documentBody{}, "QuestionBody": questionBody{}, "MessageBody": messageBody{}, "ResultBody": resultBody{}, "BulkBody": bulkBody{},
	} {
		fitsType(t, name, schemas[name].Value, reflect.TypeOf(body))
	}
}

func fitsType(t *testing.T, where string, s *openapi3.Schema, typ reflect.Type) {
	t.Helper()
	for _, one := range s.AnyOf {
		if one.Value.Type.Is("object") {
			s = one.Value // the other form is the text alone
		}
	}
	switch typ.Kind() {
	case reflect.Slice:
		if s.Items == nil {
			t.Errorf("%s is no array", where)
			return
		}
		fitsType(t, where+"[]", s.Items.Value, typ.Elem())
	case reflect.Struct:
		members := membersOf(typ)
		if got, want := slices.Sorted(maps.Keys(s.Properties)), slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", where, got, want)
			return
		}
		for name, m := range members {
			p, f := s.Properties[name].Value, typ.Field(m.index)
			if limit := limitOf(p); limit != "" && !strings.Contains(f.Tag.Get("validate"), "max="+limit) && f.Tag.Get("validate") != "" {
				t.Errorf("%s.%s: at most %s, rules %q", where, name, limit, f.Tag.Get("validate"))
			}
			fitsType(t, where+"."+name, p, f.Type)
		}
	}
}

func limitOf(s *openapi3.Schema) string {
	switch {
	case s.MaxLength != nil:
		return strconv.FormatUint(*s.MaxLength, 10)
	case s.MaxItems != nil:
		return strconv.FormatUint(*s.MaxItems, 10)
	}
	return ""
}
