// Package allyhealth says that the service is up. Monitors call it, without a
// session; it reads and writes nothing and tells nothing else.
package allyhealth

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyhealth",
	Purpose: "whether the service is up",
	Memory:  "256Mi", Timeout: 5 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Route:   "/api/ally/health",
	Operations: []function.Operation{{
		Method: http.MethodGet, Access: function.Public,
		Summary: "Says that the service is up.",
		Handler: function.Handle(health),
	}},
}

type output struct {
	Status string `json:"status" required:"true" enum:"up"`
}

func health(function.Call[function.None]) (output, error) { return output{Status: "up"}, nil }
