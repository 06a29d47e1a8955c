// Package allyconfig is the door to what organizations, domains and apps are set to.
// The desk calls it. A superadmin is shown all; who administers an organization, that
// organization and its domains. A change names the revision that it is made to, so a
// second time is told that there is a newer one, with how it stands.
package allyconfig

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyconfig",
	Purpose: "what organizations, domains and apps are set to",
	Memory:  "256Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"organizations", "domains", app.Collection, audit.Collection},
	Route:   "/api/ally/config",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Path: "/organizations", Access: function.Administrator,
			Summary: "Lists the organizations that the person may set, by id.",
			Handler: function.Handle(organizations),
		},
		{
			Method: http.MethodGet, Path: "/organizations/{id}", Access: function.Administrator,
			Summary:  "Gives what an organization is set to.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(organization),
		},
		{
			Method: http.MethodPut, Path: "/organizations/{id}", Access: function.Administrator,
			Summary:  "Sets what an organization tells Ally, if it stands as it did at the revision; changed comes with how it stands now. It is in force within ten seconds.",
			Problems: []string{"not_found", "changed"},
			Handler:  function.Handle(changeOrganization),
		},
		{
			Method: http.MethodGet, Path: "/domains/{id}", Access: function.Administrator,
			Summary:  "Gives what a domain is set to.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(domain),
		},
		{
			Method: http.MethodPut, Path: "/domains/{id}", Access: function.Administrator,
			Summary:  "Sets what a domain tells Ally, if it stands as it did at the revision; changed comes with how it stands now. It is in force within ten seconds.",
			Problems: []string{"not_found", "changed"},
			Handler:  function.Handle(changeDomain),
		},
		{
			Method: http.MethodGet, Path: "/apps", Access: function.Administrator,
			Summary: "Lists all apps: whether each is on, and for whom. An administrator is shown those that their organizations may have.",
			Handler: function.Handle(apps),
		},
		{
			Method: http.MethodPut, Path: "/apps/{id}", Access: function.Superadmin,
			Summary:  "Sets whether an app is on and for whom, if it stands as it did at the revision; changed comes with how it stands now. It is in force within ten seconds.",
			Problems: []string{"not_found", "changed"},
			Handler:  function.Handle(changeApp),
		},
		{
			Method: http.MethodPost, Path: "/prompt", Access: function.Superadmin,
			Summary:  "Composes what Ally is told for a person, an organization or a domain, by the super prompt in force or one that is sent. Nothing is stored.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(effective),
		},
	},
}
