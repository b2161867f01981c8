package trace

import "rastreo/internal/mx"

// Colonia is one settlement of a postal code, as the Mexican postal service
// lists it.
type Colonia = mx.Colonia
