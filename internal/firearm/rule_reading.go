package firearm

import (
	"slices"
	"strconv"
	"strings"
)

// serialShort: one or two characters are an assembly number; three are rare. A
// form the maker is known for is no cause for doubt: some number from 1 on.
func serialShort(s *sight) []Advice {
	n := len(plain(s.Serial.Text))
	if n == 0 || n > 3 || isAnswer(s.Serial.Text) || fitsAny(s.patterns(), s.Serial.Text) {
		return nil
	}
	severity := LookAgain
	if n < 3 {
		severity = LikelyToFail
	}
	return advise("serial_short", severity, "serial.text", "serial", s.Serial.Text)
}

// serialRepeated: one character over and over fills a box, and numbers nothing.
func serialRepeated(s *sight) []Advice {
	p := plain(s.Serial.Text)
	if len(p) >= 3 && p[0] != '?' && strings.Trim(p, p[:1]) == "" {
		return advise("serial_repeated", LikelyToFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialSequence: 123456 may be a number, and is more often made up.
func serialSequence(s *sight) []Advice {
	p := plain(s.Serial.Text)
	if len(p) < 5 {
		return nil
	}
	for _, row := range []string{"01234567890123456789", "98765432109876543210", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
		if strings.Contains(row, p) {
			return advise("serial_sequence", LookAgain, "serial.text", "serial", s.Serial.Text)
		}
	}
	return nil
}

// serialPartial: a number that cannot be read whole fits many firearms.
func serialPartial(s *sight) []Advice {
	if s.Serial.Reading == "partial" && !isAnswer(s.Serial.Text) {
		return advise("serial_partial", LikelyToFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialMissingCount: how many characters are missing bounds the search.
func serialMissingCount(s *sight) []Advice {
	if s.Serial.Reading != "partial" || strings.Contains(s.Serial.Text, "?") {
		return nil
	}
	if n, err := strconv.Atoi(strings.TrimSpace(s.Serial.Missing)); err == nil && n > 0 {
		return nil
	}
	return advise("serial_missing_count", LookAgain, "serial.missing")
}

// serialDoubtful: a number that reads whole holds no character that cannot be
// read.
func serialDoubtful(s *sight) []Advice {
	if strings.Contains(s.Serial.Text, "?") && (s.Serial.Reading == "legible" || s.Serial.Reading == "") {
		return advise("serial_doubtful", LookAgain, "serial.reading", "serial", s.Serial.Text)
	}
	return nil
}

// Parts of a firearm that are changed for another's, and those that bear the
// numbers of racks and of fitting, or show the frame's through a window.
var (
	loose = []string{"slide", "barrel", "bolt"}
	held  = []string{"grip", "stock"}
)

// serialLocation: the number that counts is on the frame or receiver (27 CFR
// 478.92); slide, barrel and bolt may come from another firearm. Where the
// maker puts it there too, it may well be the same.
func serialLocation(s *sight) []Advice {
	at := s.Serial.Location
	if !slices.Contains(loose, at) && !slices.Contains(held, at) || isAnswer(s.Serial.Text) {
		return nil
	}
	if slices.Contains(held, at) {
		return advise("serial_location", LookAgain, "serial.location", "location", at)
	}
	for _, m := range s.models {
		if slices.Contains(m.Locations, at) {
			return advise("serial_location", LookAgain, "serial.location", "location", at)
		}
	}
	return advise("serial_location", LikelyToFail, "serial.location", "location", at)
}

// serialRestoration: a laboratory brings back many numbers that were filed off
// or stamped over; until then there is nothing to look up (ATF F 3312.1, part
// IX).
func serialRestoration(s *sight) []Advice {
	if s.Serial.Reading != "obliterated" && s.Serial.Reading != "restamped" {
		return nil
	}
	switch s.Serial.Restoration {
	case "recovered":
		return nil
	case "pending":
		return advise("serial_pending", LikelyToFail, "serial.restoration")
	case "failed":
		return advise("serial_not_recovered", WillFail, "serial.restoration")
	}
	return advise("serial_not_tried", WillFail, "serial.restoration")
}

// serialForm compares the number with the forms its maker is known to stamp:
// first with letter O read as zero, then with other characters that look
// alike. The forms are hints: none is complete.
func serialForm(s *sight) []Advice {
	p, t := s.patterns(), s.Serial.Text
	if len(p) == 0 || isAnswer(t) || plain(t) == "" || s.Serial.Reading == "restamped" || fitsAny(p, t) {
		return nil
	}
	for _, pattern := range p {
		if read, ok := reread(pattern, t, zero); ok {
			return advise("serial_letter_o", LookAgain, "serial.text", "serial", t, "other", spaced(t, read))
		}
	}
	for _, pattern := range p {
		if read, ok := reread(pattern, t, alike); ok {
			return advise("serial_look_alike", LookAgain, "serial.text", "serial", t, "other", spaced(t, read))
		}
	}
	return advise("serial_pattern", LookAgain, "serial.text", "serial", t, "maker", s.makerName(), "sample", samples(p))
}

// zero is what NCIC does with the letter O.
var zero = map[byte]string{'O': "0"}
