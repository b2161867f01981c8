package store

// FenceOf is how far the database lets somebody reach.
var FenceOf = fence

// Windowed looks no further at a time than so many of what a number finds.
func (f RequestFilter) Windowed(n int) RequestFilter {
	f.window = n
	return f
}
