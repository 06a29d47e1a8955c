// Package app is the apps of Ally as data: the documents of `ally_apps`, what
// stands in where there is none, who may use which, and the forms by which their
// inputs are entered and checked.
package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/cache"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Collection holds one document for each app.
const Collection = "ally_apps"

// App is what a person can have Ally do beside talking.
type App struct {
	ID, Icon, Version string
	Name, Description Text
	Active            bool
	Settings          map[string]any
	// Organizations and Roles are who may use it; empty for everybody.
	Organizations, Roles []string
	Fields               []Field
	CardTypes            []string
}

// document is an app as it is stored.
type document struct {
	Name                Text           `firestore:"name"`
	Description         Text           `firestore:"description"`
	Icon                string         `firestore:"icon"`
	Version             string         `firestore:"version"`
	Active              bool           `firestore:"isActive"`
	Settings            map[string]any `firestore:"defaultSettings"`
	RequiredPermissions []string       `firestore:"requiredPermissions"` // roles, of which one is needed
	Availability        availability   `firestore:"availability"`
	UI                  ui             `firestore:"uiConfig"`
	CreatedBy           string         `firestore:"createdBy"`
	CreatedAt           time.Time      `firestore:"createdAt"`
	Source              string         `firestore:"source"`
}

type availability struct {
	Organizations []string `firestore:"organizations"`
}

type ui struct {
	Fields    []Field  `firestore:"formFields"`
	CardTypes []string `firestore:"outputCardTypes"`
}

// life is how long the documents are kept: so much later a change is felt.
const life = 10 * time.Second

// Apps knows the apps.
type Apps struct {
	client *firestore.Client
	now    func() time.Time
	source string
	kept   *cache.Cache[struct{}, known]
}

// known are all apps, and those of them that have no document yet.
type known struct {
	apps    []App
	missing []string
}

// New gives the apps. source is the environment, stored with what is seeded.
func New(client *firestore.Client, now func() time.Time, source string) (*Apps, error) {
	if client == nil || now == nil || source == "" {
		return nil, errors.New("app: a client, a clock and an environment are needed")
	}
	a := &Apps{client: client, now: now, source: source}
	a.kept = cache.New(life, 1, now, a.load)
	return a, nil
}

// Ref is the place of an app.
func (a *Apps) Ref(appID string) *firestore.DocumentRef {
	return a.client.Collection(Collection).Doc(appID)
}

func (a *Apps) load(ctx context.Context, _ struct{}) (known, error) {
	standing, err := a.Standing(ctx)
	if err != nil {
		return known{}, err
	}
	var k known
	for _, s := range standing {
		if s.readAt.IsZero() {
			k.missing = append(k.missing, s.ID)
		}
		k.apps = append(k.apps, s.App)
	}
	return k, nil
}

// stored is an app as its document has it. What a field of the form is, stays
// with the code that reads it; how it is called and what it has at first may
// change. A document that can't be read switches its app off: it may have been
// meant to.
func stored(b App, doc *firestore.DocumentSnapshot) App {
	var d document
	if err := doc.DataTo(&d); err != nil {
		b.Active = false
		return b
	}
	said := func(field string) bool { _, err := doc.DataAt(field); return err == nil }
	if said("isActive") {
		b.Active = d.Active
	}
	b.Name, b.Description = or(d.Name, b.Name), or(d.Description, b.Description)
	if d.Icon != "" {
		b.Icon = d.Icon
	}
	if d.Version != "" {
		b.Version = d.Version
	}
	if d.Settings != nil {
		b.Settings = d.Settings
	}
	b.Organizations, b.Roles = d.Availability.Organizations, d.RequiredPermissions
	b.Fields = slices.Clone(b.Fields)
	for i, f := range b.Fields {
		j := slices.IndexFunc(d.UI.Fields, func(o Field) bool { return o.Name == f.Name })
		if j < 0 {
			continue
		}
		renamed := d.UI.Fields[j]
		f.Label = or(renamed.Label, f.Label)
		if renamed.Help != nil {
			f.Help = renamed.Help
		}
		if renamed.Default != nil {
			was := f.Default
			f.Default = renamed.Default
			if _, wrong := f.wrong(map[string]any{f.Name: f.Default}, b.Fields); wrong {
				f.Default = was
			}
		}
		b.Fields[i] = f
	}
	return b
}

func or(t, otherwise Text) Text {
	if t.ES == "" {
		t.ES = otherwise.ES
	}
	if t.EN == "" {
		t.EN = otherwise.EN
	}
	return t
}

// For gives the apps that the person may use.
func (a *Apps) For(ctx context.Context, who access.Person) ([]App, error) {
	k, err := a.kept.Get(ctx, struct{}{})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(k.apps), func(one App) bool { return !one.allows(who) }), nil
}

// Allowed gives an app that the person may use; app_off says that they may not.
func (a *Apps) Allowed(ctx context.Context, who access.Person, appID string) (App, error) {
	apps, err := a.For(ctx, who)
	if err != nil {
		return App{}, err
	}
	i := slices.IndexFunc(apps, func(one App) bool { return one.ID == appID })
	if i < 0 {
		return App{}, &fault.Fault{Kind: fault.Forbidden, Code: "app_off", Sentence: lang.Text{
			ES: "Esta aplicación no está disponible para ti. Consulta a quien administra Ally.",
			EN: "This app is not available to you. Ask whoever administers Ally.",
		}}
	}
	return apps[i], nil
}

func (a App) allows(who access.Person) bool {
	enabled := who.Organization.EnabledApps
	return a.Active && (enabled == nil || slices.Contains(enabled, a.ID)) &&
		(len(a.Organizations) == 0 || slices.Contains(a.Organizations, who.Organization.ID)) &&
		(len(a.Roles) == 0 || slices.ContainsFunc(a.Roles, func(role string) bool { return slices.Contains(who.Roles, role) }))
}

func (a *Apps) documentOf(b App) document {
	return document{
		Name: b.Name, Description: b.Description, Icon: b.Icon, Version: b.Version, Active: b.Active, Settings: b.Settings,
		RequiredPermissions: append([]string{}, b.Roles...), Availability: availability{Organizations: append([]string{}, b.Organizations...)},
		UI:        ui{Fields: b.Fields, CardTypes: b.CardTypes},
		CreatedBy: "ally", CreatedAt: a.now().UTC().Truncate(time.Millisecond), Source: a.source,
	}
}

// Seed makes the documents that are missing. One that is there stays as it is.
func (a *Apps) Seed(ctx context.Context) error {
	k, err := a.kept.Get(ctx, struct{}{})
	if err != nil {
		return err
	}
	for _, b := range builtIn {
		if !slices.Contains(k.missing, b.ID) {
			continue
		}
		_, err := store.Commit(ctx, a.client, store.Create(a.Ref(b.ID), a.documentOf(b)))
		if err != nil && !store.Raced(err) {
			return fault.Busy(fmt.Errorf("app: seed %s: %w", b.ID, err))
		}
	}
	return nil
}
