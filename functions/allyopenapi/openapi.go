// Package allyopenapi serves the description of Ally's HTTP contract. Whoever
// builds against it calls it, without a session; it reads and writes nothing.
package allyopenapi

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"time"

	"getaifactory.com/ally/shared/function"
)

// document is made by `go run ./cmd/ally openapi --write`; a test sees to it
// that it is what the functions declare.
//
//go:embed openapi.json
var document []byte

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyopenapi",
	Purpose: "the description of the HTTP contract",
	Memory:  "256Mi", Timeout: 5 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Route:   "/api/ally/openapi.json",
	Operations: []function.Operation{{
		Method: http.MethodGet, Access: function.Public,
		Summary: "Gives this document.",
		Handler: function.Handle(openapi),
	}},
}

func openapi(function.Call[function.None]) (json.RawMessage, error) { return document, nil }
