package desk

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// App is an app with whether it is on for the platform, and for whom.
type App struct {
	app.Standing
	Revision string // of that
}

// Availability is whether an app is on, and who may use it; nil for everybody.
type Availability struct {
	Active               bool
	Organizations, Roles []string
}

func appOf(s app.Standing) App {
	return App{s, revisionOf(Availability{s.Active, sorted(s.Organizations), sorted(s.Roles)})}
}

// sorted has each text once, in order; nil for none.
func sorted(texts []string) []string {
	all := append([]string(nil), texts...)
	slices.Sort(all)
	return slices.Compact(all)
}

// Apps gives all apps as they stand.
func (d *Desk) Apps(ctx context.Context) ([]App, error) {
	standing, err := d.Catalogue.Standing(ctx)
	if err != nil {
		return nil, err
	}
	apps := make([]App, len(standing))
	for i, s := range standing {
		apps[i] = appOf(s)
	}
	return apps, nil
}

// ChangeApp sets whether an app is on and for whom, if it still stands as it did at
// the revision; else the error is changed, and what is given is how it stands.
func (d *Desk) ChangeApp(ctx context.Context, by Author, appID, revision string, to Availability) (now App, err error) {
	if err := d.checkedApp(ctx, to); err != nil {
		return App{}, err
	}
	to.Organizations, to.Roles = sorted(to.Organizations), sorted(to.Roles)
	err = d.again(ctx, "app", func() error {
		apps, err := d.Apps(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(apps, func(a App) bool { return a.ID == appID })
		if i < 0 {
			return fault.Missing(lang.Text{ES: "esa aplicación", EN: "that app"})
		}
		before := apps[i]
		if now = before; before.Revision != revision {
			return changed()
		}
		if _, err = store.Commit(ctx, d.Client,
			d.Catalogue.Available(before.Standing, to.Active, to.Organizations, to.Roles),
			d.entry(by, "app.changed", d.Catalogue.Ref(appID), toldApp(before.Active, before.Organizations, before.Roles), toldApp(to.Active, to.Organizations, to.Roles)),
		); err == nil {
			now.Active, now.Organizations, now.Roles = to.Active, to.Organizations, to.Roles
			now.Revision = revisionOf(to)
		}
		return err
	})
	return now, err
}

func toldApp(on bool, organizations, roles []string) map[string]any {
	return map[string]any{"active": on, "organizations": orAll(organizations), "roles": orAll(roles)}
}

func orAll(ids []string) any {
	if len(ids) == 0 {
		return "all"
	}
	return ids
}

// checkedApp refuses a list that names nobody, since it would be read as everybody,
// and organizations that do not exist.
func (d *Desk) checkedApp(ctx context.Context, to Availability) error {
	var wrong []fault.Field
	for _, list := range []struct {
		name string
		of   []string
	}{{"organizations", to.Organizations}, {"roles", to.Roles}} {
		if list.of != nil && len(list.of) == 0 {
			wrong = append(wrong, fault.Field{Name: list.name, Problem: lang.Text{
				ES: "debe nombrar al menos uno; null es para todos", EN: "must name one at least; null is for all",
			}})
		}
	}
	var refs []*firestore.DocumentRef
	for _, one := range to.Organizations {
		if !id.Valid(one) {
			return fault.Wrong(append(wrong, unknownOrganization(one))...)
		}
		refs = append(refs, d.organizationRef(one))
	}
	if len(refs) == 0 {
		return fault.Wrong(wrong...)
	}
	docs, err := d.Client.GetAll(ctx, refs)
	if err != nil {
		return fault.Busy(fmt.Errorf("desk: app: %w", err))
	}
	for _, doc := range docs {
		if !doc.Exists() {
			return fault.Wrong(append(wrong, unknownOrganization(doc.Ref.ID))...)
		}
	}
	return fault.Wrong(wrong...)
}

func unknownOrganization(organizationID string) fault.Field {
	return fault.Field{Name: "organizations", Problem: lang.Text{
		ES: fmt.Sprintf("no hay una organización «%.100s»", organizationID), EN: fmt.Sprintf("there is no organization “%.100s”", organizationID),
	}}
}
