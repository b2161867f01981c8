package mx

import (
	"net/url"
	"regexp"
	"strings"
)

// mapLink is a link, or a geo: address, within a message.
var mapLink = regexp.MustCompile(`(?i)(?:https?://|geo:|www\.)[^\s<>]+`)

// linkedPoint reads the point that links hold; where two differ, none is it.
func linkedPoint(links []string) (point [2]float64, ok bool) {
	for _, link := range links {
		u, err := url.Parse(link)
		if err != nil {
			continue
		}
		p, found := urlPoint(u)
		switch {
		case found && ok && p != point:
			return [2]float64{}, false
		case found:
			point, ok = p, true
		}
	}
	return point, ok
}

// urlPoint reads a link: the pin before the question, the question before
// where the map was looked at.
func urlPoint(u *url.URL) (point [2]float64, ok bool) {
	for _, text := range urlTexts(u) {
		text, _, _ = strings.Cut(text, "(") // a name behind the point
		text = strings.NewReplacer("loc:", "", "~", ",", "_", " ").Replace(text)
		if p, ok := writtenPoint(text); ok && p != [2]float64{} {
			return p, true
		}
	}
	return point, false
}

// urlTexts are the places in a link where map services write a point.
func urlTexts(u *url.URL) (texts []string) {
	whole := u.Path + "#" + u.Fragment
	for _, found := range pin.FindAllStringSubmatch(whole, 2) {
		texts = append(texts, found[1]+", "+found[2])
	}
	asked := u.Query()
	for _, key := range []string{"q", "query", "ll", "destination", "daddr", "coordinate", "to", "cp", "center", "sll"} {
		texts = append(texts, asked.Get(key))
	}
	if asked.Has("mlat") {
		texts = append(texts, asked.Get("mlat")+", "+asked.Get("mlon"))
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		texts = append(texts, strings.ReplaceAll(part, "+", " "))
	}
	for _, found := range mapView.FindAllStringSubmatch(whole, 1) {
		texts = append(texts, found[1]+found[3]+", "+found[2]+found[4])
	}
	return append(texts, geoPoint(u.Opaque))
}

// pin is where a map of Google's has its needle; mapView is what the map was
// looked at.
var (
	pin     = regexp.MustCompile(`!3d(-?\d{1,3}\.\d+)!4d(-?\d{1,3}\.\d+)`)
	mapView = regexp.MustCompile(`@(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)|map=\d+(?:\.\d+)?/(-?\d{1,3}\.\d+)/(-?\d{1,3}\.\d+)`)
)

// geoPoint is the point of a geo: address without altitude and accuracy.
func geoPoint(opaque string) string {
	opaque, _, _ = strings.Cut(opaque, ";")
	parts := strings.SplitN(opaque, ",", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[0] + "," + parts[1]
}
