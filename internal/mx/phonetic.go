package mx

import "strings"

// phonetic is the key under which names that sound alike in Mexico meet:
// González and Gonsales, Jiménez, Gimenez and Ximénez, Huerta and Werta. It
// takes one folded word without spaces. CH and SH are one sound, written X.
// Two words of one key may still be different names, and a few that sound
// alike have two keys (Guerra, Gerra).
func phonetic(w string) string {
	p := sound{in: w, out: make([]byte, 0, len(w)+2)}
	for p.at < len(w) {
		p.step()
	}
	return string(p.out)
}

// sound walks a word, letter by letter, and writes what is heard.
type sound struct {
	in  string
	at  int
	out []byte
}

// next is the letter n places on, or 0 past the end.
func (p *sound) next(n int) byte {
	if p.at+n < len(p.in) {
		return p.in[p.at+n]
	}
	return 0
}

// say writes a sound for the next n letters; a sound is not repeated.
func (p *sound) say(heard string, n int) {
	for i := range len(heard) {
		if last := len(p.out) - 1; last < 0 || p.out[last] != heard[i] || heard[i] >= 0x80 {
			p.out = append(p.out, heard[i])
		}
	}
	p.at += n
}

func vowel(c byte) bool { return c != 0 && strings.IndexByte("AEIOU", c) >= 0 }
func soft(c byte) bool  { return c == 'E' || c == 'I' }

// step reads one sound. Groups of letters come before letters.
func (p *sound) step() {
	c, next := p.in[p.at], p.next(1)
	switch {
	case c == 'P' && next == 'H':
		p.say("F", 2)
	case (c == 'C' || c == 'S') && next == 'H':
		p.say("X", 2)
	case c == 'L' && next == 'L':
		p.say("Y", 2)
	case c == 'S' && next == 'C' && soft(p.next(2)):
		p.say("S", 2)
	case p.at == 0 && p.opens(c, next):
	default:
		p.letter(c, next)
	}
}

// opens reads what sounds otherwise at the beginning of a word.
func (p *sound) opens(c, next byte) bool {
	switch {
	case c == 'P' && next == 'S':
		p.say("S", 2)
	case c == 'X' && vowel(next):
		p.say("J", 1)
	case c == 'H' && next == 'U' && vowel(p.next(2)):
		p.say("GU", 2)
	case c == 'U' && vowel(next):
		p.say("GU", 1)
	default:
		return false
	}
	return true
}

// letter reads one letter by what follows it.
func (p *sound) letter(c, next byte) {
	switch c {
	case 'C':
		p.say(pick(soft(next), "S", "K"), 1)
	case 'G':
		p.hard(next)
	case 'Q':
		p.say("K", 1+count(next == 'U' && soft(p.next(2))))
	case 'Y':
		p.say(pick(vowel(next), "Y", "I"), 1)
	case 'H':
		p.at++
	default:
		p.say(plainSound(p.in[p.at:p.at+1]), 1)
	}
}

// hard reads a G: GU before E and I is hard, G alone before them is a J.
func (p *sound) hard(next byte) {
	switch {
	case next == 'U' && soft(p.next(2)):
		p.say("G", 2)
	case soft(next):
		p.say("J", 1)
	default:
		p.say("G", 1)
	}
}

// plainSound is the sound of a letter that has only one.
func plainSound(c string) string {
	switch c {
	case "Z":
		return "S"
	case "X":
		return "KS"
	case "V":
		return "B"
	case "W":
		return "GU"
	}
	return c
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
