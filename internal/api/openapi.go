package api

import (
	_ "embed"
	"net/http"
	"strings"

	"rastreo/internal/gate"
)

//go:embed openapi.json
var openapiJSON string

// document is the OpenAPI description of the API that stands at path.
func document(path string) []byte {
	return []byte(strings.Replace(openapiJSON, `"url": "/api/v1"`, `"url": "`+path+`"`, 1))
}

// openapi serves the description of this API.
func (a *API) openapi(v *gate.Visit) error {
	v.Header("Cache-Control", "public, max-age=300")
	v.Data(http.StatusOK, "application/json", a.spec)
	return nil
}
