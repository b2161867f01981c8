package site

import (
	"fmt"
	"strings"
)

// margin is how many squares stay free around a code (ISO/IEC 18004).
const margin = 4

// squares draws the dark squares of a code as the path of a picture.
func squares(rows [][]bool) string {
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+margin, y+margin, x-from, x-from)
			}
		}
	}
	return path.String()
}
