package catalog

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

func TestVersionIsOfTheTables(t *testing.T) {
	if !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(Version()) || Version() != versionOf(tables()) {
		t.Errorf("Version() = %q", Version())
	}
	seen := map[string]bool{Version(): true}
	for i := range tables() {
		changed := tables()
		changed[i] += "x"
		if v := versionOf(changed); seen[v] {
			t.Errorf("a change of table %d changes nothing", i)
		} else {
			seen[v] = true
		}
	}
	if versionOf([]string{"ab", "c"}) == versionOf([]string{"a", "bc"}) {
		t.Error("what moves from one table to the next changes nothing")
	}
}

func TestVersionLeavesNoTableOut(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	if err != nil || len(files) != len(tables()) {
		t.Fatalf("%d tables in %d files: %v", len(tables()), len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !slices.Contains(tables(), string(text)) {
			t.Errorf("%s is not in the version: %v", file, err)
		}
	}
}
