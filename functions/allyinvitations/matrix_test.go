package allyinvitations_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
)

const ok, missing, out = http.StatusOK, http.StatusNotFound, http.StatusUnauthorized

// Who can read what at once after each change: a colleague who was invited, somebody
// of another organization with an account, and a guest without one.
func TestWhoCanReadAfterEachChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	colleague, foreigner := w.Colleagues(1)[0], sample.Superadmin()
	_, forColleague := w.invite(colleague.Email, "edit")
	_, forForeigner := w.invite(foreigner.Email, "comment")
	guestInvitation, forGuest := w.invite(outside, "comment")
	check := func(when string, colleagueReads, foreignerReads, guestReads int, session string) {
		t.Helper()
		for _, who := range []struct {
			name      string
			got, want int
		}{
			{"the owner", w.reads(w.owner), ok}, {"the colleague", w.reads(colleague), colleagueReads}, {"the foreigner", w.reads(foreigner), foreignerReads},
			{"the guest", w.asGuest(session, http.MethodGet, "/messages", nil).Status, guestReads},
			{"somebody who was not invited", w.reads(sample.Stranger()), http.StatusForbidden},
		} {
			if who.got != who.want {
				t.Errorf("%s, %s: %d, want %d", when, who.name, who.got, who.want)
			}
		}
	}
	check("invited", missing, missing, out, "")
	for _, a := range []struct {
		p     sample.Person
		token string
	}{{colleague, forColleague}, {foreigner, forForeigner}} {
		if got := w.accept(a.p, a.token); got.Status != ok {
			t.Fatalf("%s: %d %s", a.p.Email, got.Status, got.Body)
		}
	}
	session := w.enter(forGuest, outside)
	check("accepted", ok, ok, ok, session)

	w.policy(nil)
	check("policy off", ok, missing, out, session)
	w.policy(map[string]any{"allowCrossOrgSharing": true, "allowedExternalDomains": []string{"sur.example.com"}})
	check("the guest's domain only", ok, missing, ok, session)
	w.policy(map[string]any{"allowCrossOrgSharing": true, "allowedExternalDomains": []string{foreigner.Domain()}})
	check("the foreigner's domain only", ok, ok, out, session)
	w.policy(map[string]any{"allowCrossOrgSharing": true, "maxExternalCollaborators": 1})
	check("room for one: who came first", ok, ok, out, session)
	w.policy(map[string]any{"allowCrossOrgSharing": true, "maxExternalCollaborators": 0})
	check("room for none", ok, missing, out, session)
	w.policy(map[string]any{"allowCrossOrgSharing": true})
	check("policy on again", ok, ok, ok, session)

	w.Set("organizations/"+w.owner.Organization, map[string]any{"isActive": false})
	w.Clock.Move(5 * time.Second)
	if got := w.asGuest(session, http.MethodGet, "/messages", nil).Status; got != out {
		t.Errorf("of an organization that is off: %d", got)
	}
	w.Set("organizations/"+w.owner.Organization, map[string]any{"isActive": true})
	w.Clock.Move(15 * time.Second)

	// People who move.
	w.Set("users/"+foreigner.ID, map[string]any{"organizationId": "elsewhere"})
	check("the foreigner moved to a third organization", ok, missing, ok, session)
	w.Set("users/"+foreigner.ID, map[string]any{"organizationId": foreigner.Organization})
	w.Set("users/"+colleague.ID, map[string]any{"organizationId": foreigner.Organization})
	check("the colleague moved to another organization", missing, ok, ok, session)
	w.Set("users/"+colleague.ID, map[string]any{"organizationId": colleague.Organization})
	check("everybody is back", ok, ok, ok, session)

	// What people of other organizations may do.
	send := map[string]any{"conversationId": w.thread, "message": "hola", "clientMessageId": "c"}
	if a := w.Call(foreigner, http.MethodPost, "/api/ally/messages", send); a.Status != http.StatusForbidden {
		t.Errorf("the foreigner asks Ally: %d", a.Status)
	}
	if a := w.Call(foreigner, http.MethodPost, "/api/ally/messages/comments", send); a.Status != ok {
		t.Errorf("the foreigner comments: %d %s", a.Status, a.Body)
	}
	if a := w.asGuest(session, http.MethodPost, "/comments", map[string]any{"message": "gracias"}); a.Status != ok || !strings.Contains(string(a.Body), outside) {
		t.Errorf("the guest comments: %d %s", a.Status, a.Body)
	}

	if a := w.Call(w.owner, http.MethodDelete, collaboratePath+"/invitations/"+guestInvitation.ID, nil); a.Status != ok {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	check("the guest's invitation revoked", ok, ok, out, session)
	if a := w.Call(w.owner, http.MethodDelete, collaboratePath+"/people/"+foreigner.ID+"?conversationId="+w.thread, nil); a.Status != ok {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	check("the foreigner removed", ok, missing, out, session)
	if a := w.Call(colleague, http.MethodPost, collaboratePath+"/leave", map[string]any{"conversationId": w.thread}); a.Status != ok {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	check("the colleague left", missing, missing, out, session)
}

// Deciding for somebody of another organization costs one read more, and none for
// five seconds after.
func TestAPolicyIsReadOnceInFiveSeconds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	foreigner := sample.Superadmin()
	_, token := w.invite(foreigner.Email, "view")
	w.accept(foreigner, token)
	path := "/api/ally/conversations/" + w.thread
	w.Clock.Stop()
	w.Clock.Move(5 * time.Second)
	w.Call(foreigner, http.MethodGet, path, nil)
	kept, _, _ := w.Call(foreigner, http.MethodGet, path, nil).Cost()
	w.Clock.Move(5 * time.Second)
	fresh, _, _ := w.Call(foreigner, http.MethodGet, path, nil).Cost()
	if fresh-kept > 3 { // the policy, and the switches and the rollout that are kept as long
		t.Errorf("%d reads with the policy kept, %d without", kept, fresh)
	}
}

func TestWhatAnOrganizationDoesNotAllowIsRefusedWhenInviting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tc := range []struct {
		name     string
		settings map[string]any
		email    string
		level    string
		status   int
		field    string
	}{
		{"of the organization, whatever it allows", nil, "alguien@" + w.owner.Domain(), "edit", ok, ""},
		{"off", nil, outside, "view", 400, "inputs.recipients[0]"},
		{"on", map[string]any{"allowCrossOrgSharing": true}, outside, "view", ok, ""},
		{"never to write", map[string]any{"allowCrossOrgSharing": true}, outside, "edit", 400, "inputs.level"},
		{"another domain", map[string]any{"allowCrossOrgSharing": true, "allowedExternalDomains": []string{"norte.example.com"}}, outside, "view", 400, "inputs.recipients[0]"},
		{"their domain", map[string]any{"allowCrossOrgSharing": true, "allowedExternalDomains": []string{"sur.example.com"}}, outside, "view", ok, ""},
		{"room for none", map[string]any{"allowCrossOrgSharing": true, "maxExternalCollaborators": 0}, outside, "view", 400, "inputs.recipients[0]"},
		{"no address", map[string]any{"allowCrossOrgSharing": true}, "nadie", "view", 400, "inputs.recipients[0]"},
		{"oneself", map[string]any{"allowCrossOrgSharing": true}, w.owner.Email, "view", 400, "inputs.recipients[0]"},
	} {
		w.policy(tc.settings)
		a := w.inviting(map[string]any{"method": "link", "recipients": []string{tc.email}, "level": tc.level, "days": 7})
		if a.Status != tc.status || tc.field != "" && !strings.Contains(string(a.Body), tc.field) {
			t.Errorf("%s: %d %s", tc.name, a.Status, a.Body)
		}
	}
}
