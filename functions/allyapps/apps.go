// Package allyapps gives the apps that a person may use, with their forms. The
// workspace calls it, and draws the forms from what it gives. It reads the three
// documents of the apps at most every ten seconds, and makes those that are
// missing; twice does no harm.
package allyapps

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyapps",
	Purpose: "the apps that a person may use, with their forms",
	Memory:  "256Mi", Timeout: 15 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{app.Collection},
	Route:   "/api/ally/apps",
	Operations: []function.Operation{{
		Method:  http.MethodGet,
		Summary: "Gives the apps that the person may use, with the form of each.",
		Handler: function.Handle(list),
	}},
}

type output struct {
	Apps    []view `json:"apps" required:"true" nullable:"false"`
	Success bool   `json:"success" required:"true"`
}

type view struct {
	ID          string      `json:"id" required:"true"`
	Name        app.Text    `json:"name" required:"true"`
	Description app.Text    `json:"description" required:"true"`
	Icon        string      `json:"icon" required:"true" description:"A name of the Lucide icons."`
	Version     string      `json:"version" required:"true"`
	Fields      []app.Field `json:"fields" required:"true" nullable:"false"`
	CardTypes   []string    `json:"cardTypes" required:"true" nullable:"false"`
}

func list(c function.Call[function.None]) (output, error) {
	if err := c.Backend.Apps.Seed(c.Context); err != nil {
		return output{}, err
	}
	apps, err := c.Backend.Apps.For(c.Context, c.Person)
	out := output{Apps: []view{}, Success: true}
	for _, a := range apps {
		out.Apps = append(out.Apps, view{
			ID: a.ID, Name: a.Name, Description: a.Description, Icon: a.Icon, Version: a.Version, Fields: a.Fields, CardTypes: a.CardTypes,
		})
	}
	return out, err
}
