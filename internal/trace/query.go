package trace

import (
	"cmp"
	"slices"
	"strings"

	"rastreo/internal/mx"
)

// Query is what somebody typed into the search of a list: words of either
// language that narrow it, as status:returned or estatus:devuelta, and what is
// left to be looked for.
type Query struct {
	Status   string
	Priority string
	Agency   string // acronym, as typed
	Due      string // one of Dues
	Tracer   string // TracerMe, TracerNone or a user name, as typed
	Words    string
	Wrong    []WrongWord
}

// Whose requests a list is narrowed to beside those of somebody named.
const (
	TracerMe   = "me"
	TracerNone = "none" // nobody has claimed them
)

// Filters are the names of what a list can be narrowed by.
var Filters = []string{"status", "priority", "agency", "due", "tracer"}

// WrongWord is a word that names a filter and a value which the filter has not,
// or a filter which the list has not.
type WrongWord struct {
	Typed string
	Key   string // of the filter; "" where the list has none such
}

// Narrows tells whether there was a word that names a filter.
func (q Query) Narrows() bool {
	return q.Status+q.Priority+q.Agency+q.Due+q.Tracer != "" || len(q.Wrong) > 0
}

// queryKeys are the names of the filters.
var queryKeys = map[string][]string{
	"status":   {"estatus", "estado"},
	"priority": {"prioridad"},
	"agency":   {"institución", "agencia", "dependencia"},
	"due":      {"vence", "vencimiento", "plazo"},
	"tracer":   {"rastreador", "rastreadora", "responsable", "asignada"},
}

// queryValues are the words for the values of a filter. The code of a value is
// always one.
var queryValues = map[string]map[string][]string{
	"status": {
		string(Queued):    {"waiting", "en espera", "espera", "pendiente", "pendientes"},
		string(Claimed):   {"tracing", "in tracing", "tomada", "tomadas", "en rastreo", "rastreo"},
		string(Returned):  {"asked", "awaiting reply", "devuelta", "devueltas", "espera respuesta", "preguntada"},
		string(Concluded): {"done", "concluida", "concluidas", "terminada", "terminadas"},
		string(Withdrawn): {"retirada", "retiradas"},
	},
	"priority": {
		Urgent:  {"urgente", "urgentes"},
		Routine: {"ordinaria", "ordinarias", "rutina", "normal"},
	},
	"due": {
		DueLate:  {"overdue", "vencida", "vencidas", "atrasada", "atrasadas"},
		DueSoon:  {"pronto", "por vencer"},
		DueToday: {"hoy"},
		DueNone:  {"paused", "sin plazo", "detenida", "detenidas"},
	},
	"tracer": {
		TracerMe:   {"yo", "mine", "mías"},
		TracerNone: {"nobody", "unclaimed", "nadie", "sin tomar"},
	},
}

// named is the key or code that a word stands for, "" for none. It is folded:
// accents, case and dashes make no difference.
func named(words map[string][]string, typed string) string {
	typed = mx.Fold(typed)
	for code, others := range words {
		if typed == mx.Fold(code) || slices.ContainsFunc(others, func(w string) bool { return mx.Fold(w) == typed }) {
			return code
		}
	}
	return ""
}

// ParseQuery reads what was typed into a search. A word with a colon before
// which no filter's name stands is looked for as it is. A value of several
// words stands between quotes. filters are those that the list has.
func ParseQuery(typed string, filters ...string) (q Query) {
	var words []string
	for _, word := range split(typed) {
		name, value, _ := strings.Cut(word, ":")
		key := named(queryKeys, name)
		value = strings.Trim(value, `"“”`)
		switch {
		case key == "" || value == "":
			words = append(words, strings.Trim(word, `"“”`))
		case !slices.Contains(filters, key):
			q.Wrong = append(q.Wrong, WrongWord{word, ""})
		default:
			q.narrow(key, value, word)
		}
	}
	q.Words = strings.Join(words, " ")
	return q
}

func (q *Query) narrow(key, value, typed string) {
	code := named(queryValues[key], value)
	switch {
	case key == "agency":
		q.Agency = value
	case key == "tracer":
		q.Tracer = cmp.Or(code, strings.ToLower(value))
	case code == "":
		q.Wrong = append(q.Wrong, WrongWord{typed, key})
	case key == "status":
		q.Status = code
	case key == "due":
		q.Due = code
	default:
		q.Priority = code
	}
}

// split cuts a text at its spaces, but for those between quotes.
func split(typed string) []string {
	quoted := false
	return strings.FieldsFunc(typed, func(r rune) bool {
		if r == '"' || r == '“' || r == '”' {
			quoted = !quoted
		}
		return !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\u00a0')
	})
}
