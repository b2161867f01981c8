package catalog

import "strings"

// lineOf finds the line that a key belongs to: the last whose beginning does
// not stand behind the key. The table must be in the order of its bytes; its
// remarks come first, because # stands before the digits. A large table is
// searched where it lies in the program, so that it costs no memory.
func lineOf(table, key string) (found string) {
	for low, high := 0, len(table); low < high; {
		middle := low + (high-low)/2
		start := strings.LastIndexByte(table[:middle], '\n') + 1
		line, _, _ := strings.Cut(table[start:], "\n")
		if line[:min(len(key), len(line))] > key {
			high = start
			continue
		}
		found, low = line, start+len(line)+1
	}
	return found
}

// fiveDigits tells whether a code is five digits and nothing else.
func fiveDigits(code string) bool {
	return len(code) == 5 && strings.Trim(code, "0123456789") == ""
}

// cells cuts a cell that holds several texts between semicolons; an empty cell
// holds none.
func cells(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ";")
}
