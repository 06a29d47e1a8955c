package allyshares_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const (
	sharesPath = "/api/ally/shares"
	answer     = "el plazo vence el viernes"
)

type share struct {
	ID, URL, Kind, Title, LastViewedAt string
	Views                              int
	Revoked                            bool
}

type shared struct{ Share share }

type world struct {
	*allytest.World
	t      *testing.T
	owner  sample.Person
	thread string
}

func newWorld(t *testing.T) *world {
	w := &world{World: allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says(answer))), t: t, owner: sample.Granted()}
	w.allow(true)
	w.thread = w.Thread(w.owner, map[string]any{"title": "Permiso de la torre"}).ID
	return w
}

func (w *world) allow(on bool) {
	w.t.Helper()
	w.Set("organizations/"+w.owner.Organization, map[string]any{"allyConfig": map[string]any{"collaborationSettings": map[string]any{"allowCrossOrgSharing": on}}})
	w.Clock.Move(5 * time.Second)
}

func (w *world) view(url string) allytest.Answer {
	w.t.Helper()
	_, token, _ := strings.Cut(url, "#")
	return w.Call(sample.Person{}, http.MethodPost, sharesPath+"/view", map[string]any{"token": token})
}

func (w *world) share(p sample.Person, fields map[string]any) allytest.Answer {
	w.t.Helper()
	return w.Call(p, http.MethodPost, sharesPath, fields)
}

func TestALinkShowsWhatWasSharedWhenItWasSharedAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.Send(w.owner, w.thread, "¿Cuándo vence?")
	if a := w.Call(w.owner, http.MethodPost, "/api/ally/messages/comments", map[string]any{"conversationId": w.thread, "message": "comentario interno"}); a.Status != http.StatusOK {
		t.Fatal(string(a.Body))
	}
	w.Send(w.owner, w.thread, "pregunta de después")
	var one shared
	w.share(w.owner, map[string]any{"kind": "conversation", "id": w.thread, "days": 7, "upTo": first.Message.ID}).Into(&one)
	if one.Share.Title != "Permiso de la torre" || !strings.Contains(one.Share.URL, "/shared#") {
		t.Errorf("%+v", one)
	}
	w.Send(w.owner, w.thread, "pregunta de mañana")
	for range 2 {
		a := w.view(one.Share.URL)
		body := string(a.Body)
		if a.Status != http.StatusOK || !strings.Contains(body, answer) || !strings.Contains(body, "¿Cuándo vence?") {
			t.Fatalf("%d %s", a.Status, body)
		}
		for _, secret := range []string{"después", "mañana", "comentario interno", w.owner.Email, w.owner.ID, w.thread, first.Message.ID, w.owner.Organization, "contextUsed"} {
			if strings.Contains(body, secret) {
				t.Errorf("it shows %q: %s", secret, body)
			}
		}
	}
	var all struct{ Shares []share }
	w.Call(w.owner, http.MethodGet, sharesPath+"?kind=conversation&id="+w.thread, nil).Into(&all)
	if len(all.Shares) != 1 || all.Shares[0].Views != 2 || all.Shares[0].LastViewedAt == "" || all.Shares[0].URL != "" {
		t.Errorf("%+v", all)
	}
	if a := w.Call(sample.Superadmin(), http.MethodDelete, sharesPath+"/"+one.Share.ID, nil); a.Status != http.StatusNotFound {
		t.Errorf("taken back by another: %d", a.Status)
	}

	w.allow(false)
	off := w.view(one.Share.URL)
	w.allow(true)
	if a := w.view(one.Share.URL); a.Status != http.StatusOK {
		t.Errorf("allowed again: %d", a.Status)
	}
	for range 2 {
		var revoked shared
		w.Call(w.owner, http.MethodDelete, sharesPath+"/"+one.Share.ID, nil).Into(&revoked)
		if !revoked.Share.Revoked {
			t.Errorf("%+v", revoked)
		}
	}
	revoked := w.view(one.Share.URL)
	var late shared
	w.share(w.owner, map[string]any{"kind": "conversation", "id": w.thread, "days": 1}).Into(&late)
	w.Clock.Move(24 * time.Hour)
	expired := w.view(late.Share.URL)
	unknown := w.view("#" + strings.Repeat("A", 43))
	for name, a := range map[string]allytest.Answer{"policy off": off, "revoked": revoked, "expired": expired, "no token": w.view("#x")} {
		if a.Status != http.StatusNotFound || a.Problem().Error != unknown.Problem().Error {
			t.Errorf("%s: %d %s, for an unknown one %s", name, a.Status, a.Body, unknown.Body)
		}
	}
	w.Sweep()
	if n := w.Held("ally_shares", w.thread); n != 1 { // the one of seven days, which shows nothing any more
		t.Errorf("%d are left", n)
	}
}

func TestOnlyWhatIsOnesOwnIsSharedAndOnlyWhereTheOrganizationLetsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Send(w.owner, w.thread, "hola")
	colleague := w.Colleagues(1)[0]
	w.Join(w.thread, map[string][]sample.Person{"collaborator": {colleague}})
	w.Act(w.owner, w.thread, "act-1", "Uso", "tres agentes", w.Clock.Now(), nil)
	conversation := map[string]any{"kind": "conversation", "id": w.thread, "days": 7}
	action := map[string]any{"kind": "action", "id": "act-1", "days": 7}
	for _, tc := range []struct {
		name   string
		who    sample.Person
		what   map[string]any
		status int
	}{
		{"the owner's conversation", w.owner, conversation, http.StatusOK},
		{"by a collaborator", colleague, conversation, http.StatusForbidden},
		{"by a stranger", sample.Superadmin(), conversation, http.StatusNotFound},
		{"the owner's action", w.owner, action, http.StatusOK},
		{"by a collaborator", colleague, action, http.StatusNotFound},
		{"for too long", w.owner, map[string]any{"kind": "action", "id": "act-1", "days": 91}, http.StatusBadRequest},
	} {
		if a := w.share(tc.who, tc.what); a.Status != tc.status {
			t.Errorf("%s: %d %s", tc.name, a.Status, a.Body)
		}
	}
	var one shared
	w.share(w.owner, action).Into(&one)
	if a := w.view(one.Share.URL); a.Status != http.StatusOK || !strings.Contains(string(a.Body), "tres agentes") || strings.Contains(string(a.Body), w.owner.Email) {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.allow(false)
	if a := w.share(w.owner, conversation); a.Status != http.StatusForbidden {
		t.Errorf("not allowed: %d", a.Status)
	}
}
