package classic

import (
	"cmp"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"
)

// User is a document of `users`.
type User struct {
	ID             string
	Email          string // lower case
	Name           string
	Active         bool // true where the document does not say
	OrganizationID string
	Roles          []string // role and roles, each once
	// Grant is the additive field allyBetaAccess: nil where it is absent,
	// else whether it switches Ally on or off for this person.
	Grant *bool
	// Language is the additive field allyPreferences.language, as stored.
	Language string
	// Prompt is the additive field allyUserConfig.userPrompt: what the person
	// tells Ally always to mind; "" for nothing.
	Prompt string
	// MemoryOptIn is the additive field allyPreferences.memoryOptIn; true where the
	// document does not say.
	MemoryOptIn bool
}

// UserFrom reads a document of `users`; ok is false where there is none.
func UserFrom(doc *firestore.DocumentSnapshot) (user User, ok bool) {
	if doc == nil || !doc.Exists() {
		return User{}, false
	}
	return userFrom(doc.Ref.ID, doc.Data()), true
}

func userFrom(id string, f fields) User {
	user := User{
		ID:             id,
		Email:          strings.ToLower(f.text("email")),
		Name:           f.text("name"),
		Active:         f.is("isActive", true),
		OrganizationID: f.text("organizationId"),
		Language:       f.inner("allyPreferences").text("language"),
		Prompt:         f.inner("allyUserConfig").text("userPrompt"),
		MemoryOptIn:    f.inner("allyPreferences").is("memoryOptIn", true),
	}
	for _, role := range append([]string{f.text("role")}, f.texts("roles")...) {
		if role != "" && !slices.Contains(user.Roles, role) {
			user.Roles = append(user.Roles, role)
		}
	}
	if enabled, set := f.inner("allyBetaAccess")["enabled"].(bool); set {
		user.Grant = &enabled
	}
	return user
}

// Organization is a document of `organizations`.
type Organization struct {
	ID      string
	Name    string // the id where the document has no name
	Domains []string
	Active  bool // true where the document does not say
	// Admins are the ids of the people who may set what it tells Ally: admins, and
	// ownerUserId.
	Admins  []string
	Profile Profile
	// Prompt is the additive field allyConfig.organizationPrompt, or where that
	// is missing or blank the classic system's domainPrompt; "" for neither.
	Prompt string
	// OwnPrompt is allyConfig.organizationPrompt alone.
	OwnPrompt string
	// MessagesPerMinute and TokensPerDay are what one of its people may use, from
	// the additive field allyConfig.limits; 0 where it says nothing.
	MessagesPerMinute, TokensPerDay int
	// MonthlyTokens is what the organization may use in a month, from
	// limits.maxMonthlyTokens; 0 where there is no limit.
	MonthlyTokens int
	// MemoryOff is the additive field allyConfig.memorySettings.enabled where it is
	// false, and MemoryDays its retentionDays: how long what is remembered is kept; 0
	// for no limit.
	MemoryOff  bool
	MemoryDays int
	// Collaboration is what it allows of people of other organizations.
	Collaboration Collaboration
	// EnabledApps is the additive field allyConfig.enabledApps: the apps that its
	// people may use; nil, for all, where it is missing.
	EnabledApps []string
}

// Profile is what an organization says of itself.
type Profile struct {
	Mission, Vision, Purpose string
	Values, KPIs, OKRs       []string
}

// OrganizationFrom reads a document of `organizations`; ok is false where
// there is none.
func OrganizationFrom(doc *firestore.DocumentSnapshot) (organization Organization, ok bool) {
	if doc == nil || !doc.Exists() {
		return Organization{}, false
	}
	return organizationFrom(doc.Ref.ID, doc.Data()), true
}

func organizationFrom(id string, f fields) Organization {
	profile := f.inner("profile")
	organization := Organization{
		ID:      id,
		Name:    f.text("name"),
		Domains: f.texts("domains"),
		Active:  f.is("isActive", true),
		Admins:  f.texts("admins"),
		Profile: Profile{
			Mission: profile.text("mission"), Vision: profile.text("vision"), Purpose: profile.text("purpose"),
			Values: profile.texts("values"), KPIs: profile.texts("kpis"), OKRs: profile.texts("okrs"),
		},
		Prompt:            cmp.Or(f.inner("allyConfig").text("organizationPrompt"), f.text("domainPrompt")),
		OwnPrompt:         f.inner("allyConfig").text("organizationPrompt"),
		MonthlyTokens:     f.inner("limits").count("maxMonthlyTokens"),
		MessagesPerMinute: f.inner("allyConfig").inner("limits").count("messagesPerMinute"),
		TokensPerDay:      f.inner("allyConfig").inner("limits").count("tokensPerDay"),
		MemoryOff:         !f.inner("allyConfig").inner("memorySettings").is("enabled", true),
		MemoryDays:        f.inner("allyConfig").inner("memorySettings").count("retentionDays"),
		Collaboration:     collaborationFrom(f.inner("allyConfig").inner("collaborationSettings")),
	}
	if _, set := f.inner("allyConfig")["enabledApps"].([]any); set {
		organization.EnabledApps = append([]string{}, f.inner("allyConfig").texts("enabledApps")...)
	}
	if owner := f.text("ownerUserId"); owner != "" && !slices.Contains(organization.Admins, owner) {
		organization.Admins = append(organization.Admins, owner)
	}
	if organization.Name == "" {
		organization.Name = id
	}
	return organization
}

// Domain is a document of `domains`.
type Domain struct {
	ID            string // the domain itself, such as salfagestion.cl
	Name          string // the id where the document has no name
	Enabled       bool   // true where the document does not say
	AllowedAgents []string
	Description   string
	Mission       string
	Vision        string
	Industry      string
	About         string
	// Prompt is the additive field allyDomainConfig.domainPrompt, or where that
	// is missing or blank the classic system's domainPrompt; "" for neither.
	Prompt string
	// OwnPrompt is allyDomainConfig.domainPrompt alone.
	OwnPrompt string
}

// DomainFrom reads a document of `domains`; ok is false where there is none.
func DomainFrom(doc *firestore.DocumentSnapshot) (domain Domain, ok bool) {
	if doc == nil || !doc.Exists() {
		return Domain{}, false
	}
	return domainFrom(doc.Ref.ID, doc.Data()), true
}

func domainFrom(id string, f fields) Domain {
	company := f.inner("companyInfo")
	web := company.inner("webData")
	domain := Domain{
		ID:            id,
		Name:          f.text("name"),
		Enabled:       f.is("enabled", true),
		AllowedAgents: f.texts("allowedAgents"),
		Description:   f.text("description"),
		Mission:       company.text("mission"),
		Vision:        company.text("vision"),
		Industry:      web.text("industry"),
		About:         web.text("aboutText"),
		Prompt:        cmp.Or(f.inner("allyDomainConfig").text("domainPrompt"), f.text("domainPrompt")),
		OwnPrompt:     f.inner("allyDomainConfig").text("domainPrompt"),
	}
	if domain.Name == "" {
		domain.Name = id
	}
	return domain
}
