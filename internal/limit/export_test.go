package limit

// Known is how many names the limiter keeps in memory.
func (l *Limiter) Known() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.buckets)
}
