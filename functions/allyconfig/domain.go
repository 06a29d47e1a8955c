package allyconfig

import (
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
)

type domainView struct {
	ID           string `json:"id" required:"true"`
	Name         string `json:"name" required:"true"`
	Revision     string `json:"revision" required:"true"`
	DomainPrompt string `json:"domainPrompt" required:"true" description:"Blank: what the classic system has counts."`
}

func domainViewOf(d desk.Domain) domainView { return domainView{d.ID, d.Name, d.Revision, d.Prompt} }

type domainInput struct {
	ID string `path:"id" required:"true" maxLength:"1500"`
}

type domainOutput struct {
	Domain  domainView `json:"domain" required:"true"`
	Success bool       `json:"success" required:"true"`
}

func domain(c function.Call[domainInput]) (domainOutput, error) {
	d, err := c.Backend.Desk.Domain(c.Context, c.Person, c.In.ID)
	return domainOutput{domainViewOf(d), true}, err
}

type domainChange struct {
	ID           string `path:"id" required:"true" maxLength:"1500"`
	DomainPrompt string `json:"domainPrompt" required:"true" maxLength:"20000"`
	Revision     string `json:"revision" required:"true" maxLength:"100" description:"That the change is made to."`
	Why          string `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

func changeDomain(c function.Call[domainChange]) (domainOutput, error) {
	d, err := c.Backend.Desk.ChangeDomain(c.Context, authorOf(c, c.In.Why), c.In.ID, c.In.Revision, c.In.DomainPrompt)
	view := domainViewOf(d)
	return domainOutput{view, true}, fault.WithStanding(err, view)
}
