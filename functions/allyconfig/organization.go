package allyconfig

import (
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
)

type organizationsInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Cursor string `query:"cursor" maxLength:"1500" description:"The nextCursor of the page before."`
}

type organizationRow struct {
	ID      string   `json:"id" required:"true"`
	Name    string   `json:"name" required:"true"`
	Domains []string `json:"domains" required:"true" nullable:"false"`
	Active  bool     `json:"active" required:"true"`
}

type organizationsOutput struct {
	Organizations []organizationRow `json:"organizations" required:"true" nullable:"false"`
	NextCursor    *string           `json:"nextCursor" required:"true" description:"For the following page; null at the end."`
	Steers        bool              `json:"steers" required:"true" description:"The person is a superadmin, to whom all of the desk is open."`
	Success       bool              `json:"success" required:"true"`
}

func organizations(c function.Call[organizationsInput]) (organizationsOutput, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	list, next, err := c.Backend.Desk.Organizations(c.Context, c.Person, limit, c.In.Cursor)
	if err != nil {
		return organizationsOutput{}, err
	}
	out := organizationsOutput{Organizations: make([]organizationRow, len(list)), Steers: c.Person.Superadmin, Success: true}
	for i, o := range list {
		out.Organizations[i] = organizationRow{o.ID, o.Name, append([]string{}, o.Domains...), o.Active}
	}
	if next != "" {
		out.NextCursor = &next
	}
	return out, nil
}

type collaboration struct {
	AllowCrossOrgSharing     bool     `json:"allowCrossOrgSharing" required:"true"`
	RequireEmailVerification bool     `json:"requireEmailVerification" required:"true"`
	AllowedExternalDomains   []string `json:"allowedExternalDomains" required:"true" nullable:"false" maxItems:"100" description:"Empty for any."`
	MaxExternalCollaborators int      `json:"maxExternalCollaborators" required:"true" minimum:"0" maximum:"50" description:"In one conversation."`
}

type memorySettings struct {
	Enabled       bool `json:"enabled" required:"true"`
	RetentionDays int  `json:"retentionDays" required:"true" minimum:"0" maximum:"3650" description:"0 for no limit."`
}

type limits struct {
	MessagesPerMinute int `json:"messagesPerMinute" required:"true" minimum:"0" maximum:"1000" description:"Of one person; 0 for the platform's."`
	TokensPerDay      int `json:"tokensPerDay" required:"true" minimum:"0" maximum:"1000000000" description:"Of one person; 0 for the platform's."`
}

// settings is what an organization is set to, as it is sent and shown.
type settings struct {
	OrganizationPrompt    string         `json:"organizationPrompt" required:"true" maxLength:"20000" description:"Blank: what the classic system has counts."`
	CollaborationSettings collaboration  `json:"collaborationSettings" required:"true"`
	EnabledApps           []string       `json:"enabledApps" required:"true" maxItems:"20" description:"Ids; null for all."`
	MemorySettings        memorySettings `json:"memorySettings" required:"true"`
	Limits                limits         `json:"limits" required:"true"`
}

func (s settings) settings() desk.Settings {
	shared := s.CollaborationSettings
	return desk.Settings{
		Prompt: s.OrganizationPrompt, CrossOrg: shared.AllowCrossOrgSharing, Verification: shared.RequireEmailVerification,
		Domains: shared.AllowedExternalDomains, Externals: shared.MaxExternalCollaborators, Apps: s.EnabledApps,
		Memory: s.MemorySettings.Enabled, MemoryDays: s.MemorySettings.RetentionDays,
		MessagesPerMinute: s.Limits.MessagesPerMinute, TokensPerDay: s.Limits.TokensPerDay,
	}
}

type organizationView struct {
	ID       string `json:"id" required:"true"`
	Name     string `json:"name" required:"true"`
	Revision string `json:"revision" required:"true" description:"Of what is set; what else changes of the organization does not change it."`
	settings
}

func organizationViewOf(o desk.Organization) organizationView {
	return organizationView{ID: o.ID, Name: o.Name, Revision: o.Revision, settings: settings{
		OrganizationPrompt:    o.Prompt,
		CollaborationSettings: collaboration{o.CrossOrg, o.Verification, o.Settings.Domains, o.Externals},
		EnabledApps:           o.Apps, MemorySettings: memorySettings{o.Memory, o.MemoryDays},
		Limits: limits{o.MessagesPerMinute, o.TokensPerDay},
	}}
}

type organizationInput struct {
	ID string `path:"id" required:"true" maxLength:"1500"`
}

type organizationOutput struct {
	Organization organizationView `json:"organization" required:"true"`
	Success      bool             `json:"success" required:"true"`
}

func organization(c function.Call[organizationInput]) (organizationOutput, error) {
	o, err := c.Backend.Desk.Organization(c.Context, c.Person, c.In.ID)
	return organizationOutput{organizationViewOf(o), true}, err
}

type organizationChange struct {
	ID string `path:"id" required:"true" maxLength:"1500"`
	settings
	Revision string `json:"revision" required:"true" maxLength:"100" description:"That the change is made to."`
	Why      string `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

func changeOrganization(c function.Call[organizationChange]) (organizationOutput, error) {
	o, err := c.Backend.Desk.ChangeOrganization(c.Context, authorOf(c, c.In.Why), c.In.ID, c.In.Revision, c.In.settings.settings())
	view := organizationViewOf(o)
	return organizationOutput{view, true}, fault.WithStanding(err, view)
}

func authorOf[In any](c function.Call[In], why string) desk.Author {
	return desk.Author{Who: c.Person, Why: why, From: c.From}
}
