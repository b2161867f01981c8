package mx

// similarity is how alike two words are, 0 to 1, by Jaro and Winkler: letters
// in common near the same place, and more for a common beginning. It compares
// bytes, which for folded Latin words are letters; more than 64 are not read.
func similarity(a, b string) float64 {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	if a == b {
		return float64(count(a != ""))
	}
	hitsA, hitsB := common64(a, b)
	m, turned := order(a, b, hitsA, hitsB)
	if m == 0 {
		return 0
	}
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-turned/2)/m) / 3
	same := 0
	for same < min(4, len(a), len(b)) && a[same] == b[same] {
		same++
	}
	return jaro + float64(same)*0.1*(1-jaro)
}

// common64 marks the letters of each word that the other has within reach.
func common64(a, b string) (hitsA, hitsB uint64) {
	reach := max(len(a), len(b))/2 - 1
	for i := range len(a) {
		for j := max(0, i-reach); j <= min(len(b)-1, i+reach); j++ {
			if hitsB>>j&1 == 0 && a[i] == b[j] {
				hitsA |= 1 << i
				hitsB |= 1 << j
				break
			}
		}
	}
	return hitsA, hitsB
}

// order counts the letters in common and those of them that stand in another
// order.
func order(a, b string, hitsA, hitsB uint64) (m, turned float64) {
	j := 0
	for i := range len(a) {
		if hitsA>>i&1 == 0 {
			continue
		}
		for hitsB>>j&1 == 0 {
			j++
		}
		m++
		if a[i] != b[j] {
			turned++
		}
		j++
	}
	return m, turned
}
