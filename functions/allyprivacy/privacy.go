// Package allyprivacy gives a person all that Ally holds on them, and erases it.
// The workspace calls it. Exporting twice gives two files; an erasure that was
// begun comes to its end by the sweep, and beginning it again does no harm. It
// reads all that is the person's; erasing writes all collections that hold
// something of people, and the additive fields of the person's own document.
package allyprivacy

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/privacy"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyprivacy",
	Purpose: "all that Ally holds on a person, as a file, and its erasure",
	Memory:  "256Mi", Timeout: 300 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET"},
	Writes:  append([]string{"users", fact.Progresses}, privacy.Written...),
	Route:   "/api/ally/privacy",
	Operations: []function.Operation{
		{
			Method:  http.MethodGet,
			Summary: "Gives all that Ally holds on the person, as one JSON file.",
			Handler: function.Handle(export),
		},
		{
			Method:  http.MethodDelete,
			Summary: "Erases all that Ally holds on the person. The accounts stay, without their name; so does the grant of access.",
			Handler: function.Handle(erase),
		},
	},
}

// file is the export. Its fields describe it; it writes itself.
type file struct {
	ExportedAt  string                      `json:"exportedAt" required:"true" format:"date-time"`
	UserID      string                      `json:"userId" required:"true"`
	Preferences map[string]any              `json:"preferences" required:"true" nullable:"false" description:"Ally's fields of the person's own document."`
	Collections map[string][]map[string]any `json:"collections" required:"true" nullable:"false" description:"The documents of each collection, each with its id."`

	write func(io.Writer) error
}

// WriteJSON writes the file piece by piece.
func (f file) WriteJSON(w io.Writer) error { return f.write(w) }

// FileName is what a browser saves it as.
func (f file) FileName() string { return "ally.json" }

func export(c function.Call[function.None]) (file, error) {
	// It names nobody but who asks: an erasure empties that.
	if err := audit.Note(c.Context, c.Backend.Store, audit.Entry{
		Who: c.Person.ID, WhoEmail: c.Person.Email, What: "privacy.exported", OrganizationID: c.Person.Organization.ID,
		From: c.From, At: c.Backend.Now(), Source: c.Backend.Config.Environment,
	}); err != nil {
		return file{}, err
	}
	return file{write: writing(c.Context, c.Backend.Privacy, c.Person)}, nil
}

func writing(ctx context.Context, office *privacy.Office, who access.Person) func(io.Writer) error {
	return func(w io.Writer) error { return office.Write(ctx, who, w) }
}

type eraseInput struct {
	Confirm string `json:"confirm" required:"true" maxLength:"320" description:"The person's e-mail address, as they typed it."`
}

// ForceRequestBody has the description show a body, which DELETE rarely has.
func (eraseInput) ForceRequestBody() {}

type eraseOutput struct {
	Done    bool `json:"done" required:"true" description:"Whether all is gone already; else it goes within minutes."`
	Deleted int  `json:"deleted" required:"true" description:"How many documents went so far."`
	Success bool `json:"success" required:"true"`
}

func erase(c function.Call[eraseInput]) (eraseOutput, error) {
	if !strings.EqualFold(strings.TrimSpace(c.In.Confirm), c.Person.Email) {
		return eraseOutput{}, fault.Wrong(fault.Field{Name: "confirm", Problem: lang.Text{ES: "debe ser tu dirección de correo", EN: "must be your e-mail address"}})
	}
	done, deleted, err := c.Backend.Privacy.Begin(c.Context, c.Person)
	return eraseOutput{done, deleted, true}, err
}
