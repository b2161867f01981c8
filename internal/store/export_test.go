package store

// FenceOf is how far the database lets somebody reach.
var FenceOf = fence
