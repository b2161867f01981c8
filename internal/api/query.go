package api

import (
	"maps"
	"slices"

	"rastreo/internal/catalog"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

// query reads the parameters of a list. A parameter nobody knows is refused:
// a filter that is silently dropped shows what was not asked for.
type query struct {
	v        *gate.Visit
	problems fault.Problems
}

// only names the parameters that exist.
func (q *query) only(names ...string) {
	given := q.v.Request.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch {
		case !slices.Contains(names, name):
			q.problems.Add("", "unknown_parameter", fault.Args{"parameter": name})
		case len(given[name]) > 1:
			q.problems.Add("", "parameter", fault.Args{"parameter": name})
		}
	}
}

// oneOf reads a parameter that is empty or one of a few codes.
func (q *query) oneOf(name string, codes []string) string {
	s := q.v.Query(name)
	if s != "" && !slices.Contains(codes, s) {
		q.problems.Add("", "parameter", fault.Args{"parameter": name})
	}
	return s
}

func (q *query) status() string { return q.oneOf("status", texts(trace.Filed)) }

func (q *query) priority() string { return q.oneOf("priority", catalog.Priority.Codes()) }

func (q *query) yes(name string) bool { return q.oneOf(name, []string{"true", "false"}) == "true" }

// check returns what is wrong with the parameters.
func (q *query) check() error { return fault.Check(q.problems) }
