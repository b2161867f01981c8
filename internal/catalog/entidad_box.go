package catalog

import (
	_ "embed"
	"strconv"
	"sync"
)

//go:generate go run entidad_box_gen.go

//go:embed entidad_box.txt
var boxTable string

// Near tells whether a place (degrees north and east, WGS 84) lies in the
// entidad or not far from it: in one of the boxes around its mainland and its
// islands, which have 0.2° to spare. Neighbours overlap, so true proves
// nothing; false means that coordinates and entidad do not go together.
func (e Entidad) Near(lat, long float64) bool {
	for _, b := range boxes()[e.Clave] {
		if b.south <= lat && lat <= b.north && b.west <= long && long <= b.east {
			return true
		}
	}
	return false
}

type box struct{ south, west, north, east float64 }

var boxes = sync.OnceValue(func() map[string][]box {
	all := make(map[string][]box, len(entidades))
	for _, row := range rows(boxTable, 5) {
		b := box{degrees(row[1]), degrees(row[2]), degrees(row[3]), degrees(row[4])}
		all[row[0]] = append(all[row[0]], b)
	}
	return all
})

func degrees(text string) float64 {
	d, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return d
}
