// Package allybeacon takes the times that the workspace measured in a person's
// browser: how long the page took, how long until the first message, how long a
// search. The page calls it now and then and as it is left, unless the person
// switched measurements off. Numbers only: there is no field for a word. The same
// visit told twice counts once. It reads and writes the person's day, which holds a
// bounded number of times: that is all that calling it without end can do, to one's own day alone.
package allybeacon

import (
	"net/http"
	"strconv"
	"time"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/id"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allybeacon",
	Purpose: "takes the times that a person's browser measured",
	Memory:  "256Mi", Timeout: 15 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{fact.Collection, fact.Progresses},
	Route:   "/api/ally/beacon",
	Operations: []function.Operation{{
		Method:  http.MethodPost,
		Summary: "Takes times that the workspace measured in the person's browser; numbers only.",
		Handler: function.Handle(take),
	}},
}

type input struct {
	Visit   string   `json:"visit" required:"true" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9-]+$" description:"Made anew for each opening of the page; with a time's number it tells whether that was told before."`
	Timings []timing `json:"timings" required:"true" minItems:"1" maxItems:"20"`
}

type timing struct {
	Number int    `json:"number" required:"true" minimum:"0" maximum:"999" description:"Counts the times of a visit."`
	What   string `json:"what" required:"true" enum:"load,first_message,search"`
	MS     int    `json:"ms" required:"true" minimum:"0" description:"Milliseconds; more than ten minutes are not counted."`
}

// mostMS is the longest time that a page is waited for: 10 minutes. What is longer was measured
// while somebody was away.
const mostMS = 600_000

type output struct {
	Success bool `json:"success" required:"true"`
}

func take(c function.Call[input]) (output, error) {
	now, marks := c.Backend.Now(), fact.Marks{}
	for _, t := range c.In.Timings {
		if t.MS > mostMS {
			continue
		}
		key := id.Derive("timing", c.Person.ID, c.In.Visit, strconv.Itoa(t.Number))
		marks[key] = fact.Mark{Kind: fact.Timing, At: now, Of: t.What, MS: int64(t.MS)}
	}
	return output{Success: true}, c.Backend.Facts.Note(c.Context, fact.Ally, c.Person.ID, marks)
}
