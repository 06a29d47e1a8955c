package allyconfig_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

type app struct {
	ID                   string
	Active               bool
	Organizations, Roles []string
	Revision             string
}

func apps(w *allytest.World) (list []app) {
	var out struct{ Apps []app }
	w.Call(sample.Superadmin(), http.MethodGet, route+"/apps", nil).Into(&out)
	return out.Apps
}

// usable are the apps that the person may use, once nothing is kept any more.
func usable(w *allytest.World, p sample.Person) (ids []string) {
	w.Clock.Move(11 * time.Second)
	var out struct{ Apps []struct{ ID string } }
	w.Call(p, http.MethodGet, "/api/ally/apps", nil).Into(&out)
	for _, a := range out.Apps {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestAnAdministratorIsShownTheAppsOfTheirOrganizationsAndNoOther(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin := administrator(w)
	shown := func(p sample.Person) (ids []string, organizations [][]string) {
		var out struct{ Apps []app }
		w.Call(p, http.MethodGet, route+"/apps", nil).Into(&out)
		for _, a := range out.Apps {
			ids, organizations = append(ids, a.ID), append(organizations, a.Organizations)
		}
		return ids, organizations
	}
	for _, tc := range []struct {
		active        bool
		organizations []string
		ids           []string
	}{
		{true, nil, []string{"summary", "email", "collaborate"}},
		{false, nil, []string{"summary", "collaborate"}},
		{true, []string{sample.OrganizationGetAI}, []string{"summary", "collaborate"}},
		{true, []string{sample.OrganizationGetAI, admin.Organization}, []string{"summary", "email", "collaborate"}},
	} {
		var out struct{ App app }
		w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/email", object{
			"revision": apps(w)[1].Revision, "active": tc.active, "organizations": tc.organizations, "roles": nil, "why": "Prueba",
		}).Into(&out)
		ids, organizations := shown(admin)
		if !slices.Equal(ids, tc.ids) {
			t.Errorf("active %v for %v: %v, want %v", tc.active, tc.organizations, ids, tc.ids)
		}
		for _, named := range organizations {
			if slices.Contains(named, sample.OrganizationGetAI) {
				t.Errorf("another organization is named: %v", named)
			}
		}
	}
	if ids, _ := shown(sample.Granted()); len(ids) > 0 {
		t.Errorf("somebody who administers nothing: %v", ids)
	}
}

func TestAnAppIsOnForWhomItIsSetToBe(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	for _, tc := range []struct {
		name                 string
		active               bool
		organizations, roles []string
		want                 []string
	}{
		{"before there is a document, off", false, nil, nil, []string{"summary", "collaborate"}},
		{"on again for all", true, nil, nil, []string{"summary", "email", "collaborate"}},
		{"for another organization", true, []string{sample.OrganizationGetAI}, nil, []string{"summary", "collaborate"}},
		{"for theirs", true, []string{sample.OrganizationSalfa, sample.OrganizationGetAI}, nil, []string{"summary", "email", "collaborate"}},
		{"for another role", true, nil, []string{"superadmin"}, []string{"summary", "collaborate"}},
		{"for theirs among others", true, nil, []string{"superadmin", p.Role}, []string{"summary", "email", "collaborate"}},
	} {
		was := apps(w)[1]
		change := object{"revision": was.Revision, "active": tc.active, "organizations": tc.organizations, "roles": tc.roles, "why": tc.name}
		var out struct{ App app }
		w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/email", change).Into(&out)
		if got := usable(w, p); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
		usable(w, p) // seeds what is missing, and nothing else
		now := apps(w)[1]
		slices.Sort(tc.organizations)
		slices.Sort(tc.roles)
		if now.Active != tc.active || !slices.Equal(now.Organizations, tc.organizations) || !slices.Equal(now.Roles, tc.roles) || now.Revision != out.App.Revision {
			t.Errorf("%s: %+v", tc.name, now)
		}
		a := w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/email", change)
		standing, _ := a.Problem().Standing.(object)
		if a.Status != http.StatusConflict || standing["revision"] != now.Revision {
			t.Errorf("%s, a second time: %d %s", tc.name, a.Status, a.Body)
		}
	}
	entries := trail(t, w, "app.changed")
	if len(entries) != 6 || !slices.ContainsFunc(entries, func(e entry) bool {
		return e.Before["active"] == true && e.After["active"] == false && e.Target == "ally_apps/email"
	}) {
		t.Errorf("%+v", entries)
	}
}

func TestAnAppIsNeverOpenedToAllByNamingNobody(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for name, value := range map[string][]string{"organizations": {}, "roles": {}} {
		change := object{"revision": apps(w)[0].Revision, "active": true, "organizations": nil, "roles": nil, "why": "prueba"}
		change[name] = value
		a := w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/summary", change)
		if p := a.Problem(); a.Status != http.StatusBadRequest || len(p.Fields) != 1 || p.Fields[0].Field != name {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
	change := object{"revision": apps(w)[0].Revision, "active": true, "organizations": []string{"none"}, "roles": nil, "why": "prueba"}
	if a := w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/summary", change); a.Status != http.StatusBadRequest {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	change["organizations"] = nil
	if a := w.Call(sample.Superadmin(), http.MethodPut, route+"/apps/chess", change); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
