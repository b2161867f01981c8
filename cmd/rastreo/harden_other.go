//go:build !linux

package main

// harden does nothing where the system offers nothing.
func harden() {}
