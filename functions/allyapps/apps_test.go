package allyapps_test

import (
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/app"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type object = map[string]any

type listed struct {
	Apps []struct {
		ID     string
		Name   app.Text
		Fields []app.Field
	}
}

func apps(w *allytest.World, p sample.Person) (all listed, ids []string) {
	w.Call(p, http.MethodGet, "/api/ally/apps", nil).Into(&all)
	for _, a := range all.Apps {
		ids = append(ids, a.ID)
	}
	return all, ids
}

func TestAPersonIsGivenTheAppsThatTheyMayUse(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	organization := "organizations/" + p.Organization
	for _, tc := range []struct {
		name string
		path string
		set  object
		want []string
	}{
		{"all, from the beginning", "", nil, []string{"summary", "email", "collaborate"}},
		{"not one that is switched off", "ally_apps/email", object{"isActive": false}, []string{"summary", "collaborate"}},
		{"not one of another organization's", "ally_apps/summary", object{"availability": object{"organizations": []string{"elsewhere"}}}, []string{"collaborate"}},
		{"one of theirs", "ally_apps/summary", object{"availability": object{"organizations": []string{p.Organization}}}, []string{"summary", "collaborate"}},
		{"not one for another role", "ally_apps/summary", object{"requiredPermissions": []string{"superadmin"}}, []string{"collaborate"}},
		{"one for theirs", "ally_apps/summary", object{"requiredPermissions": []string{"superadmin", p.Role}}, []string{"summary", "collaborate"}},
		{"those that the organization enables", organization, object{"allyConfig": object{"enabledApps": []string{"summary"}}}, []string{"summary"}},
		{"none where it enables none", organization, object{"allyConfig": object{"enabledApps": []string{}}}, nil},
		{"not one that can't be read", "ally_apps/summary", object{"uiConfig": "odd"}, nil},
	} {
		if tc.path != "" {
			w.Set(tc.path, tc.set)
		}
		w.Clock.Move(11 * time.Second)
		if _, got := apps(w, p); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestTheDocumentsAreMadeOnceAndStayAsTheyAreChanged(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	apps(w, p)
	docs, err := w.DB.Collection("ally_apps").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 3 {
		t.Fatal(len(docs), err)
	}
	form, _ := docs[0].DataAt("uiConfig.formFields")
	fields, _ := form.([]any)
	first, _ := fields[0].(object)
	first["label"], first["default"], first["type"] = object{"es": "Cómo invitar"}, "link", "number"
	w.Set("ally_apps/collaborate", object{"name": object{"es": "Invitar"}, "uiConfig": object{"formFields": fields[:1]}})
	w.Clock.Move(11 * time.Second)
	all, _ := apps(w, p)
	c := all.Apps[2]
	if c.Name != (app.Text{ES: "Invitar", EN: "Collaborate"}) {
		t.Errorf("%+v", c.Name)
	}
	if f := c.Fields[0]; len(c.Fields) != 6 || f.Label != (app.Text{ES: "Cómo invitar", EN: "How"}) || f.Default != "link" || f.Type != app.Choice {
		t.Errorf("%d fields, the first is %+v", len(c.Fields), f)
	}
}
