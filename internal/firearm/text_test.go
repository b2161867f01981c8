package firearm_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"rastreo/internal/firearm"
)

var slot = regexp.MustCompile(`\{\{\.([a-z_]+)\}\}`)

// Every advice carries what its words ask for, in both languages.
func TestAdviceTexts(t *testing.T) {
	for _, file := range []string{"../../locales/es.json", "../../locales/en.json"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]any{}
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		for _, e := range examples(t) {
			r := firearm.Check(e.Description, today).With(firearm.Repeated("A-1", 2), firearm.Duplicate("SR-1", firearm.Same))
			for _, a := range r.Advice {
				text, _ := texts["advice."+a.Code].(string)
				if text == "" {
					t.Fatalf("%s: advice.%s has no text", file, a.Code)
				}
				for _, m := range slot.FindAllStringSubmatch(text, -1) {
					if a.Params[m[1]] == "" {
						t.Errorf("%s: %s: %s does not carry %s: %v", file, e.name, a.Code, m[1], a.Params)
					}
				}
				if _, ok := texts["advice.look."+a.Look]; a.Look != "" && !ok {
					t.Errorf("%s: advice.look.%s has no text", file, a.Look)
				}
			}
		}
	}
}
