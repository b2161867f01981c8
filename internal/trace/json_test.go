package trace_test

import (
	"encoding/json"
	"testing"

	"rastreo/internal/trace"
)

// Whatever is typed into a draft as a coordinate comes back as it was typed.
func TestCoordinateComesBack(t *testing.T) {
	for typed, want := range map[string]string{
		"26.0922": `26.0922`, "-98.2772": `-98.2772`, "1e5": `1e5`, "-0": `-0`,
		"": `""`, "12 ": `"12 "`, "012": `"012"`, "[1]": `"[1]"`, `{"a":1}`: `"{\"a\":1}"`, `"12"`: `"\"12\""`, "12\n": `"12\n"`,
	} {
		written, err := json.Marshal(trace.Coordinate(typed))
		if err != nil || string(written) != want {
			t.Errorf("%q is written %s, not %s (%v)", typed, written, want, err)
		}
		var read trace.Coordinate
		if err := json.Unmarshal(written, &read); err != nil || string(read) != typed {
			t.Errorf("%q comes back as %q (%v)", typed, read, err)
		}
	}
}
