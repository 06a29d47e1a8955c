package allyconfig

import (
	"slices"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
)

type appView struct {
	ID            string   `json:"id" required:"true"`
	Name          app.Text `json:"name" required:"true"`
	Description   app.Text `json:"description" required:"true"`
	Active        bool     `json:"active" required:"true"`
	Organizations []string `json:"organizations" required:"true" description:"Ids of those whose people may use it; null for all. Only a superadmin is told others than their own."`
	Roles         []string `json:"roles" required:"true" description:"Of which one is needed; null for none."`
	Revision      string   `json:"revision" required:"true"`
}

func appViewOf(a desk.App) appView {
	return appView{a.ID, a.Name, a.Description, a.Active, orNull(a.Organizations), orNull(a.Roles), a.Revision}
}

func orNull(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

type appsOutput struct {
	Apps    []appView `json:"apps" required:"true" nullable:"false"`
	Success bool      `json:"success" required:"true"`
}

func apps(c function.Call[function.None]) (appsOutput, error) {
	list, err := c.Backend.Desk.Apps(c.Context)
	if err != nil {
		return appsOutput{}, err
	}
	if !c.Person.Superadmin {
		if list, err = theirs(c, list); err != nil {
			return appsOutput{}, err
		}
	}
	out := appsOutput{Apps: make([]appView, len(list)), Success: true}
	for i, a := range list {
		out.Apps[i] = appViewOf(a)
	}
	return out, nil
}

// theirs are the apps that the organizations which the person administers may have,
// without the names of others.
func theirs(c function.Call[function.None], all []desk.App) (list []desk.App, err error) {
	own, _, err := c.Backend.Desk.Organizations(c.Context, c.Person, 100, "")
	if err != nil || len(own) == 0 {
		return nil, err
	}
	isOther := func(id string) bool {
		return !slices.ContainsFunc(own, func(o desk.Organization) bool { return o.ID == id })
	}
	for _, a := range all {
		isForAll := len(a.Organizations) == 0
		a.Organizations = slices.DeleteFunc(slices.Clone(a.Organizations), isOther)
		if a.Active && (isForAll || len(a.Organizations) > 0) {
			list = append(list, a)
		}
	}
	return list, nil
}

type appChange struct {
	ID            string   `path:"id" required:"true" maxLength:"100"`
	Active        bool     `json:"active" required:"true"`
	Organizations []string `json:"organizations" required:"true" maxItems:"100" description:"Null for all."`
	Roles         []string `json:"roles" required:"true" maxItems:"20" description:"Null for none."`
	Revision      string   `json:"revision" required:"true" maxLength:"100" description:"That the change is made to."`
	Why           string   `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

type appOutput struct {
	App     appView `json:"app" required:"true"`
	Success bool    `json:"success" required:"true"`
}

func changeApp(c function.Call[appChange]) (appOutput, error) {
	a, err := c.Backend.Desk.ChangeApp(c.Context, authorOf(c, c.In.Why), c.In.ID, c.In.Revision,
		desk.Availability{Active: c.In.Active, Organizations: c.In.Organizations, Roles: c.In.Roles})
	view := appViewOf(a)
	return appOutput{view, true}, fault.WithStanding(err, view)
}
