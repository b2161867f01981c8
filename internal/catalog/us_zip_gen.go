//go:build ignore

// The program writes us_zip.txt: the ZIP codes of the United States with the
// city and the county of each. They come from the npm package vega-datasets
// (BSD-3-Clause, Vega), data/zipcodes.csv; this file finds the FIPS code of
// every county in us_county.txt, which must have been written before.
//
//	go run us_zip_gen.go [-from zipcodes.csv]
//
// Without -from it asks npm for the package.
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"rastreo/internal/npm"
)

const source = "vega-datasets@3.2.1"

// abroad are states in free association: countries of their own, to which the
// postal service delivers.
var abroad = []string{"FM", "MH", "PW"}

// renamed is what a county of the source is called now.
var renamed = map[string]string{
	"AK/Prince Wales Ketchikan": "02198",
	"AK/Skagway Hoonah Angoon":  "02105",
	"AK/Wade Hampton":           "02158",
	"SD/Shannon":                "46102",
	"VA/Bedford City":           "51019",
	"VA/Clifton Forge City":     "51005",
}

// moved is the county of cities whose county has been divided since, or that
// the source puts in a whole territory.
var moved = map[string]string{
	"AK/Cordova": "02063", "AK/Tatitlek": "02063", "AK/Valdez": "02063", "AK/Whittier": "02063",
	"AK/Chitina": "02066", "AK/Copper Center": "02066", "AK/Gakona": "02066", "AK/Glennallen": "02066",
	"AK/Skagway": "02230", "AK/Petersburg": "02195", "AK/Wrangell": "02275", "AK/Meyers Chuck": "02275",
	"AK/Kake": "02198", "AK/Port Alexander": "02198",
	"AS/Pago Pago": "60010",
	"MP/Saipan":    "69110", "MP/Rota": "69100", "MP/Tinian": "69120",
}

// area is where a ZIP code lies.
type area struct{ fips, city string }

func main() {
	all, err := csv.NewReader(bytes.NewReader(npm.File(source, "data/zipcodes.csv"))).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	counties := counties()
	areas, zips := map[string]area{}, []string{}
	for _, row := range all[1:] { // zip_code,latitude,longitude,city,state,county
		if slices.Contains(abroad, row[4]) {
			continue
		}
		zips = append(zips, row[0])
		areas[row[0]] = area{county(counties, row[4], row[3], row[5]), row[3]}
	}
	slices.Sort(zips)
	if len(slices.Compact(slices.Clone(zips))) != len(zips) {
		log.Fatal("a ZIP code stands twice")
	}
	npm.Write("us_zip.txt", table(zips, areas))
	fmt.Fprintln(os.Stderr, len(zips), "ZIP codes")
}

// kinds are the words behind the names of counties, the longer ones first.
var kinds = []string{
	" City and Borough", " Census Area", " Municipality", " Municipio", " District", " Borough", " Parish", " County", " Island", " city",
}

// counties is the FIPS codes by state and name, with the word for county and
// without. Where a city has the name of the county beside it, the bare name is
// the county's.
func counties() map[string]string {
	raw, err := os.ReadFile("us_county.txt")
	if err != nil {
		log.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		row := strings.Split(strings.TrimSpace(line), "|")
		if len(row) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		found[row[1]+"/"+plain(row[2])] = row[0]
		bare, kind := cut(row[2])
		if key := row[1] + "/" + plain(bare); found[key] == "" || kind != " city" {
			found[key] = row[0]
		}
	}
	return found
}

func cut(name string) (bare, kind string) {
	for _, kind := range kinds {
		if bare, ok := strings.CutSuffix(name, kind); ok {
			return bare, kind
		}
	}
	return name, ""
}

// county is the FIPS code of a county as the source names it.
func county(counties map[string]string, state, city, name string) string {
	for _, code := range []string{moved[state+"/"+city], renamed[state+"/"+name], counties[state+"/"+plain(name)]} {
		if code != "" {
			return code
		}
	}
	log.Fatalf("%s has no county %s", state, name)
	return ""
}

// plain is a name as it is compared: without accents, capitals, spaces and
// marks.
func plain(name string) string {
	name = strings.ToLower(name)
	for _, full := range []string{"saint ", "sainte "} {
		if rest, ok := strings.CutPrefix(name, full); ok {
			name = "st" + full[5:] + rest
		}
	}
	return strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n", "-", "", " ", "", ".", "", "'", "").Replace(name)
}

// table writes one line for codes that follow one another and lie in one
// place; of those that count up it names the first and the last.
func table(zips []string, areas map[string]area) []byte {
	var b bytes.Buffer
	b.WriteString("# ZIP codes of the United States: codes|FIPS code of the county|city. After the npm package " + source + "\n" +
		"# (BSD-3-Clause, Vega), with its counties named as they are now. Written by us_zip_gen.go; ordered by code, a line\n" +
		"# for codes that follow one another in one place.\n")
	for i := 0; i < len(zips); {
		j := i + 1
		for j < len(zips) && areas[zips[j]] == areas[zips[i]] {
			j++
		}
		fmt.Fprintf(&b, "%s|%s|%s\n", spans(zips[i:j]), areas[zips[i]].fips, areas[zips[i]].city)
		i = j
	}
	return b.Bytes()
}

// spans is "10001-10003,10005" for 10001, 10002, 10003 and 10005.
func spans(zips []string) string {
	var out []string
	for i := 0; i < len(zips); {
		j := i + 1
		for j < len(zips) && number(zips[j]) == number(zips[j-1])+1 {
			j++
		}
		span := zips[i]
		if j-i > 1 {
			span += "-" + zips[j-1]
		}
		out, i = append(out, span), j
	}
	return strings.Join(out, ",")
}

func number(zip string) int {
	n, err := strconv.Atoi(zip)
	if err != nil || len(zip) != 5 {
		log.Fatalf("%q is no ZIP code", zip)
	}
	return n
}
