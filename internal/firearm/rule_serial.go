package firearm

import (
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/catalog"
)

// serialMissing: without a serial number nothing can be looked up (ATF F
// 3312.1, 5a).
func serialMissing(s *sight) []Advice {
	if strings.Trim(s.key, "?") == "" || isAnswer(s.Serial.Text) {
		return advise("serial_missing", WillFail, "serial.text")
	}
	return nil
}

// noNumber are the remarks about a serial number that are no answer for any
// other mark.
var noNumber = set("SN SINNUMERO SINNUM SINNO NOSEVE ESMERILADA ERRADICADA DEVASTADA REMARCADA SINMATRICULA SINSERIE SE " +
	"OBLITERATED DEFACED NOSERIAL NOSN REMOVED NONUMBER TBD MUTILADA ALTERADA MATRICULA SERIE SERIAL NUMERO GHOST")

// serialWords: a remark stands where the number belongs; how it reads has its
// own field.
func serialWords(s *sight) []Advice {
	t := s.Serial.Text
	if !isAnswer(t) && (noNumber[tight(spoken(t))] || isAnswer(answer(t))) {
		return advise("serial_words", WillFail, "serial.text", "serial", t)
	}
	return nil
}

// Patents that stand large on firearms, as digits. The first is the one in the
// grip of early Glocks.
var patents = set("4539889 4893546 4825744 5386659 5666754 5687503 5713150 6715227 984519 1618510 4391058 4854065 4936036 4967501 5090147 " +
	"5309662 6276086 6487804 5675105 7036262 2482758 3064976 3236155 3198076 2951424 4677897")

// serialIsPatent: "U.S. Pat. 4,539,889" on a Glock is read as its number
// (Small Arms Review 18/6). Commas between thousands are the sign of a patent,
// and no proof.
func serialIsPatent(s *sight) []Advice {
	t := s.Serial.Text
	words := padded(t)
	known := patents[digits(t)] && letters(plain(t)) == 0
	called := strings.Contains(words, " PAT ") || strings.Contains(words, " PATENT ") || strings.Contains(words, " PATENTE ")
	switch {
	case known || called || s.marked("patent"):
		return advise("serial_is_patent", WillFail, "serial.text", "serial", t)
	case thousands(strings.TrimSpace(t)):
		return advise("serial_is_patent", LikelyToFail, "serial.text", "serial", t)
	}
	return nil
}

// thousands tells figures cut by commas: d,ddd,ddd or dd,ddd,ddd.
func thousands(t string) bool {
	parts := strings.Split(t, ",")
	if len(parts) != 3 || len(parts[0]) == 0 || len(parts[0]) > 2 || len(parts[1]) != 3 || len(parts[2]) != 3 {
		return false
	}
	return len(digits(t)) == len(t)-2
}

// marked tells whether a mark of one of the kinds bears the same text as the
// serial number.
func (s *sight) marked(kinds ...string) bool {
	key := s.key
	return len(key) > 0 && slices.ContainsFunc(s.Markings, func(m Mark) bool {
		return slices.Contains(kinds, m.Kind) && (Key(m.Text) == key || len(digits(key)) >= 6 && digits(m.Text) == digits(key))
	})
}

// serialIsModel: the model is typed twice, or the number is a model of that
// maker.
func serialIsModel(s *sight) []Advice {
	key := s.key
	if key == "" || isAnswer(s.Serial.Text) {
		return nil
	}
	if key == Key(s.Model) && !isAnswer(s.Model) {
		return advise("serial_is_model", WillFail, "serial.text", "serial", s.Serial.Text)
	}
	words := spoken(s.Serial.Text)
	found := pick(modelRows(), modelIndex().exact[tight(words)])
	own := ofMakers(codes(s.makers), found)
	if len(s.makers) > 0 && len(own) > 0 && letters(tight(words)) > 0 || len(s.makers) == 0 && len(found) > 0 && telling(tight(words)) {
		return advise("serial_is_model", WillFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialIsCaliber: the caliber is typed twice, or the number is written as only
// calibers are.
func serialIsCaliber(s *sight) []Advice {
	key := s.key
	if key == "" || isAnswer(s.Serial.Text) {
		return nil
	}
	if key == Key(s.Caliber) || figured(s.Serial.Text) && len(calibersOf(s.Serial.Text)) > 0 {
		return advise("serial_is_caliber", WillFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialIsMaker: a name stands where the number belongs.
func serialIsMaker(s *sight) []Advice {
	key := s.key
	if key == "" || isAnswer(s.Serial.Text) || digits(key) != "" && key != Key(s.Manufacturer) {
		return nil
	}
	found := pick(companyRows(), companyIndex().exact[tight(spoken(s.Serial.Text))])
	if key == Key(s.Manufacturer) || len(found) > 0 {
		return advise("serial_is_maker", WillFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialIsMark: parts bear numbers of their own, and proof houses their
// punches; the number on the frame comes first (WI TIME manual).
func serialIsMark(s *sight) []Advice {
	switch {
	case s.marked("part", "assembly"):
		return advise("serial_is_part", LikelyToFail, "serial.text", "serial", s.Serial.Text)
	case s.marked("proof"):
		return advise("serial_is_proof", LikelyToFail, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialIsDate: a date of manufacture or of proof is read as the number.
func serialIsDate(s *sight) []Advice {
	t := strings.TrimSpace(s.Serial.Text)
	_, isYear := year(t)
	if isYear && (t == strings.TrimSpace(s.Year) || s.marked("year")) || dated(t) {
		return advise("serial_is_date", LikelyToFail, "serial.text", "serial", t)
	}
	return nil
}

// dated tells a day written out: 12/05/2019, 2019-05-12.
func dated(t string) bool {
	parts := strings.FieldsFunc(t, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 {
		return false
	}
	if _, ok := year(parts[0]); ok {
		parts[0], parts[2] = parts[2], parts[0]
	}
	_, ok := year(parts[2])
	return ok && upTo(parts[0], 31) && upTo(parts[1], 31) && (upTo(parts[0], 12) || upTo(parts[1], 12))
}

func upTo(text string, most int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && len(text) <= 2 && n >= 1 && n <= most
}

var serialLabels = set("SN SERIAL SERIE SERIES MATRICULA MAT NUM NUMERO NO NRO SER NS")

// serialLabel: the word before the number is no part of it.
func serialLabel(s *sight) []Advice {
	t := strings.ReplaceAll(strings.ToUpper(s.Serial.Text), "S/N", "SN ")
	words := spoken(t)
	if len(words) > 1 && serialLabels[words[0]] && (len(words[0]) > 2 || strings.ContainsAny(s.Serial.Text, ":./#° ")) && len(digits(t)) > 0 {
		return advise("serial_label", LookAgain, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}

// serialGlockUS: on the plate in the frame the number of a Glock that was
// imported ends in US (Small Arms Review 18/6).
func serialGlockUS(s *sight) []Advice {
	key := s.key
	glock := slices.ContainsFunc(s.makers, func(c catalog.Company) bool { return strings.HasPrefix(c.Code, "glock") })
	if !glock || s.nearMaker || strings.Trim(key, "?") == "" || strings.HasSuffix(key, "US") || isAnswer(s.Serial.Text) {
		return nil
	}
	switch s.Serial.Location {
	case "frame", "receiver":
		return advise("serial_glock_us", LikelyToFail, "serial.text", "serial", s.Serial.Text)
	case "", "unknown", "other":
		return advise("serial_glock_us", LookAgain, "serial.text", "serial", s.Serial.Text)
	}
	return nil
}
