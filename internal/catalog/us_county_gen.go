//go:build ignore

// The program writes us_county.txt: the counties of the United States and what
// stands for counties elsewhere, by their FIPS codes. Codes and names come from
// the npm package us-atlas (ISC, Copyright 2013-2019 Michael Bostock), which
// took them from the Census Bureau in 2017; this file adds what a county is
// called in each state and what has changed since.
//
//	go run us_county_gen.go [-from counties-10m.json]
//
// Without -from it asks npm for the package.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"rastreo/internal/npm"
)

const source = "us-atlas@3.0.1"

// states is the FIPS code of every state and territory.
const states = `AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 ME23 MD24
MA25 MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48
UT49 VT50 VA51 WA53 WV54 WI55 WY56 AS60 GU66 MP69 PR72 VI78`

// kind is what a state calls its counties where that is not County.
var kind = map[string]string{
	"22": " Parish", "60": " District", "69": " Municipality", "72": " Municipio", "78": " Island",
	"11": "", "66": "",
	// Alaska has boroughs, but for the census areas and cities below.
	"02": " Borough",
	// Carson City is a city and has the word in its name.
	"32510": "",
	// Baltimore and St. Louis are counties beside the cities of the name.
	"24510": " city", "29510": " city",
	"02016": " Census Area", "02050": " Census Area", "02070": " Census Area", "02105": " Census Area",
	"02158": " Census Area", "02180": " Census Area", "02198": " Census Area", "02240": " Census Area",
	"02261": " Census Area", "02290": " Census Area",
	"02020": " Municipality", "02230": " Municipality",
	"02110": " City and Borough", "02220": " City and Borough", "02275": " City and Borough", "02282": " City and Borough",
}

// newer are the counties that came after 2017: Alaska divided one in 2019, and
// Connecticut's planning regions stand for its counties since 2022.
var newer = map[string]string{
	"02063": "Chugach Census Area",
	"02066": "Copper River Census Area",
	"09110": "Capitol Planning Region",
	"09120": "Greater Bridgeport Planning Region",
	"09130": "Lower Connecticut River Valley Planning Region",
	"09140": "Naugatuck Valley Planning Region",
	"09150": "Northeastern Connecticut Planning Region",
	"09160": "Northwest Hills Planning Region",
	"09170": "South Central Connecticut Planning Region",
	"09180": "Southeastern Connecticut Planning Region",
	"09190": "Western Connecticut Planning Region",
}

func main() {
	var atlas struct {
		Objects struct {
			Counties struct {
				Geometries []struct {
					ID         string
					Properties struct{ Name string }
				}
			}
		}
	}
	if err := json.Unmarshal(npm.File(source, "counties-10m.json"), &atlas); err != nil {
		log.Fatal(err)
	}
	lines := []string{}
	for _, g := range atlas.Objects.Counties.Geometries {
		lines = append(lines, line(g.ID, g.Properties.Name+suffix(g.ID), former(g.ID)))
	}
	for fips, name := range newer {
		lines = append(lines, line(fips, name, ""))
	}
	slices.Sort(lines)
	for i := 1; i < len(lines); i++ {
		if lines[i][:5] == lines[i-1][:5] {
			log.Fatalf("%s is no longer missing", lines[i])
		}
	}
	var b bytes.Buffer
	b.WriteString("# Counties of the United States by FIPS code: code|state|name|year in which it ended. Codes and names after\n" +
		"# the npm package " + source + " (ISC, Copyright 2013-2019 Michael Bostock; U.S. Census Bureau, 2017), with what\n" +
		"# each state calls its counties and what has changed since. Written by us_county_gen.go; ordered by code.\n")
	b.WriteString(strings.Join(lines, "\n") + "\n")
	npm.Write("us_county.txt", b.Bytes())
	fmt.Fprintln(os.Stderr, len(lines), "counties")
}

func line(fips, name, until string) string {
	return fips + "|" + state(fips) + "|" + name + "|" + until
}

func state(fips string) string {
	for s := range strings.FieldsSeq(states) {
		if s[2:] == fips[:2] {
			return s[:2]
		}
	}
	log.Fatalf("%s is in no state", fips)
	return ""
}

// suffix is the word that makes a name whole. The cities of Virginia that lie
// in no county have the codes above 51500.
func suffix(fips string) string {
	if own, ok := kind[fips]; ok {
		return own
	}
	if fips > "51500" && fips < "52000" {
		return " city"
	}
	if own, ok := kind[fips[:2]]; ok {
		return own
	}
	return " County"
}

// former is the year in which newer ones replaced a county.
func former(fips string) string {
	switch {
	case fips == "02261":
		return "2019"
	case fips[:2] == "09":
		return "2022"
	}
	return ""
}
