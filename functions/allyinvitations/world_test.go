package allyinvitations_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const (
	collaboratePath = "/api/ally/apps/collaborate"
	invitationsPath = "/api/ally/invitations/"
	guestPath       = "/api/ally/guest"
	outside         = "visita@sur.example.com"
	said            = "el plazo vence el viernes"
)

// world is a conversation of Granted's, whose organization lets others in.
type world struct {
	*allytest.World
	t      *testing.T
	owner  sample.Person
	thread string
}

func newWorld(t *testing.T) *world {
	w := &world{World: allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says(said))), t: t, owner: sample.Granted()}
	w.policy(map[string]any{"allowCrossOrgSharing": true})
	w.thread = w.Thread(w.owner, map[string]any{"title": "Permiso de la torre"}).ID
	w.Send(w.owner, w.thread, "¿Cuándo vence?")
	return w
}

// policy sets what the owner's organization allows, and lets what was kept of it
// grow old.
func (w *world) policy(settings map[string]any) {
	w.t.Helper()
	all := map[string]any{"allowCrossOrgSharing": false, "requireEmailVerification": true, "allowedExternalDomains": []string{}, "maxExternalCollaborators": nil}
	for name, value := range settings {
		all[name] = value
	}
	w.Set("organizations/"+w.owner.Organization, map[string]any{"allyConfig": map[string]any{"collaborationSettings": all}})
	w.Clock.Move(5 * time.Second)
}

type invitation struct{ ID, Email, Method, Level, Status, URL, WhatsappURL string }

type people struct {
	Owner  struct{ UserID, Name, Email string }
	People []struct {
		UserID, Name, Email, Level, ReadUpTo, LastSeenAt string
		External, Guest                                  bool
		Online                                           *bool
	}
	Invitations []invitation
	Policy      struct {
		External bool
		Domains  []string
		Maximum  *int
		Used     int
	}
	MayManage bool
}

// invite invites by link, for the address, and gives the invitation with the token.
func (w *world) invite(email, level string) (invitation, string) {
	w.t.Helper()
	a := w.inviting(map[string]any{"method": "link", "recipients": []string{email}, "level": level, "days": 7})
	var out struct {
		Action struct {
			Result struct{ Invitations []invitation }
		}
	}
	a.Into(&out)
	one := out.Action.Result.Invitations[0]
	_, token, _ := strings.Cut(one.URL, "#")
	return one, token
}

func (w *world) inviting(inputs map[string]any) allytest.Answer {
	w.t.Helper()
	return w.Call(w.owner, http.MethodPost, collaboratePath, map[string]any{"conversationId": w.thread, "inputs": inputs})
}

func (w *world) people() (p people) {
	w.t.Helper()
	w.Call(w.owner, http.MethodGet, collaboratePath+"/people?conversationId="+w.thread, nil).Into(&p)
	return p
}

// opened is the body of a call with what a link holds.
func opened(token string) map[string]any { return map[string]any{"token": token} }

func (w *world) accept(p sample.Person, token string) allytest.Answer {
	w.t.Helper()
	return w.Call(p, http.MethodPost, invitationsPath+"accept", opened(token))
}

// reads is the status with which somebody reads the conversation's messages.
func (w *world) reads(p sample.Person) int {
	w.t.Helper()
	a := w.Call(p, http.MethodGet, "/api/ally/messages?conversationId="+w.thread, nil)
	if a.Status == http.StatusOK != strings.Contains(string(a.Body), said) {
		w.t.Errorf("%d with %s", a.Status, a.Body)
	}
	return a.Status
}

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

func (w *world) asGuest(session, method, path string, body any) allytest.Answer {
	w.t.Helper()
	return w.Call(sample.Person{}, method, guestPath+path, body, bearer(session))
}

var digits = regexp.MustCompile(`\*\*([0-9]{6})\*\*`)

// code is the one in the newest letter with a code.
func (w *world) code() string {
	w.t.Helper()
	docs, err := w.DB.Collection("ally_outbox").Where("kind", "==", "code").Documents(w.t.Context()).GetAll()
	if err != nil || len(docs) == 0 {
		w.t.Fatalf("%d letters, %v", len(docs), err)
	}
	newest := docs[0]
	for _, doc := range docs {
		if doc.CreateTime.After(newest.CreateTime) {
			newest = doc
		}
	}
	text, _ := newest.Data()["markdown"].(string)
	return digits.FindStringSubmatch(text)[1]
}

func (w *world) codes() int {
	w.t.Helper()
	docs, err := w.DB.Collection("ally_outbox").Where("kind", "==", "code").Documents(w.t.Context()).GetAll()
	if err != nil {
		w.t.Fatal(err)
	}
	return len(docs)
}

func (w *world) askCode(token, email string) {
	w.t.Helper()
	w.Clock.Move(time.Minute)
	var out struct{ Sent bool }
	w.Call(sample.Person{}, http.MethodPost, invitationsPath+"code", map[string]any{"token": token, "email": email}).Into(&out)
	if !out.Sent {
		w.t.Error("the answer tells that nothing was sent")
	}
}

func (w *world) verify(token, email, code string) allytest.Answer {
	w.t.Helper()
	return w.Call(sample.Person{}, http.MethodPost, invitationsPath+"verify", map[string]any{"token": token, "email": email, "code": code})
}

// enter lets a guest in, and gives their session.
func (w *world) enter(token, email string) string {
	w.t.Helper()
	w.askCode(token, email)
	var out struct{ Token, ConversationID string }
	w.verify(token, email, w.code()).Into(&out)
	if out.ConversationID != w.thread {
		w.t.Errorf("it opens %q", out.ConversationID)
	}
	return out.Token
}
