package allyconfig_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/audit"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

const (
	route         = "/api/ally/config"
	organizations = route + "/organizations/"
	domains       = route + "/domains/"
)

type object = map[string]any

// shown gives the organization as it stands, as an object that can be sent again.
func shown(w *allytest.World, p sample.Person, id string) object {
	var out struct{ Organization object }
	w.Call(p, http.MethodGet, organizations+id, nil).Into(&out)
	delete(out.Organization, "id")
	delete(out.Organization, "name")
	out.Organization["why"] = "Lo pidió la gerencia"
	return out.Organization
}

// administrator is somebody with Ally whom an organization names as one.
func administrator(w *allytest.World) sample.Person {
	w.Set("users/"+sample.OrganizationAdmin().ID, object{"allyBetaAccess": object{"enabled": true}})
	return sample.OrganizationAdmin()
}

type entry = audit.Entry

func trail(t *testing.T, w *allytest.World, what string) (entries []entry) {
	t.Helper()
	docs, err := w.DB.Collection(audit.Collection).Where("what", "==", what).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		var e entry
		if err := doc.DataTo(&e); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

func TestWhatAnOrganizationIsSetToIsFeltInAllThatItIsAbout(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	me, admin := sample.Granted(), administrator(w)
	thread := w.Thread(me, object{}).ID
	s := shown(w, admin, me.Organization)
	if s["organizationPrompt"] != "" || s["enabledApps"] != nil {
		t.Errorf("at first: %v", s)
	}
	s["organizationPrompt"] = "  Trata a todos de usted.\n"
	s["enabledApps"] = []string{"email"}
	s["memorySettings"] = object{"enabled": false, "retentionDays": 30}
	s["limits"] = object{"messagesPerMinute": 2, "tokensPerDay": 0}
	s["collaborationSettings"] = object{
		"allowCrossOrgSharing": false, "requireEmailVerification": true, "allowedExternalDomains": []string{"@Sur.Example.com", "sur.example.com"}, "maxExternalCollaborators": 3,
	}
	var put struct{ Organization object }
	w.Call(admin, http.MethodPut, organizations+me.Organization, s).Into(&put)
	again := shown(w, admin, me.Organization)
	if again["organizationPrompt"] != "Trata a todos de usted." || again["revision"] != put.Organization["revision"] || again["revision"] == s["revision"] {
		t.Errorf("%v", again)
	}
	if got := fmt.Sprint(again["collaborationSettings"]); !strings.Contains(got, "allowedExternalDomains:[sur.example.com]") {
		t.Errorf("%s", got)
	}
	w.Clock.Move(11 * time.Second)
	w.Send(me, thread, "hola")
	if system := writer.Asked()[0].System; !strings.Contains(system, "Instrucciones de la organización Salfa Corp:\nTrata a todos de usted.") {
		t.Errorf("%s", system)
	}
	var apps struct{ Apps []struct{ ID string } }
	w.Call(me, http.MethodGet, "/api/ally/apps", nil).Into(&apps)
	if len(apps.Apps) != 1 || apps.Apps[0].ID != "email" {
		t.Errorf("%+v", apps)
	}
	var memory struct{ Enabled bool }
	w.Call(me, http.MethodGet, "/api/ally/memory", nil).Into(&memory)
	if memory.Enabled {
		t.Error("memory is on")
	}
	w.Send(me, thread, "hola")
	third := w.Call(me, http.MethodPost, "/api/ally/messages", object{"conversationId": thread, "message": "hola"})
	if third.Status != http.StatusTooManyRequests {
		t.Errorf("a third message: %d", third.Status)
	}
	entries := trail(t, w, "organization.changed")
	if len(entries) != 1 || entries[0].Who != admin.ID || entries[0].OrganizationID != me.Organization || entries[0].Why != "Lo pidió la gerencia" ||
		entries[0].Before["messagesPerMinute"] != int64(0) || entries[0].After["messagesPerMinute"] != int64(2) ||
		strings.Contains(fmt.Sprint(entries[0]), "usted") {
		t.Errorf("%+v", entries)
	}
	// Everything is taken back: the classic system's prompt counts again.
	again["organizationPrompt"], again["enabledApps"] = "", nil
	w.Call(admin, http.MethodPut, organizations+me.Organization, again).Into(&put)
	w.Clock.Move(2 * time.Minute)
	w.Send(me, thread, "hola")
	if system := writer.Asked()[2].System; !strings.Contains(system, "Responde como asesor interno de Salfa Corp") {
		t.Errorf("%s", system)
	}
}

func TestWhatADomainIsToldIsPartOfTheNextAnswer(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	me, admin := sample.Granted(), administrator(w)
	var d struct{ Domain object }
	w.Call(admin, http.MethodGet, domains+me.Domain(), nil).Into(&d)
	change := object{"revision": d.Domain["revision"], "domainPrompt": "En este dominio se responde en verso.", "why": "Prueba de tono"}
	w.Call(admin, http.MethodPut, domains+me.Domain(), change).Into(&d)
	w.Clock.Move(11 * time.Second)
	w.Send(me, w.Thread(me, object{}).ID, "hola")
	if system := writer.Asked()[0].System; !strings.Contains(system, "se responde en verso") {
		t.Errorf("%s", system)
	}
	a := w.Call(admin, http.MethodPut, domains+me.Domain(), change)
	standing, _ := a.Problem().Standing.(object)
	if a.Status != http.StatusConflict || a.Problem().Code != "changed" || standing["domainPrompt"] != "En este dominio se responde en verso." {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if entries := trail(t, w, "domain.changed"); len(entries) != 1 {
		t.Errorf("%d entries", len(entries))
	}
}

// Nobody learns of an organization or a domain that they do not administer, whatever
// they are where.
func TestOnlyWhoAdministersAnOrganizationIsShownIt(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin := administrator(w)
	w.Set("organizations/tercera", object{"name": "Tercera", "ownerUserId": admin.ID, "domains": []string{"tercera.example.com"}})
	w.Set("domains/tercera.example.com", object{"name": "Tercera"})
	for _, tc := range []struct {
		who  sample.Person
		path string
		want int
	}{
		{admin, "organizations/" + sample.OrganizationSalfa, 200},
		{admin, "organizations/tercera", 200},
		{admin, "organizations/" + sample.OrganizationGetAI, 404},
		{admin, "organizations/none", 404},
		{admin, "domains/" + sample.DomainSalfa, 200},
		{admin, "domains/tercera.example.com", 200},
		{admin, "domains/" + sample.DomainGetAI, 404},
		{sample.Granted(), "organizations/" + sample.OrganizationSalfa, 404},
		{sample.Granted(), "domains/" + sample.DomainSalfa, 404},
		{sample.Superadmin(), "organizations/" + sample.OrganizationSalfa, 200},
		{sample.Superadmin(), "organizations/tercera", 200},
		{sample.Superadmin(), "domains/" + sample.DomainSalfa, 200},
		{sample.Superadmin(), "domains/none", 404},
	} {
		get := w.Call(tc.who, http.MethodGet, route+"/"+tc.path, nil)
		body := object{"revision": "0", "domainPrompt": "x", "why": "prueba"}
		if strings.HasPrefix(tc.path, "organizations") {
			body = shown(w, sample.Superadmin(), sample.OrganizationSalfa)
			body["revision"] = "0"
		}
		want := map[int]int{200: 409, 404: 404}[tc.want] // whoever may set it was not the first
		put := w.Call(tc.who, http.MethodPut, route+"/"+tc.path, body)
		if get.Status != tc.want || put.Status != want {
			t.Errorf("%s by %s: %d and %d, want %d and %d", tc.path, tc.who.Email, get.Status, put.Status, tc.want, want)
		}
	}
	if entries := trail(t, w, "organization.changed"); len(entries) != 0 {
		t.Errorf("%d entries of what was refused", len(entries))
	}
}

func TestOrganizationsAreListedPageByPage(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin := administrator(w)
	for i := range 5 {
		w.Set(fmt.Sprintf("organizations/o%d", i), object{"name": fmt.Sprint(i), "admins": []string{[]string{admin.ID, "somebody"}[i%2]}, "ownerUserId": []string{"x", admin.ID}[i/4]})
	}
	for _, tc := range []struct {
		who  sample.Person
		want []string
	}{
		{admin, []string{"o0", "o2", "o4", sample.OrganizationSalfa}},
		{sample.Superadmin(), []string{"getai-factory", "o0", "o1", "o2", "o3", "o4", sample.OrganizationSalfa}},
		{sample.Granted(), nil},
	} {
		var ids []string
		for cursor := ""; ; {
			var page struct {
				Organizations []struct{ ID, Name string }
				NextCursor    *string
			}
			w.Call(tc.who, http.MethodGet, route+"/organizations?limit=2&cursor="+cursor, nil).Into(&page)
			for _, o := range page.Organizations {
				ids = append(ids, o.ID)
			}
			if page.NextCursor == nil {
				break
			}
			cursor = *page.NextCursor
		}
		if !slices.Equal(ids, tc.want) {
			t.Errorf("%s: %v, want %v", tc.who.Email, ids, tc.want)
		}
	}
	if a := w.Call(admin, http.MethodGet, route+"/organizations?cursor=a/b", nil); a.Status != http.StatusBadRequest || a.Problem().Fields[0].Field != "cursor" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestWhatDoesNotFitIsNamedFieldByField(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin, id := administrator(w), sample.OrganizationSalfa
	w.Set("organizations/"+id, object{"allyConfig": object{"limits": object{"tokensPerDay": 3_000_000}}})
	collaboration := func(name string, value any) object {
		c, _ := shown(w, admin, id)["collaborationSettings"].(object)
		c[name] = value
		return c
	}
	for _, tc := range []struct {
		who   sample.Person
		name  string
		value any
		wrong string // the field that is named; "" for what fits
	}{
		{admin, "organizationPrompt", strings.Repeat("ñ", 20_000), ""},
		{admin, "organizationPrompt", strings.Repeat("ñ", 20_001), "organizationPrompt"},
		{admin, "organizationPrompt", nil, "organizationPrompt"},
		{admin, "surprise", 1, "surprise"},
		{admin, "why", "  ", "why"},
		{admin, "enabledApps", []string{}, ""},
		{admin, "enabledApps", []string{"summary", "chess"}, "enabledApps"},
		{admin, "memorySettings", object{"enabled": true, "retentionDays": -1}, "memorySettings.retentionDays"},
		{admin, "memorySettings", object{"enabled": true, "retentionDays": 1, "more": 1}, "memorySettings.more"},
		{admin, "collaborationSettings", collaboration("maxExternalCollaborators", 51), "collaborationSettings.maxExternalCollaborators"},
		{admin, "collaborationSettings", collaboration("allowedExternalDomains", []string{"sur.example.com", "no dominio"}), "collaborationSettings.allowedExternalDomains"},
		{admin, "collaborationSettings", collaboration("allowedExternalDomains", nil), "collaborationSettings.allowedExternalDomains"},
		{admin, "limits", object{"messagesPerMinute": 20, "tokensPerDay": 3_000_000}, ""}, // the platform's, and what a superadmin gave
		{admin, "limits", object{"messagesPerMinute": 21, "tokensPerDay": 0}, "limits.messagesPerMinute"},
		{admin, "limits", object{"messagesPerMinute": 0, "tokensPerDay": 3_000_001}, "limits.tokensPerDay"},
		{sample.Superadmin(), "limits", object{"messagesPerMinute": 21, "tokensPerDay": 3_000_001}, ""},
		{sample.Superadmin(), "limits", object{"messagesPerMinute": 1001, "tokensPerDay": 0}, "limits.messagesPerMinute"},
	} {
		s := shown(w, admin, id)
		s[tc.name] = tc.value
		a := w.Call(tc.who, http.MethodPut, organizations+id, s)
		if tc.wrong == "" {
			if a.Status != http.StatusOK {
				t.Errorf("%s %.80v: %d %.300s", tc.name, tc.value, a.Status, a.Body)
			}
			continue
		}
		if p := a.Problem(); a.Status != http.StatusBadRequest || len(p.Fields) != 1 || p.Fields[0].Field != tc.wrong {
			t.Errorf("%s %.80v: %d %.300s", tc.name, tc.value, a.Status, a.Body)
		}
	}
}

// Of many who set it at once one is the first, and the others are told how it stands;
// what the classic system writes to the same document at the same moment stays, and
// stops nobody.
func TestOfManyAtOnceOneSetsItAndTheOthersAreToldHowItStands(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin, id := administrator(w), sample.OrganizationSalfa
	var group sync.WaitGroup
	answers := make([]allytest.Answer, 8)
	was := shown(w, admin, id)
	for i := range answers {
		s := maps.Clone(was)
		s["organizationPrompt"] = fmt.Sprint("Texto ", i)
		group.Go(func() { answers[i] = w.Call(admin, http.MethodPut, organizations+id, s) })
		group.Go(func() { w.Set("organizations/"+id, object{fmt.Sprint("theirs", i): i}) })
	}
	group.Wait()
	stands := shown(w, admin, id)["organizationPrompt"]
	first := 0
	for i, a := range answers {
		switch a.Status {
		case http.StatusOK:
			first++
			if stands != fmt.Sprint("Texto ", i) {
				t.Errorf("%v stands, and %d was set", stands, i)
			}
		case http.StatusConflict:
			standing, _ := a.Problem().Standing.(object)
			if a.Problem().Code != "changed" || standing["organizationPrompt"] != stands {
				t.Errorf("%s", a.Body)
			}
		default:
			t.Errorf("%d %s", a.Status, a.Body)
		}
	}
	doc, err := w.DB.Doc("organizations/" + id).Get(t.Context())
	if err != nil || first != 1 || doc.Data()["theirs7"] != int64(7) || doc.Data()["name"] != "Salfa Corp" {
		t.Errorf("%d were first; %v %v", first, doc.Data(), err)
	}
	if entries := trail(t, w, "organization.changed"); len(entries) != 1 {
		t.Errorf("%d entries", len(entries))
	}
}

// A switch keeps a superadmin from nothing here, and everybody else out.
func TestASwitchKeepsOnlySuperadminsAtTheDesk(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	admin := administrator(w)
	w.Set("ally_config/switches", object{"off": true})
	for who, want := range map[string]int{"superadmin": http.StatusOK, "admin": http.StatusForbidden} {
		p := map[string]sample.Person{"superadmin": sample.Superadmin(), "admin": admin}[who]
		if a := w.Call(p, http.MethodGet, organizations+sample.OrganizationSalfa, nil); a.Status != want {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
}
