package catalog_test

import (
	"testing"

	"rastreo/internal/catalog"
)

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		place     string
		clave     string
		lat, long float64
	}{
		{"Tijuana", "02", 32.53, -117.12},
		{"Mexicali", "02", 32.62, -115.45},
		{"Isla Guadalupe", "02", 29.03, -118.28},
		{"Isla de Cedros", "02", 28.10, -115.18},
		{"Cabo San Lucas", "03", 22.88, -109.91},
		{"Cabo Pulmo", "03", 23.44, -109.42},
		{"Guerrero Negro", "03", 27.97, -114.04},
		{"Cayo Arenas", "04", 22.12, -91.40},
		{"Ciudad Acuña", "05", 29.32, -100.93},
		{"Piedras Negras", "05", 28.70, -100.52},
		{"Isla Socorro", "06", 18.79, -110.98},
		{"Isla Clarión", "06", 18.35, -114.72},
		{"Manzanillo", "06", 19.05, -104.32},
		{"Tapachula", "07", 14.90, -92.26},
		{"Suchiate", "07", 14.54, -92.22},
		{"Ciudad Juárez", "08", 31.74, -106.49},
		{"Ojinaga", "08", 29.56, -104.41},
		{"Iztapalapa", "09", 19.36, -99.09},
		{"Milpa Alta", "09", 19.13, -99.01},
		{"Taxco", "12", 18.55, -99.61},
		{"Puerto Vallarta", "14", 20.65, -105.23},
		{"Ecatepec", "15", 19.60, -99.05},
		{"Isla María Madre", "18", 21.63, -106.58},
		{"Tepic", "18", 21.50, -104.89},
		{"Colombia", "19", 27.70, -99.75},
		{"Salina Cruz", "20", 16.17, -95.20},
		{"Cozumel", "23", 20.51, -86.95},
		{"Isla Mujeres", "23", 21.26, -86.73},
		{"Chetumal", "23", 18.50, -88.30},
		{"Culiacán", "25", 24.80, -107.39},
		{"Nogales", "26", 31.32, -110.94},
		{"San Luis Río Colorado", "26", 32.46, -114.77},
		{"Isla Tiburón", "26", 29.00, -112.40},
		{"Matamoros", "28", 25.87, -97.50},
		{"Nuevo Laredo", "28", 27.48, -99.51},
		{"Tampico", "28", 22.25, -97.86},
		{"Veracruz", "30", 19.17, -96.13},
		{"Coatzacoalcos", "30", 18.14, -94.44},
		{"Arrecife Alacranes", "31", 22.38, -89.68},
		{"Mérida", "31", 20.97, -89.62},
	} {
		e, _ := catalog.EntidadOf(tt.clave)
		if !e.Near(tt.lat, tt.long) {
			t.Errorf("%s is not near %s", tt.place, e.Short)
		}
		for _, far := range [][2]float64{{-tt.lat, tt.long}, {tt.lat, -tt.long}, {tt.long, tt.lat}, {0, 0}} {
			if e.Near(far[0], far[1]) {
				t.Errorf("%v is near %s", far, e.Short)
			}
		}
	}
	for _, tt := range []struct {
		place     string
		clave     string
		lat, long float64
	}{
		{"Tijuana", "26", 32.53, -117.12},
		{"Tijuana", "03", 32.53, -117.12},
		{"Reynosa", "05", 26.09, -98.28},
		{"Ciudad Juárez", "26", 31.74, -106.49},
		{"Guadalajara", "15", 20.67, -103.35},
		{"Iztapalapa", "30", 19.36, -99.09},
		{"Monterrey", "28", 25.67, -100.70},
		{"Isla Socorro", "14", 18.79, -110.98},
		{"Los Angeles", "02", 34.05, -118.24},
		{"Guatemala", "07", 14.63, -90.10},
		{"the sea between Colima and its islands", "06", 18.9, -108},
	} {
		if e, _ := catalog.EntidadOf(tt.clave); e.Near(tt.lat, tt.long) {
			t.Errorf("%s is near %s", tt.place, e.Short)
		}
	}
	if (catalog.Entidad{}).Near(19.4, -99.1) {
		t.Error("something is near no entidad")
	}
}
