// Package access decides who somebody is and whether Ally is on for them.
// Identity comes from the session and the person's own document, never from a
// request.
package access

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/cache"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

// directoryLife is how long organizations and domains are kept. Whatever
// switches somebody off must work within 15 seconds.
const directoryLife = 10 * time.Second

// Person is who makes a request.
type Person struct {
	ID       string
	Email    string
	Domain   string
	Name     string
	Language lang.Language
	Roles    []string // in the classic system, such as admin
	// Organization is the zero value for a person without one.
	Organization classic.Organization
	// DomainInfo is the zero value, save for its id, where the domain has no
	// document.
	DomainInfo classic.Domain
	// UserPrompt is what the person tells Ally always to mind; "" for nothing.
	UserPrompt string
	// MemoryOptOut says that the person wants nothing remembered of what is said.
	MemoryOptOut bool
	// Superadmin says that the person may steer Ally, whether it is on for them or
	// switched off.
	Superadmin bool
	// DocumentID is that of the person's document in `users`, which a session may
	// name or the e-mail find; "" for somebody without one.
	DocumentID string
}

// Administers says whether the person may set what the organization tells Ally: a
// superadmin, and whom the organization's own document names.
func (p Person) Administers(o classic.Organization) bool {
	return p.Superadmin || slices.Contains(o.Admins, p.ID)
}

// Viewer is the person as the classic system's readers know them.
func (p Person) Viewer() classic.Viewer {
	return classic.Viewer{ID: p.ID, Email: p.Email, Domain: p.Domain, AllowedAgents: p.DomainInfo.AllowedAgents}
}

// Checker decides on access.
type Checker struct {
	client        *firestore.Client
	classic       *classic.Reader
	environmentOn bool
	superadmins   []string
	domains       *cache.Cache[string, domainFacts]
	organizations *cache.Cache[string, classic.Organization]
	platform      *cache.Cache[struct{}, platform]
	collaboration *cache.Cache[string, classic.Collaboration]
}

// domainFacts are a domain's document and the organization that lists it.
type domainFacts struct {
	domain       classic.Domain
	organization classic.Organization
}

// Options are what a Checker needs.
type Options struct {
	Client        *firestore.Client
	EnvironmentOn bool
	Superadmins   []string // e-mails, lower case
	Now           func() time.Time
}

// NewChecker gives a Checker.
func NewChecker(o Options) (*Checker, error) {
	if o.Client == nil || o.Now == nil {
		return nil, errors.New("access: a checker needs a client and a clock")
	}
	c := &Checker{
		client: o.Client, classic: classic.NewReader(o.Client),
		environmentOn: o.EnvironmentOn, superadmins: o.Superadmins,
	}
	c.domains = cache.New(directoryLife, 1000, o.Now, c.loadDomain)
	c.organizations = cache.New(directoryLife, 1000, o.Now, c.loadOrganization)
	c.platform = cache.New(platformLife, 1, o.Now, c.loadPlatform)
	c.collaboration = cache.New(collaborationLife, 1000, o.Now, c.loadCollaboration)
	return c, nil
}

func (c *Checker) loadDomain(ctx context.Context, domain string) (facts domainFacts, err error) {
	err = store.Together(ctx,
		func(ctx context.Context) error {
			found, ok, err := c.classic.Domain(ctx, domain)
			if !ok {
				found = classic.Domain{ID: domain, Name: domain, Enabled: true}
			}
			facts.domain = found
			return err
		},
		func(ctx context.Context) (err error) {
			facts.organization, _, err = c.classic.OrganizationOfDomain(ctx, domain)
			return err
		},
	)
	return facts, err
}

func (c *Checker) loadOrganization(ctx context.Context, id string) (classic.Organization, error) {
	organization, _, err := c.classic.Organization(ctx, id)
	return organization, err
}

// Check finds the person behind the session and decides whether Ally is on for
// them. Where the environment is off it reads nothing, and the person is what
// the session says.
func (c *Checker) Check(ctx context.Context, s Session) (Person, Decision, error) {
	if !c.environmentOn {
		return Person{ID: s.ID, Email: s.Email, Domain: s.Domain, Name: s.Name}, Decide(Facts{}), nil
	}
	person, facts, err := c.Find(ctx, s)
	if err != nil {
		return Person{}, Decision{}, err
	}
	return person, Decide(facts), nil
}

// Find finds the person behind the session, whether Ally is on for them or not.
// The person's own document is read every time; organizations and domains are
// kept for ten seconds, the switches and the rollout for five. It takes one round trip, a second for a person whose
// session names an id without a document, and one more where the person's
// organization is not their domain's and not kept.
func (c *Checker) Find(ctx context.Context, s Session) (Person, Facts, error) {
	var user classic.User
	var known bool
	var facts domainFacts
	var all platform
	err := store.Together(ctx,
		func(ctx context.Context) (err error) { user, known, err = c.user(ctx, s); return err },
		func(ctx context.Context) (err error) { facts, err = c.domains.Get(ctx, s.Domain); return err },
		func(ctx context.Context) (err error) { all, err = c.platform.Get(ctx, struct{}{}); return err },
	)
	if err != nil {
		return Person{}, Facts{}, fault.Busy(err)
	}
	organization, err := c.organizationOf(ctx, user, facts)
	if err != nil {
		return Person{}, Facts{}, fault.Busy(err)
	}
	person := personOf(s, user, known, facts.domain, organization)
	judged := c.facts(s, user, known, facts.domain, organization, all)
	person.Superadmin = judged.Superadmin && known && user.Active
	return person, judged, nil
}

func personOf(s Session, user classic.User, known bool, domain classic.Domain, organization classic.Organization) Person {
	return Person{
		ID: s.ID, Email: s.Email, Domain: s.Domain, Name: cmp.Or(user.Name, s.Name),
		Language: lang.FromSetting(user.Language), Roles: user.Roles, Organization: organization, DomainInfo: domain,
		UserPrompt: user.Prompt, MemoryOptOut: known && !user.MemoryOptIn, DocumentID: user.ID,
	}
}

// Somebody gives the person of whom only the document is known, as their next request
// would find them, with nothing that is kept.
func (c *Checker) Somebody(ctx context.Context, user classic.User) (Person, error) {
	_, domain, _ := strings.Cut(user.Email, "@")
	of, err := c.loadDomain(ctx, domain)
	if err == nil && user.OrganizationID != "" && user.OrganizationID != of.organization.ID {
		of.organization, err = c.loadOrganization(ctx, user.OrganizationID)
	}
	if err != nil {
		return Person{}, fault.Busy(err)
	}
	return personOf(Session{ID: user.ID, Email: user.Email, Domain: domain, EmailVerified: true}, user, true, of.domain, of.organization), nil
}

// organizationOf is the one that the person's document names, else that of their
// domain.
func (c *Checker) organizationOf(ctx context.Context, user classic.User, facts domainFacts) (classic.Organization, error) {
	if user.OrganizationID == "" || user.OrganizationID == facts.organization.ID {
		return facts.organization, nil
	}
	return c.organizations.Get(ctx, user.OrganizationID)
}

func (c *Checker) facts(s Session, user classic.User, known bool, domain classic.Domain, organization classic.Organization, all platform) Facts {
	return Facts{
		EnvironmentOn:      c.environmentOn,
		KillSwitch:         all.switches.Off,
		OrganizationOff:    organization.ID != "" && all.switches.Organizations[organization.ID],
		PersonOff:          all.switches.People[s.ID] || all.switches.People[user.ID],
		Known:              known,
		Active:             user.Active,
		DomainEnabled:      domain.Enabled,
		OrganizationActive: organization.ID == "" || organization.Active,
		Grant:              user.Grant,
		Superadmin:         s.EmailVerified && slices.Contains(c.superadmins, s.Email),
		Stage:              all.rollout.Stage,
		Place:              all.rollout.Of(memberOf(s, organization.ID)),
	}
}

// Would give the facts about somebody of whom only the document is known, were the
// switches and the rollout these. Domains and organizations are kept as for Find.
func (c *Checker) Would(ctx context.Context, user classic.User, switches Switches, state rollout.State) (Facts, error) {
	_, domain, _ := strings.Cut(user.Email, "@")
	of, err := c.domains.Get(ctx, domain)
	if err != nil {
		return Facts{}, fault.Busy(err)
	}
	organization, err := c.organizationOf(ctx, user, of)
	if err != nil {
		return Facts{}, fault.Busy(err)
	}
	s := Session{ID: user.ID, Email: user.Email, Domain: domain, EmailVerified: true}
	return c.facts(s, user, true, of.domain, organization, platform{switches, state}), nil
}

// memberOf is the person as a rollout sees them. An e-mail that Google has not seen
// to be theirs is on no list and in no domain.
func memberOf(s Session, organizationID string) rollout.Member {
	m := rollout.Member{ID: s.ID, OrganizationID: organizationID}
	if s.EmailVerified {
		m.Email, m.Domain = s.Email, s.Domain
	}
	return m
}

// user finds the person's document by the session's id, then by e-mail.
func (c *Checker) user(ctx context.Context, s Session) (classic.User, bool, error) {
	docs, err := c.client.GetAll(ctx, []*firestore.DocumentRef{c.classic.UserRef(s.ID)})
	if err != nil {
		return classic.User{}, false, err
	}
	if user, ok := classic.UserFrom(docs[0]); ok {
		return user, true, nil
	}
	return c.classic.UserByEmail(ctx, s.Email)
}

// Claimed is whom a request says it is made for. The existing frontend sends
// these fields; they are only ever compared.
type Claimed struct {
	UserID, UserEmail, UserDomain, OrganizationID string
}

// unknownDomain is what the existing frontend sends when its page has no
// e-mail at hand.
const unknownDomain = "unknown"

// Matches refuses a request that names somebody else than the person. Empty
// fields claim nothing.
func (p Person) Matches(c Claimed) error {
	switch {
	case c.UserID != "" && c.UserID != p.ID:
		return fault.NotYou("userId")
	case c.UserEmail != "" && !strings.EqualFold(c.UserEmail, p.Email):
		return fault.NotYou("userEmail")
	case c.UserDomain != "" && c.UserDomain != unknownDomain && !strings.EqualFold(c.UserDomain, p.Domain):
		return fault.NotYou("userDomain")
	case c.OrganizationID != "" && c.OrganizationID != p.Organization.ID:
		return fault.NotYou("organizationId")
	}
	return nil
}
