package store

// inSizes are the lengths that lists in a statement have: few shapes, so that
// each stays prepared.
var inSizes = []int{1, 4, 16, 64, 128, 256, 384, 512, 640, 768, 1024}

// padded is a list made as long as a size by a value that finds nothing, or
// nothing more. What is longer than every size is cut: no caller has so much.
func padded(list []string, by string) []any {
	size := inSizes[len(inSizes)-1]
	for _, n := range inSizes {
		if len(list) <= n {
			size = n
			break
		}
	}
	values := make([]any, size)
	for i := range values {
		values[i] = by
		if i < len(list) {
			values[i] = list[i]
		}
	}
	return values
}

// inPieces reads what belongs to a list of ids, a bounded number at a time.
func inPieces[T any](ids []string, read func(some []any) ([]T, error)) (list []T, err error) {
	const piece = 64
	for len(ids) > 0 && err == nil {
		n := min(piece, len(ids))
		var more []T
		more, err = read(padded(ids[:n], ids[0]))
		list, ids = append(list, more...), ids[n:]
	}
	return list, err
}
