// Package allycomparison compares the classic chat with Ally: figures, the verdict with
// its reasons, the report as a file, the thresholds and what was checked. The
// superadmin's desk calls it. It reads roll-ups, and nothing that anybody wrote.
// Thresholds and checks are changed at a revision, so a second time is told that there
// is a newer one.
package allycomparison

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/comparison"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allycomparison",
	Purpose: "the comparison of the classic chat with Ally: figures, verdict, report, thresholds and checks",
	Memory:  "1Gi", Timeout: 120 * time.Second, Concurrency: 4,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{access.Config, audit.Collection},
	Route:   "/api/ally/comparison",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Superadmin,
			Summary: "Compares both systems, and tells what that comes to.",
			Handler: function.Handle(show),
		},
		{
			Method: http.MethodGet, Path: "/report", Access: function.Superadmin,
			Summary: "Gives the comparison as a file that stands on its own.",
			Handler: function.Handle(report),
		},
		{
			Method: http.MethodGet, Path: "/thresholds", Access: function.Superadmin,
			Summary: "Gives what figures are held against.",
			Handler: function.Handle(thresholds),
		},
		{
			Method: http.MethodPut, Path: "/thresholds", Access: function.Superadmin,
			Summary:  "Sets what figures are held against, if it is still at the revision.",
			Problems: []string{"changed"},
			Handler:  function.Handle(fix),
		},
		{
			Method: http.MethodGet, Path: "/checks", Access: function.Superadmin,
			Summary: "Lists what is looked at outside of the figures, and what was found.",
			Handler: function.Handle(checks),
		},
		{
			Method: http.MethodPut, Path: "/checks/{name}", Access: function.Superadmin,
			Summary:  "Records what was found, if the record is still at the revision.",
			Problems: []string{"changed"},
			Handler:  function.Handle(check),
		},
	},
}

type input struct {
	From           string `query:"from" maxLength:"10" description:"A day; without it the one that the comparison began on."`
	To             string `query:"to" maxLength:"10" description:"A day, included; without it the last one that is over."`
	OrganizationID string `query:"organizationId" maxLength:"200"`
	Domain         string `query:"domain" maxLength:"253"`
	Stage          string `query:"stage" maxLength:"40" description:"The rollout's when somebody was first told whether Ally is on for them."`
}

type output struct {
	comparison.Report
	Success bool `json:"success" required:"true"`
}

func show(c function.Call[input]) (output, error) {
	r, err := c.Backend.Comparison.Compare(c.Context, comparison.Filter(c.In))
	if err != nil {
		return output{}, err
	}
	return output{r.Report(c.Person.Language), true}, nil
}

type reportInput struct {
	From           string            `query:"from" maxLength:"10"`
	To             string            `query:"to" maxLength:"10"`
	OrganizationID string            `query:"organizationId" maxLength:"200"`
	Domain         string            `query:"domain" maxLength:"253"`
	Stage          string            `query:"stage" maxLength:"40"`
	Format         comparison.Format `query:"format" required:"true" enum:"pdf,csv,json"`
	Lang           lang.Language     `query:"lang" enum:"es,en" description:"Without it the person's language."`
}

func report(c function.Call[reportInput]) (web.File, error) {
	r, err := c.Backend.Comparison.Compare(c.Context, comparison.Filter{
		From: c.In.From, To: c.In.To, OrganizationID: c.In.OrganizationID, Domain: c.In.Domain, Stage: c.In.Stage,
	})
	if err != nil {
		return web.File{}, err
	}
	l := c.In.Lang
	if l == "" {
		l = c.Person.Language
	}
	f, err := r.File(c.In.Format, l, c.Person.Email)
	if err != nil {
		return web.File{}, err
	}
	if err := audit.Note(c.Context, c.Backend.Store, audit.Entry{
		Who: c.Person.ID, WhoEmail: c.Person.Email, What: "comparison.exported", Target: "comparison/" + string(c.In.Format),
		After: map[string]any{"from": r.Filter.From, "to": r.Filter.To, "organizationId": c.In.OrganizationID, "domain": c.In.Domain, "stage": c.In.Stage},
		From:  c.From, At: c.Backend.Now(), Source: c.Backend.Config.Environment,
	}); err != nil {
		return web.File{}, err
	}
	return web.File{Name: f.Name, Type: f.Type, Data: f.Data}, nil
}
