package main

import "strings"

// checkpoints are the files that a world's checkpoints are appended to: the
// one that is named, or one beside a SQLite file, and a second if it is named.
func checkpoints(database, file, second string) (files []string) {
	if file == "" && database != "" && !strings.Contains(database, "://") {
		file = database + ".checkpoints"
	}
	for _, path := range []string{file, second} {
		if path != "" {
			files = append(files, path)
		}
	}
	return files
}
