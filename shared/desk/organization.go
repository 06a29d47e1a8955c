package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Organization is an organization with what it is set to.
type Organization struct {
	ID, Name string
	Domains  []string
	Active   bool
	Settings
	// Revision follows from Settings: what else of the document changes does not
	// change it.
	Revision string
}

// Settings is what an organization tells Ally, in the additive field allyConfig.
type Settings struct {
	Prompt       string // blank: the classic system's counts
	CrossOrg     bool   // whether people of other organizations may be let in
	Verification bool   // whether they must show that their address is theirs
	Domains      []string
	Externals    int      // of them in one conversation, at most
	Apps         []string // ids of those that its people may use; nil for all
	Memory       bool
	MemoryDays   int // 0 for no limit
	// MessagesPerMinute and TokensPerDay are of one person; 0 for the platform's.
	MessagesPerMinute, TokensPerDay int
}

func organizationOf(o classic.Organization) Organization {
	s := Settings{
		Prompt: o.OwnPrompt, CrossOrg: o.Collaboration.CrossOrg, Verification: o.Collaboration.Verification,
		Domains: append([]string{}, o.Collaboration.Domains...), Externals: conversation.MostCollaborators,
		Apps: o.EnabledApps, Memory: !o.MemoryOff, MemoryDays: o.MemoryDays,
		MessagesPerMinute: o.MessagesPerMinute, TokensPerDay: o.TokensPerDay,
	}
	if o.Collaboration.Limited {
		s.Externals = min(s.Externals, o.Collaboration.Maximum)
	}
	return Organization{ID: o.ID, Name: o.Name, Domains: o.Domains, Active: o.Active, Settings: s, Revision: revisionOf(s)}
}

// Organization gives an organization as it stands to who may set it. To everybody
// else there is none.
func (d *Desk) Organization(ctx context.Context, who access.Person, organizationID string) (Organization, error) {
	o, _, err := d.organization(ctx, who, organizationID)
	return o, err
}

func (d *Desk) organizationRef(organizationID string) *firestore.DocumentRef {
	return d.Client.Collection("organizations").Doc(organizationID)
}

func (d *Desk) organization(ctx context.Context, who access.Person, organizationID string) (o Organization, readAt time.Time, err error) {
	if !id.Valid(organizationID) {
		return o, readAt, missingOrganization()
	}
	docs, err := d.Client.GetAll(ctx, []*firestore.DocumentRef{d.organizationRef(organizationID)})
	if err != nil {
		return o, readAt, fault.Busy(fmt.Errorf("desk: organization: %w", err))
	}
	found, ok := classic.OrganizationFrom(docs[0])
	if !ok || !who.Administers(found) {
		return o, readAt, missingOrganization()
	}
	return organizationOf(found), docs[0].UpdateTime, nil
}

func missingOrganization() error {
	return fault.Missing(lang.Text{ES: "esa organización", EN: "that organization"})
}

// ChangeOrganization sets what an organization tells Ally, if it still stands as it
// did at the revision; else the error is changed, and what is given is how it stands.
// What is set is in force within the life of what package access keeps.
func (d *Desk) ChangeOrganization(ctx context.Context, by Author, organizationID, revision string, s Settings) (now Organization, err error) {
	s.normal()
	err = d.again(ctx, "organization", func() error {
		before, readAt, err := d.organization(ctx, by.Who, organizationID)
		if err != nil {
			return err
		}
		if now = before; before.Revision != revision {
			return changed()
		}
		if err := d.checked(by.Who, before.Settings, s); err != nil {
			return err
		}
		ref := d.organizationRef(organizationID)
		if _, err = store.Commit(ctx, d.Client,
			store.Update(ref, readAt, s.fields()...),
			d.entry(by, "organization.changed", ref, before.Settings.told(), s.told()),
		); err == nil {
			now.Settings, now.Revision = s, revisionOf(s)
		}
		return err
	})
	return now, err
}

// normal makes the settings as they are read again.
func (s *Settings) normal() {
	s.Prompt = strings.TrimSpace(s.Prompt)
	domains := []string{}
	for _, domain := range s.Domains {
		domains = append(domains, strings.ToLower(strings.TrimPrefix(strings.TrimSpace(domain), "@")))
	}
	slices.Sort(domains)
	s.Domains = slices.Compact(domains)
	if s.Apps != nil {
		apps := append([]string{}, s.Apps...)
		slices.Sort(apps)
		s.Apps = slices.Compact(apps)
	}
}

// checked refuses what can't be set, and limits above the platform's or what was
// there from anybody but a superadmin.
func (d *Desk) checked(who access.Person, before, s Settings) error {
	var wrong []fault.Field
	for _, domain := range s.Domains {
		if !isDomain(domain) {
			wrong = append(wrong, fault.Field{Name: "collaborationSettings.allowedExternalDomains", Problem: lang.Text{
				ES: fmt.Sprintf("«%.100s» no es un dominio, como ejemplo.cl", domain), EN: fmt.Sprintf("“%.100s” is no domain, such as example.com", domain),
			}})
			break
		}
	}
	if unknown := unknownApp(s.Apps); unknown != "" {
		wrong = append(wrong, fault.Field{Name: "enabledApps", Problem: lang.Text{
			ES: fmt.Sprintf("no hay una aplicación «%.100s»", unknown), EN: fmt.Sprintf("there is no app “%.100s”", unknown),
		}})
	}
	if !who.Superadmin {
		for _, limit := range []struct {
			name               string
			is, was, platforms int
		}{
			{"limits.messagesPerMinute", s.MessagesPerMinute, before.MessagesPerMinute, d.Limits.MessagesPerMinute},
			{"limits.tokensPerDay", s.TokensPerDay, before.TokensPerDay, d.Limits.TokensPerDay},
		} {
			if most := max(limit.was, limit.platforms); limit.platforms > 0 && limit.is > most {
				wrong = append(wrong, fault.Field{Name: limit.name, Problem: lang.Text{
					ES: fmt.Sprintf("puede ser a lo más %d; más lo da quien administra la plataforma", most),
					EN: fmt.Sprintf("can be at most %d; more is given by whoever administers the platform", most),
				}})
			}
		}
	}
	return fault.Wrong(wrong...)
}

// fields are the fields of the document that the settings stand in.
func (s Settings) fields() []firestore.Update {
	var apps any = firestore.Delete
	if s.Apps != nil {
		apps = s.Apps
	}
	return []firestore.Update{
		{Path: "allyConfig.organizationPrompt", Value: s.Prompt},
		{Path: "allyConfig.collaborationSettings.allowCrossOrgSharing", Value: s.CrossOrg},
		{Path: "allyConfig.collaborationSettings.requireEmailVerification", Value: s.Verification},
		{Path: "allyConfig.collaborationSettings.allowedExternalDomains", Value: s.Domains},
		{Path: "allyConfig.collaborationSettings.maxExternalCollaborators", Value: s.Externals},
		{Path: "allyConfig.enabledApps", Value: apps},
		{Path: "allyConfig.memorySettings.enabled", Value: s.Memory},
		{Path: "allyConfig.memorySettings.retentionDays", Value: s.MemoryDays},
		{Path: "allyConfig.limits.messagesPerMinute", Value: s.MessagesPerMinute},
		{Path: "allyConfig.limits.tokensPerDay", Value: s.TokensPerDay},
	}
}

// told is what the trail keeps of the settings: of the prompt its version and
// length.
func (s Settings) told() map[string]any {
	t := toldText("organizationPrompt", s.Prompt)
	t["allowCrossOrgSharing"], t["requireEmailVerification"] = s.CrossOrg, s.Verification
	t["allowedExternalDomains"], t["maxExternalCollaborators"] = s.Domains, s.Externals
	t["enabledApps"] = "all"
	if s.Apps != nil {
		t["enabledApps"] = s.Apps
	}
	t["memoryEnabled"], t["memoryRetentionDays"] = s.Memory, s.MemoryDays
	t["messagesPerMinute"], t["tokensPerDay"] = s.MessagesPerMinute, s.TokensPerDay
	return t
}

// Organizations gives up to limit of the organizations that the person may set, by
// id, after the one given. next is "" at the end.
func (d *Desk) Organizations(ctx context.Context, who access.Person, limit int, after string) (list []Organization, next string, err error) {
	if after != "" && !id.Valid(after) {
		return nil, "", fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
			ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
		}})
	}
	all := d.Client.Collection("organizations")
	queries := []firestore.Query{all.Query}
	if !who.Superadmin {
		queries = []firestore.Query{all.Where("admins", "array-contains", who.ID), all.Where("ownerUserId", "==", who.ID)}
	}
	found := make([][]*firestore.DocumentSnapshot, len(queries))
	var reads []func(context.Context) error
	for i, query := range queries {
		query = query.OrderBy(firestore.DocumentID, firestore.Asc).Limit(limit + 1)
		if after != "" {
			query = query.StartAfter(all.Doc(after))
		}
		reads = append(reads, func(ctx context.Context) (err error) {
			found[i], err = query.Documents(ctx).GetAll()
			return err
		})
	}
	if err := store.Together(ctx, reads...); err != nil {
		return nil, "", fault.Busy(fmt.Errorf("desk: organizations: %w", err))
	}
	for _, doc := range slices.Concat(found...) {
		o, _ := classic.OrganizationFrom(doc)
		list = append(list, organizationOf(o))
	}
	slices.SortFunc(list, func(a, b Organization) int { return cmp.Compare(a.ID, b.ID) })
	list = slices.CompactFunc(list, func(a, b Organization) bool { return a.ID == b.ID })
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].ID
	}
	return list, next, nil
}
